"""One tap of the asker: is this an addition or a new question, and which field is it?"""

from __future__ import annotations

from faq.fields import catalogue
from handlers.cadre import bank, keeping, opening
from handlers.cadre.bank import Found
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft, Style
from handlers.rules.lifecycle import State
from handlers.show import nothing_there
from handlers.wording import Words
from storage import questions
from storage.questions import Question
from storage.seats import Role

MOST_OPEN_SHOWN = 3


def which_question(heard: Heard, current: list[Question], found: Found) -> Effect:
    """The asker has questions under way: asks whether this belongs to one of them. It is kept meanwhile."""

    async def effect(turn: Turn) -> None:
        guess = found.guesses[0] if found.guesses else None
        kept = await keeping.keep(turn, heard, State.UNSORTED, keeping.UNSAID, (), turn.now + opening.SORT_WITHIN)
        if guess:
            await questions.rewrite(turn.tx, kept.id, ministry=guess.ministry, field=guess.field)
        w = turn.words(heard.who)
        draft = Draft(w("sort-which"))
        targets = [question for question in current if question.due_at][:MOST_OPEN_SHOWN]
        rows = [
            (Choice(_label(w, question), "add", {"question": question.id, "kept": kept.id}),) for question in targets
        ]
        new = Choice(w("sort-new"), "new", {"question": kept.id}, Style.PRIMARY)
        if targets:
            await turn.say(heard.who, draft, (new,), *rows, quote=heard.message_id, question_id=kept.id)
        else:
            await bank.offer(turn, heard, found, kept)

    return effect


def _label(w: Words, question: Question) -> str:
    line = " ".join(question.text.split()) or w("card-no-text")
    return w("sort-addition", code=question.code, start=line if len(line) <= 40 else line[:39].rstrip() + "…")


async def new(ctx: Context, heard: Heard) -> Effect:
    """It is a new question: now the bank is asked."""
    async with ctx.db.reading() as tx:
        kept = await questions.get(tx, int(heard.args["question"]))
    found = await bank.look_up(ctx, kept.text)

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        question = await questions.get(turn.tx, kept.id)
        if question.state != State.UNSORTED or question.asker_id != heard.who.id:
            await nothing_there(turn, heard)
            return
        await bank.offer(turn, heard, found, question)

    return effect


async def field(ctx: Context, heard: Heard) -> Effect:
    """This is the field: the question goes to whoever is responsible for it."""
    chosen = catalogue().fields[str(heard.args["field"])]

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        question = await questions.get(turn.tx, int(heard.args["question"]))
        if question.state not in (State.UNSORTED, State.OFFERED) or question.asker_id != heard.who.id:
            await nothing_there(turn, heard)
            return
        if heard.seat(Role.CADRE):
            await opening.open_in(turn, heard, question, chosen.ministry, chosen.code)
        else:
            await opening.enrol_first(turn, heard.who, question)

    return effect
