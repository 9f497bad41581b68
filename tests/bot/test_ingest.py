"""From a raw update to its effects: committed first, in order per place, each exactly once; on both databases."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.base import Channel, Unparseable
from bot.delivery import Delivery
from bot.ingest import MOST_DEATHS, SUSPECTED_AFTER, Ingest
from bot.metrics import Meter
from faq.match import Bank
from handlers.context import Context, Effect, Later, Turn
from handlers.incoming import Incoming, Said, Sender
from handlers.outgoing import Message, to_json
from storage import inbox, outbox
from storage.db import Database, Unavailable
from storage.inbox import Arrival
from storage.place import Place
from storage.tables import inbox as inbox_rows
from storage.tables import leases as lease_rows
from storage.tables import outbox as outbox_rows
from tests.bot.platform import LaterClock, Platform, places, until

Parse = Callable[[bytes], Incoming | None]


class Desk:
    """Receives, and answers each update with what it said."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = LaterClock()
        self.platform = Platform()
        self.platform.parses = self._parse
        self.ctx = Context(db, self.clock, Bank(()), places())
        self.raises: dict[str, list[Exception]] = defaultdict(list)
        """What goes wrong with a text, once each."""
        self.gates: dict[str, asyncio.Event] = {}
        self.slow: dict[str, asyncio.Event] = {}
        """What the database takes until then for writing a text's effects."""
        self.tried: list[str] = []
        self._numbers = count(1)
        self.ingest = self.another()

    def another(self) -> Ingest:
        """Those who handle, in another process."""
        name = f"p{next(self._numbers)}"
        channels: dict[str, Channel] = {"pigeon": self.platform}
        sender = Delivery(self.ctx, channels, Meter(), name)
        return Ingest(self.ctx, channels, self._dispatch, Meter(), name, sender)

    def arrival(self, text: str, chat: str = "1") -> Arrival:
        return Arrival("pigeon", f"{next(self._numbers)}", f"pigeon:{chat}", f"{chat}|{text}".encode())

    async def accept(self, text: str, chat: str = "1") -> int:
        return await self.ingest.accept([self.arrival(text, chat)])

    def _parse(self, payload: bytes) -> Incoming | None:
        chat, _, text = payload.decode().partition("|")
        if text == "nothing to say to":
            return None
        return Said(Sender("pigeon", chat, ""), Place("pigeon", chat), "m", self.clock.business(), text)

    async def _dispatch(self, _ctx: Context, incoming: Incoming, _at: datetime, _cause: str) -> Effect:
        assert isinstance(incoming, Said)
        text = incoming.text
        self.tried.append(text)
        if gate := self.gates.get(text):
            await gate.wait()
        if self.raises[text]:
            raise self.raises[text].pop()

        async def effect(turn: Turn) -> None:
            content = to_json(Message(text))
            post = outbox.Post(incoming.place, content, f"{turn.cause}:1")
            await outbox.put(turn.tx, post, turn.ctx.clock.machine())
            if slow := self.slow.get(text):
                await slow.wait()
            if text.startswith("fails late"):
                raise KeyError(text)

        return effect

    async def answers(self, number: int) -> dict[str, list[str]]:
        """Waits for so many answers; what was answered in each place, in order."""
        wanted = select(outbox_rows.c.place, outbox_rows.c.content).order_by(outbox_rows.c.id)
        rows = await until(self.db, lambda tx: tx.rows(wanted), lambda rows: len(rows) >= number)
        said: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            said[row.place].append(row.content["text"])
        assert sum(map(len, said.values())) == number
        return said

    async def states(self, done: int, seconds: float = 10) -> list[tuple[Any, ...]]:
        """Waits until so many rows are no longer new; all rows."""
        columns = (inbox_rows.c.state, inbox_rows.c.attempts, inbox_rows.c.why)
        wanted = select(*columns).order_by(inbox_rows.c.id)
        rows = await until(
            self.db, lambda tx: tx.rows(wanted), lambda rows: sum(r.state != "new" for r in rows) >= done, seconds
        )
        return [tuple(row) for row in rows]

    async def later(self, seconds: float) -> None:
        self.clock.later += timedelta(seconds=seconds)
        self.db.wakes.give({inbox.QUEUE})

    async def tried_times(self, number: int) -> None:
        await until(self.db, lambda tx: tx.value(select(1)), lambda _: len(self.tried) >= number)


