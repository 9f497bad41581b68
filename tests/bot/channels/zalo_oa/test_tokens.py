"""Tokens: renewed in time, by one process at a time, never twice with one token; what is lost is told once."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.channels.base import Retry, Sent, Throttled
from bot.channels.zalo_oa.exchange import PATH as OAUTH
from bot.channels.zalo_oa.sending import MESSAGE
from storage import grants
from storage.db import Database
from storage.tables import grants as rows
from tests.bot.channels.zalo_oa.conftest import KEY, Opens, Station, StillClock, told
from tests.fakes.zalo_oa import FakeZaloOA, ZaloPerson

Said = Callable[[str], asyncio.Event]


@pytest.fixture
def said() -> Iterator[Said]:
    """Something that happens when the log says these words."""
    log, handlers = logging.getLogger("bot.channels.zalo_oa.tokens"), list[logging.Handler]()

    def said(words: str) -> asyncio.Event:
        event = asyncio.Event()
        handler = logging.Handler()
        handler.emit = lambda record: event.set() if words in record.getMessage() else None  # type: ignore[method-assign]
        log.addHandler(handler)
        handlers.append(handler)
        return event

    yield said
    for handler in handlers:
        log.removeHandler(handler)


async def kept(db: Database) -> tuple[str, ...]:
    columns = (rows.c.access, rows.c.refresh, rows.c.broken)
    row = await db.read(lambda tx: tx.row(select(*columns)))
    assert row is not None
    return tuple(row)


# --- in time -----------------------------------------------------------------------------------------------------


async def test_a_token_is_renewed_after_twenty_hours(
    channel: object, station: Station, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock
) -> None:
    clock.passes(hours=19, minutes=59)
    assert isinstance(await station.sends("một", lan), Sent)
    assert oa.grants.rotations == 0
    clock.passes(minutes=2)
    assert isinstance(await station.sends("hai", lan), Sent)
    assert isinstance(await station.sends("ba", lan), Sent)
    assert oa.grants.rotations == 1


async def test_also_while_nobody_writes(channel: object, station: Station, oa: FakeZaloOA, clock: StillClock) -> None:
    clock.passes(hours=20)
    await station.channel.start(station.inbox.accept)
    await oa.until(lambda: oa.grants.rotations == 1)


async def test_one_that_lives_less_long_is_renewed_earlier(
    station: Station, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock
) -> None:
    oa.grants.access_life = 3600
    await station.connects(oa)
    for minutes, rotations in ((47, 0), (2, 1), (47, 1), (2, 2)):
        clock.passes(minutes=minutes)
        assert isinstance(await station.sends("chào", lan), Sent)
        assert oa.grants.rotations == rotations


async def test_a_day_of_silence(
    channel: object, station: Station, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock
) -> None:
    clock.passes(days=1, hours=2)
    assert isinstance(await station.sends("chào", lan), Sent)
    assert [call.error for call in oa.called(MESSAGE)] == [0], "the dead token was not even shown"


@pytest.mark.parametrize("error", [-216, -220])
async def test_a_refused_token_is_renewed_once(
    channel: object, station: Station, lan: ZaloPerson, oa: FakeZaloOA, error: int
) -> None:
    oa.fail_next(MESSAGE, error)
    assert isinstance(await station.sends("chào", lan), Sent)
    assert (oa.grants.rotations, len(lan.heard)) == (1, 1)


@pytest.mark.parametrize("error", [-216, -220])
async def test_never_in_a_loop(
    channel: object, station: Station, oa: FakeZaloOA, clock: StillClock, error: int,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    people = [oa.person(name, follows=True) for name in ("Lan", "Minh", "Hà", "Tú")]
    oa.fail_next(MESSAGE, error, times=1000)
    for _ in range(5):
        for person in people:
            assert isinstance(await station.sends("chào", person), Throttled)
        clock.passes(minutes=10)
    assert oa.grants.rotations == 1
    assert told(caplog, "takes no messages") == 1
    clock.passes(minutes=20)
    oa.heal()
    assert isinstance(await station.sends("chào", people[0]), Sent)


# --- faults ------------------------------------------------------------------------------------------------------


async def test_no_connection_while_the_old_token_is_good(
    channel: object, station: Station, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock
) -> None:
    clock.passes(hours=20)
    oa.drop_next(OAUTH, effect=False)
    for text in ("một", "hai"):
        assert isinstance(await station.sends(text, lan), Sent)
    assert len(oa.called(OAUTH)) == 2, "it is not asked with each message"
    clock.passes(minutes=1)
    assert isinstance(await station.sends("ba", lan), Sent)
    assert oa.grants.rotations == 1


@pytest.mark.parametrize("answer", [(b"<html>", 502), (b"<html>", 200), (b"{}", 200), (b"", 429)])
async def test_an_answer_that_says_nothing_about_the_token(
    channel: object, station: Station, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock, answer: tuple[bytes, int]
) -> None:
    clock.passes(hours=26)
    oa.answer_next(OAUTH, *answer)
    oa.fail_next(OAUTH, -32)
    for text in ("một", "hai"):
        assert isinstance(await station.sends(text, lan), Retry)
    assert isinstance(await station.sends("ba", lan), Sent)


async def test_the_answer_is_lost_after_the_token_was_used(
    channel: object, station: Station, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    clock.passes(hours=20)
    oa.drop_next(OAUTH, effect=True)
    for text in ("một", "hai"):
        assert isinstance(await station.sends(text, lan), Retry)
    assert told(caplog) == 1
    asked = len(oa.calls)
    assert isinstance(await station.sends("hai", lan), Retry)
    assert len(oa.calls) == asked, "nothing is asked of Zalo any more"
    await station.connects(oa)
    assert isinstance(await station.sends("hai", lan), Sent)


async def test_a_replayed_refresh_token(
    channel: object, station: Station, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """An old copy of the database was put back."""
    access, refresh, _ = await kept(station.db)
    clock.passes(hours=20)
    assert isinstance(await station.sends("một", lan), Sent)
    await station.db.write(lambda tx: tx.change(update(rows).values(access=access, refresh=refresh)))
    clock.passes(seconds=11)
    for _ in range(3):
        assert isinstance(await station.sends("hai", lan), Retry)
    assert told(caplog) == 1
    await station.connects(oa)
    assert isinstance(await station.sends("hai", lan), Sent)


async def test_a_stop_lets_a_renewal_end(
    channel: object, station: Station, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock, opens: Opens
) -> None:
    clock.passes(hours=26)
    oa.hold(OAUTH)
    sending = asyncio.create_task(station.sends("một", lan))
    await oa.until(lambda: oa.holding.get(OAUTH) == 1)
    sending.cancel()  # as delivery does with what takes too long
    stopping = asyncio.create_task(station.channel.stop())
    await asyncio.sleep(0)
    oa.let_go(OAUTH)
    await stopping
    again = await opens(station.db)
    assert isinstance(await again.sends("một", lan), Sent)
    assert oa.grants.rotations == 1


async def test_a_new_pair_waits_for_the_database(
    opens: Opens, sqlite_db: Database, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock, said: Said
) -> None:
    db = Database(str(sqlite_db.url), busy_ms=50)
    station = await opens(db)
    await station.connects(oa)
    clock.passes(hours=26)
    oa.hold(OAUTH)
    sending = asyncio.create_task(station.sends("một", lan))
    await oa.until(lambda: oa.holding.get(OAUTH) == 1)
    blocker = sqlite3.connect(str(db.path), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    waits = said("cannot be kept yet")
    oa.let_go(OAUTH)
    async with asyncio.timeout(5):
        await waits.wait()
    assert not sending.done()
    blocker.execute("ROLLBACK")
    blocker.close()
    assert isinstance(await sending, Sent)
    await station.channel.stop()
    await db.close()


async def test_a_consent_that_comes_while_the_old_grant_is_renewed_stays(
    channel: object, station: Station, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock, opens: Opens
) -> None:
    clock.passes(hours=20)
    oa.hold(OAUTH)
    sending = asyncio.create_task(station.sends("một", lan))
    await oa.until(lambda: oa.holding.get(OAUTH) == 1)
    fresh = oa.tokens()
    old = await station.db.read(lambda tx: grants.find(tx, f"zalo_oa:{oa.app_id}"))
    assert old is not None
    shut = station.channel.tokens._vault.shut
    new = grants.Grant(old.account, shut(fresh.access), shut(fresh.refresh), clock.machine(), old.expires_at)
    assert await station.db.write(lambda tx: grants.replace(tx, f"zalo_oa:{oa.app_id}", old.refresh, new))
    oa.let_go(OAUTH)
    assert isinstance(await sending, Sent)
    assert (await kept(station.db))[1] == new.refresh


# --- what nobody may read ----------------------------------------------------------------------------------------


async def test_another_key_is_told_once_and_the_old_one_mends_it(
    channel: object, station: Station, lan: ZaloPerson, opens: Opens, caplog: pytest.LogCaptureFixture
) -> None:
    other = await opens(station.db, key=b"o" * 32)
    for _ in range(3):
        assert await other.sends("chào", lan) == Retry("not connected: the tokens were kept under another SECRET_KEY")
    assert told(caplog, "another SECRET_KEY") == 1
    rolled = await opens(station.db, key=b"o" * 32, older_keys=(station.settings.key,))
    for each in (station, rolled):
        assert isinstance(await each.sends("chào", lan), Sent)


async def test_no_token_is_found_anywhere(
    station: Station, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock, caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    await station.connects(oa)
    outcomes = [await station.sends("chào", lan)]
    for _ in range(2):
        clock.passes(hours=20)
        outcomes.append(await station.sends("chào", lan))
    pair = list(oa.grants._by_access.values())[-1].pair
    for where, error in ((MESSAGE, -201), (MESSAGE, -221), (OAUTH, -1001)):
        clock.passes(hours=20 if where == OAUTH else 0)
        quoted = pair.access if where == MESSAGE else f"{pair.refresh} of {oa.app_secret}"
        oa.fail_next(where, error, f"Invalid {quoted}")
        outcomes.append(await station.sends("chào", lan))
    oa.drop_next(MESSAGE, effect=False)
    outcomes.append(await station.sends("chào", lan))
    secrets = [*oa.grants._by_access, *oa.grants._by_refresh, oa.app_secret, oa.oa_secret, KEY.decode()]
    said = [f"{outcomes}{station.settings!r}{station.channel.tokens!r}", caplog.text]
    said += [str(vars(record)) for record in caplog.records]
    assert station.db.path is not None
    files = [path.read_bytes() for path in station.db.path.parent.glob(station.db.path.name + "*")]
    assert any(b"gAAAAA" in content for content in files), "the search finds what is there"
    for secret in secrets:
        assert not any(secret in text for text in said)
        assert not any(secret.encode() in content for content in files)
