"""His unit was split, and he is in another part than the one where all went who had said nothing: one tap says so."""

from __future__ import annotations

from handlers.context import Context, Effect, Heard, Turn
from handlers.people.naming import unit_name
from handlers.show import nothing_there
from storage import audit, following, seats, succession, units
from storage.seats import Seat


async def chosen(ctx: Context, heard: Heard) -> Effect:
    """Takes the seat, and what he asked and is not closed, to the part that he chose."""

    async def take(turn: Turn) -> None:
        await turn.toast(heard)
        seat = await _own(turn, heard)
        unit = await units.living(turn.tx, str(heard.args.get("unit", "")))
        if seat is None or unit is None:
            await nothing_there(turn, heard)
            return
        if seat.unit != unit.code:
            await following.choose(turn.tx, seat.id, heard.who.id, seat.unit, unit)
            detail = {"was": seat.unit, "is": unit.code}
            await audit.note(turn.tx, turn.now, heard.who.id, "unit-chosen", f"seat:{seat.id}", detail)
        shown = unit_name(ctx.places, unit.code, unit.full_name, unit.province)
        await turn.say(heard.who, turn.words(heard.who)("units-chosen", unit=shown))

    return take


async def _own(turn: Turn, heard: Heard) -> Seat | None:
    """His own seat that followed this split, while it is in one of the parts."""
    event, seat_id = heard.args.get("event"), heard.args.get("seat")
    if not isinstance(event, int) or not isinstance(seat_id, int):
        return None
    seat = await seats.get(turn.tx, seat_id)
    if seat is None or seat.person_id != heard.who.id or not await succession.followed(turn.tx, event, seat_id):
        return None
    parts = {pair.successor for pair in await succession.of_event(turn.tx, event) if pair.kind == "split"}
    alive = seat.state == "asked" or seat.valid_on(turn.ctx.clock.today())
    return seat if alive and {seat.unit, heard.args.get("unit")} <= parts else None
