"""A field is one bureau's: who loses one by a file that does not name him; and a bureau that is no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from storage import audit, desks
from storage.db import Tx
from storage.desks import Bureau


async def lost_to(tx: Tx, wanted: Sequence[Bureau]) -> dict[str, list[str]]:
    """The fields that bureaus would have no more, by the bureau's code, were those put in that are `wanted`."""
    named = {bureau.code for bureau in wanted}
    taken = {field for bureau in wanted for field in bureau.fields}
    return {
        bureau.code: sorted(bureau.fields & taken)
        for bureau in await desks.listed(tx)
        if bureau.code not in named and bureau.fields & taken
    }


class InUseError(Exception):
    """Somebody sits at a bureau, or questions lie there."""

    def __init__(self, seats: int, questions: int) -> None:
        super().__init__(seats, questions)
        self.seats = seats
        self.questions = questions


async def end(tx: Tx, code: str, now: datetime, today: date) -> list[str]:
    """Ends a bureau; the fields that are the ministry's own desk's again. Raises LookupError and InUseError."""
    bureau = next((each for each in await desks.listed(tx) if each.code == code), None)
    if bureau is None:
        raise LookupError(code)
    seats, questions = await desks.in_use(tx, code, today)
    if seats or questions:
        raise InUseError(seats, questions)
    await desks.end(tx, code, today)
    fields = sorted(bureau.fields)
    await audit.note(tx, now, None, "bureau-end", code, {"fields": fields})
    return fields
