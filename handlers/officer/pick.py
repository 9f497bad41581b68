"""An officer writes without replying to anything: for which question is it? His text is kept until he says."""

from __future__ import annotations

from handlers import beginnings, early
from handlers.comfort import kept
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer import answer, card, holding
from handlers.outgoing import Draft, beginning
from storage import links, queue
from storage.seats import Role

MOST_SHOWN = 6
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
        if not found:
            nothing = w("pick-nothing-open" if seat else "pick-search-only")
            await turn.say(heard.who, nothing, *((search,) if search else ()))
            return
        draft = Draft(w("pick-which"))
        draft.line(w("pick-what", start=beginning(heard.text, MOST_OF_IT) or w("card-no-text")))
        starts = await beginnings.of(turn, w, found, 60)
        for number, (question, start) in enumerate(zip(found, starts, strict=True), 1):
            draft.line(f"{number}. {question.code} · {card.whence(turn, question)} · {start}")
        numbers = tuple(Choice(str(n), "pick", {"question": q.id, **written}) for n, q in enumerate(found, 1))
        rows = (numbers, (*search, Choice(w("pick-drop"), "pick_drop")))
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
    written = kept.written(heard)
    effect = await answer.answer(ctx, written)

    async def answered(turn: Turn) -> None:
        await turn.toast(heard)
        if await links.find(turn.tx, heard.place, written.message_id or ""):
            await turn.say(heard.who, turn.words(heard.who)("pick-sent-before"))  # a double tap
        else:
            await effect(turn)

    return answered
