"""Somebody may be written to only for a while after he did something: what comes too late waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.channels.base import Gone, Sent, Unknown
from handlers.outgoing import RESENT, Edit, Message
from storage import broadcasts, outbox, persons, reach, thread
from storage.db import Database
from storage.outbox import Priority
from storage.persons import Person
from storage.place import Place
from storage.seats import Role
from storage.tables import questions
from tests.bot.test_delivery_recipients import Recipients

HERE, THERE, DESK, ADMIN = Place("zalo", "1"), Place("telegram", "2"), Place("telegram", "3"), Place("telegram", "4")
THEN = datetime(2026, 11, 19, tzinfo=UTC)
CLOSED = Gone("nothing from this person for 48 hours", for_now=True, heard_at=THEN)


@pytest.fixture
async def people(seeded_db: Database) -> AsyncIterator[Recipients]:
    people = Recipients(seeded_db)
    people.zalo.capabilities = replace(people.zalo.capabilities, window=True)
    await people.delivery.start()
    yield people
    await people.delivery.stop(5)


async def lan_is_silent(people: Recipients, *places: Place) -> Person:
    lan = await people.person("Lan", HERE, *places)
    await heard(people, THEN)
    people.zalo.always["1"] = CLOSED
    return lan


async def heard(people: Recipients, at: datetime) -> None:
    await people.db.write(lambda tx: reach.heard_from(tx, HERE, at))


async def she_writes(people: Recipients) -> None:
    people.zalo.always.clear()
    await heard(people, THEN + timedelta(days=3))


async def test_it_waits_at_no_cost_until_she_does_something(people: Recipients) -> None:
    await lan_is_silent(people)
    rows = [await people.send(HERE, text) for text in ("một", "hai")]
    for row in rows:
        assert (await people.becomes(row, "shut")).why == CLOSED.reason
    tried = len(people.zalo.sent)
    for _ in range(20):
        await people.later(3600 * 12)
        await people.becomes(await people.send(Place("zalo", "9"), "ai khác"), "sent")
    assert [sending.place.chat for sending in people.zalo.sent[tried:]] == ["9"] * 20
    await she_writes(people)
    rows.append(await people.send(HERE, "ba"))
    for row in rows:
        await people.becomes(row, "sent")
    assert people.zalo.texts[-3:] == ["một", "hai", "ba"]


async def test_what_is_queued_meanwhile_waits_behind(people: Recipients) -> None:
    await lan_is_silent(people)
    rows = []
    for n in range(5):
        rows.append(await people.send(HERE, f"{n}"))
        await people.becomes(rows[-1], "shut")
    await she_writes(people)
    for row in rows:
        await people.becomes(row, "sent")
    assert people.zalo.texts[-5:] == ["0", "1", "2", "3", "4"]


async def test_she_does_something_in_the_very_moment(people: Recipients) -> None:
    await lan_is_silent(people)
    people.zalo.always.clear()
    people.zalo.plan.append(CLOSED)
    people.zalo.open.clear()
    row = await people.send(HERE, "một")
    await people.zalo.has_sent(1)
    await heard(people, THEN + timedelta(days=3))
    people.zalo.open.set()
    await people.becomes(row, "sent")
    assert people.zalo.texts == ["một", "một"]


async def test_an_older_word_of_hers_opens_nothing_and_is_no_newer_one(people: Recipients) -> None:
    await lan_is_silent(people)
    await heard(people, THEN - timedelta(days=1))
    assert await people.db.read(lambda tx: reach.last_heard(tx, HERE)) == THEN
    assert await people.db.read(lambda tx: reach.last_heard(tx, Place("zalo", "nobody"))) is None


async def test_what_was_perhaps_shown_is_marked_when_it_goes_out(people: Recipients) -> None:
    await lan_is_silent(people)
    people.zalo.always.clear()
    people.zalo.plan.append(Unknown("no answer"))
    row = await people.send(HERE, "một")
    await people.held_for("zalo:1")
    people.zalo.always["1"] = CLOSED
    await people.later(5)
    await people.becomes(row, "shut")
    await she_writes(people)
    await people.becomes(row, "sent")
    assert people.zalo.texts[-1] == f"{RESENT}\nmột"


async def test_a_message_that_goes_through_takes_along_what_waited(people: Recipients) -> None:
    await lan_is_silent(people)
    first = await people.send(HERE, "một")
    await people.becomes(first, "shut")
    people.zalo.always.clear()
    people.zalo.plan.append(Sent("7"))
    await people.becomes(await people.send(HERE, "hai"), "sent")
    await people.becomes(first, "sent")


async def test_a_start_tries_it_again(people: Recipients) -> None:
    await lan_is_silent(people)
    row = await people.send(HERE, "một")
    await people.becomes(row, "shut")
    people.zalo.always.clear()
    again = people.another()
    await again.start()
    await people.becomes(row, "sent")
    await again.stop(5)


async def test_whoever_has_another_channel_reads_it_there(people: Recipients) -> None:
    await lan_is_silent(people, THERE)
    first = await people.post(Message("một", quote="55"), chat="1", channel="zalo")
    await people.becomes(first, "gone")
    await people.becomes(await people.post(Edit(first, Message("hai")), chat="1", channel="zalo"), "withdrawn")
    shown = await people.send(HERE, "ba")
    await people.becomes(shown, "gone")
    await people.telegram.has_sent(2)
    assert [(s.place, s.content) for s in people.telegram.sent] == [
        (THERE, Message("một")), (THERE, Message("ba")),
    ]  # fmt: skip
    assert await people.db.read(lambda tx: persons.reachable_at(tx, HERE)), "she is not lost: she may write tomorrow"


async def test_what_was_shown_before_the_silence_is_corrected_elsewhere(people: Recipients) -> None:
    await lan_is_silent(people, THERE)
    people.zalo.always.clear()
    first = await people.send(HERE, "Ngày 10")
    await people.becomes(first, "sent")
    people.zalo.always["1"] = CLOSED
    await people.becomes(await people.post(Edit(first, Message("Ngày 12")), chat="1", channel="zalo"), "gone")
    await people.telegram.has_sent(1)
    assert people.telegram.texts == ["(đã sửa)\nNgày 12"]


async def test_a_broadcast_does_not_wait(people: Recipients) -> None:
    await lan_is_silent(people)
    row = await people.send(HERE, "Thông báo", priority=Priority.BROADCAST, broadcast_id=7)
    assert (await people.becomes(row, "expired")).why == CLOSED.reason


async def test_a_broadcast_goes_to_the_other_channel_and_counts_once(people: Recipients) -> None:
    await lan_is_silent(people, THERE)
    row = await people.send(HERE, "Thông báo", priority=Priority.BROADCAST, broadcast_id=7)
    await people.becomes(row, "gone")
    await people.telegram.has_sent(1)
    while (found := await people.db.read(lambda tx: broadcasts.outcomes_of(tx, 7))) != {"sent": 1}:
        assert found == {"sending": 1}
        await people.later(0)


async def test_whoever_wrote_it_hears_once_that_it_waits(people: Recipients) -> None:
    lan = await lan_is_silent(people)
    minh = await people.person("Minh", DESK)
    question = await people.question(lan)

    async def answered(text: str) -> int:
        said = await people.db.write(
            lambda tx: thread.say(tx, question, minh.id, "answer", text, people.clock.business(), ())
        )
        row = await people.send(HERE, text, role="answer", question_id=question, message_id=said)
        await people.becomes(row, "shut")
        return row

    rows = [await answered("một"), await answered("hai")]
    await people.telegram.has_sent(1)
    assert [s.place for s in people.telegram.sent] == [DESK]
    assert "chưa gửi được cho Lan" in people.telegram.texts[0]
    await she_writes(people)
    for row in rows:
        await people.becomes(row, "sent")
    people.zalo.always["1"] = replace(CLOSED, heard_at=THEN + timedelta(days=3))
    await answered("ba")
    await people.telegram.has_sent(2)
    assert len(people.telegram.sent) == 2, "another silence is told again"


async def test_an_officers_silence_is_told_to_the_asker_and_to_the_ministry(people: Recipients) -> None:
    minh = await lan_is_silent(people)
    lan, ha = await people.person("Hoa", DESK), await people.person("Hà", ADMIN)
    seat = await people.seat(minh, Role.OFFICER, "20", province="20")
    await people.seat(ha, Role.ADMIN, "MOIT")
    question = await people.question(lan)
    said = await people.db.write(
        lambda tx: thread.say(tx, question, lan.id, "asked", "Hỏi?", people.clock.business(), ())
    )
    await people.db.write(
        lambda tx: tx.change(update(questions).where(questions.c.id == question).values(holder_seat_id=seat))
    )
    for key in ("card", "relay"):
        row = await people.send(
            HERE, key, role=key, question_id=question, message_id=said, seat_id=seat, dedupe_key=f"{key}:1"
        )
        await people.becomes(row, "shut")
    await people.telegram.has_sent(2)
    told = {s.place: s.content.text for s in people.telegram.sent if isinstance(s.content, Message)}
    assert set(told) == {DESK, ADMIN}
    assert "lâu chưa nhắn vào Zalo" in told[DESK]
    assert "gọi cho cán bộ này" in told[ADMIN]
    assert len(people.telegram.sent) == 2


async def test_housekeeping_forgets_what_nobody_came_back_for(people: Recipients) -> None:
    await lan_is_silent(people)
    row = await people.send(HERE, "một")
    await people.becomes(row, "shut")
    await people.becomes(await people.send(Place("zalo", "9"), "x"), "sent")
    now = people.clock.machine()
    assert await people.db.write(lambda tx: outbox.prune(tx, now - timedelta(days=90), 10)) == 0
    assert await people.row(row)
