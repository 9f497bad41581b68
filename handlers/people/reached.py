"""Somebody blocked us, or took us back: whether he can be written to, and who has to know."""

from __future__ import annotations

from handlers.context import Context, Effect, Turn
from handlers.incoming import Reach
from storage import persons, questions, reach, seats
from storage.outbox import Priority
from storage.persons import Person
from storage.seats import Role, Seat

_AWAITED = (Role.OFFICER, Role.EXPERT)
"""Whose silence somebody waits at."""


async def reached(ctx: Context, heard: Reach) -> Effect:
    """Notes it. Who is back is sent what waited; who left and can be reached nowhere else is told to the admins."""

    async def note(turn: Turn) -> None:
        known = await persons.of_account(turn.tx, heard.sender.channel, heard.sender.user_id)
        if known is None:
            return
        await persons.set_reachable(turn.tx, heard.sender.channel, heard.sender.user_id, heard.reachable)
        if heard.reachable:
            await reach.reopen(turn.tx, heard.place)
            await persons.menu_forgotten(turn.tx, heard.place)  # one that was put meanwhile never arrived
        else:
            await _left(turn, known)

    return note


async def _left(turn: Turn, who: Person) -> None:
    other = await persons.get(turn.tx, who.id)
    if other and other.reachable:
        return  # his messages go there
    today = turn.ctx.clock.today()
    for seat in await seats.of_person(turn.tx, who.id):
        if seat.role in _AWAITED and seat.valid_on(today):
            await _tell_admins(turn, who, seat)


async def _tell_admins(turn: Turn, who: Person, seat: Seat) -> None:
    desk = [seat.ministry or ""] if seat.role is Role.EXPERT else []
    waiting = await questions.count_held(turn.tx, [seat.id], desk)
    for admin_seat in await seats.of_ministry(turn.tx, seat.ministry or "", Role.ADMIN, turn.ctx.clock.today()):
        admin = await persons.get(turn.tx, admin_seat.person_id)
        if admin and admin.id != who.id:
            text = turn.words(admin)("officer-left", name=who.name, unit=seat.unit_name, count=waiting)
            await turn.say(admin, text, key=f"left:{turn.cause}:{seat.id}:{admin.id}", seat_id=admin_seat.id,
                           priority=Priority.ALERT)  # fmt: skip
