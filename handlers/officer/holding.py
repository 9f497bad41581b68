"""What somebody has to answer: what his own seats hold, what he stands in for today, what lies at his desks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from storage import desks, seats
from storage.db import Tx
from storage.queue import Holding
from storage.seats import Role, Seat


async def of(tx: Tx, held: Sequence[Seat], today: date) -> Holding:
    """The seats and desks whose questions the holder of these seats has to answer."""
    own = [seat.id for seat in held if seat.role is Role.OFFICER]
    principals = await seats.stood_in_for(tx, [seat.id for seat in held])
    own += [principal.id for principal in principals if await seats.absence(tx, principal.id, today)]
    return Holding(tuple(own), tuple(await desks.answered_by(tx, held, today)))
