"""Sends that take their time, senders that stop, channels that must not hold each other up; on both databases."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot import delivery, holding
from bot.channels.base import Throttled
from bot.pacer import SharedPacer
from handlers.outgoing import RESENT
from storage import outbox
from storage.db import Database
from storage.outbox import Claimed, Priority
from storage.tables import leases
from tests.bot.platform import Platform, PostOffice, until


async def _lease(office: PostOffice, lane: str) -> datetime:
    wanted = select(leases.c.until).where(leases.c.conversation == lane)
    found = await office.db.read(lambda tx: tx.value(wanted))
    assert isinstance(found, datetime)
    return found


async def test_a_long_send_keeps_its_lane(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (delivery, holding):
        monkeypatch.setattr(module, "LEASE", timedelta(seconds=0.3))
    monkeypatch.setattr(holding, "MARGIN", timedelta())
    office = PostOffice(db, Platform())
    await office.delivery.start()
    office.platform.open.clear()
    row = await office.post()
    await office.platform.has_sent(1)
    first = await _lease(office, "pigeon:1")
    wanted = select(leases.c.until).where(leases.c.conversation == "pigeon:1")
    for longer in (0.3, 0.6, 0.9):
        later = first + timedelta(seconds=longer)
        await until(db, lambda tx: tx.value(wanted), lambda at, later=later: at > later)  # type: ignore[misc]
        now = office.clock.machine()
        rival = await db.write(
            lambda tx, now=now: outbox.claim(tx, "rival", "pigeon", now, timedelta(seconds=5), 9)  # type: ignore[misc]
        )
        assert rival == []
    office.platform.open.set()
    await office.becomes(row, "sent")
    await office.delivery.stop(5)
    assert len(office.platform.sent) == 1


async def test_who_still_hears_what_came_of_a_send_does_not_take_his_own_lane_over(db: Database) -> None:
    """The lease ran out while the database let nobody in: others may take the lane, he must not."""
    office = PostOffice(db, Platform())
    await office.delivery.start()
    office.platform.open.clear()
    row = await office.post()
    await office.platform.has_sent(1)
    await office.later(60)
    assert await office.delivery._claim("pigeon", 9) == []
    office.platform.open.set()
    await office.becomes(row, "sent")
    await office.delivery.stop(5)
    assert office.platform.texts == ["xin chào"]


async def _claims(office: PostOffice, owner: str) -> list[Claimed]:
    now = office.clock.machine()
    return await office.db.write(lambda tx: outbox.claim(tx, owner, "pigeon", now, timedelta(seconds=5), 9))


async def test_whoever_lost_the_lane_before_he_sends_does_not_send(db: Database) -> None:
    office = PostOffice(db, Platform())
    row = await office.post()
    [ours] = await _claims(office, "stopped")
    office.clock.later += timedelta(seconds=20)  # the process was stopped for so long
    [theirs] = await _claims(office, "rival")
    assert (theirs.id, theirs.perhaps_sent, theirs.attempts) == (row, True, 2)
    await office.delivery._lane(ours, "stopped")
    assert office.platform.sent == []
    await office.delivery._lane(theirs, "rival")
    assert office.platform.texts == [f"{RESENT}\nxin chào"]


async def test_whoever_still_has_the_lane_makes_sure_and_sends(db: Database) -> None:
    office = PostOffice(db, Platform())
    row = await office.post()
    [ours] = await _claims(office, "stopped")
    office.clock.later += timedelta(seconds=20)
    await office.delivery._lane(ours, "stopped")
    assert (await office.row(row)).state == "sent"
    assert office.platform.texts == ["xin chào"]


async def test_what_waits_for_its_turn_is_not_marked_as_being_sent(db: Database) -> None:
    """So a death leaves nothing in doubt but what was really on its way."""
    office = PostOffice(db, Platform(per_second=0.01, burst=2))
    rows = [await office.post(f"{n}", chat=f"{n % 3}") for n in range(9)]
    await office.delivery.start()
    await office.platform.has_sent(2)
    await office.becomes(rows[0], "sent")
    await office.becomes(rows[1], "sent")
    await office.later(0)
    states = [(await office.row(row_id)).state for row_id in rows]
    assert states == ["sent"] * 2 + ["new"] * 7
    await office.delivery.stop(5)
    assert len(office.platform.sent) == 2


async def _has_slots(office: PostOffice, number: int) -> None:
    """Where the pace is kept with other processes, slots are taken ahead, and this takes a moment."""
    pacer, ready = office.delivery._slots._pacers["pigeon"], office.db.wakes.event(outbox.hint("pigeon"))
    if isinstance(pacer, SharedPacer):
        pacer.begin()
        async with asyncio.timeout(10):
            while pacer.free(number) < number:
                ready.clear()
                await ready.wait()


async def test_lanes_that_end_together_keep_the_pace(db: Database) -> None:
    """They all ask whether there is a slot before any of them has taken one."""
    office = PostOffice(db, Platform(per_second=10.0, burst=3))
    for n in range(40):
        await office.post(f"{n}", chat=f"{n % 10}")
    await _has_slots(office, 3)
    heads = await _claims(office, "me")
    office.platform.open.clear()
    lanes = [asyncio.create_task(office.delivery._lane(head, "me")) for head in heads]
    await office.platform.has_sent(len(heads))
    loop = asyncio.get_running_loop()
    began = loop.time()
    office.platform.open.set()
    await office.platform.has_sent(len(heads) + 3)
    await asyncio.gather(*lanes)
    # Two bursts, one taken ahead, and what the time that it took gives; without the pace it would be all forty.
    assert len(office.platform.sent) - len(heads) <= 2 * 3 + 10 * (loop.time() - began) + 1
    await office.delivery.stop(5)


async def test_a_reply_goes_before_what_is_sent_to_many(db: Database) -> None:
    office = PostOffice(db, Platform(per_second=20.0, concurrency=8))
    for n in range(40):
        await office.post("tới mọi người", chat=f"{n}", priority=Priority.BROADCAST)
    await office.delivery.start()
    await office.platform.has_sent(3)
    reply = await office.post("trả lời", chat="5")
    await office.becomes(reply, "sent")
    await office.delivery.stop(5)
    assert office.platform.texts.index("trả lời") <= 6


async def test_one_chat_gets_its_reply_while_its_bulk_waits(db: Database) -> None:
    office = PostOffice(db, Platform(per_second=20.0))
    for n in range(20):
        await office.post(f"tới mọi người {n}", priority=Priority.BROADCAST)
    await office.delivery.start()
    await office.platform.has_sent(2)
    await office.becomes(await office.post("trả lời"), "sent")
    await office.delivery.stop(5)
    assert office.platform.texts.index("trả lời") <= 5


async def test_a_channel_that_hangs_holds_up_no_other(db: Database) -> None:
    office = PostOffice(db, Platform("hangs", concurrency=3), Platform("works"))
    office.platform.open.clear()
    await office.delivery.start()
    for n in range(50):
        await office.post(chat=f"{n}", channel="hangs")
    await office.platform.has_sent(3)
    await office.becomes(await office.post(channel="works"), "sent")
    assert len(office.platform.sent) == 3
    office.platform.open.set()
    await office.platform.has_sent(50)
    await office.delivery.stop(5)


async def test_three_throttled_chats_mean_that_the_bot_is_too_fast(db: Database) -> None:
    office = PostOffice(db, Platform(per_second=1000.0))
    office.platform.plan.extend([Throttled(300)] * 2)
    await office.delivery.start()
    for chat in "ab":
        await office.post(chat=chat)
        await office.held_for(f"pigeon:{chat}")
    await office.becomes(await office.post(chat="c"), "sent")
    office.platform.plan.append(Throttled(300))
    await office.post(chat="d")
    await office.held_for("pigeon:d")
    waits = await office.post(chat="e")
    await office.later(60)
    await office.delivery.stop(5)
    row = await office.row(waits)
    assert (row.state, row.attempts) == ("new", 0)
    assert len(office.platform.sent) == 4


async def test_who_stops_ends_what_he_began_and_leaves_the_rest_as_it_was(db: Database) -> None:
    office = PostOffice(db, Platform())
    office.platform.open.clear()
    rows = [await office.post(f"{n}") for n in range(5)]
    mails = [await office.post("tới mọi người", chat=f"b{n}", priority=Priority.BROADCAST) for n in range(40)]
    await office.delivery.start()
    await office.platform.has_sent(32)  # as many hands as a channel has
    stopping = asyncio.create_task(office.delivery.stop(5))
    office.platform.open.set()
    await stopping
    states = [(row.state, row.attempts) for row in [await office.row(row_id) for row_id in rows + mails]]
    assert states.count(("sent", 1)) == 32
    assert states.count(("new", 0)) == 13
    assert await db.read(lambda tx: tx.rows(select(leases))) == []
    other = office.another()
    await other.start()
    for row_id in rows + mails:
        await office.becomes(row_id, "sent")
    await other.stop(5)
    assert len(office.platform.sent) == 45
    assert not [text for text in office.platform.texts if RESENT in text]
    assert [text for text in office.platform.texts if text.isdigit()] == [f"{n}" for n in range(5)]


async def test_what_does_not_end_in_time_is_cut_off_and_marked_next_time(db: Database) -> None:
    office = PostOffice(db, Platform())
    office.platform.open.clear()
    await office.delivery.start()
    row = await office.post()
    await office.platform.has_sent(1)
    await office.delivery.stop(0.01)
    assert (await office.row(row)).state == "sending"
    office.platform.open.set()
    await office.later(6)
    other = office.another()
    await other.start()
    await office.becomes(row, "sent")
    await other.stop(5)
    assert office.platform.texts == ["xin chào", f"{RESENT}\nxin chào"]


async def test_two_processes_send_everything_once_and_in_order(db: Database) -> None:
    office = PostOffice(db, Platform())
    rivals = [office.delivery, office.another(), office.another()]
    for rival in rivals:
        await rival.start()
    rows = [await office.post(f"{n}", chat=f"{n % 7}") for n in range(140)]
    for row_id in rows:
        await office.becomes(row_id, "sent")
    for rival in rivals:
        await rival.stop(5)
    said: dict[str, list[int]] = {}
    for sending, text in zip(office.platform.sent, office.platform.texts, strict=True):
        said.setdefault(sending.place.chat, []).append(int(text))
    assert said == {f"{chat}": list(range(chat, 140, 7)) for chat in range(7)}


async def test_a_reply_leaves_at_once_not_at_the_next_look(db: Database) -> None:
    office = PostOffice(db, Platform())
    await office.delivery.start()
    await office.becomes(await office.post(), "sent")
    began = asyncio.get_running_loop().time()
    for n in range(5):
        await office.becomes(await office.post(f"{n}"), "sent")
    assert asyncio.get_running_loop().time() - began < 1.5  # the safety tick comes every two seconds
    await office.delivery.stop(5)