@pytest.fixture
async def desk(db: Database) -> AsyncIterator[Desk]:
    desk = Desk(db)
    await desk.ingest.start()
    yield desk
    for gate in desk.gates.values():
        gate.set()
    await desk.ingest.stop(5)


async def test_what_is_accepted_is_there_before_it_is_acknowledged(db: Database) -> None:
    desk = Desk(db)
    assert await desk.ingest.accept([desk.arrival("một"), desk.arrival("hai")]) == 2
    other = Database(db.url.render_as_string(hide_password=False))
    assert await other.read(inbox.depth) == {"new": 2}
    await other.close()
    assert desk.tried == []


async def test_a_repeated_update_is_one(desk: Desk) -> None:
    once, twice = desk.arrival("một"), desk.arrival("hai")
    assert await desk.ingest.accept([once, twice, once]) == 2
    assert await desk.ingest.accept([twice]) == 0
    assert await desk.answers(2) == {"pigeon:1": ["một", "hai"]}
    assert await desk.ingest.accept([once, twice, desk.arrival("ba")]) == 1
    assert await desk.answers(3) == {"pigeon:1": ["một", "hai", "ba"]}


async def test_each_place_in_order_and_places_beside_each_other(desk: Desk) -> None:
    desk.gates["chậm"] = asyncio.Event()
    await desk.accept("chậm", "slow")
    await desk.accept("sau", "slow")
    await desk.ingest.accept([desk.arrival(f"{n}", f"{n % 5}") for n in range(60)])
    said = await desk.answers(60)
    assert said == {f"pigeon:{chat}": [f"{n}" for n in range(chat, 60, 5)] for chat in range(5)}
    desk.gates["chậm"].set()
    assert (await desk.answers(62))["pigeon:slow"] == ["chậm", "sau"]


async def test_two_processes_handle_everything_once_and_in_order(desk: Desk) -> None:
    rivals = [desk.another(), desk.another()]
    for rival in rivals:
        await rival.start()
    texts = [(f"{n}", f"{n % 11}") for n in range(220)]
    for start in range(0, 220, 20):
        await desk.ingest.accept([desk.arrival(*one) for one in texts[start : start + 20]])
    said = await desk.answers(220)
    assert said == {f"pigeon:{chat}": [f"{n}" for n in range(chat, 220, 11)] for chat in range(11)}
    for rival in rivals:
        await rival.stop(5)


async def test_a_lost_lease_undoes_what_was_begun(desk: Desk) -> None:
    """The process was stopped over its lease; another took the place and did the work."""
    desk.gates["một"] = asyncio.Event()
    await desk.accept("một")
    await desk.tried_times(1)
    await desk.later(6)
    other = desk.another()
    await other.start()
    await desk.tried_times(2)
    desk.gates["một"].set()
    await desk.accept("hai")
    assert await desk.answers(2) == {"pigeon:1": ["một", "hai"]}
    assert [row[0] for row in await desk.states(2)] == ["done", "done"]
    await other.stop(5)


