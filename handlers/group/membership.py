"""What we are in a group: taken in by somebody who may link it, or by a stranger; put out; moved to another id."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context, Effect, Turn
from handlers.group.topic import everybody, linked_to
from handlers.incoming import Membership, Moved
from handlers.outgoing import Leave
from storage import groups, persons, seats
from storage.place import Place
from storage.seats import Role

MAY_LINK = (Role.OFFICER, Role.ADMIN)


async def changed(ctx: Context, heard: Membership) -> Effect:
    """Notes it. A group into which nobody took us who may link it is left: what is said there is not for us."""

    async def note(turn: Turn) -> None:
        if not heard.inside:
            await lost(turn, heard.place)
            return
        before = await groups.get(turn.tx, heard.place)
        if before is None and not await _may_link(turn, heard):
            reader = everybody(heard.place)
            await turn.say(reader, turn.words(reader)("group-not-for-strangers"))
            await turn.put(heard.place, Leave())
            return
        rights = groups.ALL if heard.manages_topics else groups.FEW
        await groups.note(turn.tx, heard.place, heard.group.title, rights)
        reader = everybody(heard.place, before.locale if before else "vi")
        if before is None:
            await turn.say(reader, turn.words(reader)("group-hello"))
        elif before.province and before.rights != rights:
            key = "group-has-rights" if heard.manages_topics else "group-lacks-rights"
            await turn.say(reader, turn.words(reader)(key))

    return note


async def _may_link(turn: Turn, heard: Membership) -> bool:
    known = await persons.of_account(turn.tx, heard.sender.channel, heard.sender.user_id)
    held = await seats.of_person(turn.tx, known.id) if known else ()
    today = turn.ctx.clock.today()
    return any(seat.role in MAY_LINK and seat.valid_on(today) for seat in held)


async def moved(ctx: Context, heard: Moved) -> Effect:
    """The group lives on under another id, and so does its link."""

    async def follow(turn: Turn) -> None:
        await groups.move(turn.tx, heard.old, heard.new)

    return follow


async def lost(turn: Turn, place: Place) -> None:
    """We are not in a group any more: its link ends, and the officers of the province hear it, once."""
    group = await groups.forget(turn.tx, replace(place, topic=""))
    if group is None:
        return
    there = await seats.officers(turn.tx, group.ministry or "", group.province or "", turn.ctx.clock.today())
    for seat in there:
        officer = await persons.get(turn.tx, seat.person_id)
        if officer:
            text = turn.words(officer)("group-lost", title=group.title or "?", province=linked_to(turn, group))
            await turn.say(officer, text, seat_id=seat.id)
