"""The inbox: conversations are claimed, never rows out of their middle; on both databases."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from storage import inbox, leases
from storage.db import Database, Tx
from storage.inbox import Arrival, Held
from storage.tables import inbox as rows

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
LASTS = timedelta(seconds=5)


def arrival(number: int, chat: str = "1") -> Arrival:
    return Arrival("pigeon", f"{number}", f"pigeon:{chat}", f"{number}".encode())


async def store(db: Database, *arrivals: Arrival) -> int:
    return await db.write(lambda tx: inbox.store(tx, arrivals, NOW, NOW))


async def claim(db: Database, owner: str = "a", at: float = 0, most: int = 9) -> list[Held]:
    now = NOW + timedelta(seconds=at)
    return await db.write(lambda tx: inbox.claim(tx, owner, now, LASTS, most))


async def finish(db: Database, held: Held, owner: str = "a", at: float = 0) -> Held | None:
    until = NOW + timedelta(seconds=at) + LASTS
    return await db.write(lambda tx: inbox.finish(tx, held, owner, until))


async def test_stored_once_whatever_is_delivered(db: Database) -> None:
    assert await store(db) == 0
    assert await store(db, arrival(1), arrival(2), arrival(1)) == 2
    assert await store(db, arrival(2), arrival(3)) == 1
    assert await db.read(inbox.depth) == {"new": 3}
    assert await db.read(inbox.oldest_waiting) == NOW
    assert not await store(db, arrival(3))


async def test_the_head_of_each_free_conversation_oldest_first(db: Database) -> None:
    await store(db, arrival(1, "a"), arrival(2, "b"), arrival(3, "a"), arrival(4, "c"))
    assert {held.payload for held in await claim(db, most=2)} == {b"1", b"2"}
    assert [held.payload for held in await claim(db, "b")] == [b"4"]
    assert await claim(db, "c") == []


async def test_finishing_one_hands_out_the_next_then_gives_the_place_up(db: Database) -> None:
    await store(db, arrival(1), arrival(2))
    [held] = await claim(db)
    db.wakes.event(inbox.QUEUE).clear()
    second = await finish(db, held)
    assert second is not None
    assert second.payload == b"2"
    assert await claim(db, "b") == []
    assert await finish(db, second) is None
    # An update that was stored in a transaction unseen by ours is looked for; SQLite has none such.
    assert db.wakes.event(inbox.QUEUE).is_set() == (db.dialect == "postgresql")
    await store(db, arrival(3))
    assert [held.payload for held in await claim(db, "b")] == [b"3"]


async def test_whoever_lost_the_place_finishes_nothing(db: Database) -> None:
    await store(db, arrival(1), arrival(2))
    [slow] = await claim(db, "slow")
    [fast] = await claim(db, "fast", at=6)
    assert fast == replace(slow, deaths=1)

    async def with_an_effect(tx: Tx) -> None:
        await inbox.store(tx, [arrival(99, "effect")], NOW, NOW)
        await inbox.finish(tx, slow, "slow", NOW + LASTS)

    with pytest.raises(leases.Lost):
        await db.write(with_an_effect)
    assert await db.read(inbox.depth) == {"new": 2}
    assert await finish(db, fast, "fast", at=6) is not None
    with pytest.raises(leases.Lost):
        await finish(db, slow, "slow")


async def test_after_a_failure_the_whole_place_waits_with_its_head(db: Database) -> None:
    await store(db, arrival(1), arrival(2), arrival(3, "other"))
    held = next(h for h in await claim(db) if h.payload == b"1")
    back = NOW + timedelta(seconds=30)
    await db.write(lambda tx: inbox.try_later(tx, held, "a", "why not", back))
    assert [h.payload for h in await claim(db, "b", at=29)] == [b"3"]
    [again] = [h for h in await claim(db, "d", at=40) if h.conversation == "pigeon:1"]
    assert (again.payload, again.attempts) == (b"1", 1)


async def test_what_is_set_aside_lets_the_next_one_on(db: Database) -> None:
    await store(db, arrival(1), arrival(2))
    [held] = await claim(db)
    following = await db.write(lambda tx: inbox.quarantine(tx, held, "a", "poison", NOW + LASTS))
    assert following is not None
    assert following.payload == b"2"
    assert await db.read(inbox.depth) == {"new": 1, "quarantined": 1}


async def test_what_is_done_is_forgotten_after_a_while_and_nothing_else(db: Database) -> None:
    day = timedelta(days=1)
    assert await db.write(lambda tx: inbox.prune(tx, NOW + day, 9)) == 0
    await store(db, *(arrival(n, f"{n}") for n in range(1, 7)))
    held = await claim(db)
    for one in held[:4]:
        await finish(db, one)
    await db.write(lambda tx: inbox.quarantine(tx, held[4], "a", "poison", NOW + LASTS))
    late = NOW + timedelta(days=2)
    await db.write(lambda tx: inbox.store(tx, [arrival(9, "9")], late, late))
    [young] = await _claimed(db, b"9")
    await finish(db, young, "b", at=2 * 86400)
    assert await db.write(lambda tx: inbox.prune(tx, NOW, 9)) == 0
    assert await db.write(lambda tx: inbox.prune(tx, NOW + day, 3)) == 3
    assert await db.write(lambda tx: inbox.prune(tx, NOW + day, 3)) == 1
    assert await db.write(lambda tx: inbox.prune(tx, NOW + day, 3)) == 0
    assert await db.read(inbox.depth) == {"new": 1, "quarantined": 1}
    states = await db.read(lambda tx: tx.rows(select(rows.c.state).order_by(rows.c.id)))
    assert sorted(row.state for row in states) == ["done", "new", "quarantined"]


async def _claimed(db: Database, payload: bytes) -> list[Held]:
    return [one for one in await claim(db, "b", at=2 * 86400) if one.payload == payload]


@pytest.mark.parametrize("seed", range(6))
async def test_rivals_that_die_and_come_late_handle_each_once_in_order(db: Database, seed: int) -> None:
    """Four workers under random schedules; some hold a lease until long after it ran out."""
    dice = random.Random(seed)
    await store(db, *(arrival(n, f"{n % 5}") for n in range(40)))
    done: dict[str, list[int]] = defaultdict(list)
    clock = {"at": 0.0}

    async def work(name: str) -> None:
        while await db.read(inbox.depth):
            clock["at"] += dice.random()
            owner = f"{name}/{dice.random()}"
            for head in await claim(db, owner, clock["at"], dice.randint(1, 3)):
                await goes_on(head, owner)

    async def goes_on(held: Held | None, owner: str) -> None:
        while held:
            if dice.random() < 0.2:
                clock["at"] += 6  # everybody's lease is over
            if dice.random() < 0.1:
                return  # died
            this = held
            try:
                held = await finish(db, this, owner, clock["at"])
            except leases.Lost:
                return
            done[this.conversation].append(int(this.payload))

    async with asyncio.timeout(30):
        await asyncio.gather(*(work(f"w{n}") for n in range(4)))
    assert {chat: sorted(numbers) for chat, numbers in done.items()} == {
        f"pigeon:{chat}": list(range(chat, 40, 5)) for chat in range(5)
    }
    for numbers in done.values():
        assert numbers == sorted(numbers)
    states = await db.read(lambda tx: tx.rows(select(rows.c.state)))
    assert {row.state for row in states} == {"done"}


async def test_each_death_over_an_update_is_counted_once_and_waiting_is_none(db: Database) -> None:
    await store(db, arrival(1), arrival(2), arrival(3, "b"))
    seen = []
    for life in range(3):
        heads = await claim(db, f"life {life}", at=6 * life)
        seen.append([(held.payload, held.deaths) for held in heads])
    assert seen == [[(b"1", n), (b"3", n)] for n in range(3)]
    first, other = heads
    await db.write(lambda tx: leases.hold_back(tx, inbox.QUEUE, first.conversation, "life 2", NOW + 20 * LASTS))
    assert await finish(db, other, "life 2", at=12) is None
    [again] = await claim(db, "life 3", at=100)
    assert (again.payload, again.deaths) == (b"1", 2), "it was given up, nobody died over it"
    following = await finish(db, again, "life 3", at=100)
    assert following is not None
    assert (following.payload, following.deaths) == (b"2", 0)


async def test_a_process_that_is_alone_sees_over_what_the_one_before_it_died(db: Database) -> None:
    await store(db, arrival(1))
    await claim(db, "before")
    await db.write(leases.end_all)
    [held] = await claim(db, "after")
    assert held.deaths == 1


async def test_who_lives_has_not_died_over_what_it_left(db: Database) -> None:
    """It could not write, and let its lease run out; only what others left was left by the dead."""
    await store(db, arrival(1))
    deaths = []
    for at, owner in ((0, "p1/in/0"), (6, "p1/in/1"), (12, "p2/in/0"), (18, "p2/in/1")):
        now = NOW + timedelta(seconds=at)
        [held] = await db.write(partial(inbox.claim, owner=owner, now=now, lasts=LASTS, most=9, ours=owner[:6]))
        deaths.append(held.deaths)
    assert deaths == [0, 0, 1, 1]


async def test_what_is_in_hand_is_not_claimed(db: Database) -> None:
    await store(db, arrival(1, "a"), arrival(2, "b"))
    claimed = await db.write(partial(inbox.claim, owner="p", now=NOW, lasts=LASTS, most=9, in_hand={"pigeon:a"}))
    assert [held.conversation for held in claimed] == ["pigeon:b"]