async def test_poison_is_tried_three_times_then_set_aside_with_one_line(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.raises["độc"] = [KeyError("x"), KeyError("x"), KeyError("x")]
    await desk.accept("độc")
    await desk.accept("lành")
    await desk.accept("nơi khác", "2")
    await desk.answers(1)
    for number, wait in ((1, 1), (2, 5)):
        await desk.tried_times(number + 1)
        found = await until(desk.db, lambda tx: tx.value(_back()), lambda until_: until_ is not None)
        assert found - desk.clock.machine() == pytest.approx(timedelta(seconds=wait), abs=timedelta(seconds=0.9))
        assert "lành" not in desk.tried
        await desk.later(wait + 1)
    assert (await desk.answers(2))["pigeon:1"] == ["lành"]
    assert await desk.states(3) == [
        ("quarantined", 2, "KeyError: 'x'"), ("done", 0, None), ("done", 0, None)
    ]  # fmt: skip
    [line] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert line.message == "an update is in quarantine"


def _back() -> Any:
    return select(lease_rows.c.until).where(lease_rows.c.owner == "")


async def test_nothing_of_a_failed_effect_is_kept(desk: Desk) -> None:
    await desk.accept("fails late")
    await desk.tried_times(1)
    await desk.accept("anders", "2")
    await desk.answers(1)
    assert (await desk.states(1))[0][0] == "new"


async def test_a_passing_fault_costs_a_second_and_nothing_else(desk: Desk) -> None:
    desk.raises["một"] = [RuntimeError("just now")]
    await desk.accept("một")
    await desk.accept("hai")
    await desk.tried_times(1)
    assert await desk.answers(2) == {"pigeon:1": ["một", "hai"]}  # without moving the clock: it looks again itself


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)  # SQLite writes for one process alone
async def test_a_lease_is_kept_while_the_database_takes_long_to_write(desk: Desk) -> None:
    desk.slow["một"] = asyncio.Event()
    await desk.accept("một")
    await desk.tried_times(1)
    until_when = select(lease_rows.c.until).where(lease_rows.c.queue == inbox.QUEUE)
    first = await desk.db.read(lambda tx: tx.value(until_when))
    await until(desk.db, lambda tx: tx.value(until_when), lambda now: now > first)
    desk.slow["một"].set()
    assert await desk.answers(1) == {"pigeon:1": ["một"]}


async def test_what_cannot_be_parsed_is_set_aside_at_once(desk: Desk) -> None:
    desk.platform.parses = _broken_unless(desk.platform.parses)
    broken = Arrival("pigeon", "b", "pigeon:1", b"1|broken")
    unknown = Arrival("owl", "o", "owl:1", b"")
    await desk.ingest.accept([broken, unknown, desk.arrival("nothing to say to"), desk.arrival("lành")])
    assert await desk.states(4) == [
        ("quarantined", 0, "unparseable: it is broken"),
        ("quarantined", 0, "unparseable: its channel is not configured"),
        ("done", 0, None),
        ("done", 0, None),
    ]
    assert await desk.answers(1) == {"pigeon:1": ["lành"]}


def _broken_unless(parse: Parse) -> Parse:
    def parses(payload: bytes) -> Incoming | None:
        if payload.endswith(b"broken"):
            raise Unparseable("it is broken")
        return parse(payload)

    return parses


async def test_whoever_writes_too_fast_is_served_later_and_nothing_is_lost(desk: Desk) -> None:
    desk.raises["nhanh"] = [Later(20.0)]
    await desk.accept("nhanh")
    await desk.accept("sau")
    await desk.accept("người khác", "2")
    assert await desk.answers(1) == {"pigeon:2": ["người khác"]}
    await until(desk.db, lambda tx: tx.value(_back()), lambda at: at is not None)
    await desk.later(21)
    assert (await desk.answers(3))["pigeon:1"] == ["nhanh", "sau"]
    assert [row[:2] for row in await desk.states(3)] == [("done", 0)] * 3


async def test_what_a_dead_process_held_is_taken_when_its_lease_ends(db: Database) -> None:
    desk = Desk(db)
    await desk.accept("một")
    now = desk.clock.machine()
    await db.write(lambda tx: inbox.claim(tx, "dead", now, timedelta(seconds=5), 9))
    await desk.ingest.start()
    await desk.accept("nơi khác", "2")
    assert await desk.answers(1) == {"pigeon:2": ["nơi khác"]}
    await desk.later(6)
    assert (await desk.answers(2))["pigeon:1"] == ["một"]
    await desk.ingest.stop(5)


