"""Redeem an invite: the code becomes a seat, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from handlers.context import Turn
from handlers.invite import digest, read_code
from handlers.people import link
from handlers.people.apply import move_in
from handlers.people.menu import offer
from handlers.people.naming import role_name, seat_unit
from handlers.people.welcome import welcome
from handlers.roster import joining
from storage import audit, invites, seats, units
from storage.invites import Invite
from storage.persons import Person
from storage.seats import NewSeat, Role, Seat

MOST_WRONG = 10
WINDOW = timedelta(hours=1)
_COUNTED = "invite"


async def redeem(turn: Turn, who: Person, typed: str) -> None:
    """Gives the seat behind a typed code to a person, or says that the code is not valid; never why.

    Whatever is wrong with a code, as much is asked of the database: how long the answer takes tells nothing either.
    """
    words, machine = turn.words(who), turn.ctx.clock.machine()
    if await invites.wrong_tries(turn.tx, _COUNTED, str(who.id), machine, WINDOW) >= MOST_WRONG:
        await turn.say(who, words("people-code-too-often"))
        return
    if await link.linked(turn, who, typed):
        return
    code_hash = digest(turn.ctx.policy.code_key, read_code(typed) or "")
    invite = await invites.known(turn.tx, code_hash)
    held = await seats.of_person(turn.tx, who.id)
    good = await _still_good(turn, invite)
    same = _same_seat(held, invite, turn.ctx.clock.today()) if invite else None
    if invite and same and not _longer(invite, same):
        unit = seat_unit(turn.ctx.places, same)
        expected = good and await joining.held_already(turn, who, code_hash, invite, same)
        key = "people-code-noted" if expected else "people-code-yours"
        await turn.say(who, words(key, role=role_name(words, same.role, same.unit), unit=unit))
        await offer(turn, who)
        return
    # Of one that is no good any more no use is burnt: there is no code with an empty hash.
    used = await invites.use(turn.tx, code_hash if good else "", machine)
    if invite is None or used is None:
        await invites.count_wrong(turn.tx, _COUNTED, str(who.id), machine, WINDOW)
        await link.wrong(turn)
        await turn.say(who, words("people-code-wrong"))
        return
    if same:
        await _prolong(turn, who, same, invite)
    else:
        await _seat(turn, who, invite, held)


async def _still_good(turn: Turn, invite: Invite | None) -> bool:
    """Whether the term that it opens is not over, and whoever made it in a chat could still make it today."""
    today = turn.ctx.clock.today()
    unit = await units.get(turn.tx, invite.unit if invite else "")
    made_by = await seats.of_person(turn.tx, (invite.created_by if invite else None) or 0)
    if invite is None or (invite.seat_until and invite.seat_until < today):
        return False
    if invite.created_by is None:
        return True
    return any(
        seat.role is Role.ADMIN or (seat.role is Role.OFFICER and unit is not None and seat.province == unit.province)
        for seat in made_by
        if seat.valid_on(today)
    )


def _same_seat(held: Iterable[Seat], invite: Invite, today: date) -> Seat | None:
    """The seat he has already, now or from a later day on, of those that this code gives."""
    wanted = (invite.role, invite.unit, invite.ministry)
    live = (seat for seat in held if seat.state == "valid" and (not seat.valid_until or seat.valid_until >= today))
    return next((seat for seat in live if (seat.role, seat.unit, seat.ministry) == wanted), None)


def _longer(invite: Invite, seat: Seat) -> bool:
    """Whether the code's term ends after the one he has: that is how a secondment is prolonged."""
    if seat.valid_until is None:
        return False
    return invite.seat_until is None or invite.seat_until > seat.valid_until


async def _seat(turn: Turn, who: Person, invite: Invite, held: tuple[Seat, ...]) -> None:
    unit = await units.get(turn.tx, invite.unit)
    role = Role(invite.role)
    new = NewSeat(
        who.id, role, invite.unit, invite.ministry, unit.province if unit else None, "valid", invite.seat_from,
        invite.seat_until,
    )  # fmt: skip
    for seat in held:
        if seat.state == "asked" and seat.role is role:
            await seats.withdraw(turn.tx, seat.id)  # what he asked for is settled by the code
    made = await seats.make(turn.tx, new, turn.now)
    detail = {"invite": invite.id, "role": role, "unit": invite.unit}
    await audit.note(turn.tx, turn.now, who.id, "redeem", f"seat:{made}", detail)
    who = await joining.join(turn, who, invite, made)
    seat_made = await seats.get(turn.tx, made)  # with the name under which he joined
    if seat_made:
        enter = move_in if role is Role.CADRE else welcome
        await enter(turn, who, seat_made)


async def _prolong(turn: Turn, who: Person, seat: Seat, invite: Invite) -> None:
    # The same seat lives on: the questions he holds, his deputies and his absences hang on it.
    await seats.prolong(turn.tx, seat.id, invite.seat_until)
    detail = {"invite": invite.id, "until": str(invite.seat_until)}
    await audit.note(turn.tx, turn.now, who.id, "prolong", f"seat:{seat.id}", detail)
    who = await joining.join(turn, who, invite, seat.id)
    prolonged = await seats.get(turn.tx, seat.id)
    if prolonged:
        await welcome(turn, who, prolonged)
