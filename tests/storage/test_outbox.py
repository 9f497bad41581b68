"""The outbox: lanes are claimed, urgent ones first, and a head that may have left says so; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import broadcasts, forwarding, leases, links, outbox
from storage.db import Database
from storage.outbox import Claimed, Post, Priority
from storage.place import Place
from storage.tables import outbox as rows

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
LASTS = timedelta(seconds=5)


async def put(db: Database, text: str, chat: str = "1", kind: str = "message", **how: Any) -> int | None:
    post = Post(Place("pigeon", chat), {"is": kind, "text": text, "quote": None}, how.pop("key", text), **how)
    return await db.write(lambda tx: outbox.put(tx, post, NOW))


async def claim(db: Database, owner: str = "a", at: float = 0, most: int = 9) -> list[Claimed]:
    now = NOW + timedelta(seconds=at)
    return await db.write(lambda tx: outbox.claim(tx, owner, "pigeon", now, LASTS, most))


def texts(claimed: list[Claimed]) -> list[str]:
    return [one.content["text"] for one in claimed]


async def sent(db: Database, claimed: Claimed, *ids: str, owner: str = "a") -> Claimed | None:
    async def body(tx: Any) -> Claimed | None:
        await outbox.sent(tx, claimed, ids, NOW)
        return await outbox.next_of(tx, claimed, owner, NOW + LASTS)

    return await db.write(body)


async def test_a_key_is_used_once_for_ever(db: Database) -> None:
    assert await put(db, "một", key="k")
    assert await put(db, "hai", key="k") is None
    [claimed] = await claim(db)
    await sent(db, claimed, "1")
    assert await put(db, "ba", key="k") is None
    assert await claim(db, "b") == []


async def test_what_is_undone_with_its_transaction_was_never_queued(db: Database) -> None:
    async def body(tx: Any) -> None:
        await outbox.put(tx, Post(Place("pigeon", "1"), {"is": "message"}, "k"), NOW)
        raise KeyError

    with pytest.raises(KeyError):
        await db.write(body)
    assert await claim(db) == []
    assert not db.wakes.event(outbox.hint("pigeon")).is_set()
    await put(db, "một", key="k")
    assert db.wakes.event(outbox.hint("pigeon")).is_set()


async def test_the_most_urgent_lanes_first_and_within_each_its_head(db: Database) -> None:
    await put(db, "thư", "1", priority=Priority.BROADCAST)
    await put(db, "nhắc", "2", priority=Priority.ALERT)
    await put(db, "đáp", "3")
    await put(db, "đáp sau", "3")
    assert texts(await claim(db, most=2)) == ["đáp", "nhắc"]
    assert texts(await claim(db, "b")) == ["thư"]
    assert await claim(db, "c") == []


async def test_bulk_never_stands_before_a_reply_nor_a_reply_before_a_press(db: Database) -> None:
    await put(db, "thư", priority=Priority.BROADCAST)
    await put(db, "đáp")
    await put(db, "bấm", kind="toast")
    claimed = await claim(db)
    assert {one.lane for one in claimed} == {"pigeon:1", "pigeon:1|bulk", "pigeon:1|toast"}
    assert texts(claimed)[-1] == "thư"


async def test_other_channels_are_left_alone(db: Database) -> None:
    post = Post(Place("owl", "1"), {"is": "message", "text": "x"}, "k")
    await db.write(lambda tx: outbox.put(tx, post, NOW))
    assert await claim(db) == []


async def test_a_head_whose_sender_died_may_have_left(db: Database) -> None:
    await put(db, "một")
    [first] = await claim(db, "dead")
    assert (first.perhaps_sent, first.attempts) == (False, 1)
    assert await claim(db, "b", at=4) == []
    [again] = await claim(db, "b", at=5)
    assert (again.perhaps_sent, again.attempts, again.id) == (True, 2, first.id)
    assert again.leased_until == NOW + timedelta(seconds=10)
    with pytest.raises(leases.Lost):
        await sent(db, first, "1", owner="dead")  # it woke up
    assert (await sent(db, again, "2", owner="b")) is None


async def test_what_was_ended_by_another_is_not_ended_again(db: Database) -> None:
    await put(db, "một")
    [first] = await claim(db, "slow")
    [again] = await claim(db, "fast", at=6)
    await sent(db, again, "7", owner="fast")
    for late in (
        lambda tx: outbox.end(tx, first, "unknown", "late"),
        lambda tx: outbox.untried(tx, first),
        lambda tx: outbox.try_later(tx, first, "slow", "late", NOW, perhaps_sent=True),
    ):
        with pytest.raises(leases.Lost):
            await db.write(late)
    assert await db.read(lambda tx: outbox.remote_id(tx, first.id)) == "7"


@pytest.mark.parametrize("perhaps", [False, True])
async def test_a_lane_waits_with_its_head(db: Database, perhaps: bool) -> None:
    await put(db, "một")
    await put(db, "hai")
    await put(db, "khác", "2")
    head = next(one for one in await claim(db) if one.content["text"] == "một")
    back = NOW + timedelta(seconds=60)
    await db.write(lambda tx: outbox.try_later(tx, head, "a", "why", back, perhaps_sent=perhaps))
    assert texts(await claim(db, "b", at=59)) == ["khác"]
    [again] = [one for one in await claim(db, "c", at=60) if one.lane == "pigeon:1"]
    assert (again.content["text"], again.perhaps_sent) == ("một", perhaps)


async def test_a_sender_that_stops_leaves_no_trace(db: Database) -> None:
    await put(db, "một")
    [head] = await claim(db)
    await db.write(lambda tx: outbox.put_back(tx, head, "a"))
    [again] = await claim(db, "b")
    assert (again.perhaps_sent, again.attempts) == (False, 1)
    await db.write(lambda tx: outbox.try_later(tx, again, "b", "why", NOW, perhaps_sent=True))
    [doubtful] = await claim(db, "c")
    await db.write(lambda tx: outbox.put_back(tx, doubtful, "c"))
    assert (await claim(db, "d"))[0].perhaps_sent


async def test_what_waits_moves_with_its_chat_but_not_what_another_is_sending(db: Database) -> None:
    await put(db, "một")
    await put(db, "hai")
    await put(db, "thư 1", priority=Priority.BROADCAST)
    await put(db, "thư 2", priority=Priority.BROADCAST)
    heads = {one.lane: one for one in await claim(db)}

    async def moves(tx: Any) -> None:
        await outbox.untried(tx, heads["pigeon:1"])
        await forwarding.move(tx, heads["pigeon:1"], Place("pigeon", "-100"))
        await outbox.leave(tx, heads["pigeon:1"], "a")

    await db.write(moves)
    assert texts(await claim(db, "b")) == ["một", "thư 2"]
    assert await sent(db, heads["pigeon:1|bulk"], "9") is None


async def test_what_was_sent_is_found_by_each_of_its_ids(db: Database) -> None:
    await put(db, "một", role="card")
    await put(db, "hai")
    [head] = await claim(db)
    following = await sent(db, head, "5", "6")
    assert following is not None
    assert following.content["text"] == "hai"
    for remote_id in ("5", "6"):
        link = await db.read(lambda tx, it=remote_id: links.find(tx, Place("pigeon", "1"), it))  # type: ignore[misc]
        assert link == links.Link(Place("pigeon", "1"), remote_id, "card", None, None, head.id)
    assert await db.read(lambda tx: links.find(tx, Place("pigeon", "2"), "5")) is None
    await sent(db, following)  # without an id, without a role: no link
    assert await db.read(lambda tx: outbox.remote_id(tx, following.id)) is None


async def test_a_link_is_made_once(db: Database) -> None:
    for role in ("said", "card"):
        link = links.Link(Place("pigeon", "1", "7"), "5", role)
        await db.write(lambda tx, link=link: links.make(tx, link))  # type: ignore[misc]
    found = await db.read(lambda tx: links.find(tx, Place("pigeon", "1", "7"), "5"))
    assert found is not None
    assert found.role == "said"
    assert await db.read(lambda tx: links.find(tx, Place("pigeon", "1"), "5")) is None


async def test_depth_and_age(db: Database) -> None:
    assert await db.read(outbox.oldest_waiting) is None
    await put(db, "một")
    await put(db, "hai")
    await put(db, "thư", priority=Priority.BROADCAST, broadcast_id=3)
    assert await db.read(outbox.depth) == {("pigeon", 0): 2, ("pigeon", 2): 1}
    assert await db.read(outbox.oldest_waiting) == NOW
    assert await db.read(lambda tx: broadcasts.outcomes_of(tx, 3)) == {"new": 1}


async def test_what_has_ended_is_forgotten_after_a_while(db: Database) -> None:
    for n in range(4):
        await put(db, f"{n}", f"{n}")
    await put(db, "thư", "5", priority=Priority.BROADCAST, broadcast_id=3)
    waits = await put(db, "chờ", "6")
    heads = {head.content["text"]: head for head in await claim(db)}
    for text in "012":
        await sent(db, heads[text], "1")
    await sent(db, heads["thư"], "5")
    await db.write(lambda tx: outbox.end(tx, heads["3"], "refused", "why"))
    day = timedelta(days=1)
    assert await db.write(lambda tx: outbox.prune(tx, NOW, 9)) == 0
    assert await db.write(lambda tx: outbox.prune(tx, NOW + day, 3)) == 3
    assert await db.write(lambda tx: outbox.prune(tx, NOW + day, 3)) == 1
    assert await db.write(lambda tx: outbox.prune(tx, NOW + day, 3)) == 0
    left = await db.read(lambda tx: tx.rows(select(rows.c.content).order_by(rows.c.id)))
    assert [row.content["text"] for row in left] == ["thư", "chờ"]
    assert waits


async def test_what_was_sent_late_is_kept_as_long_as_what_was_queued_then(db: Database) -> None:
    await put(db, "một")
    [head] = await claim(db)
    await put(db, "hai")
    later = NOW + timedelta(days=5)
    await db.write(lambda tx: outbox.sent(tx, head, ("1",), later))
    assert await db.write(lambda tx: outbox.prune(tx, later, 9)) == 0
    assert await db.write(lambda tx: outbox.prune(tx, later + timedelta(seconds=1), 9)) == 1


async def test_no_id_is_given_twice(db: Database) -> None:
    """SQLite takes the highest id that is there plus one; links and shown rows point to ids."""
    await put(db, "một")
    [head] = await claim(db)
    await sent(db, head, "1")
    assert await db.write(lambda tx: outbox.prune(tx, NOW + LASTS, 9)) == 0
    assert await put(db, "hai") != head.id


async def test_a_lane_of_many_rows_does_not_hide_the_others(db: Database) -> None:
    for n in range(40):
        await put(db, f"{n}", "busy")
    await put(db, "khác", "2")
    assert texts(await claim(db, most=1)) == ["0"]
    assert texts(await claim(db, "b", most=1)) == ["khác"]