async def test_what_processes_die_over_is_set_aside_in_the_end_and_takes_nobody_along(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(db)
    await desk.ingest.accept([desk.arrival("chết"), desk.arrival("sau"), desk.arrival("cùng lúc", "2")])
    for life in range(MOST_DEATHS + 1):
        now = desk.clock.machine() + timedelta(seconds=6 * life)
        # Only the first lives hold both: later ones handle a suspect while no other is.
        most = 9 if life <= SUSPECTED_AFTER else 1
        await db.write(partial(inbox.claim, owner=f"dead {life}", now=now, lasts=timedelta(seconds=5), most=most))
    await desk.later(6 * MOST_DEATHS + 7)
    await desk.ingest.start()
    assert await desk.answers(2) == {"pigeon:1": ["sau"], "pigeon:2": ["cùng lúc"]}
    why = f"{MOST_DEATHS + 1} processes died while they held it"
    assert await desk.states(3) == [("quarantined", 0, why), ("done", 0, None), ("done", 0, None)]
    assert "chết" not in desk.tried
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == [
        "an update is in quarantine"
    ]
    await desk.ingest.stop(5)


async def test_suspects_are_handled_one_at_a_time_and_the_unsuspected_beside_them(db: Database) -> None:
    desk = Desk(db)
    await desk.ingest.accept([desk.arrival(text, text) for text in ("một", "hai")])
    for life in range(SUSPECTED_AFTER):
        now = desk.clock.machine() + timedelta(seconds=6 * life)
        await db.write(partial(inbox.claim, owner=f"dead {life}", now=now, lasts=timedelta(seconds=5), most=9))
    await desk.later(6 * SUSPECTED_AFTER)
    desk.gates["một"] = desk.gates["hai"] = gate = asyncio.Event()
    await desk.ingest.start()
    await desk.accept("nơi khác", "3")
    assert await desk.answers(1) == {"pigeon:3": ["nơi khác"]}
    await desk.tried_times(2)
    assert len(set(desk.tried) & {"một", "hai"}) == 1
    gate.set()
    await desk.answers(3)
    await desk.ingest.stop(5)


async def test_what_an_error_quotes_cannot_keep_an_update_out_of_quarantine(desk: Desk) -> None:
    desk.raises["độc"] = [ValueError("\x00\ud800") for _ in range(3)]
    await desk.accept("độc")
    for number in (1, 2):
        await desk.tried_times(number)
        await until(desk.db, lambda tx: tx.value(_back()), lambda until_: until_ is not None)
        await desk.later(7)
    assert await desk.states(1) == [("quarantined", 2, "ValueError: \ufffd")]


async def test_who_stops_ends_what_he_began_and_leaves_the_rest(desk: Desk) -> None:
    desk.gates["một"] = asyncio.Event()
    await desk.ingest.accept([desk.arrival("một"), desk.arrival("hai"), desk.arrival("ba")])
    await desk.tried_times(1)
    stopping = asyncio.create_task(desk.ingest.stop(5))
    await asyncio.wait([stopping], timeout=0)
    desk.gates["một"].set()
    await stopping
    assert desk.tried == ["một"]
    assert [row[0] for row in await desk.states(1)] == ["done", "new", "new"]
    other = desk.another()
    await other.start()
    assert await desk.answers(3) == {"pigeon:1": ["một", "hai", "ba"]}
    await other.stop(5)


async def test_nothing_is_accepted_while_the_database_refuses_and_then_it_goes_on_by_itself(
    sqlite_db: Database,
) -> None:
    database = Database(sqlite_db.url.render_as_string(), busy_ms=20)
    desk = Desk(database)
    await desk.ingest.start()
    desk.gates["giữa chừng"] = asyncio.Event()
    await desk.accept("giữa chừng")
    await desk.tried_times(1)
    with sqlite3.connect(str(database.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable):
            await desk.accept("bị từ chối")
        desk.gates["giữa chừng"].set()
        with pytest.raises(Unavailable):  # its own write came before this one in the lane
            await desk.accept("bị từ chối")
        other.rollback()
    await desk.accept("sau")
    await desk.later(6)
    assert await desk.answers(2) == {"pigeon:1": ["giữa chừng", "sau"]}
    assert await desk.states(2) == [("done", 0, None)] * 2
    await desk.ingest.stop(5)
    await database.close()
