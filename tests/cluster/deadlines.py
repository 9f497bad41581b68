"""Many open questions whose deadlines fall due while processes die; held by officers who are reached on the web."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from handlers import invite
from handlers.clock import Clock
from storage.db import Database, Tx
from storage.seats import Role
from storage.tables import alerts, clocks, notices, persons, questions, seats

TERM = timedelta(hours=24)
AT_ONCE = 500


async def invited(db: Database, key: bytes, role: Role, unit: str, ministry: str | None, day: date) -> str:
    """An invite code."""
    made = await invite.create(db, Clock(), key, invite.Order(role, unit, ministry, day))
    return made.code


async def lay(db: Database, number: int, begin: datetime, spread: timedelta) -> None:
    """`number` open questions of the first cadre, held by officers in turn, due evenly over `spread` from `begin`."""
    asker = await db.read(_the_first_cadre)
    held_by = await db.read(_officers_seats)
    rows = [_row(n, asker, held_by[n % len(held_by)], begin + spread * n / number) for n in range(number)]
    for start in range(0, number, AT_ONCE):
        part = rows[start : start + AT_ONCE]

        async def body(tx: Tx, part: list[dict[str, object]] = part) -> None:
            await tx.change(questions.insert(), part)
            laid = await tx.rows(select(questions.c.id, questions.c.due_at).where(
                questions.c.code.in_([str(row["code"]) for row in part])))  # fmt: skip
            await tx.change(clocks.insert(), [_clock(row[0], row[1]) for row in laid])

        await db.write(body)


async def _the_first_cadre(tx: Tx) -> int:
    found: int = await tx.value(
        select(persons.c.id).join(seats).where(seats.c.role == Role.CADRE).order_by(persons.c.id).limit(1)
    )
    return found


async def _officers_seats(tx: Tx) -> list[int]:
    wanted = select(seats.c.id).where(seats.c.role == Role.OFFICER).order_by(seats.c.id)
    return [row[0] for row in await tx.rows(wanted)]


def _row(number: int, asker: int, seat: int, due: datetime) -> dict[str, object]:
    asked = due - TERM
    return {
        "code": f"9{number:08d}"[:3] + "-" + f"9{number:08d}"[3:6] + "-" + f"9{number:08d}"[6:],
        "state": "open", "asker_id": asker, "asker_place": "web:nobody", "unit": "06040", "province": "20",
        "ministry": "MOIT", "field": "moit-general", "holder_seat_id": seat, "text": f"Câu hỏi đã giao số {number}",
        "offered": [], "bank_said": "route", "asked_at": asked, "clock_from": asked, "due_at": due,
        "first_due_at": due,
    }  # fmt: skip


def _clock(question: int, due: datetime) -> dict[str, object]:
    rungs = [["due", 0, due.isoformat(), ["holder", "deputy", "admin"]]]
    return {
        "question_id": question, "kind": "answer", "round": 1, "since": due - TERM, "policy": "clock:24h",
        "due_at": due, "rungs": rungs, "wake_at": due, "ministry": "MOIT", "ruling": 0,
    }  # fmt: skip


class Raised:
    """What came of the deadlines, from the rows."""

    def __init__(
        self, records: int, twice: int, questions: int, late: Sequence[float], told: int, untold: int
    ) -> None:
        self.records = records
        self.twice = twice
        self.questions = questions
        self.late = sorted(late)
        self.told = told
        self.untold = untold


async def look(db: Database) -> Raised:
    """Every record of a deadline that was laid here."""

    async def body(tx: Tx) -> Raised:
        ours = questions.c.text.like("Câu hỏi đã giao số %")
        due = select(alerts.c.question_id, alerts.c.due_at, alerts.c.raised_at, alerts.c.addressed_at).join(questions)
        rows = await tx.rows(due.where(ours, alerts.c.rung == "due"))
        told = select(notices.c.told_at.is_(None), func.count()).group_by(notices.c.told_at.is_(None))
        by_untold = {bool(row[0]): int(row[1]) for row in await tx.rows(told)}
        distinct = {row[0] for row in rows}
        late = [(row[2] - row[1]).total_seconds() for row in rows]
        untold = by_untold.get(True, 0) + sum(row[3] is None for row in rows)  # of these no notice is written yet
        return Raised(len(rows), len(rows) - len(distinct), len(distinct), late, by_untold.get(False, 0), untold)

    return await db.read_many(body)


def soon(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)
