"""Apply for a cadre's seat: the last step of enrolling oneself, and what follows when it is granted."""

from __future__ import annotations

from datetime import timedelta

from handlers.context import Turn
from handlers.people import phone
from handlers.people.naming import nameless, seat_unit
from handlers.people.requests import announce
from handlers.people.welcome import welcome
from storage import audit, invites, persons, seats, units
from storage.persons import Person
from storage.seats import NewSeat, Role, Seat

MOST_A_DAY = 5
_COUNTED = "enrol"
_DAY = timedelta(days=1)


async def apply(turn: Turn, who: Person, unit_code: str) -> None:
    """Asks for the seat of a cadre of this unit, or gives it at once where enrolment is open."""
    words, today, machine = turn.words(who), turn.ctx.clock.today(), turn.ctx.clock.machine()
    unit = await units.get(turn.tx, await units.today(turn.tx, unit_code))
    if turn.ctx.policy.enrolment == "invite" or unit is None or unit.kind not in ("commune", "department"):
        await turn.say(who, words("people-hello-invite-only"))
        return
    held = [seat for seat in await seats.of_person(turn.tx, who.id) if seat.role is Role.CADRE]
    if same := next((s for s in held if s.unit == unit.code and (s.state == "asked" or s.valid_on(today))), None):
        key = "enrol-waits" if same.state == "asked" else "enrol-is-yours"
        await turn.say(who, words(key, unit=seat_unit(turn.ctx.places, same)))
        return
    if nameless(who.name):
        await turn.expect(who.place, "enrol_name", unit=unit.code)
        await turn.say(who, words("people-name-ask"))
        return
    if await invites.wrong_tries(turn.tx, _COUNTED, str(who.id), machine, _DAY) >= MOST_A_DAY:
        await turn.say(who, words("enrol-too-often"))
        return
    await invites.count_wrong(turn.tx, _COUNTED, str(who.id), machine, _DAY)
    for seat in held:
        if seat.state == "asked":
            await seats.withdraw(turn.tx, seat.id)
    state = "valid" if turn.ctx.policy.enrolment == "open" else "asked"
    new = NewSeat(who.id, Role.CADRE, unit.code, unit.ministry, unit.province, state, today)
    made = await seats.get(turn.tx, await seats.make(turn.tx, new, turn.now))
    if made is None:
        raise LookupError("a seat that was just made is gone")
    await audit.note(turn.tx, turn.now, who.id, "enrol", f"seat:{made.id}", {"unit": unit.code, "state": state})
    if state == "valid":
        await move_in(turn, who, made)
    else:
        await _submitted(turn, who, made)


async def move_in(turn: Turn, who: Person, seat: Seat) -> None:
    """Makes a granted seat the one a cadre works in: earlier ones end when it begins."""
    for other in await seats.of_person(turn.tx, who.id):
        over = other.valid_until is not None and other.valid_until < seat.valid_from
        if other.role is Role.CADRE and other.id != seat.id and other.state == "valid" and not over:
            await _leave(turn, who, other, seat)
    await welcome(turn, who, seat)


async def _leave(turn: Turn, who: Person, old: Seat, new: Seat) -> None:
    words, unit = turn.words(who), seat_unit(turn.ctx.places, old)
    last = new.valid_from - _DAY
    if new.valid_from <= turn.ctx.clock.today() or old.valid_from > last:
        await seats.end(turn.tx, old.id)
        await turn.say(who, words("enrol-left", unit=unit))
    else:
        await seats.prolong(turn.tx, old.id, last)
        await turn.say(who, words("enrol-leaves", unit=unit, day=words.day(last, turn.now)))
    await audit.note(turn.tx, turn.now, who.id, "move", f"seat:{old.id}", {"to": new.unit})


async def _submitted(turn: Turn, who: Person, seat: Seat) -> None:
    words = turn.words(who)
    told = await announce(turn, seat)
    unit = seat_unit(turn.ctx.places, seat)
    if told:
        names = ", ".join(person.name for person in told[:3])
        text = words("enrol-submitted", unit=unit, names=names, more=max(len(told) - 3, 0))
    else:
        text = words("enrol-submitted-to-nobody", unit=unit)
    known = await persons.phone_of(turn.tx, who.id)
    await turn.say(who, text, *(((phone.button(words),),) if not known else ()))
