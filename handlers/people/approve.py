"""Let an applicant in, or refuse: the first decision counts, whoever comes later is told whose it was."""

from __future__ import annotations

from handlers import early
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.people.apply import move_in
from handlers.people.naming import seat_unit
from handlers.people.requests import card, may_decide
from storage import audit, persons, seats
from storage.seats import Seat

_STATE = {"approve": "valid", "refuse": "refused"}


async def approve(ctx: Context, heard: Heard) -> Effect:
    """Lets the applicant in."""
    return _deciding(heard, "approve")


async def refuse(ctx: Context, heard: Heard) -> Effect:
    """Does not let the applicant in."""
    return _deciding(heard, "refuse")


def _deciding(heard: Heard, verb: str) -> Effect:
    async def decide(turn: Turn) -> None:
        await turn.toast(heard)
        words = turn.words(heard.who)
        asked = await _asked(turn, heard)
        if asked is None:
            await turn.say(heard.who, words("enrol-request-not-found"))
        elif not await seats.decide(turn.tx, asked.id, _STATE[verb], heard.who.id):
            await _too_late(turn, heard, asked)
        else:
            await audit.note(turn.tx, turn.now, heard.who.id, verb, f"seat:{asked.id}", {"unit": asked.unit})
            await _decided(turn, heard, asked, verb)

    return decide


async def _asked(turn: Turn, heard: Heard) -> Seat | None:
    """The request, if this person may decide it now; the same None for a foreign one and for none."""
    seat_id = heard.args.get("seat")
    asked = await seats.get(turn.tx, seat_id) if isinstance(seat_id, int) else None
    if asked is None:
        return None
    today = turn.ctx.clock.today()
    held = [seat for seat in await seats.of_person(turn.tx, heard.who.id) if seat.valid_on(today)]
    return asked if await may_decide(turn.tx, heard.who.id, held, asked, today) else None


async def _decided(turn: Turn, heard: Heard, asked: Seat, verb: str) -> None:
    words, unit = turn.words(heard.who), seat_unit(turn.ctx.places, asked)
    key = "enrol-approved" if verb == "approve" else "enrol-refused"
    text = words(key, name=asked.person_name, unit=unit)
    await _close_card(turn, heard, asked, text)
    await turn.say(heard.who, text)
    applicant, seat = await persons.get(turn.tx, asked.person_id), await seats.get(turn.tx, asked.id)
    if applicant is None or seat is None:
        return
    theirs = turn.words(applicant)
    if verb == "approve":
        await turn.say(applicant, theirs("enrol-you-are-approved", name=heard.who.name))
        await move_in(turn, applicant, seat)
    else:
        again = Choice(theirs("people-enrol"), "enrol")
        text = theirs("enrol-you-are-refused", name=heard.who.name, unit=unit)
        await turn.say(applicant, text, (again,))


async def _too_late(turn: Turn, heard: Heard, asked: Seat) -> None:
    asked = await seats.get(turn.tx, asked.id) or asked  # as whoever was faster has just left it
    words, unit = turn.words(heard.who), seat_unit(turn.ctx.places, asked)
    by = await persons.get(turn.tx, asked.granted_by) if asked.granted_by else None
    if by is None:
        text = words("enrol-withdrawn", name=asked.person_name, unit=unit)
    elif by.id == heard.who.id:
        text = words("enrol-you-decided", name=asked.person_name, unit=unit)
    elif asked.state == "refused":
        text = words("enrol-refused-by", by=by.name, name=asked.person_name, unit=unit)
    else:
        text = words("enrol-approved-by", by=by.name, name=asked.person_name, unit=unit)
    await _close_card(turn, heard, asked, text)
    await turn.say(heard.who, text)


async def _close_card(turn: Turn, heard: Heard, asked: Seat, outcome: str) -> None:
    """Writes the outcome on the card that was pressed and takes its buttons away, where that card is known."""
    if not heard.message_id:
        return
    link = await early.link(turn.tx, heard.place, heard.message_id, heard.received_at, turn.now)
    if link and link.outbox_id:
        draft = await card(turn, turn.words(heard.who), asked)
        await turn.edit(heard.place, link.outbox_id, draft.line(outcome).message())
