"""What an asker left open: no tap on a choice, no word whether it helped. His question is not lost for that."""

from __future__ import annotations

from handlers.cadre import add, bank, opening
from handlers.context import Choice, Turn
from handlers.outgoing import Style
from handlers.rules import lifecycle
from handlers.rules.lifecycle import State, Verb
from storage import links, persons, questions, thread
from storage.questions import Question


async def go_on(turn: Turn, question: Question) -> None:
    """Asks once, sorts by the nearest guess, or lets an answered one rest."""
    if question.state == State.UNSORTED:
        await _sort(turn, question)
    elif question.bank_said == "answer" or question.asked_at + bank.LAPSE_AFTER <= turn.now:
        await questions.move(turn.tx, question, lifecycle.after(question.state, Verb.LAPSE), wake_at=None,
                             closed_at=turn.now)  # fmt: skip
    else:
        await _nudge(turn, question)


async def _nudge(turn: Turn, question: Question) -> None:
    if not await questions.rewind(turn.tx, question, question.asked_at + bank.LAPSE_AFTER):
        return
    asker = await persons.get(turn.tx, question.asker_id)
    if asker is None or question.unit is None:
        return
    w, args = turn.words(asker), {"question": question.id}
    still = Choice(w("unsaid-still"), "not_helped", args, Style.PRIMARY)
    await turn.say(asker, w("unsaid-nudge", start=_start(question.text)), (still,),
                   (Choice(w("unsaid-done"), "helped", args),), key=f"nudge:{question.id}")  # fmt: skip


async def _sort(turn: Turn, question: Question) -> None:
    asker = await persons.get(turn.tx, question.asker_id)
    open_ones = await questions.of_asker(turn.tx, question.asker_id, State.OPEN, State.WAITING, limit=1)
    if asker is None:
        await questions.rewind(turn.tx, question, None)
    elif open_ones and question.id > open_ones[0].id and question.ministry in (None, open_ones[0].ministry):
        await _join(turn, question, open_ones[0])
    else:
        matches = turn.ctx.bank.guess_field(turn.ctx.bank.match(question.text))
        ministry = question.ministry or (matches[0].ministry if matches else turn.ctx.policy.default_ministry)
        field = question.field or (matches[0].field if matches else turn.ctx.policy.default_field)
        await opening.open_for(turn, asker, question, ministry, field)


async def _join(turn: Turn, question: Question, target: Question) -> None:
    """Written while another question was open, about the same ministry's matters, and never sorted: it goes there."""
    if not await questions.move(turn.tx, question, lifecycle.after(question.state, Verb.MERGE), wake_at=None):
        return
    moved = await thread.move_all(turn.tx, question.id, target.id)
    await links.follow(turn.tx, question.id, target.id)
    for message_id in moved:
        await add.show_to_holder(turn, target, message_id)
    asker = await persons.get(turn.tx, question.asker_id)
    if asker:
        due = turn.words(asker).time(target.due_at or turn.now, turn.now)
        told = turn.words(asker)("add-sent", code=target.code, due=due)
        await turn.say(asker, told, role="receipt", question_id=target.id)


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59].rstrip() + "…"
