"""What a channel does not take (now) goes by another channel of the person, or waits without keeping answers back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.channels.base import Purpose, Refused, Throttled
from handlers.outgoing import Button, Edit, Message
from handlers.unreachable import NOT_BY_THIS_CHANNEL
from storage import conversations
from storage.conversations import Choice
from storage.db import Database
from storage.outbox import Priority
from storage.place import Place
from storage.tables import accounts
from tests.bot.test_delivery_recipients import Recipients

HERE, THERE = Place("telegram", "1"), Place("zalo", "9")
SPENT = Throttled(20 * 86_400.0, elsewhere="the month's last messages are for answers")
CLOSED = Refused(NOT_BY_THIS_CHANNEL, elsewhere=True)


@pytest.fixture
async def people(seeded_db: Database) -> AsyncIterator[Recipients]:
    people = Recipients(seeded_db)
    await people.delivery.start()
    yield people
    await people.delivery.stop(5)


@pytest.mark.parametrize("outcome", [SPENT, CLOSED])
async def test_it_goes_by_the_other_channel_once_and_he_stays_reachable(
    people: Recipients, outcome: Throttled | Refused
) -> None:
    await people.person("Lan", HERE, THERE)
    people.telegram.plan.append(outcome)
    row_id = await people.post(Message("một", quote="55"), chat="1", channel="telegram", priority=Priority.BROADCAST)
    row = await people.becomes(row_id, "sent")
    assert (row.channel, row.place) == ("zalo", "zalo:9")
    assert [(s.place, s.content, s.purpose) for s in people.zalo.sent] == [(THERE, Message("một"), Purpose.BROADCAST)]
    reachable = select(accounts.c.reachable).where(accounts.c.place == HERE.key)
    assert await people.db.read(lambda tx: tx.value(reachable))


async def test_its_buttons_work_where_it_went(people: Recipients) -> None:
    lan = await people.person("Lan", HERE, THERE)
    now, ends = people.clock.business(), people.clock.machine().replace(year=2099)
    [token] = await people.db.write(
        lambda tx: conversations.offer(tx, HERE, lan.id, [Choice("Xem", "queue", {})], now, ends)
    )
    people.telegram.plan.append(SPENT)
    with_button = Message("một", rows=((Button("Xem", token),),))
    await people.becomes(await people.post(with_button, chat="1", channel="telegram"), "sent")
    machine = people.clock.machine()
    assert await people.db.read(lambda tx: conversations.chosen(tx, lan.id, token, machine))


async def test_a_notice_waits_and_the_answer_behind_it_does_not(people: Recipients) -> None:
    lan = await people.person("Lan", HERE)
    question = await people.question(lan)
    people.telegram.plan.append(SPENT)
    people.telegram.open.clear()
    notice = await people.send(HERE, "thông báo")
    answer = await people.send(HERE, "trả lời", question_id=question, role="answer")
    people.telegram.open.set()
    await people.becomes(answer, "sent")
    assert [(s.content, s.purpose) for s in people.telegram.sent] == [
        (Message("thông báo"), Purpose.NOTICE), (Message("trả lời"), Purpose.ANSWER),
    ]  # fmt: skip
    row = await people.row(notice)
    assert (row.state, row.lane, row.why) == ("new", "telegram:1|later", SPENT.elsewhere)

    second = await people.send(HERE, "thông báo hai")
    await people.becomes(second, "sent")
    assert (await people.row(notice)).state == "new"
    people.telegram.plan.append(SPENT)
    await people.later(3 * 3600)
    await people.telegram.has_sent(4)
    await people.held_for("telegram:1|later")
    await people.later(3 * 3600)  # and the next month has begun
    await people.becomes(notice, "sent")
    assert [s.resend for s in people.telegram.sent] == [False] * 5


async def test_an_answer_that_cannot_go_now_waits_in_its_place(people: Recipients) -> None:
    lan = await people.person("Lan", HERE)
    question = await people.question(lan)
    people.telegram.plan.append(SPENT)
    answer = await people.send(HERE, "trả lời", question_id=question, role="answer")
    assert await people.held_for("telegram:1") > 2 * 3600
    assert (await people.row(answer)).state == "new"
    await people.later(3 * 3600)
    await people.becomes(answer, "sent")


async def test_many_that_are_held_back_hold_nobody_else(people: Recipients) -> None:
    """It says nothing about the platform: three chats that are throttled by it would stop the whole channel."""
    for chat in "2345":
        people.telegram.always[chat] = SPENT
        await people.send(Place("telegram", chat), "thông báo")
        await people.held_for(f"telegram:{chat}|later")
    await people.becomes(await people.send(HERE, "trả lời"), "sent")


async def test_without_another_channel_it_is_refused_with_the_reason(people: Recipients) -> None:
    await people.person("Lan", HERE)
    people.telegram.plan.append(CLOSED)
    row = await people.becomes(await people.send(HERE, "tới mọi người", priority=Priority.BROADCAST), "refused")
    assert row.why == NOT_BY_THIS_CHANNEL


async def test_what_may_have_been_shown_and_what_edits_it_stays(people: Recipients) -> None:
    await people.person("Lan", HERE, THERE)
    shown = await people.send(HERE, "một")
    await people.becomes(shown, "sent")
    people.telegram.plan.append(SPENT)
    edit = await people.post(Edit(shown, Message("hai")), chat="1", channel="telegram")
    await people.held_for("telegram:1")
    assert people.zalo.sent == []
    await people.later(3 * 3600)
    await people.becomes(edit, "sent")
