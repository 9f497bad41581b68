"""The webhook: what Zalo did not sign changes nothing, nothing is acknowledged that is not committed."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels.zalo_oa import webhook
from bot.channels.zalo_oa.signature import HEADER, signature
from bot.channels.zalo_oa.webhook import MAX_BODY, PATH, WebhookDoor
from handlers.incoming import Said
from storage.db import Database
from tests.bot.channels.inbox import Inbox
from tests.bot.channels.zalo_oa.conftest import AT, Opens, Station
from tests.fakes.zalo_oa import FakeZaloOA, How, ZaloPerson

MILLISECONDS = int(AT.timestamp() * 1000)
TWO_HOURS = 2 * 3600 * 1000


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def impatient(station: Station, inbox: Inbox, oa: FakeZaloOA) -> AsyncIterator[Station]:
    """A station whose door waits less."""
    door = WebhookDoor(
        station.settings, station.clock, inbox.accept, station.counts, lambda _: False, slowest_body=0.05,
        slowest_answer=0.1,
    )  # fmt: skip
    app = web.Application()
    app.add_routes([door.route()])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    station.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    oa.webhook.url = station.door
    yield station
    await runner.cleanup()


def event(**other: Any) -> dict[str, Any]:
    told = {
        "app_id": "360846524940903967", "event_name": "user_send_text", "timestamp": str(MILLISECONDS),
        "sender": {"id": "111"}, "recipient": {"id": "4318657068771012646"},
        "message": {"msg_id": "m1", "text": "Xã hỏi"},
    }  # fmt: skip
    return {**told, **other}


async def knock(
    client: aiohttp.ClientSession, station: Station, body: bytes, timestamp: object = MILLISECONDS, **headers: str
) -> int:
    """Delivers what is well signed; the status."""
    shown = signature(station.settings.app_id, body, str(timestamp), station.settings.event_key)
    async with client.post(station.door, data=io.BytesIO(body), headers={HEADER: shown, **headers}) as response:
        return response.status


async def test_an_event_is_committed_as_it_came_and_acknowledged(
    station: Station, inbox: Inbox, lan: ZaloPerson, oa: FakeZaloOA
) -> None:
    said = await lan.says("Xã hỏi về chợ")
    (arrival,) = inbox.arrivals
    assert [attempt.status for attempt in oa.webhook.attempts] == [200]
    assert arrival.payload == oa.webhook.attempts[0].body
    assert (arrival.update_id, arrival.conversation) == (f"{oa.app_id}:user_send_text:{said}", f"zalo_oa:{lan.id}")


@pytest.mark.parametrize("how", [How(prefix=False), How(escaped=True), How(num_retry=3)], ids=str)
async def test_however_it_is_signed_and_spelled(
    station: Station, inbox: Inbox, lan: ZaloPerson, oa: FakeZaloOA, how: How
) -> None:
    await lan.says("Xã hỏi", how=how)
    assert [attempt.status for attempt in oa.webhook.attempts] == [200]
    said = station.channel.parse(inbox.arrivals[0].payload)
    assert isinstance(said, Said)
    assert said.text == "Xã hỏi"


@pytest.mark.parametrize("how", [How(key="another key"), How(reordered=True), How(signed=False)], ids=str)
async def test_what_is_badly_signed_changes_nothing(
    station: Station, inbox: Inbox, lan: ZaloPerson, oa: FakeZaloOA, how: How
) -> None:
    oa.webhook.ladder = ()
    await lan.says("Xã hỏi", how=how)
    assert [attempt.status for attempt in oa.webhook.attempts] == [403]
    assert (inbox.calls, station.counted) == (0, {"badly signed": 1})


async def test_signed_over_the_accounts_id_is_counted_and_not_believed(
    station: Station, inbox: Inbox, lan: ZaloPerson, oa: FakeZaloOA
) -> None:
    oa.webhook.ladder = ()
    await lan.says("Xã hỏi", how=How(by_oa_id=True))
    assert inbox.calls == 0
    assert station.counted == {"badly signed": 1, "signed over the account's id": 1}


async def test_the_apps_secret_signs_only_where_the_account_has_no_key_of_its_own(
    opens: Opens, sqlite_db: Database, inbox: Inbox, lan: ZaloPerson, oa: FakeZaloOA
) -> None:
    with_key, without = await opens(sqlite_db), await opens(sqlite_db, secret_key=None)
    oa.webhook.ladder = ()
    for each, taken in ((with_key, 0), (without, 1)):
        oa.webhook.url = each.door
        await lan.says("Xã hỏi", how=How(key=oa.app_secret))
        assert len(inbox.arrivals) == taken
        oa.webhook.enabled = True


async def test_before_the_key_is_known_the_address_answers_and_believes_nothing(
    opens: Opens, sqlite_db: Database, inbox: Inbox, lan: ZaloPerson, oa: FakeZaloOA
) -> None:
    station = await opens(sqlite_db, secret_key=None)
    assert await oa.save_webhook(station.door)
    await lan.says("Xã hỏi")
    assert [attempt.status for attempt in oa.webhook.attempts] == [200, 200]
    assert (inbox.calls, station.counted) == (0, {"before the secret is known": 2})


async def test_the_address_may_be_saved_again_when_the_key_is_known(
    station: Station, inbox: Inbox, oa: FakeZaloOA
) -> None:
    assert await oa.save_webhook(station.door)
    assert (inbox.calls, station.counted) == (0, {"a ping": 1})


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (event(app_id="1"), "of another app"),
        (event(app_id=None), "of another app"),
        (event(timestamp=str(MILLISECONDS - TWO_HOURS - 1)), "too old"),
        (event(timestamp=str(MILLISECONDS + TWO_HOURS + 1)), "too old"),
        (event(timestamp="yesterday"), "without a time"),
        (event(timestamp="9" * 30), "without a time"),
        (event(event_name="user_asked_for_his_data"), "of no use"),
        (event(event_name=["user_send_text"]), "of no use"),
        (event(event_name="user_send_group_text"), "of no use"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
async def test_what_can_never_be_taken_is_acknowledged_and_counted(
    client: aiohttp.ClientSession, station: Station, inbox: Inbox, told: dict[str, Any], why: str
) -> None:
    assert await knock(client, station, json.dumps(told).encode(), told["timestamp"]) == 200
    assert (inbox.calls, station.counted) == (0, {why: 1})


@pytest.mark.parametrize("by", [-TWO_HOURS, TWO_HOURS])
async def test_what_is_two_hours_off_is_taken(
    client: aiohttp.ClientSession, station: Station, inbox: Inbox, by: int
) -> None:
    told = event(timestamp=str(MILLISECONDS + by))
    assert await knock(client, station, json.dumps(told).encode(), told["timestamp"]) == 200
    assert len(inbox.arrivals) == 1


async def test_a_time_that_is_a_number_is_taken(
    client: aiohttp.ClientSession, station: Station, inbox: Inbox
) -> None:
    assert await knock(client, station, json.dumps(event(timestamp=MILLISECONDS)).encode()) == 200
    assert len(inbox.arrivals) == 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"5", b"\xff\xfe", b'{"a":' + b"[" * 50_000, b'{"timestamp":{}}']
)
async def test_what_is_no_event_is_not_kept(
    client: aiohttp.ClientSession, station: Station, inbox: Inbox, body: bytes
) -> None:
    assert await knock(client, station, body) == 403
    async with client.post(station.door, data=body) as unsigned:
        assert unsigned.status == 200
    assert inbox.calls == 0


# --- bodies ------------------------------------------------------------------------------------------------------


async def test_too_large(client: aiohttp.ClientSession, station: Station, inbox: Inbox) -> None:
    padded = json.dumps(event(x="")).encode()
    padded = padded[:-2] + b"x" * (MAX_BODY - len(padded)) + padded[-2:]
    assert await knock(client, station, padded) == 200
    assert await knock(client, station, padded + b" ") == 413
    assert len(inbox.arrivals) == 1


async def test_too_large_without_saying_so(client: aiohttp.ClientSession, station: Station, inbox: Inbox) -> None:
    sent = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b" " * 65_536

    with contextlib.suppress(aiohttp.ClientError):  # it may be cut off before the answer is read
        async with client.post(station.door, data=chunks()) as response:
            assert response.status == 413
    assert sent * 65_536 < 20 * MAX_BODY
    assert inbox.calls == 0


async def test_too_large_once_unpacked(client: aiohttp.ClientSession, station: Station, inbox: Inbox) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    assert await knock(client, station, bomb, **{"Content-Encoding": "gzip"}) in (400, 413)
    assert await knock(client, station, b"not gzip", **{"Content-Encoding": "gzip"}) == 400
    assert inbox.calls == 0


async def test_a_body_that_does_not_come(impatient: Station, inbox: Inbox) -> None:
    host, port = impatient.base.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{HEADER}: x\r\nContent-Length: 900\r\n\r\n".encode() + b'{"a')
    assert b"408" in await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    await writer.wait_closed()
    assert inbox.calls == 0


async def test_only_posts(client: aiohttp.ClientSession, station: Station) -> None:
    async with client.get(station.door) as response:
        assert response.status == 405


# --- the database ------------------------------------------------------------------------------------------------


async def test_a_database_that_refuses_is_not_acknowledged_and_the_next_try_is_taken(
    station: Station, inbox: Inbox, lan: ZaloPerson, oa: FakeZaloOA
) -> None:
    inbox.refuse = 1
    await lan.says("Xã hỏi")
    oa.webhook.retry_now()
    await inbox.holds(1)
    await oa.until(lambda: len(oa.webhook.attempts) == 2)
    assert [attempt.status for attempt in oa.webhook.attempts] == [503, 200]
    assert [attempt.headers.get("num_retry") for attempt in oa.webhook.attempts] == [None, "1"]


async def test_a_slow_commit_is_not_waited_for_and_not_lost(
    impatient: Station, inbox: Inbox, lan: ZaloPerson, oa: FakeZaloOA
) -> None:
    inbox.commits.clear()
    await lan.says("Xã hỏi")
    assert [attempt.status for attempt in oa.webhook.attempts] == [503]
    inbox.commits.set()
    await inbox.holds(1)
    oa.webhook.retry_now()
    await oa.until(lambda: len(oa.webhook.attempts) == 2)
    assert oa.webhook.attempts[1].status == 200
    assert len(inbox.arrivals) == 1, "the second try is the same event"


def test_the_answer_comes_before_zalo_goes() -> None:
    assert webhook._SLOWEST_BODY <= webhook._SLOWEST_ANSWER <= 1.5 < 2


# --- again, and in another order ---------------------------------------------------------------------------------


async def test_a_replay_changes_nothing(station: Station, inbox: Inbox, lan: ZaloPerson, oa: FakeZaloOA) -> None:
    await lan.says("Xã hỏi", how=How(copies=4))
    await lan.follows(how=How(copies=3))
    assert [attempt.status for attempt in oa.webhook.attempts] == [200] * 7
    assert len(inbox.arrivals) == 2
    assert inbox.calls == 7


async def test_the_same_words_twice_are_two_messages(station: Station, inbox: Inbox, lan: ZaloPerson) -> None:
    await lan.says("Xã hỏi")
    await lan.says("Xã hỏi")
    assert len(inbox.arrivals) == 2


async def test_out_of_order(station: Station, inbox: Inbox, lan: ZaloPerson, oa: FakeZaloOA) -> None:
    oa.webhook.hold()
    for n in range(3):
        await lan.says(f"{n}")
    assert [attempt.status for attempt in await oa.webhook.release(backwards=True)] == [200] * 3
    assert len(inbox.arrivals) == 3
    assert {arrival.conversation for arrival in inbox.arrivals} == {f"zalo_oa:{lan.id}"}
