"""The six ways a send ends, and what follows from each; on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.base import Gone, Refused, Retry, Sent, Throttled, Unknown
from handlers.outgoing import RESENT, Edit, Message, Span, Toast
from storage import links
from storage.db import Database
from storage.outbox import Priority
from storage.place import Place
from tests.bot.platform import Platform, PostOffice

MARKED = f"{RESENT}\nxin chào"


@pytest.fixture
async def office(db: Database) -> AsyncIterator[PostOffice]:
    office = PostOffice(db, Platform())
    await office.delivery.start()
    yield office
    office.platform.open.set()
    await office.delivery.stop(5)


async def test_what_is_sent_is_marked_with_its_id_and_can_be_replied_to(office: PostOffice) -> None:
    office.platform.plan.append(Sent("77", ("78",)))
    row = await office.becomes(await office.post(role="card"), "sent")
    assert (row.remote_id, row.attempts, row.why) == ("77", 1, None)
    assert row.sent_at == pytest.approx(office.clock.machine(), abs=timedelta(seconds=5))
    for remote_id in ("77", "78"):
        found = await office.db.read(lambda tx, it=remote_id: links.find(tx, Place("pigeon", "1"), it))  # type: ignore[misc]
        assert found is not None
        assert (found.role, found.outbox_id) == ("card", row.id)


async def test_a_place_is_told_in_order_and_each_thing_once(office: PostOffice) -> None:
    office.platform.open.clear()
    rows = [await office.post(f"{n}", chat=chat) for n in range(10) for chat in "ab"]
    office.platform.open.set()
    for row_id in rows:
        await office.becomes(row_id, "sent")
    for chat in "ab":
        said = [s.content for s in office.platform.sent if s.place.chat == chat]
        assert said == [Message(f"{n}") for n in range(10)]


async def test_nothing_left_us_so_it_is_tried_again_unmarked_and_nothing_overtakes(office: PostOffice) -> None:
    office.platform.plan.extend([Retry("no route")] * 3)
    first, second = await office.post(), await office.post("danach")
    for waited in (1, 2, 4):
        assert await office.held_for() == pytest.approx(waited, abs=0.9)
        assert (await office.row(first)).state == "new"
        await office.later(waited)
    await office.becomes(second, "sent")
    assert office.platform.texts == ["xin chào"] * 4 + ["danach"]


async def test_a_throttled_chat_waits_as_long_as_it_is_told_while_others_go(office: PostOffice) -> None:
    office.platform.plan.append(Throttled(600))
    slow = await office.post()
    assert await office.held_for() == pytest.approx(600, abs=5)
    behind = await office.post("sau")
    await office.becomes(await office.post(chat="2"), "sent")
    await office.later(500)
    await office.becomes(await office.post(chat="2"), "sent")
    assert [s.outbox_id for s in office.platform.sent if s.place.chat == "1"] == [slow]
    await office.later(110)
    await office.becomes(behind, "sent")
    assert office.platform.texts[-2:] == ["xin chào", "sau"]


async def test_refused_is_set_aside_and_the_next_one_goes(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    office.platform.plan.append(Refused("too long"))
    first, second = await office.post(), await office.post("sau")
    await office.becomes(second, "sent")
    assert (await office.row(first)).why == "too long"
    assert (await office.row(first)).state == "refused"
    assert [r.levelname for r in caplog.records] == ["ERROR"]


async def test_unknown_is_sent_again_and_marked(office: PostOffice) -> None:
    office.platform.plan.append(Unknown("timeout"))
    row = await office.post(Message("xin chào", (Span("bold", 0, 3),)))
    assert await office.held_for() == pytest.approx(2, abs=0.9)
    assert (await office.row(row)).state == "sending"
    await office.later(2)
    await office.becomes(row, "sent")
    assert office.platform.texts == ["xin chào", MARKED]
    again = office.platform.sent[1]
    assert again.resend
    assert isinstance(again.content, Message)
    assert again.content.spans == (Span("bold", len(RESENT) + 1, 3),)


async def test_a_message_that_alone_gets_no_answer_is_tried_less_and_less_and_then_the_next_one_goes(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    office.platform.always["2"] = Sent("7")
    office.platform.plan.extend([Unknown("timeout")] * 5)
    row, behind = await office.post(), await office.post("sau")
    waits = []
    for number in range(4):
        waits.append(round(await office.held_for()))
        await office.becomes(await office.post(f"khác {number}", chat="2"), "sent")
        await office.later(waits[-1] + 1)
    assert waits == [2, 10, 50, 250]
    await office.becomes(behind, "sent")
    assert (await office.row(row)).state == "unknown"
    assert (await office.row(row)).why == "timeout"
    own = [text for text in office.platform.texts if not text.startswith("khác")]
    assert own == ["xin chào", *[MARKED] * 4, "sau"]
    assert [r.levelname for r in caplog.records] == ["ERROR"]


async def test_a_platform_that_answers_nobody_costs_no_message_before_a_day_is_over(office: PostOffice) -> None:
    office.platform.always["1"] = Unknown("bad gateway")
    row = await office.post()
    for wait in (2, 10, 50, 250, 900, 900):
        assert round(await office.held_for()) == wait
        await office.later(wait + 1)
    await office.held_for()
    await office.later(86_400)
    assert (await office.becomes(row, "unknown")).doubts == 7


async def test_only_tries_in_doubt_are_counted_against_a_message(office: PostOffice) -> None:
    """Neither a platform that asks us to wait nor a dead line uses up the tries of what may have arrived."""
    office.platform.plan.extend([Throttled(1), Retry("no route")] * 4)
    office.platform.plan.extend([KeyError("a bug"), KeyError("a bug"), Unknown("timeout")])
    row = await office.post()
    for _ in range(11):
        await office.held_for()
        await office.later(300)
    await office.becomes(row, "sent")
    assert (await office.row(row)).doubts == 3


async def test_a_try_that_reached_nobody_does_not_take_the_mark_away(office: PostOffice) -> None:
    office.platform.plan.extend([Unknown("timeout"), Retry("no route"), Throttled(3)])
    row = await office.post()
    for _ in range(3):
        await office.held_for()
        await office.later(10)
    await office.becomes(row, "sent")
    assert office.platform.texts == ["xin chào", MARKED, MARKED, MARKED]


async def test_what_a_dead_sender_left_is_marked(office: PostOffice) -> None:
    await office.delivery.stop(5)
    row = await office.post()
    await office.claimed_by_a_dead_one(row)
    other = office.another()
    await other.start()
    await office.becomes(row, "sent")
    await other.stop(5)
    assert office.platform.texts == [MARKED]


async def test_of_a_broadcast_it_is_said_that_nobody_knows(office: PostOffice) -> None:
    office.platform.plan.append(Unknown("timeout"))
    row = await office.post(priority=Priority.BROADCAST)
    assert (await office.becomes(row, "unknown")).why == "timeout"
    await office.delivery.stop(5)
    dead = await office.post(priority=Priority.BROADCAST, chat="a")
    await office.claimed_by_a_dead_one(dead)
    other = office.another()
    await other.start()
    await office.becomes(await office.post(priority=Priority.BROADCAST, chat="b"), "sent")
    await office.becomes(dead, "unknown")
    await other.stop(5)
    assert office.platform.texts == ["xin chào"] * 2


async def test_a_message_of_which_a_part_is_there_is_gone_on_with(office: PostOffice) -> None:
    """By this process; for another one it is unknown how much is there."""
    office.platform.plan.extend([Throttled(1, partly=True), Retry("no route", partly=True)])
    mail = await office.post(priority=Priority.BROADCAST)
    await office.held_for("pigeon:1|bulk")
    assert (await office.row(mail)).state == "sending"
    await office.later(2)
    await office.held_for("pigeon:1|bulk")
    await office.later(3)
    await office.becomes(mail, "sent")
    office.platform.plan.append(Throttled(1, partly=True))
    mail = await office.post(priority=Priority.BROADCAST, chat="2")
    await office.held_for("pigeon:2|bulk")
    await office.delivery.stop(5)
    other = office.another()
    await office.later(2)
    await other.start()
    await office.becomes(mail, "unknown")
    await other.stop(5)
    assert len(office.platform.sent) == 4


async def test_where_a_second_send_shows_nothing_twice_nothing_is_marked(db: Database) -> None:
    office = PostOffice(db, Platform(idempotent=True))
    office.platform.plan.append(Unknown("timeout"))
    await office.delivery.start()
    row = await office.post()
    await office.held_for()
    await office.later(2)
    await office.becomes(row, "sent")
    await office.delivery.stop(5)
    assert office.platform.texts == ["xin chào"] * 2


async def test_edits_go_to_what_was_sent_and_again_without_a_mark(office: PostOffice) -> None:
    office.platform.plan.extend([Sent("77"), Unknown("timeout")])
    shown = await office.post()
    edit = await office.post(Edit(shown, Message("mới")))
    await office.held_for()
    await office.later(2)
    await office.becomes(edit, "sent")
    assert [(s.content, s.edit_of) for s in office.platform.sent[1:]] == [(Edit(shown, Message("mới")), "77")] * 2
    row = await office.row(shown)
    assert row.remote_id == "77"


async def test_an_edit_knows_all_that_shows_the_text_and_the_next_one_what_it_added(office: PostOffice) -> None:
    office.platform.plan.extend(
        [Sent("77", ("78", "79"), ("77", "78")), Sent("77", ("78", "80"), ("77", "78", "80"))]
    )
    office.platform.plan.extend([Unknown("timeout"), Sent("77")])
    shown = await office.post(role="card")
    edits = [await office.post(Edit(shown, Message(f"{n}"))) for n in range(2)]
    await office.becomes(edits[0], "sent")
    await office.held_for()
    await office.later(2)
    await office.becomes(edits[1], "sent")
    assert [(s.edit_of, s.edit_parts, s.resend) for s in office.platform.sent[1:]] == [
        ("77", ("77", "78"), False), ("77", ("77", "78", "80"), False), ("77", ("77", "78", "80"), True),
    ]  # fmt: skip
    added = await office.db.read(lambda tx: links.find(tx, Place("pigeon", "1"), "80"))
    assert added is not None
    assert (added.role, added.outbox_id) == ("card", shown)
    assert (await office.row(shown)).text_ids is None


async def test_an_edit_of_what_was_never_sent_is_withdrawn(office: PostOffice) -> None:
    office.platform.plan.append(Refused("empty"))
    shown = await office.post()
    edit = await office.post(Edit(shown, Message("mới")))
    await office.becomes(edit, "withdrawn")
    assert len(office.platform.sent) == 1


async def test_the_answer_to_a_press_is_not_given_late(office: PostOffice) -> None:
    now = office.clock.machine()
    late = await office.post(Toast("q1"), expires_at=now)
    await office.becomes(late, "expired")
    await office.becomes(await office.post(Toast("q2"), expires_at=now + timedelta(seconds=15)), "sent")
    assert [s.content for s in office.platform.sent] == [Toast("q2")]


async def test_a_press_is_answered_while_its_chat_is_held_back(office: PostOffice) -> None:
    office.platform.plan.append(Throttled(60))
    await office.post()
    await office.held_for()
    await office.becomes(await office.post(Toast("q")), "sent")


async def test_a_chat_that_moved_is_followed_at_once(db: Database) -> None:
    office = PostOffice(db, Platform(concurrency=1))
    office.platform.plan.append(Gone("migrated", moved_to="-100"))
    rows = [await office.post("một"), await office.post("hai"), await office.post("ba", priority=Priority.BROADCAST)]
    await office.delivery.start()
    for row_id in rows:
        assert (await office.becomes(row_id, "sent")).place == "pigeon:-100"
    await office.delivery.stop(5)
    assert [(s.place.chat, s.content) for s in office.platform.sent] == [
        ("1", Message("một")), ("-100", Message("một")), ("-100", Message("hai")), ("-100", Message("ba")),
    ]  # fmt: skip


async def test_each_lane_of_a_chat_may_find_out_that_it_moved(office: PostOffice) -> None:
    office.platform.open.clear()
    rows = [
        await office.post(f"{n}", priority=p) for n in range(3) for p in (Priority.INTERACTIVE, Priority.BROADCAST)
    ]
    await office.platform.has_sent(2)
    office.platform.plan.extend([Gone("migrated", moved_to="-100")] * 2)
    office.platform.open.set()
    for row_id in rows:
        assert (await office.becomes(row_id, "sent")).place == "pigeon:-100"
    said = [s.content.text for s in office.platform.sent if isinstance(s.content, Message) and s.place.chat == "-100"]
    assert sorted(said) == ["0", "0", "1", "1", "2", "2"]


async def test_what_may_have_arrived_stays_marked_when_its_chat_moves(office: PostOffice) -> None:
    office.platform.plan.extend([Unknown("timeout"), Gone("migrated", moved_to="-100")])
    row = await office.post()
    await office.held_for()
    await office.later(2)
    await office.becomes(row, "sent")
    assert office.platform.texts == ["xin chào", MARKED, MARKED]


async def test_what_was_partly_shown_is_marked_when_its_chat_moves(office: PostOffice) -> None:
    office.platform.plan.append(Gone("migrated", moved_to="-100", partly=True))
    await office.becomes(await office.post(), "sent")
    assert office.platform.texts == ["xin chào", MARKED]
