"""Somebody cannot be written to any more where he was: his messages look for another way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from handlers import access
from handlers.context import Turn
from handlers.due import orphans
from handlers.group import membership, topic
from handlers.ministry import warn
from handlers.outgoing import (
    Edit,
    Message,
    Nothing,
    Notice,
    Outgoing,
    What,
    from_json,
    marked_as_resent,
    said_again,
    to_json,
    unnumbered,
)
from storage import forwarding, groups, outbox, persons, questions, reach, seats, thread
from storage.channels import webchat
from storage.db import Tx
from storage.forwarding import ShownRow
from storage.outbox import Claimed
from storage.place import Place
from storage.questions import OPEN_STATES

NOT_BY_THIS_CHANNEL = "this channel takes no broadcasts"
"""Why a broadcast was refused to somebody who has no other channel: its sender is told how many they are."""
THERE_ALREADY = "it stands in the web chat, where it was not read yet"
NOT_HIS_ANY_MORE = "its place is somebody else's now"
TAKEN_BACK = "taken back"
"""Why a message was not sent: its author does not want it to be."""
_WORTH_KEEPING = ("answer", "asked_back", "card", "relay")
"""What somebody who is gone is sent should he come back, by what it is to him; the rest is of its day."""


async def may_still_receive(tx: Tx, claimed: Claimed, today: date) -> bool:
    """Whether the seat by which somebody was to see a message still gives that right: to this very question too.

    What has no role quotes nothing of the question (a warning to the admins of all ministries that it waits).
    """
    if claimed.seat_id is None:
        return True
    seat = await seats.get(tx, claimed.seat_id)
    if seat is None or not seat.valid_on(today):
        return False
    if claimed.question_id is None or claimed.role is None:
        return True
    question = await questions.get(tx, claimed.question_id)
    return await access.visible(tx, seat.person_id, [seat], question, today)


async def moved(turn: Turn, claimed: Claimed, chat: str | None) -> None:
    """The chat lives on under another id: everything that waits, and its owner, goes there. Without another id it is
    the topic that is lost: what was for it goes to its chat."""
    old = claimed.place
    new = Place(old.channel, chat, old.topic) if chat else replace(old, topic="")
    await outbox.untried(turn.tx, claimed)
    await forwarding.move(turn.tx, claimed, new)
    await persons.place_moved(turn.tx, old, new)
    if chat:
        await groups.move(turn.tx, replace(old, topic=""), replace(new, topic=""))
    else:
        await groups.topic_lost(turn.tx, old)


async def gone(turn: Turn, claimed: Claimed) -> None:
    """He blocked us or left. His message goes to another account of his; the admins hear of a lost officer."""
    person_id = await persons.place_gone(turn.tx, claimed.place)
    if person_id is None:
        await membership.lost(turn, claimed.place)
        return
    if claimed.content["is"] != "message" or claimed.broadcast_id:
        await warn.of_lost(turn, person_id)
        return
    other = await persons.get(turn.tx, person_id)
    if await forwarding.is_copy(turn.tx, claimed):
        return
    if other and other.reachable and other.place != claimed.place:
        content = await for_elsewhere(turn.tx, claimed)
        if content is None:
            return
        await forwarding.put_elsewhere(turn.tx, claimed, other.place, content, turn.ctx.clock.machine())
    elif claimed.seat_id and claimed.question_id:
        question = await questions.get(turn.tx, claimed.question_id)
        if question.state in OPEN_STATES:
            await warn.admins(turn, question, "officer-unreachable", name=other.name if other else "?")
            if question.holder_seat_id == claimed.seat_id and not await orphans.hand_on(turn, question):
                await _keep(turn, claimed)
    else:
        await warn.of_lost(turn, person_id)
        await _tell_author(turn, claimed, "answer-undelivered")
        await _keep(turn, claimed)


async def _keep(turn: Turn, claimed: Claimed) -> None:
    """Nobody else is to have it: should he come back, he is sent it."""
    if claimed.question_id and claimed.role in _WORTH_KEEPING:
        now_says = from_json(await forwarding.content(turn.tx, claimed))
        await reach.keep(turn.tx, claimed, to_json(_marked(now_says, perhaps_sent=claimed.perhaps_sent)))


async def has_other_way(tx: Tx, claimed: Claimed) -> Place | None:
    """Another channel on which a message can reach the same person, which its own does not take (now)."""
    # What was shown in part, or perhaps, stays: elsewhere it would be a second copy.
    if claimed.content["is"] != "message" or claimed.perhaps_sent:
        return None
    if (await forwarding.content(tx, claimed))["is"] == "nothing":
        return None  # taken back since it was claimed
    return await persons.elsewhere(tx, claimed.place)


async def other_way(turn: Turn, claimed: Claimed, place: Place) -> None:
    """A message goes by another channel of the same person."""
    content = await for_elsewhere(turn.tx, claimed)
    if content is None:
        await outbox.end(turn.tx, claimed, "withdrawn", TAKEN_BACK)
    elif await forwarding.is_copy(turn.tx, claimed):
        await outbox.end(turn.tx, claimed, "gone", THERE_ALREADY)
    else:
        await forwarding.redirect(turn.tx, claimed, place, content)


async def for_elsewhere(tx: Tx, claimed: Claimed) -> dict[str, Any] | None:
    """What a claimed message says at another place; its author may have corrected it since it was claimed. None where
    he took it back."""
    now_says = await forwarding.content(tx, claimed)
    if now_says["is"] == "nothing":
        return None
    return to_json(_for_elsewhere(replace(claimed, content=now_says)))


async def unread(turn: Turn, outbox_id: int, place: Place) -> None:
    """What was shown to somebody at a place and not read in time is said to him by another channel, too."""
    shown = await forwarding.shown(turn.tx, outbox_id)
    if shown is None:
        return
    what, other = from_json(shown.content), await persons.elsewhere(turn.tx, place)
    if not isinstance(what, Message):
        return  # taken back
    if other:
        if other.channel in turn.ctx.policy.notice:
            machine, told = turn.ctx.clock.machine(), to_json(Notice(What.MESSAGE))
            await outbox.put(turn.tx, outbox.Post(other, told, f"notice:{outbox_id}"), machine)
        else:
            await forwarding.copy(turn.tx, shown, other, to_json(elsewhere(what)), turn.ctx.clock.machine())
    elif not await persons.reachable_at(turn.tx, place):  # no session opens it, so nobody will read it there
        await _read_by_nobody(turn, shown, place)


async def _read_by_nobody(turn: Turn, shown: ShownRow, place: Place) -> None:
    reader = await persons.of_account(turn.tx, place.channel, place.chat)
    if reader is None:
        return
    question = await questions.get(turn.tx, shown.question_id) if shown.question_id and shown.role else None
    if question and shown.seat_id and question.state in OPEN_STATES:
        await warn.admins(turn, question, "officer-unreachable", name=reader.name)
    else:
        await warn.of_lost(turn, reader.id)
        await _tell_author(turn, shown, "answer-undelivered")


async def follows(tx: Tx, person_id: int, old: Place, new: Place, now: datetime) -> None:
    """What waits for a person at a place that is his no longer, and what he has not read there, goes to another one
    of his (`now` is machine time)."""
    for row_id, content in await forwarding.waiting(tx, old):
        what = from_json(content)
        goes = to_json(elsewhere(what)) if isinstance(what, Message | Edit) else None
        await forwarding.readdress(tx, row_id, new, goes, NOT_HIS_ANY_MORE)
    for row in await forwarding.in_doubt(tx, old, NOT_HIS_ANY_MORE, now):
        what = from_json(row.content)
        if isinstance(what, Message | Edit):
            await forwarding.follow(tx, row, new, to_json(marked_as_resent(elsewhere(what))), now)
    for outbox_id in await webchat.nobody_reads(tx, old.chat) if old.channel == "web" else ():
        row_shown = await forwarding.shown(tx, outbox_id)
        if row_shown and isinstance(message := from_json(row_shown.content), Message):
            await forwarding.follow(tx, row_shown, new, to_json(elsewhere(message)), now)
    await forwarding.move_buttons(tx, person_id, old, new)


async def aside(tx: Tx, claimed: Claimed, why: str, until: datetime) -> None:
    """A notice waits until then (machine time), and keeps back no answer that follows it."""
    await forwarding.set_aside(tx, claimed, why, until)


async def closed(turn: Turn, claimed: Claimed, why: str, heard_at: datetime | None) -> None:
    """His platform takes nothing for him until he does something there: he gets it elsewhere, or it waits for that.

    `heard_at` is what the channel went by.
    """
    if (await reach.last_heard(turn.tx, claimed.place, lock=True)) != heard_at:
        await outbox.untried(turn.tx, claimed)  # he did, just now
        return
    reader = await persons.of_account(turn.tx, claimed.place.channel, claimed.place.chat)
    other = await persons.elsewhere(turn.tx, claimed.place)
    now_says = from_json(await forwarding.content(turn.tx, claimed))
    if isinstance(now_says, Nothing):
        await outbox.end(turn.tx, claimed, "withdrawn", "taken back")
    elif await forwarding.is_copy(turn.tx, claimed):
        await outbox.end(turn.tx, claimed, "gone", THERE_ALREADY)
    elif other and isinstance(now_says, Message | Edit):
        await outbox.end(turn.tx, claimed, "gone", why)
        content = to_json(_for_elsewhere(replace(claimed, content=to_json(now_says))))
        await forwarding.put_elsewhere(turn.tx, claimed, other, content, turn.ctx.clock.machine())
    elif claimed.broadcast_id:
        await outbox.end(turn.tx, claimed, "expired", why)  # nobody waits for it, and next week it may be wrong
    else:
        await reach.shut(turn.tx, claimed, to_json(_marked(now_says, perhaps_sent=claimed.perhaps_sent)), why)
        since = int(heard_at.timestamp()) if heard_at else 0
        await _tell_who_waits(turn, claimed, reader.name if reader else "?", since)


def _marked(what: Outgoing, *, perhaps_sent: bool) -> Outgoing:
    """What may have been shown is marked now: a row that is shut does not remember it."""
    match what:
        case Message() if perhaps_sent:
            return marked_as_resent(what)
        case Edit() if perhaps_sent:
            return replace(what, message=marked_as_resent(what.message))
        case _:
            return what


async def _tell_who_waits(turn: Turn, claimed: Claimed, reader: str, since: int) -> None:
    """Whoever wrote it hears, once for each question and silence, that it is not read yet; of an officer's silence
    his ministry's admins hear, too."""
    if not (claimed.question_id and claimed.role):
        return
    question, occasion = await questions.get(turn.tx, claimed.question_id), f"{claimed.place.key}:{since}"
    if claimed.seat_id and question.state in OPEN_STATES:
        await warn.admins(turn, question, "officer-silent", occasion, name=reader)
    said = await thread.message(turn.tx, claimed.message_id) if claimed.message_id else None
    author = await persons.get(turn.tx, said.author_id) if said and said.author_id else None
    if author and author.place != claimed.place:
        text = turn.words(author)("message-waits", code=question.code, name=reader)
        await turn.say(author, text, key=f"waits:{question.id}:{occasion}", question_id=question.id)


