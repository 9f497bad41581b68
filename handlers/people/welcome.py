"""Welcome somebody to a new seat: what it is, what it lets him do, and what waits for him already."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.context import Turn
from handlers.officer.adopt import adopt
from handlers.people.menu import menu
from handlers.people.naming import nameless, role_name, seat_unit
from handlers.people.requests import show_waiting
from storage import seats
from storage.persons import Person
from storage.seats import Role, Seat

WELCOMES = {
    Role.CADRE: "people-welcome-cadre",
    Role.OFFICER: "people-welcome-officer",
    Role.EXPERT: "people-welcome-expert",
    Role.LEADER: "people-welcome-leader",
    Role.ADMIN: "people-welcome-admin",
}


async def welcome(turn: Turn, who: Person, seat: Seat) -> None:
    """Says what a new seat is and what it lets its holder do; hands an officer what waits for him."""
    words, today = turn.words(who), turn.ctx.clock.today()
    unit = seat_unit(turn.ctx.places, seat)
    called = role_name(words, seat.role, seat.unit)
    text = words(WELCOMES[seat.role], unit=unit, role=called)
    if not seat.valid_on(today):
        text = words(
            "people-welcome-later",
            role=role_name(words, seat.role, seat.unit), unit=seat_unit(turn.ctx.places, seat),
            day=words.day(seat.valid_from, turn.now),
        )  # fmt: skip
    elif seat.valid_until:
        text += "\n" + words("people-until", day=words.day(seat.valid_until, turn.now))
    await turn.say(who, text)
    await turn.put(who.place, menu(words, valid_today(turn, await seats.of_person(turn.tx, who.id))))
    if seat.valid_on(today):
        if seat.role is Role.OFFICER:
            await adopt(turn, seat)
        await show_waiting(turn, who, seat)
    if nameless(who.name):
        await turn.expect(who.place, "rename")
        await turn.say(who, words("people-name-ask"))


def valid_today(turn: Turn, held: Iterable[Seat]) -> list[Seat]:
    """Those of these seats that give a right today."""
    today = turn.ctx.clock.today()
    return [seat for seat in held if seat.valid_on(today)]
