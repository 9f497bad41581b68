"""What we do to a group besides writing there: topics are opened, closed and reopened, and a group is left."""

from __future__ import annotations

from typing import Any

from telegram.error import BadRequest

from bot.channels.base import Outcome, Sent
from bot.channels.cutting import utf16_length
from bot.channels.telegram import outcomes
from bot.channels.telegram.attaching import Target
from bot.channels.telegram.request import TelegramRequest
from handlers.outgoing import RESENT, Act, Topic

MAX_NAME = 128


async def do(request: TelegramRequest, topic: Topic, target: Target, *, again: bool) -> Outcome:
    """Opens, closes or reopens; the id of an opened topic is what was sent. Raises TelegramError.

    There is no key by which Telegram would know a topic that it opened already: one that may be the second says so.
    """
    if topic.act is Act.OPEN:
        name = _cut(f"{RESENT} {topic.name}" if again else topic.name)
        opened = await request.call("createForumTopic", {"chat_id": target.chat, "name": name})
        return Sent(str(int(opened["message_thread_id"])))
    if target.topic is None:
        return Sent(None)  # what went to General is not closed for it
    this = {"chat_id": target.chat, "message_thread_id": target.topic}
    if topic.name:
        await _done(request, "editForumTopic", {**this, "name": _cut(topic.name)})
    await _done(request, "closeForumTopic" if topic.act is Act.CLOSE else "reopenForumTopic", this)
    return Sent(None)


async def _done(request: TelegramRequest, call: str, said: dict[str, Any]) -> None:
    """Makes a call that changes nothing where it was made before, or the topic is not there any more."""
    try:
        await request.call(call, said)
    except BadRequest as error:
        if not (outcomes.topic_unchanged(error) or outcomes.about_topic(error)):
            raise


async def leave(request: TelegramRequest, target: Target) -> Outcome:
    """Leaves a group. Raises TelegramError."""
    await request.call("leaveChat", {"chat_id": target.chat})
    return Sent(None)


def _cut(name: str) -> str:
    while utf16_length(name) > MAX_NAME:
        name = name[:-1]
    return name
