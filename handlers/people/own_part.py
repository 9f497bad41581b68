"""His unit was split, and he is in another part than the one where all went who had said nothing: one tap says so."""

from __future__ import annotations

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.people.naming import label, unit_name
from handlers.show import nothing_there
from handlers.succession.handing_on import hand_on
from storage import audit, following, seats, succession, units
from storage.seats import Role, Seat


async def chosen(ctx: Context, heard: Heard) -> Effect:
    """Takes the seat, and what he asked and is not closed, to the part that he chose; another tap takes it back."""

    async def take(turn: Turn) -> None:
        await turn.toast(heard)
        w, seat = turn.words(heard.who), await _own(turn, heard)
        unit = await units.living(turn.tx, str(heard.args.get("unit", "")))
        if seat is None or unit is None:
            await nothing_there(turn, heard)
            return
        if seat.unit != unit.code:
            moved = await following.choose(turn.tx, seat.id, heard.who.id, seat.unit, unit)
            detail = {"was": seat.unit, "is": unit.code}
            await audit.note(turn.tx, turn.now, heard.who.id, "unit-chosen", f"seat:{seat.id}", detail)
            await hand_on(turn, moved)
        shown = unit_name(ctx.places, unit.code, unit.full_name, unit.province)
        await turn.say(heard.who, w("units-chosen", unit=shown), *await _back(turn, heard, seat, unit.code))

    return take


async def _back(turn: Turn, heard: Heard, seat: Seat, now_is: str) -> list[tuple[Choice, ...]]:
    """The other parts, for a tap that was a slip."""
    event, w = int(heard.args["event"]), turn.words(heard.who)
    parts = dict.fromkeys(
        pair.successor for pair in await succession.of_event(turn.tx, event) if pair.kind == "split"
    )
    named = await units.named(turn.tx, parts)
    return [
        (Choice(label(w("units-mine", unit=named[code].full_name)), "unit_is",
                {"event": event, "seat": seat.id, "unit": code}),)
        for code in parts if code in named and code != now_is
    ]  # fmt: skip


async def _own(turn: Turn, heard: Heard) -> Seat | None:
    """His own seat that followed this split, while it is in one of the parts.

    A cadre's alone: an officer's part is a province with its people, and who is sent there is his ministry's to say.
    """
    event, seat_id = heard.args.get("event"), heard.args.get("seat")
    if not isinstance(event, int) or not isinstance(seat_id, int):
        return None
    seat = await seats.get(turn.tx, seat_id)
    if seat is None or seat.role is not Role.CADRE or seat.person_id != heard.who.id:
        return None
    if not await succession.followed(turn.tx, event, seat_id):
        return None
    parts = {pair.successor for pair in await succession.of_event(turn.tx, event) if pair.kind == "split"}
    alive = seat.state == "asked" or seat.valid_on(turn.ctx.clock.today())
    return seat if alive and {seat.unit, heard.args.get("unit")} <= parts else None
