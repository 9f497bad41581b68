"""A ministry's bureaus: put in, listed, and who sends the asker what their experts answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from handlers.escalation.bureau_file import as_row
from storage import audit, desks
from storage.db import Tx
from storage.desks import Bureau


async def put_in(tx: Tx, wanted: Sequence[Bureau], now: datetime, *, dry_run: bool) -> dict[str, list[str]]:
    """Puts bureaus in: which codes are `added`, `changed` and `unchanged`; a dry run only says it."""
    there = {bureau.code: bureau for bureau in await desks.listed(tx)}
    added = [bureau for bureau in wanted if bureau.code not in there]
    changed = [bureau for bureau in wanted if there.get(bureau.code, bureau) != bureau]
    for bureau in [] if dry_run else [*added, *changed]:
        await desks.put(tx, bureau)
        await audit.note(tx, now, None, "bureau", bureau.code, dict(as_row(bureau)))
    same = [bureau for bureau in wanted if there.get(bureau.code) == bureau]
    named = {"added": added, "changed": changed, "unchanged": same}
    return {how: [bureau.code for bureau in found] for how, found in named.items()}


async def listed(tx: Tx, ministry: str | None, today: date) -> dict[str, Any]:
    """The bureaus with how many experts sit at each, and of each ministry who sends what they answer."""
    found = await desks.listed(tx, ministry)
    sitting = await desks.experts(tx, [bureau.code for bureau in found], today)
    through: Mapping[str, bool] = {
        unit.code: await desks.through_officer(tx, unit.code) for unit in await desks.ministries(tx)
    }
    bureaus = [{**as_row(bureau), "experts": sitting.get(bureau.code, 0)} for bureau in found]
    return {"bureaus": bureaus, "through_officer": dict(through)}


async def lay_down(tx: Tx, ministry: str, now: datetime, *, through_officer: bool, by: int | None = None) -> bool:
    """Lays down who sends what a ministry's experts answer; False where it was so. Raises LookupError for no
    ministry."""
    if ministry not in {unit.code for unit in await desks.ministries(tx)}:
        raise LookupError(ministry)
    changed = await desks.set_through_officer(tx, ministry, through=through_officer)
    if changed:
        await audit.note(tx, now, by, "through-officer", ministry, {"through": through_officer})
    return changed
