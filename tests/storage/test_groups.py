"""Groups and their topics, on both databases: one group for each province, one topic for each question."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import select

from storage import groups, outbox, persons, questions
from storage.db import Database, Tx
from storage.outbox import Post
from storage.place import Place
from storage.questions import NewQuestion
from storage.tables import outbox as mail

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
HERE, THERE = Place("telegram", "-1001"), Place("telegram", "-1002")


def topic(chat: Place, number: int) -> Place:
    return Place(chat.channel, chat.chat, str(number))


@pytest.fixture
async def db(seeded_db: Database) -> Database:
    """Two groups that we are in, linked to nothing."""

    async def body(tx: Tx) -> None:
        await groups.note(tx, HERE, "Một", groups.ALL)
        await groups.note(tx, THERE, "Hai")

    await seeded_db.write(body)
    return seeded_db


async def link(db: Database, place: Place, province: str = "20") -> Place | None:
    return await db.write(lambda tx: groups.link(tx, place, "MOIT", province, "vi", 1))


async def linked(db: Database, province: str = "20") -> Place | None:
    found = await db.read(lambda tx: groups.of_province(tx, "MOIT", province))
    return found.place if found else None


async def question(db: Database) -> int:
    async def body(tx: Tx) -> int:
        lan = await persons.arrive(tx, "telegram", "5", "Lan", "vi", Place("telegram", "5"), NOW)
        new = NewQuestion(lan.id, lan.place, "open", None, "20", "MOIT", None, "Hỏi?", (), "route", NOW, None)
        return await questions.make(tx, new)

    return await db.write(body)


async def opens(question_id: int, number: int, tx: Tx) -> bool:
    return await groups.topic_is(tx, question_id, HERE, topic(HERE, number))


async def test_a_province_has_one_group_and_the_last_one_linked_is_it(db: Database) -> None:
    assert await link(db, HERE) is None
    assert await link(db, HERE) is None, "the same again is no other"
    assert await link(db, THERE) == HERE
    assert await linked(db) == THERE
    assert await link(db, HERE, "14") is None
    assert (await linked(db, "14"), await linked(db)) == (HERE, THERE)


async def test_what_is_noted_again_keeps_its_link_and_what_was_told_of_rights(db: Database) -> None:
    await link(db, HERE)
    await db.write(lambda tx: groups.note(tx, HERE, "Tên mới"))
    found = await db.read(lambda tx: groups.get(tx, HERE))
    assert found is not None
    assert (found.title, found.rights, found.province, found.takes_topics) == ("Tên mới", groups.ALL, "20", True)
    await db.write(lambda tx: groups.may(tx, HERE, groups.FAILED))
    found = await db.read(lambda tx: groups.get(tx, HERE))
    assert found is not None
    assert not found.takes_topics


async def test_a_topic_is_begun_once_and_opened_once_also_by_two_at_a_time(db: Database) -> None:
    asked = await question(db)
    begun = await asyncio.gather(
        *(db.write(lambda tx: groups.begin_topic(tx, asked, HERE)) for _ in range(4))
    )  # fmt: skip
    assert sorted(begun) == [False, False, False, True]
    assert await db.write(lambda tx: groups.places_of(tx, asked)) == {HERE: None}
    opened = await asyncio.gather(*(db.write(partial(opens, asked, number)) for number in (7, 8, 9)))
    assert sorted(opened) == [False, False, True]
    place = (await db.write(lambda tx: groups.places_of(tx, asked)))[HERE]
    assert place is not None
    assert await db.read(lambda tx: groups.question_at(tx, place)) == asked
    await db.write(lambda tx: groups.topic_lost(tx, place))
    assert await db.write(lambda tx: groups.places_of(tx, asked)) == {HERE: HERE}
    assert await db.read(lambda tx: groups.question_at(tx, HERE)) is None, "General belongs to no question"


async def test_an_ended_link_takes_back_what_waits_to_be_said_there_and_nothing_else(db: Database) -> None:
    asked = await question(db)
    await link(db, HERE)

    async def fill(tx: Tx) -> None:
        await groups.begin_topic(tx, asked, HERE, topic(HERE, 7))
        other = Place("telegram", "-10010", "7")  # begins alike
        for number, place in enumerate((HERE, topic(HERE, 7), THERE, other)):
            await outbox.put(tx, Post(place, {"is": "message"}, f"k{number}", question_id=asked), NOW)
        await outbox.put(tx, Post(HERE, {"is": "message"}, "said"), NOW)

    await db.write(fill)
    assert await db.write(lambda tx: groups.unlink(tx, HERE))
    assert not await db.write(lambda tx: groups.unlink(tx, HERE))
    rows = await db.read(lambda tx: tx.rows(select(mail.c.dedupe_key, mail.c.state).order_by(mail.c.id)))
    assert [tuple(row) for row in rows] == [
        ("k0", "withdrawn"), ("k1", "withdrawn"), ("k2", "new"), ("k3", "new"), ("said", "new"),
    ]  # fmt: skip
    assert await db.write(lambda tx: groups.places_of(tx, asked)) == {}
    assert await linked(db) is None


async def test_a_group_that_is_forgotten_says_whose_it_was_once(db: Database) -> None:
    await link(db, HERE)
    lost = await db.write(lambda tx: groups.forget(tx, HERE))
    assert lost is not None
    assert (lost.province, lost.title) == ("20", "Một")
    assert await db.write(lambda tx: groups.forget(tx, HERE)) is None
    assert await db.write(lambda tx: groups.forget(tx, THERE)) is None, "it was linked to nothing"


async def test_a_group_moves_with_its_link_however_often_that_is_told(db: Database) -> None:
    asked, new = await question(db), Place("telegram", "-1009")
    await link(db, HERE)
    await db.write(lambda tx: groups.begin_topic(tx, asked, HERE, HERE))
    for _ in range(2):
        await db.write(lambda tx: groups.move(tx, HERE, new))
    assert await linked(db) == new
    assert await db.write(lambda tx: groups.places_of(tx, asked)) == {new: new}
    assert await db.read(lambda tx: groups.get(tx, HERE)) is None


async def test_the_new_id_may_be_told_of_before_the_move(db: Database) -> None:
    await link(db, HERE)
    await db.write(lambda tx: groups.move(tx, HERE, THERE))  # THERE was noted already
    assert await linked(db) == THERE
