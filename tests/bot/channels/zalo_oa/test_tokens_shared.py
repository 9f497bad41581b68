"""Tokens that several processes share: one renews at a time, whatever befalls it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import asyncpg
import pytest
from sqlalchemy import select

from bot.channels.base import Retry, Sent
from bot.channels.zalo_oa.exchange import PATH as OAUTH
from bot.channels.zalo_oa.sending import MESSAGE
from storage import grants, leases
from storage.db import Database, Tx
from storage.tables import grants as rows
from tests.bot.channels.zalo_oa.conftest import Opens, Station, StillClock, told
from tests.fakes.zalo_oa import FakeZaloOA, ZaloPerson
from tests.postgres import Postgres


@pytest.fixture
def shared(postgres: Postgres, postgres_templates: dict[str, str]) -> Iterator[str]:
    """The address of a database that several processes use."""
    name = postgres.create(postgres_templates["migrated"])
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
async def two(shared: str, opens: Opens, oa: FakeZaloOA) -> AsyncIterator[tuple[Station, Station]]:
    """Two processes on one database; the account is connected."""
    databases = Database(shared), Database(shared)
    one, other = [await opens(db) for db in databases]
    await one.connects(oa)
    yield one, other
    for station in (one, other):
        await station.channel.stop()
    for db in databases:
        await db.close()


async def test_two_who_find_it_due_renew_it_once(
    two: tuple[Station, Station], oa: FakeZaloOA, clock: StillClock
) -> None:
    people = [oa.person(f"{n}", follows=True) for n in range(12)]
    oa.latency[OAUTH] = 0.3
    for round_ in range(1, 4):
        clock.passes(hours=20, seconds=1)
        sends = [two[n % 2].sends(f"{round_}", person) for n, person in enumerate(people)]
        assert all(isinstance(outcome, Sent) for outcome in await asyncio.gather(*sends))
        assert oa.grants.rotations == round_
    assert all(len(person.heard) == 3 for person in people)


async def test_two_whose_tokens_are_dead_renew_them_once(
    two: tuple[Station, Station], oa: FakeZaloOA, clock: StillClock
) -> None:
    people = [oa.person(f"{n}", follows=True) for n in range(8)]
    clock.passes(hours=26)
    oa.latency[OAUTH] = 0.4
    sends = [two[n % 2].sends("chào", person) for n, person in enumerate(people)]
    assert all(isinstance(outcome, Sent | Retry) for outcome in await asyncio.gather(*sends))
    assert len(oa.called(OAUTH)) == 2, "the consent, and one renewal"
    for n, person in enumerate(people):
        assert person.heard or isinstance(await two[n % 2].sends("chào", person), Sent)
    assert oa.grants.rotations == 1


async def test_what_another_process_renewed_is_taken_over(
    two: tuple[Station, Station], lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock
) -> None:
    one, other = two
    assert isinstance(await other.sends("một", lan), Sent)
    clock.passes(hours=20)
    assert isinstance(await one.sends("hai", lan), Sent)
    assert isinstance(await other.sends("ba", lan), Sent)
    assert oa.grants.rotations == 1


async def holds_the_lease(station: Station, clock: StillClock) -> None:
    """A process took the lease and was killed."""
    now, name = clock.machine(), [f"zalo_oa:{station.settings.app_id}"]
    taken = await station.db.write(lambda tx: leases.take(tx, grants.QUEUE, name, "dead", now, timedelta(seconds=50)))
    assert taken


async def test_who_died_before_he_asked_costs_nothing(
    two: tuple[Station, Station], lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock
) -> None:
    clock.passes(hours=20)
    await holds_the_lease(two[0], clock)
    assert isinstance(await two[1].sends("một", lan), Sent), "the old token is good for hours"
    assert oa.grants.rotations == 0
    clock.passes(seconds=61)
    assert isinstance(await two[1].sends("hai", lan), Sent)
    assert oa.grants.rotations == 1


async def test_who_waits_for_a_dead_one_goes_on_when_the_lease_ends(
    two: tuple[Station, Station], lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock
) -> None:
    clock.passes(hours=20)
    await holds_the_lease(two[0], clock)
    oa.fail_next(MESSAGE, -220)
    sending = asyncio.create_task(two[1].sends("một", lan))
    await oa.until(lambda: oa.called(MESSAGE) or None)
    clock.passes(seconds=51)
    assert isinstance(await sending, Sent)


async def test_a_lease_that_was_lost_while_asking_loses_nothing(
    two: tuple[Station, Station], lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock
) -> None:
    """One asks and gets no answer for so long that the other takes over, and is refused: the token is used up."""
    one, other = two
    clock.passes(hours=26)
    oa.hold(OAUTH)
    first = asyncio.create_task(one.sends("một", lan))
    await oa.until(lambda: oa.holding.get(OAUTH) == 1)
    oa.grants.forgiving = True
    clock.passes(seconds=51)
    assert isinstance(await other.sends("hai", lan), Retry)
    oa.let_go(OAUTH)
    assert isinstance(await first, Sent), "what Zalo gave the first is kept, whatever was noted meanwhile"
    assert isinstance(await other.sends("hai", lan), Sent)


async def test_a_database_that_stood_still_until_the_lease_was_nearly_over(
    two: tuple[Station, Station], shared: str, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock
) -> None:
    one, _ = two
    clock.passes(hours=26)
    other = await asyncpg.connect(shared.replace("+asyncpg", ""))
    async with other.transaction():
        await other.execute("LOCK TABLE leases IN ACCESS EXCLUSIVE MODE")
        sending = asyncio.create_task(one.sends("một", lan))
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'leases'::regclass"
        async with asyncio.timeout(10):
            while not await other.fetchval(waits):
                pass
        clock.passes(seconds=30)
    await other.close()
    assert await sending == Retry("the lease would not last")
    assert len(oa.called(OAUTH)) == 1, "two who ask with one token kill the grant"


async def every(tx: Tx) -> list[str]:
    return [repr(tuple(row)) for row in await tx.rows(select(*rows.columns))]


async def test_no_token_is_found_in_a_server(two: tuple[Station, Station], oa: FakeZaloOA) -> None:
    (row,) = await two[0].db.read(every)
    assert not any(secret in row for secret in (*oa.grants._by_access, *oa.grants._by_refresh))


async def test_a_death_between_the_answer_and_the_commit_is_told_once_over_processes_and_restarts(
    shared: str, opens: Opens, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    dbs = [Database(shared) for _ in range(4)]
    stations = [await opens(db) for db in dbs]
    await stations[0].connects(oa)
    clock.passes(hours=26)
    oa.hold(OAUTH)
    dying = asyncio.create_task(stations[0].sends("một", lan))
    await oa.until(lambda: oa.holding.get(OAUTH) == 1)
    renewal = stations[0].channel.tokens._renewal
    assert renewal is not None
    renewal.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    oa.let_go(OAUTH)
    clock.passes(seconds=51)
    for station in stations[1:]:
        for _ in range(3):
            assert isinstance(await station.sends("một", lan), Retry)
            clock.passes(minutes=5)
    assert told(caplog) == 1
    await stations[1].connects(oa)
    clock.passes(seconds=11)
    for station in stations[1:]:
        assert isinstance(await station.sends("một", lan), Sent)
    for station in stations:
        await station.channel.stop()
    for db in dbs:
        await db.close()
