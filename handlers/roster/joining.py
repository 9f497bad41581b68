"""Somebody joins by the code that was made for him: from now on he is called as on the roster, which notes it."""

from __future__ import annotations

from dataclasses import replace

from faq.text import folded
from handlers.context import Turn
from handlers.roster import taking_up
from storage import audit, invites, persons, roster, seats
from storage.invites import Invite
from storage.persons import Person
from storage.roster import Expected
from storage.seats import Seat


async def join(turn: Turn, who: Person, invite: Invite, seat_id: int) -> Person:
    """Notes that an invite was used; the person under his name. Most invites are nobody's in particular."""
    line = await roster.of_invite(turn.tx, invite.id)
    if line is None:
        return who
    await roster.joined(turn.tx, line.id, who.id, seat_id, turn.ctx.clock.machine())
    await audit.note(turn.tx, turn.now, who.id, "roster-join", f"roster:{line.id}", {"seat": seat_id})
    await _stands_in(turn, line)
    await _takes_what_is_known(turn, who, line)
    return replace(who, name=line.name)


async def held_already(turn: Turn, who: Person, code_hash: str, invite: Invite, seat: Seat) -> bool:
    """He has the seat of this code, having enrolled by himself: where it was made for him he is waited for no more.

    Whether it was. The seat alone does not tell, for a colleague in his unit has the same; so the name must be his.
    """
    line = await roster.of_invite(turn.tx, invite.id)
    if line is None or line.seat_id is not None or folded(line.name) != folded(who.name):
        return False
    if not await invites.use(turn.tx, code_hash, turn.ctx.clock.machine()):
        return False
    await roster.joined(turn.tx, line.id, who.id, seat.id, turn.ctx.clock.machine())
    await _stands_in(turn, line)
    await _takes_what_is_known(turn, replace(who, name=line.name), line)
    return True


async def _stands_in(turn: Turn, line: Expected) -> None:
    """His seat is as the roster says, and those whose deputy he is hear that they have one."""
    principals = await taking_up.joined(turn.tx, line.id)
    for seat in await seats.several(turn.tx, principals):
        person = await persons.get(turn.tx, seat.person_id)
        if person:
            await turn.say(person, turn.words(person)("people-roster-deputy", name=line.name))


async def _takes_what_is_known(turn: Turn, who: Person, line: Expected) -> None:
    """His name is that of the roster, and so is his number where he gave none himself; he is told."""
    words, told = turn.words(who), []
    if line.name != who.name:
        await persons.rename(turn.tx, who.id, line.name)
        told.append(words("people-roster-name", name=line.name))
    if line.phone and not await persons.phone_of(turn.tx, who.id):
        await persons.set_phone(turn.tx, who.id, line.phone)
        told.append(words("people-roster-phone", phone=line.phone))
    if told:
        await turn.say(who, "\n".join([*told, words("people-roster-mend")]))
