"""Who holds a conversation: one at a time, and whoever lost it finishes nothing; on both databases."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import false, select

from storage import leases
from storage.db import Body, Database, Tx
from storage.prepared import Prepared
from storage.tables import leases as rows

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
LASTS = timedelta(seconds=5)


async def take(db: Database, owner: str, *which: str, at: float = 0) -> set[str]:
    now = NOW + timedelta(seconds=at)
    return set(await db.write(lambda tx: leases.take(tx, "inbox", which, owner, now, LASTS)))


async def is_free(db: Database, which: str, at: float, queue: str = "inbox") -> bool:
    from sqlalchemy import literal

    now = NOW + timedelta(seconds=at)
    asked = Prepared(select(leases.free(queue, literal(which))))
    return bool(await db.read(lambda tx: tx.value(asked, **leases.moments(now))))


async def test_only_what_is_free_is_taken(db: Database) -> None:
    assert await take(db, "a", "1", "2") == {"1", "2"}
    assert await take(db, "b", "2", "3") == {"3"}
    assert await take(db, "b", "2", at=4.9) == set()
    assert await take(db, "b", "2", at=5) == {"2"}
    assert await take(db, "a") == set()


async def test_queues_do_not_know_each_other(db: Database) -> None:
    await take(db, "a", "1")
    assert not await is_free(db, "1", 0)
    assert await is_free(db, "1", 0, "outbox")


async def test_what_was_written_before_the_clock_was_set_back_keeps_nobody_off(db: Database) -> None:
    day = 86_400.0
    await take(db, "a", "held", "back", at=day)
    waiting = NOW + timedelta(days=1, seconds=2)
    await db.write(lambda tx: leases.hold_back(tx, "inbox", "back", "a", waiting))
    assert await is_free(db, "held", 0)
    assert await is_free(db, "back", 0)
    assert await take(db, "b", "held", "back", at=0) == {"held", "back"}


async def test_the_longest_wait_that_a_platform_asks_for_is_kept(db: Database) -> None:
    await take(db, "a", "1")
    await db.write(lambda tx: leases.hold_back(tx, "inbox", "1", "a", NOW + timedelta(seconds=10_072)))
    assert not await is_free(db, "1", 0)
    assert not await is_free(db, "1", 10_071)
    assert await take(db, "b", "1", at=10_071) == set()
    assert await take(db, "b", "1", at=10_072) == {"1"}


@pytest.mark.parametrize("step", ["renew", "hold_back", "give_up"])
async def test_whoever_lost_it_is_told(db: Database, step: str) -> None:
    later = NOW + timedelta(seconds=20)

    async def body(tx: Tx) -> None:
        if step == "give_up":
            await leases.give_up(tx, "inbox", "1", "a")
        else:
            await getattr(leases, step)(tx, "inbox", "1", "a", later)

    await take(db, "a", "1")
    await take(db, "b", "1", at=6)
    with pytest.raises(leases.Lost):
        await db.write(body)
    assert await db.read(lambda tx: tx.value(select(rows.c.owner))) == "b"


async def test_renewed_it_is_held_longer_even_after_it_ran_out(db: Database) -> None:
    await take(db, "a", "1")
    await db.write(lambda tx: leases.renew(tx, "inbox", "1", "a", NOW + timedelta(seconds=30)))
    assert await take(db, "b", "1", at=29) == set()


async def test_held_back_it_is_nobodys_until_its_time_and_a_restart_does_not_change_that(db: Database) -> None:
    await take(db, "a", "1", "2")
    await db.write(lambda tx: leases.hold_back(tx, "inbox", "1", "a", NOW + timedelta(seconds=60)))
    await db.write(leases.end_all)
    assert await is_free(db, "2", 0)
    assert not await is_free(db, "1", 59)
    assert await take(db, "b", "1", at=60) == {"1"}


async def test_many_who_want_the_same_never_share(db: Database) -> None:
    dice = random.Random(7)
    everything = [f"{n}" for n in range(12)]
    for at in range(0, 30, 6):  # each time all leases have run out
        wanted = [dice.sample(everything, dice.randint(1, 12)) for _ in range(8)]
        got = await asyncio.gather(*(take(db, f"{n}", *which, at=at) for n, which in enumerate(wanted)))
        taken = [one for each in got for one in each]
        assert len(taken) == len(set(taken))
        assert set(taken) == {one for each in wanted for one in each}


# --- on PostgreSQL, where several write at once ------------------------------------------------------------------


async def _holding(db: Database, body: Body[None], held: asyncio.Event, enough: asyncio.Event) -> None:
    """A process that stands still in the middle of a transaction."""

    async def stands_still(tx: Tx) -> None:
        await body(tx)
        held.set()
        await enough.wait()

    await db.write(stands_still)


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)
async def test_who_is_frozen_over_a_lease_keeps_nobody_from_another(db: Database) -> None:
    await take(db, "frozen", "1")
    held, enough = asyncio.Event(), asyncio.Event()
    renews = partial(leases.renew, queue="inbox", conversation="1", owner="frozen", until=NOW + timedelta(hours=1))
    frozen = asyncio.create_task(_holding(db, renews, held, enough))
    await held.wait()
    async with asyncio.timeout(5):
        assert await take(db, "b", "1", "2", at=60) == {"2"}
    enough.set()
    await frozen


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)
async def test_who_would_wait_for_an_idle_one_does_not_take_it(db: Database) -> None:
    """Two who speak to the same two places in opposite order do not wait in a circle."""
    idle = leases.taking_idle(select(rows.c.owner).where(false()))
    met = asyncio.Barrier(2)
    runs = 0

    async def speaks(tx: Tx, owner: str, *places: str) -> list[str]:
        nonlocal runs
        runs += 1
        taken = []
        for place in places:
            if await tx.change(idle, in_queue="outbox", one=place, by=owner, until=NOW):
                taken.append(place)
            if place == places[0]:
                await met.wait()
        return taken

    async with asyncio.timeout(5):
        got = await asyncio.gather(
            db.write(lambda tx: speaks(tx, "a", "1", "2")), db.write(lambda tx: speaks(tx, "b", "2", "1"))
        )
    assert [*got, runs] == [["1"], ["2"], 2]
