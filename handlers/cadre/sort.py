"""One tap of the asker: is this an addition or a new question, and which field is it?"""

from __future__ import annotations

from datetime import timedelta

from faq.fields import catalogue
from handlers.cadre import bank, keeping, opening
from handlers.cadre.bank import Found
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft, Style
from handlers.rules.lifecycle import State
from handlers.show import nothing_there
from handlers.wording import Words
from storage import questions
from storage.questions import OPEN_STATES, Question
from storage.seats import Role

MOST_OPEN_SHOWN = 3
JUST_ASKED = timedelta(minutes=5)
"""Business time from when a question was sent on in which a further word more likely belongs to it."""


def which_question(heard: Heard, current: list[Question], found: Found) -> Effect:
    """The asker has questions under way: asks whether this belongs to one of them. It is kept meanwhile."""

    async def effect(turn: Turn) -> None:
        guess = found.guesses[0] if found.guesses else None
        kept = await keeping.keep(turn, heard, State.UNSORTED, keeping.UNSAID, (), turn.now + opening.SORT_WITHIN)
        if guess:
            await questions.rewrite(turn.tx, kept.id, ministry=guess.ministry, field=guess.field)
        w = turn.words(heard.who)
        targets = [question for question in current if question.due_at][:MOST_OPEN_SHOWN]
        if targets:
            rows = _choices(w, heard, kept, targets)
            await turn.say(heard.who, Draft(w("sort-which")), *rows, quote=heard.message_id, question_id=kept.id)
        else:
            await bank.offer(turn, heard, found, kept)

    return effect


def _choices(w: Words, heard: Heard, kept: Question, targets: list[Question]) -> list[tuple[Choice]]:
    """What it may be, the likeliest first: a question of its own, or more of what was sent on just now."""
    likely, *others = targets
    just_asked = likely.state in OPEN_STATES and heard.at - likely.clock_from < JUST_ASKED
    main, plain = Style.PRIMARY, Style.PLAIN

    def add(question: Question, style: Style) -> tuple[Choice]:
        return (Choice(_label(w, question), "add", {"question": question.id, "kept": kept.id}, style),)

    new = (Choice(w("sort-new"), "new", {"question": kept.id}, plain if just_asked else main),)
    first = [add(likely, main), new] if just_asked else [new, add(likely, plain)]
    return [*first, *(add(question, plain) for question in others)]


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
