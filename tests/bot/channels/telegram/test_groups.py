"""What the bot does to a group: topics, their names and their ends, and leaving."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.base import Gone, Refused, Sending, Sent
from bot.channels.telegram import TelegramChannel
from handlers.outgoing import Act, Leave, Message, Topic
from storage.place import Place
from tests.fakes.telegram import FakeGroup, FakeTelegram, FakeUser


@pytest.fixture
def minh(fake: FakeTelegram) -> FakeUser:
    return fake.user(5, "Minh")


@pytest.fixture
def forum(fake: FakeTelegram, minh: FakeUser) -> FakeGroup:
    """A group in which the bot may open topics."""
    group = fake.group(-1001, "Lạng Sơn")
    group.turns_topics(on=True)
    group.lets_the_bot_manage_topics(minh)
    return group


def about(content: Topic | Leave | Message, forum: FakeGroup, topic: str = "", **how: Any) -> Sending:
    return Sending(1, Place("telegram", str(forum.id), topic), content, **how)


async def test_a_topic_is_opened_closed_and_opened_again(channel: TelegramChannel, forum: FakeGroup) -> None:
    opened = await channel.send(about(Topic(Act.OPEN, "Điện"), forum))
    assert isinstance(opened, Sent)
    topic = opened.remote_id or ""
    assert forum.topics == {int(topic): "Điện"}
    for act, closed in ((Act.CLOSE, True), (Act.CLOSE, True), (Act.REOPEN, False), (Act.REOPEN, False)):
        assert await channel.send(about(Topic(act), forum, topic)) == Sent(None)
        assert (int(topic) in forum.closed_topics) is closed
    forum.closes_topic(int(topic))  # it is deleted
    assert await channel.send(about(Topic(Act.CLOSE), forum, topic)) == Sent(None)
    assert await channel.send(about(Topic(Act.CLOSE), forum)) == Sent(None), "General is nobody's to close"


@pytest.mark.parametrize("name", ["x" * 300, "😀" * 100])
async def test_a_topic_has_a_name_that_fits_and_the_second_one_says_so(
    channel: TelegramChannel, forum: FakeGroup, name: str
) -> None:
    await channel.send(about(Topic(Act.OPEN, name), forum, resend=True))
    (called,) = forum.topics.values()
    assert called.startswith("(gửi lại) ")
    assert len(called.encode("utf-16-le")) == 2 * 128


async def test_no_topic_without_rights_or_in_a_plain_group(
    channel: TelegramChannel, forum: FakeGroup, minh: FakeUser
) -> None:
    forum.turns_topics(on=False)
    assert isinstance(await channel.send(about(Topic(Act.OPEN, "Điện"), forum)), Refused)
    forum.turns_topics(on=True)
    forum.deprives_the_bot_of_rights(minh)
    assert isinstance(await channel.send(about(Topic(Act.OPEN, "Điện"), forum)), Refused)


async def test_a_closed_topic_that_takes_nothing_is_lost(
    channel: TelegramChannel, forum: FakeGroup, minh: FakeUser
) -> None:
    opened = await channel.send(about(Topic(Act.OPEN, "Điện"), forum))
    assert isinstance(opened, Sent)
    await channel.send(about(Topic(Act.CLOSE), forum, opened.remote_id or ""))
    forum.deprives_the_bot_of_rights(minh)
    outcome = await channel.send(about(Message("Đáp"), forum, opened.remote_id or ""))
    assert isinstance(outcome, Gone)
    assert outcome.topic_lost


async def test_a_group_is_left(channel: TelegramChannel, forum: FakeGroup) -> None:
    assert await channel.send(about(Leave(), forum)) == Sent(None)
    assert forum.left_by_bot
    assert isinstance(await channel.send(about(Leave(), forum)), Gone)
