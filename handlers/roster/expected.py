"""Who is expected, and who of them has joined."""

from __future__ import annotations

from typing import Any

from handlers.clock import Clock
from handlers.roster.inviting import in_order
from storage import roster
from storage.db import Database
from storage.roster import Shown


async def everybody(db: Database, clock: Clock, province: str | None, *, waiting: bool) -> list[dict[str, Any]]:
    """The lines of a province, or of all, in the order of units; telephone numbers are nobody's business here."""
    shown = await db.read_many(lambda tx: roster.listed(tx, province, waiting=waiting))
    return [_told(one, clock) for one in in_order(shown)]


def _told(one: Shown, clock: Clock) -> dict[str, Any]:
    line = one.expected
    days = {name: day.isoformat() if (day := getattr(line, name)) else None for name in ("seat_from", "seat_until")}
    coded = one.code_until and line.seat_id is None and one.code_until > clock.machine()
    return {
        "key": line.key, "name": line.name, "role": line.role, "unit": line.unit, "unit_name": one.unit_name,
        "ministry": line.ministry, "province": line.province, **days,
        "state": _state(line.seat_id, coded=bool(coded)),
        "joined_at": line.joined_at.isoformat() if line.joined_at else None,
        "code_until": one.code_until.isoformat() if coded and one.code_until else None,
    }  # fmt: skip


def _state(seat_id: int | None, *, coded: bool) -> str:
    """`joined`, `invited` (a code of his is good) or `waiting`."""
    return "joined" if seat_id is not None else "invited" if coded else "waiting"
