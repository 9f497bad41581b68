"""Changes of units as they are kept: what follows whom from which day, what was done, who is still to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from storage.db import AnyRow, Tx
from storage.questions import OPEN_STATES
from storage.tables import entries, moved_seats, questions, seats, unit_changes

WAKE = "units"
"""The hint that units changed, or will."""
_LOCK = 0x43_61_75_4E_6F_6C  # any number that only we use for this
_c = unit_changes.c


@dataclass(frozen=True, slots=True)
class Pair:
    """One unit and one that follows it, on that day; of a merger there are several with one successor."""

    event: int
    kind: str
    """`merge`, `split` or `rename`."""
    on: date
    predecessor: str
    successor: str
    """The same where it lives on, under another name or with another shape."""
    type: str
    name: str
    parent: str | None
    main: bool
    was_name: str
    applied_at: datetime | None = None

    @property
    def key(self) -> tuple[date, str, str]:
        """There is one of each."""
        return self.on, self.predecessor, self.successor


_PAIRS = select(
    _c.event, _c.kind, _c.on_day, _c.predecessor, _c.successor, _c.type, _c.name, _c.parent, _c.main, _c.was_name,
    _c.applied_at,
)  # fmt: skip


def _pairs(rows: Iterable[AnyRow]) -> list[Pair]:
    return [Pair(*row) for row in rows]


async def alone(tx: Tx) -> None:
    """Lets one file at a time be compared with what is kept, up to the end of its transaction."""
    if tx.dialect == "postgresql":
        await tx.value(select(func.pg_advisory_xact_lock(_LOCK)))


async def every(tx: Tx) -> list[Pair]:
    """All pairs, in the order in which they happen."""
    return _pairs(await tx.rows(_PAIRS.order_by(_c.on_day, _c.event, _c.id)))


async def add(tx: Tx, pairs: Sequence[Pair], now: datetime) -> None:
    """Keeps pairs; those of one event get the next free number together."""
    first = int(await tx.value(select(func.coalesce(func.max(_c.event), 0))) or 0)
    rows = [
        {"event": first + pair.event, "kind": pair.kind, "on_day": pair.on, "predecessor": pair.predecessor,
         "successor": pair.successor, "type": pair.type, "name": pair.name, "parent": pair.parent,
         "main": pair.main, "was_name": pair.was_name, "made_at": now}
        for pair in pairs
    ]  # fmt: skip
    if rows:
        await tx.change(unit_changes.insert(), rows)
        tx.wake(WAKE)


async def mend(tx: Tx, pair: Pair, values: Mapping[str, Any]) -> None:
    """Changes what is laid down of a pair that is still to come."""
    on, predecessor, successor = pair.key
    same = update(unit_changes).where(_c.on_day == on, _c.predecessor == predecessor, _c.successor == successor)
    await tx.change(same.where(_c.applied_at.is_(None)).values(dict(values)))
    tx.wake(WAKE)


async def drop(tx: Tx, event: int) -> int:
    """Takes back what has not happened yet; how many pairs."""
    gone = await tx.change(delete(unit_changes).where(_c.event == event, _c.applied_at.is_(None)))
    tx.wake(WAKE)
    return gone


async def due(tx: Tx, today: date) -> list[int]:
    """The events whose day has come, in the order in which they happen."""
    waiting = select(_c.event).where(_c.applied_at.is_(None), _c.on_day <= today)
    rows = await tx.rows(waiting.group_by(_c.on_day, _c.event).order_by(_c.on_day, _c.event))
    return [row[0] for row in rows]


async def next_day(tx: Tx) -> date | None:
    """The day of the next event that is to come."""
    found: date | None = await tx.value(select(func.min(_c.on_day)).where(_c.applied_at.is_(None)))
    return found


async def take(tx: Tx, event: int, now: datetime) -> list[Pair]:
    """Notes that an event is carried out by this transaction; its pairs, or none where another one has done it."""
    waiting = update(unit_changes).where(_c.event == event, _c.applied_at.is_(None))
    if not await tx.change(waiting.values(applied_at=now)):
        return []
    tx.wake(WAKE)
    return _pairs(await tx.rows(_PAIRS.where(_c.event == event).order_by(_c.id)))


async def of_event(tx: Tx, event: int) -> list[Pair]:
    """The pairs of an event."""
    return _pairs(await tx.rows(_PAIRS.where(_c.event == event).order_by(_c.id)))


async def carried_out(tx: Tx) -> int:
    """Counts what was carried out: another number means other units."""
    return int(await tx.value(select(func.count()).where(_c.applied_at.is_not(None))))


# --- who goes along ----------------------------------------------------------------------------------------------


async def went(tx: Tx, event: int, was: str, seat_ids: Iterable[int]) -> None:
    """Notes whose seats followed an event; of two steps of one event the first says where he was."""
    rows = [{"event": event, "seat_id": seat_id, "was": was} for seat_id in seat_ids]
    if rows:
        new = tx.insert(moved_seats).on_conflict_do_nothing(index_elements=["event", "seat_id"])
        await tx.change(new, rows)


async def followed(tx: Tx, event: int, seat_id: int) -> bool:
    """Whether a seat went along with an event."""
    m = moved_seats.c
    found = select(m.seat_id).where(m.event == event, m.seat_id == seat_id)
    return await tx.value(found) is not None


async def to_tell(tx: Tx, limit: int, after: int = 0) -> list[int]:
    """People whose seats went along and who were not told."""
    people = (
        select(seats.c.person_id)
        .join_from(moved_seats, seats, seats.c.id == moved_seats.c.seat_id)
        .where(moved_seats.c.told_at.is_(None), seats.c.person_id > after)
    )
    rows = await tx.rows(people.distinct().order_by(seats.c.person_id).limit(limit))
    return [row[0] for row in rows]


async def tell(tx: Tx, person_id: int, now: datetime) -> list[tuple[int, int, str]]:
    """Notes that somebody is told; of what: (event, seat, the unit it was in). Nothing where another one does it."""
    m = moved_seats.c
    his = select(seats.c.id).where(seats.c.person_id == person_id)
    untold = update(moved_seats).where(m.told_at.is_(None), m.seat_id.in_(his)).values(told_at=now)
    rows = await tx.rows(untold.returning(m.event, m.seat_id, m.was))
    return sorted((row[0], row[1], row[2]) for row in rows)


@dataclass(frozen=True, slots=True)
class Touched:
    """How much of what there is concerns a unit: seats from today on, open questions, entries of the bank."""

    seats: int = 0
    questions: int = 0
    entries: int = 0
    """Those that are for this province alone, or for some: they do not follow, for they say what holds there."""


async def touched(tx: Tx, code: str, today: date) -> Touched:
    """What a unit that changes takes along; of a province with all that lies in it."""
    s, q = seats.c, questions.c
    province = len(code) == 2
    live = (s.state.in_(("valid", "asked"))) & (s.valid_until.is_(None) | (s.valid_until >= today))
    held = select(func.count()).select_from(seats).where(live, (s.province if province else s.unit) == code)
    open_ = select(func.count()).select_from(questions).where(
        q.state.in_(OPEN_STATES), (q.province if province else q.unit) == code)  # fmt: skip
    counts = int(await tx.value(held)), int(await tx.value(open_))
    if not province:
        return Touched(*counts)
    rows = await tx.rows(select(entries.c.provinces))
    return Touched(*counts, sum(code in row.provinces for row in rows))
