"""An officer's seat is as the roster says of him: as he joins, and where the roster changes when he has joined.

What an admin has changed in chat since stays, until a list says something else than it said before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from storage import duties, roster, seats
from storage.db import Tx
from storage.roster import Expected
from storage.seats import Role

_OF_SEAT = ("capacity", "lead", "fields", "away_from", "away_until")


async def joined(tx: Tx, line_id: int) -> list[int]:
    """Somebody has joined: what is known of his seat is laid down; for which seats he is a deputy from now on."""
    line = await roster.get(tx, line_id)
    if line is None or line.seat_id is None or line.role != Role.OFFICER:
        return []
    said = {name for name in _OF_SEAT if getattr(line, name)}
    await _lay_down(tx, line, line.seat_id, said)
    others = await roster.officers(tx, line.ministry)
    await _stand_in(tx, line.seat_id, line.deputies, others)
    principals = [o.seat_id for o in others if o.seat_id and line.key in o.deputies and o.id != line.id]
    for principal in principals:
        await seats.set_deputy(tx, principal, line.seat_id)
    return principals


async def changed(tx: Tx, line_id: int, before: Mapping[str, Any]) -> None:
    """The roster says something else of somebody: his seat follows, if he has one. `before`: what it said."""
    if not before.keys() & {*_OF_SEAT, "deputies", "key"}:
        return
    line = await roster.get(tx, line_id)
    if line is None or line.seat_id is None or line.role != Role.OFFICER:
        return
    await _lay_down(tx, line, line.seat_id, before.keys())
    others = await roster.officers(tx, line.ministry)
    if "deputies" in before:
        for gone in (o for o in others if o.seat_id and o.key in before["deputies"] and o.key not in line.deputies):
            await seats.unset_deputy(tx, line.seat_id, gone.seat_id or 0)
        await _stand_in(tx, line.seat_id, line.deputies, others)


async def _lay_down(tx: Tx, line: Expected, seat_id: int, what: Collection[str]) -> None:
    seat = await seats.get(tx, seat_id)
    if seat is None:
        return
    if "capacity" in what:
        await duties.set_capacity(tx, seat_id, line.capacity)
    if "fields" in what:
        await duties.set_fields(tx, seat_id, line.fields)
    if "lead" in what:
        await duties.set_lead(tx, seat, lead=line.lead)
    if line.away_from and {"away_from", "away_until"} & set(what):
        await seats.leave(tx, seat_id, line.away_from, line.away_until)


async def _stand_in(tx: Tx, seat_id: int, keys: Collection[str], others: Collection[Expected]) -> None:
    for deputy in (o for o in others if o.seat_id and o.key in keys and o.seat_id != seat_id):
        await seats.set_deputy(tx, seat_id, deputy.seat_id or 0)