async def undelivered(turn: Turn, claimed: Claimed) -> None:
    """The platform refused a message, or nobody knows whether it took it: only who reads it could have told."""
    if claimed.content["is"] == "topic":
        await topic.not_opened(turn, claimed)
    await _tell_author(turn, claimed, "answer-in-doubt")


def _for_elsewhere(claimed: Claimed) -> Message:
    """Without its quote, which points to a message of the place it was for; marked if it may have been seen there."""
    message = from_json(claimed.content)
    if not isinstance(message, Message | Edit):
        raise TypeError(f"only messages go elsewhere, no {claimed.content['is']}")
    message = elsewhere(message)
    return marked_as_resent(message) if claimed.perhaps_sent else message


def elsewhere(what: Message | Edit) -> Message:
    """A message, or what an edit makes of one, as it is shown at another place."""
    message = said_again(what.message) if isinstance(what, Edit) else what
    return unnumbered(replace(message, quote=None))


async def _tell_author(turn: Turn, claimed: Claimed | ShownRow, words: str) -> None:
    """Whoever answered or asked back must not believe that it was read."""
    if not (claimed.question_id and claimed.message_id and claimed.role in ("answer", "asked_back")):
        return
    question = await questions.get(turn.tx, claimed.question_id)
    said = await thread.message(turn.tx, claimed.message_id or 0)
    author = await persons.get(turn.tx, said.author_id) if said and said.author_id else None
    if author:
        text = turn.words(author)(words, code=question.code, name=question.asker_name, unit=question.unit_name or "?")
        await turn.say(author, text, key=f"undelivered:{claimed.id}", question_id=question.id)
