"""An officer writes without replying to anything: for which question is it? His text is kept until he says."""

from __future__ import annotations

from handlers import beginnings, early
from handlers.comfort import kept
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.escalation import advise, owed
from handlers.officer import answer, card, holding
from handlers.outgoing import Draft, beginning
from storage import links, queue
from storage.seats import Role

MOST_SHOWN = 6
MOST_OPINIONS = 3
MOST_OF_IT = 60
"""Characters by which what was written is known."""


async def pick(ctx: Context, heard: Heard) -> Effect:
    """Offers the most urgent questions, and the bank."""

    async def effect(turn: Turn) -> None:
        w = turn.words(heard.who)
        seat = heard.seat(Role.OFFICER, Role.EXPERT, Role.ADMIN)
        his = await holding.of(turn.tx, heard.seats, ctx.clock.today())
        found = await queue.held_by(turn.tx, his, limit=MOST_SHOWN)
        written = kept.args(heard)
        search = (Choice(w("pick-search"), "search", {"text": heard.text[:500]}),) if heard.text else ()
        asked = await owed.waiting(turn, heard, MOST_OPINIONS)
        opinions = tuple(
            (Choice(w("pick-opinion", code=q.code), "pick_opinion", {"opinion": opinion.id, **written}),)
            for opinion, q in asked
        )
        if not found and not asked:
            nothing = w("pick-nothing-open" if seat else "pick-search-only")
            await turn.say(heard.who, nothing, *((search,) if search else ()))
            return
        draft = Draft(w("pick-which" if found else "pick-opinion-which"))
        draft.line(w("pick-what", start=beginning(heard.text, MOST_OF_IT) or w("card-no-text")))
        starts = await beginnings.of(turn, w, found, 60)
        for number, (question, start) in enumerate(zip(found, starts, strict=True), 1):
            draft.line(f"{number}. {question.code} · {card.whence(turn, question)} · {start}")
        numbers = tuple(Choice(str(n), "pick", {"question": q.id, **written}) for n, q in enumerate(found, 1))
        if found and asked:
            draft.line().line(w("pick-or-opinion"))
        rows = (numbers, *opinions, (*search, Choice(w("pick-drop"), "pick_drop")))
        await turn.say(heard.who, draft, *rows, seat_id=seat.id if seat else None)
        await early.take_up_edit(turn, heard.place, heard.message_id or "")

    return effect


async def dropped(ctx: Context, heard: Heard) -> Effect:
    """It was for none: it goes nowhere."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        await turn.say(heard.who, turn.words(heard.who)("pick-dropped"))

    return effect


async def picked(ctx: Context, heard: Heard) -> Effect:
    """For this one: what was written is its answer."""
    return _once(heard, await answer.answer(ctx, kept.written(heard)))


async def picked_opinion(ctx: Context, heard: Heard) -> Effect:
    """What was written is the opinion that he was asked for: its asker is never shown it."""
    return _once(heard, await advise.advise(ctx, kept.written(heard)))


def _once(heard: Heard, effect: Effect) -> Effect:
    """What was written goes out one time, however often the button is tapped."""

    async def once(turn: Turn) -> None:
        await turn.toast(heard)
        if await links.find(turn.tx, heard.place, str(heard.args["message"] or "")):
            await turn.say(heard.who, turn.words(heard.who)("pick-sent-before"))  # a double tap
        else:
            await effect(turn)

    return once
