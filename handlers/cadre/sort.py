"""One tap of the asker: is this an addition or a new question, and which field is it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from faq.fields import catalogue
from handlers import beginnings
from handlers.cadre import bank, keeping, offering, opening
from handlers.cadre.bank import Found
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft, Style
from handlers.rules.lifecycle import State
from handlers.show import nothing_there, stands
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
            rows = _choices(w, heard, kept, targets, await beginnings.of(turn, w, targets, bank.MOST_OF_ANOTHER))
            await turn.say(heard.who, Draft(w("sort-which")), *rows, quote=heard.message_id, question_id=kept.id)
        else:
            await bank.offer(turn, heard, found, kept)

    return effect


def _is_just_asked(heard: Heard, question: Question) -> bool:
    return question.state in OPEN_STATES and heard.at - question.clock_from < JUST_ASKED


def _choices(
    w: Words, heard: Heard, kept: Question, targets: list[Question], starts: list[str]
) -> list[tuple[Choice]]:
    """What it may be, the likeliest first: a question of its own, or more of what was sent on just now."""
    just_asked = _is_just_asked(heard, targets[0])
    new_one, addition = (Style.PLAIN, Style.PRIMARY) if just_asked else (Style.PRIMARY, Style.PLAIN)
    new = (Choice(w("sort-new"), "new", {"question": kept.id}, new_one),)
    first, *others = [
        (replace(offering.addition_to(w, question, start, kept), style=Style.PLAIN if n else addition),)
        for n, (question, start) in enumerate(zip(targets, starts, strict=True))
    ]  # fmt: skip
    likely = [first, new] if just_asked else [new, first]
    return [*likely, *others, opening.never_mind(w, kept.id)]


async def new(ctx: Context, heard: Heard) -> Effect:
    """It is a new question: now the bank is asked."""
    async with ctx.db.reading() as tx:
        kept = await questions.get(tx, int(heard.args["question"]))
    found = await bank.look_up(ctx, kept.text)

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        question = await questions.get(turn.tx, kept.id)
        if not await _may(turn, heard, question, State.UNSORTED):
            return
        await bank.offer(turn, heard, found, question)

    return effect


async def _may(turn: Turn, heard: Heard, question: Question, *states: State) -> bool:
    """Whether it is his and stands where he can still say so; else he hears why not."""
    if question.asker_id != heard.who.id:
        await nothing_there(turn, heard)
    elif question.state == State.MERGED:
        await turn.say(heard.who, turn.words(heard.who)("sort-merged"))
    elif question.state not in states:
        await stands(turn, heard, question)
    else:
        return True
    return False


async def field(ctx: Context, heard: Heard) -> Effect:
    """This is the field: the question goes to whoever is responsible for it."""
    chosen = catalogue().fields[str(heard.args["field"])]

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        question = await questions.get(turn.tx, int(heard.args["question"]))
        if not await _may(turn, heard, question, State.UNSORTED, State.OFFERED):
            return
        if heard.seat(Role.CADRE):
            await opening.open_in(turn, heard, question, chosen.ministry, chosen.code)
        else:
            await opening.enrol_first(turn, heard.who, question)

    return effect
