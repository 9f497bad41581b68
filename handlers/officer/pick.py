"""An officer writes without replying to anything: for which question is it? His text is kept until he says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers import beginnings, early
from handlers.comfort import kept
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.escalation import advise, owed
from handlers.officer import answer, card, holding
from handlers.outgoing import Draft, beginning
from handlers.wording import Words
from storage import queue
from storage.opinions import Opinion
from storage.questions import Question
from storage.seats import Role

MOST_SHOWN = 6
MOST_OWED = 100
"""Opinions among which the newest are found."""
MOST_OF_IT = 60
"""Characters by which what was written is known."""


async def pick(ctx: Context, heard: Heard) -> Effect:
    """Offers the most urgent questions, the newest opinions that he was asked for, and the bank."""

    async def effect(turn: Turn) -> None:
        w = turn.words(heard.who)
        seat = heard.seat(Role.OFFICER, Role.EXPERT, Role.ADMIN)
        his = await holding.of(turn.tx, heard.seats, ctx.clock.today())
        found = await queue.held_by(turn.tx, his, limit=MOST_SHOWN)
        asked = await _asked(turn, heard, found)
        search = (Choice(w("pick-search"), "search", {"text": heard.text[:500]}),) if heard.text else ()
        if not found and not asked:
            nothing = w("pick-nothing-open" if seat else "pick-search-only")
            await turn.say(heard.who, nothing, *((search,) if search else ()))
            return
        rows = (*_choices(w, heard, found, asked), (*search, Choice(w("pick-drop"), "pick_drop")))
        draft = await _list(turn, heard, w, found, asked)
        await turn.say(heard.who, draft, *rows, seat_id=seat.id if seat else None)
        await early.take_up_edit(turn, heard.place, heard.message_id or "")

    return effect


async def _asked(turn: Turn, heard: Heard, found: Sequence[Question]) -> list[tuple[Opinion, Question]]:
    """What others want his opinion on, newest first, each question once; not what he may answer himself."""
    own = {question.id for question in found}
    waiting = {question.id: (opinion, question) for opinion, question in await owed.waiting(turn, heard, MOST_OWED)}
    return [about for question_id, about in reversed(waiting.items()) if question_id not in own]


async def _list(
    turn: Turn, heard: Heard, w: Words, found: Sequence[Question], asked: Sequence[tuple[Opinion, Question]]
) -> Draft:  # fmt: skip
    draft = Draft(w("pick-which" if found else "pick-opinion-which"))
    draft.line(w("pick-what", start=beginning(heard.text, MOST_OF_IT) or w("card-no-text")))
    about = [*found, *(question for _, question in asked[:MOST_SHOWN])]
    for number, (question, start) in enumerate(zip(about, await beginnings.of(turn, w, about, 60), strict=True), 1):
        if found and number == len(found) + 1:
            draft.line().line(w("pick-or-opinion"))
        draft.line(f"{number}. {question.code} · {card.whence(turn, question)} · {start}")
    if len(asked) > MOST_SHOWN:
        draft.line(w("pick-more-opinions"))
    return draft


def _choices(
    w: Words, heard: Heard, found: Sequence[Question], asked: Sequence[tuple[Opinion, Question]]
) -> Iterator[tuple[Choice, ...]]:
    written = kept.args(heard)
    if found:
        yield tuple(Choice(str(n), "pick", {"question": q.id, **written}) for n, q in enumerate(found, 1))
    for opinion, question in asked[:MOST_SHOWN]:
        yield (Choice(w("pick-opinion", code=question.code), "pick_opinion", {"opinion": opinion.id, **written}),)


async def dropped(ctx: Context, heard: Heard) -> Effect:
    """It was for none: it goes nowhere."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        await turn.say(heard.who, turn.words(heard.who)("pick-dropped"))

    return effect


async def picked(ctx: Context, heard: Heard) -> Effect:
    """For this one: what was written is its answer."""
    return await kept.once(ctx, heard, answer.answer)


async def picked_opinion(ctx: Context, heard: Heard) -> Effect:
    """What was written is the opinion that he was asked for: its asker is never shown it."""
    return await kept.once(ctx, heard, advise.advise)
