"""What a change of provinces leaves to be settled by others: admins are told of officers, groups of their end."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.context import Turn
from handlers.group.topic import everybody
from storage import audit, groups, persons, seats, units
from storage.groups import Group
from storage.seats import Role
from storage.succession import Pair


async def officers_of_split(turn: Turn, pairs: Sequence[Pair]) -> None:
    """After a split all officers are in one part: who is to be in another is for their ministry to say."""
    own = next((pair for pair in pairs if pair.kind == "split" and pair.main and pair.parent is None), None)
    if own is None:
        return
    others = await units.named(turn.tx, [pair.successor for pair in pairs if not pair.main])
    named = ", ".join(unit.full_name for unit in others.values())
    main = await units.get(turn.tx, own.successor)
    for ministry in await units.of_kind(turn.tx, "ministry"):
        everybody_there = await seats.of_ministry(turn.tx, ministry.code, Role.OFFICER, turn.ctx.clock.today())
        there = [seat.person_name for seat in everybody_there if seat.province == own.successor]
        if there:
            await _tell_admins(turn, ministry.code, "units-officers-split", old=own.was_name, others=named,
                               main=main.full_name if main else own.name, names=", ".join(there))  # fmt: skip


async def leads_taken(turn: Turn, province: str, taken: Sequence[int]) -> None:
    """Of two leads in a province one stays."""
    for seat in await seats.several(turn.tx, taken):
        detail = {"was": True, "is": False, "province": province}
        await audit.note(turn.tx, turn.now, None, "lead", f"seat {seat.id}", detail)
        officers = await seats.of_ministry(turn.tx, seat.ministry or "", Role.OFFICER, turn.ctx.clock.today())
        stays = next((o.person_name for o in officers if o.province == province and o.lead), "–")
        await _tell_admins(turn, seat.ministry or "", "units-lead-taken", province=seat.unit_name,
                           name=seat.person_name, stays=stays)  # fmt: skip


async def groups_left(turn: Turn, found: Sequence[Group], province: str) -> None:
    """The successor talks in a group of its own: what its predecessor had is that no more, and is told so once."""
    for group in found:
        own = await groups.of_province(turn.tx, group.ministry or "", province)
        await groups.unlink(turn.tx, group.place)
        await audit.note(turn.tx, turn.now, None, "unlink-group", group.place.key, {"province": group.province})
        reader = everybody(group.place, group.locale)
        title, unit = own.title if own and own.title else "?", await units.get(turn.tx, province)
        where = f"{unit.type} {unit.name}" if unit else province
        await turn.say(reader, turn.words(reader)("group-linked-elsewhere", province=where, title=title))


async def _tell_admins(turn: Turn, ministry: str, key: str, **args: str) -> None:
    for seat in await seats.of_ministry(turn.tx, ministry, Role.ADMIN, turn.ctx.clock.today()):
        person = await persons.get(turn.tx, seat.person_id)
        if person:
            await turn.say(person, turn.words(person)(key, **args), seat_id=seat.id)
