"""Apply for a cadre's seat: the last step of enrolling oneself, and what follows when it is granted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.context import Choice, Turn
from handlers.outgoing import Style
from handlers.people.naming import nameless, seat_unit
from handlers.people.requests import announce
from handlers.people.welcome import welcome
from storage import audit, invites, questions, seats, units
from storage.persons import Person
from storage.seats import NewSeat, Role, Seat

MOST_A_DAY = 5
_COUNTED = "enrol"
_ASKED_LATELY = timedelta(days=7)
_DAY = timedelta(days=1)


async def apply(turn: Turn, who: Person, unit_code: str) -> None:
    """Asks for the seat of a cadre of this unit, or gives it at once where enrolment is open."""
    words, today, machine = turn.words(who), turn.ctx.clock.today(), turn.ctx.clock.machine()
    unit = await units.get(turn.tx, unit_code)
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
    """Makes a granted seat the one a cadre works in: earlier ones end, and what he asked before may go on."""
    words, today = turn.words(who), turn.ctx.clock.today()
    for other in await seats.of_person(turn.tx, who.id):
        if other.role is Role.CADRE and other.id != seat.id and other.valid_on(today):
            await seats.end(turn.tx, other.id)
            await audit.note(turn.tx, turn.now, who.id, "move", f"seat:{other.id}", {"to": seat.unit})
            await turn.say(who, words("enrol-left", unit=seat_unit(turn.ctx.places, other)))
    await welcome(turn, who, seat)
    await _offer_earlier_question(turn, who)


async def _submitted(turn: Turn, who: Person, seat: Seat) -> None:
    words = turn.words(who)
    told = await announce(turn, seat)
    unit = seat_unit(turn.ctx.places, seat)
    if told:
        names = ", ".join(person.name for person in told[:3])
        text = words("enrol-submitted", unit=unit, names=names, more=max(len(told) - 3, 0))
    else:
        text = words("enrol-submitted-to-nobody", unit=unit)
    await turn.say(who, text)


async def _offer_earlier_question(turn: Turn, who: Person) -> None:
    """Before he had a seat, a question that the bank could not answer could go to nobody: now it can."""
    words = turn.words(who)
    since = turn.now - _ASKED_LATELY
    offered: Sequence[questions.Question] = await questions.of_asker(turn.tx, who.id, "offered")
    earlier = next((q for q in offered if q.bank_said != "answer" and q.asked_at >= since), None)
    if earlier:
        text = earlier.text if len(earlier.text) <= 200 else earlier.text[:199] + "…"
        send = Choice(words("enrol-button-send-question"), "not_helped", {"question": earlier.id}, Style.PRIMARY)
        await turn.say(who, words("enrol-earlier-question", text=text), (send,))
