"""What the asker says to the bank's answer or suggestions: that is it, it helped, it did not."""

from __future__ import annotations

from faq import entry as entries
from handlers.cadre import bank, offering, opening, standing
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import beginning
from handlers.overtaken import advance
from handlers.review.verdict import judged
from handlers.rules.lifecycle import State, Verb
from handlers.show import nothing_there, stands
from storage import questions
from storage.bank.given import Verdict
from storage.questions import Question
from storage.seats import Role

_NAMED = 60
"""Characters by which somebody is told what goes to nobody."""


async def helped(ctx: Context, heard: Heard) -> Effect:
    """Yes: the question is closed, the bank answered it."""

    async def effect(turn: Turn) -> None:
        question = await _own(turn, heard)
        if question is None:
            return
        await advance(turn, question, Verb.HELPED, wake_at=None, closed_at=turn.now, bank_said="answer")
        await judged(turn, question.id, Verdict.HELPED, str(heard.args["entry"]))
        await turn.toast(heard)
        await turn.say(heard.who, turn.words(heard.who)("bank-glad"))

    return effect


async def not_needed(ctx: Context, heard: Heard) -> Effect:
    """No answer is needed any more."""

    async def effect(turn: Turn) -> None:
        question = await questions.get(turn.tx, int(heard.args["question"]))
        if question.asker_id != heard.who.id:
            await nothing_there(turn, heard)
            return
        await turn.toast(heard)
        await drop(turn, heard, question)

    return effect


async def drop(turn: Turn, heard: Heard, question: Question) -> None:
    """Closes what nobody but the bank has had, and leaves the way to a person open; else says what he can do."""
    w, who = turn.words(heard.who), heard.who
    if question.state == State.OFFERED and question.bank_said == "answer":  # he has read it
        await advance(turn, question, Verb.LAPSE, wake_at=None, closed_at=turn.now)
        await judged(turn, question.id, Verdict.SILENT)
        await turn.say(who, w("bank-glad"))
    elif question.state in (State.OFFERED, State.UNSORTED):
        await advance(turn, question, Verb.DROP, bank_said=questions.DROPPED, wake_at=None, closed_at=turn.now)
        told = w("dropped", start=beginning(question.text, _NAMED) or w("card-no-text"))
        send = Choice(w("dropped-send"), "send_on", {"question": question.id})
        await turn.say(who, told, (send,), question_id=question.id)
    elif question.state in questions.OPEN_STATES:
        await standing.to_take_back(turn, who, question)
    elif question.due_at is None and question.state in (State.CLOSED, State.RECALLED):
        await turn.say(who, w("dropped-already"))
    else:
        await standing.tell(turn, who, question)


async def choose(ctx: Context, heard: Heard) -> Effect:
    """That is the one: its answer."""

    async def effect(turn: Turn) -> None:
        question, entry = await _own(turn, heard), ctx.bank.get(str(heard.args["entry"]))
        if question is None:
            return
        if entry is None:  # taken out of the bank since it was offered
            await nothing_there(turn, heard)
            return
        await turn.toast(heard)
        cadre = heard.seat(Role.CADRE)
        province = cadre.province if cadre else None
        plain = entries.standing(entry, ctx.clock.today(), province) is entries.Standing.PLAIN
        wake_at = turn.now + (bank.LAPSE_AFTER if plain else bank.NUDGE_AFTER)
        shown = list(dict.fromkeys([*question.offered, entry.id]))
        said = "answer" if plain else question.bank_said
        await advance(turn, question, Verb.CHOOSE, offered=shown, bank_said=said, wake_at=wake_at)
        w = turn.words(heard.who)
        today = ctx.clock.today()
        draft = offering.answer(w, entry, today, province, turn.now)
        await turn.say(heard.who, draft, *offering.did_it_help(w, entry, today, question.id),
                       role="bank", question_id=question.id)  # fmt: skip
        await offering.given_to(turn, heard.who, entry, question.id)

    return effect


async def not_helped(ctx: Context, heard: Heard) -> Effect:
    """No: a person shall answer, even if it was closed since. What was shown stays with the question."""
    async with ctx.db.reading() as tx:
        asked = await questions.get(tx, int(heard.args["question"]))
    guesses = (await bank.look_up(ctx, asked.text)).guesses

    async def effect(turn: Turn) -> None:
        question = await _own(turn, heard, State.OFFERED, State.CLOSED)
        if question is None:
            return
        await turn.toast(heard)
        if "entry" in heard.args and not heard.args.get("held"):
            await judged(turn, question.id, Verdict.NOT_HELPED, str(heard.args["entry"]))
        chosen = [ctx.bank.get(entry_id) for entry_id in question.offered]
        was_shown = "entry" in heard.args or question.bank_said == "answer"
        if was_shown and len(chosen) == 1 and chosen[0] and heard.seat(Role.CADRE):
            # One entry was shown as the answer: its field is the asker's, even if it did not help.
            await opening.open_in(turn, heard, question, chosen[0].ministry, chosen[0].field)
        else:
            await opening.to_a_person(turn, heard, question, guesses)

    return effect


async def _own(turn: Turn, heard: Heard, *states: State) -> Question | None:
    """The asker's question while nobody but the bank has had it; else says how it stands."""
    question = await questions.get(turn.tx, int(heard.args["question"]))
    wanted = question.state in (states or (State.OFFERED,)) and question.due_at is None
    own = question.asker_id == heard.who.id
    if own and wanted:
        return question
    await (stands(turn, heard, question) if own else nothing_there(turn, heard))
    return None
