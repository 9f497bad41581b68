"""The units that lists of people name, as the database has them."""

from __future__ import annotations

from collections.abc import Sequence

from storage import units
from storage.db import Database, Tx
from storage.units import Unit

_KINDS = ("ministry", "bureau", "province", "department", "commune")


async def units_of(db: Database) -> list[Unit]:
    """Every unit, the higher ones first."""

    async def look(tx: Tx) -> list[Unit]:
        return [unit for kind in _KINDS for unit in await units.of_kind(tx, kind)]

    return await db.read_many(look)


async def heirs(db: Database) -> dict[str, str]:
    """What units that are no more are today, by their codes."""
    return await db.read(units.heirs)


async def of_code(db: Database, code: str, kind: str) -> Unit | None:
    """The unit of a code, if it is of this kind."""
    found = await db.read(lambda tx: units.get(tx, code))
    return found if found is not None and found.kind == kind else None


def unit_of_row(row: Sequence[str | None]) -> Unit:
    """A unit that came as a list of its values."""
    code, kind, type_, name, full_name, parent, ministry = row
    return Unit(code or "", kind or "", type_ or "", name or "", full_name or "", parent, ministry)
