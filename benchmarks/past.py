"""A past for a database: questions that were closed long ago, that are open, and that are due at a chosen moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, func, select

from benchmarks.load import FIRST_CADRE, update
from storage.db import Database, Tx
from storage.inbox import Arrival, store
from storage.tables import alerts, clocks, inbox, links, messages, notices, outbox, questions, seats

_DAY = timedelta(days=1)
_AT_ONCE = 5_000
_TOGETHER = 20_000
_TEXT = "Xã đề nghị hướng dẫn việc quản lý chợ hạng ba sau sáp nhập, xin cảm ơn."


async def closed(url: str, count: int, cadres: int) -> None:
    """Questions that were asked, answered and closed within the last year, with everything that they left."""
    database = Database(url)
    now = datetime.now(UTC)
    try:
        for first in range(0, count, _AT_ONCE):
            numbers = range(first, min(count, first + _AT_ONCE))
            await database.write(lambda tx, numbers=numbers: _closed(tx, numbers, count, cadres, now))  # type: ignore[misc]
    finally:
        await database.close()


async def open_ones(url: str, count: int, cadres: int, due: Iterable[datetime]) -> None:
    """`count` open questions that are due in half a day and later, and one due at each moment of `due`."""
    database = Database(url)
    now = datetime.now(UTC)
    later = [now + _DAY / 2 + timedelta(seconds=number % 36_000) for number in range(count)]
    try:
        # In parts: a server ends a transaction in which nothing is asked of it for long.
        for first in range(0, count, _TOGETHER):
            part = later[first : first + _TOGETHER]
            await database.write(lambda tx, part=part: _open(tx, part, cadres, wake_before=_DAY / 4))  # type: ignore[misc]
        await database.write(lambda tx: _open(tx, list(due), cadres, wake_before=timedelta()))
    finally:
        await database.close()


async def waiting(url: str, texts: list[str], cadres: int) -> None:
    """Updates that were received and not handled, one of each cadre."""
    database = Database(url)
    now = datetime.now(UTC)
    arrivals = [
        Arrival("telegram", f"1:{number}", f"telegram:{FIRST_CADRE + number}", update(number, number % cadres, text))
        for number, text in enumerate(texts, 1)
    ]
    try:
        for first in range(0, len(arrivals), 500):
            part = arrivals[first : first + 500]
            await database.write(lambda tx, part=part: store(tx, part, now, now))  # type: ignore[misc]
    finally:
        await database.close()


async def _closed(tx: Tx, numbers: range, count: int, cadres: int, now: datetime) -> None:
    first = await _next_id(tx, questions)
    said = await _next_id(tx, messages)
    rows: list[dict[str, Any]] = []
    spoken: list[dict[str, Any]] = []
    linked: list[dict[str, Any]] = []
    sent: list[dict[str, Any]] = []
    received: list[dict[str, Any]] = []
    stopped, raised, told = [], [], []
    first_clock, first_alert = await _next_id(tx, clocks), await _next_id(tx, alerts)
    for at, number in enumerate(numbers):
        asked = now - _DAY * 2 - timedelta(days=300) * (1 - number / count)
        cadre, question = number % cadres, first + at
        place = f"telegram:{FIRST_CADRE + cadre}"
        # One in ten was the ministry's desk's: nobody was on duty, or it was handed up.
        desk = "MOIT" if number % 10 == 0 else None
        rows.append(_question(question, cadre, asked) | {"state": "closed", "closed_at": asked + _DAY, "desk": desk})
        spoken.append(_message(said + 2 * at, question, cadre + 1, "asked", asked))
        spoken.append(_message(said + 2 * at + 1, question, cadres + 1, "answer", asked + _DAY / 2))
        linked.append({"place": place, "remote_id": f"old{question}", "role": "said", "question_id": question,
                       "message_id": said + 2 * at})  # fmt: skip
        sent.append(_sent(place, question, said + 2 * at + 1, asked))
        received.append({"channel": "telegram", "update_id": f"old:{question}", "conversation": place,
                         "payload": b"{}", "state": "done", "received_at": asked, "stored_at": asked})  # fmt: skip
        stopped.append(_clock(first_clock + at, question, asked + _DAY) | {"stopped_at": asked + _DAY / 2})
        raised.append(_alert(question, first_clock + at, asked + _DAY / 4) | {"id": first_alert + at})
        told.append({"alert_id": first_alert + at, "person_id": cadres + 1, "tell_at": asked + _DAY / 4,
                     "told_at": asked + _DAY / 4})  # fmt: skip
    for table, made in (
        (questions, rows), (messages, spoken), (links, linked), (outbox, sent), (inbox, received), (clocks, stopped),
        (alerts, raised), (notices, told),
    ):  # fmt: skip
        await tx.change(table.insert(), made)
    await _count_on(tx, questions, messages, clocks, alerts)


async def _open(tx: Tx, due: list[datetime], cadres: int, *, wake_before: timedelta) -> None:
    holders = list(await tx.rows(select(seats.c.id, seats.c.province).where(seats.c.role == "officer",
                                                                            seats.c.ministry == "MOIT")))  # fmt: skip
    first = await _next_id(tx, questions)
    first_clock = await _next_id(tx, clocks)
    rows, running, reminded = [], [], []
    for at, moment in enumerate(due):
        holder = holders[at % len(holders)]
        rows.append(
            _question(first + at, at % cadres, moment - _DAY)
            | {"state": "open", "holder_seat_id": holder.id, "province": holder.province, "due_at": moment,
               "first_due_at": moment}
        )  # fmt: skip
        running.append(_clock(first_clock + at, first + at, moment) | {"wake_at": moment - wake_before})
        reminded.append(_alert(first + at, first_clock + at, moment - _DAY / 4))
    for part in _parts(rows):
        await tx.change(questions.insert(), part)
    for part in _parts(running):
        await tx.change(clocks.insert(), part)
    if not wake_before:
        for part in _parts(reminded):
            await tx.change(alerts.insert(), part)
    await _count_on(tx, questions, clocks)


def _parts(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    return (rows[first : first + _AT_ONCE] for first in range(0, len(rows), _AT_ONCE))


def _question(number: int, cadre: int, asked: datetime) -> dict[str, Any]:
    return {
        "id": number, "code": f"{number:09d}",
        "asker_id": cadre + 1, "asker_place": f"telegram:{FIRST_CADRE + cadre}",
        "unit": None, "province": "20", "ministry": "MOIT", "field": "markets", "escalated": False, "round": 1,
        "text": _TEXT, "offered": [], "bank_said": "route", "asked_at": asked, "clock_from": asked,
        "due_at": asked + _DAY, "first_due_at": asked + _DAY,
    }  # fmt: skip


def _clock(number: int, question: int, due: datetime) -> dict[str, Any]:
    steps = (("reminder", -_DAY / 4), ("due", timedelta()), ("desk", _DAY / 2), ("leader", _DAY))
    return {
        "id": number, "question_id": question, "kind": "answer", "round": 1, "since": due - _DAY,
        "policy": "clock:24h", "due_at": due, "ministry": "MOIT", "ruling": 0,
        "rungs": [[name, 0, (due + after).isoformat(), ["holder", "deputy", "admin"]] for name, after in steps],
    }  # fmt: skip


def _alert(question: int, clock: int, at: datetime) -> dict[str, Any]:
    return {
        "question_id": question, "clock_id": clock, "rung": "reminder", "count": 0, "tell": ["holder"], "due_at": at,
        "raised_at": at, "addressed_at": at,
    }  # fmt: skip


def _message(number: int, question: int, author: int, kind: str, at: datetime) -> dict[str, Any]:
    return {"id": number, "question_id": question, "author_id": author, "kind": kind, "text": _TEXT, "said_at": at}


def _sent(place: str, question: int, message: int, at: datetime) -> dict[str, Any]:
    return {
        "dedupe_key": f"old:{question}", "channel": "telegram", "place": place, "lane": place, "priority": 0,
        "content": {"is": "message", "text": _TEXT}, "state": "sent", "remote_id": f"sent{question}",
        "role": "answer", "question_id": question, "message_id": message, "queued_at": at, "sent_at": at,
    }  # fmt: skip


async def _next_id(tx: Tx, table: Table) -> int:
    return int(await tx.value(select(func.coalesce(func.max(table.c.id), 0)))) + 1


async def _count_on(tx: Tx, *tables: Table) -> None:
    """PostgreSQL's counters do not see ids that were given by hand."""
    if tx.dialect == "postgresql":
        for table in tables:
            top = select(func.max(table.c.id)).scalar_subquery()
            await tx.value(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), func.coalesce(top, 1))))
