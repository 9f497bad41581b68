"""Raw updates: a light look before they are stored (`arrival`), the whole reading after (`Reader`)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    Message,
    MessageReactionUpdated,
    ReactionType,
    Update,
    User,
)

from bot.channels.base import Unparseable
from handlers.clock import Clock
from handlers.incoming import (
    Attachment,
    Edited,
    Group,
    Incoming,
    Kind,
    Membership,
    Moved,
    Pressed,
    Reach,
    Reacted,
    Said,
    Sender,
    Unshown,
    cleaned,
    cleaned_name,
)
from storage.inbox import Arrival
from storage.place import Place

NAME = "telegram"
_INT64 = 2**63
_SERVICE = frozenset({
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "supergroup_chat_created", "channel_chat_created", "message_auto_delete_timer_changed",
    "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "successful_payment", "refunded_payment",
    "users_shared", "chat_shared", "connected_website", "write_access_allowed", "passport_data",
    "proximity_alert_triggered", "boost_added", "chat_background_set", "forum_topic_created", "forum_topic_edited",
    "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden",
    "giveaway_created", "giveaway_completed", "video_chat_scheduled", "video_chat_started", "video_chat_ended",
    "video_chat_participants_invited", "web_app_data", "gift", "unique_gift", "gift_upgrade_sent",
    "paid_message_price_changed", "direct_message_price_changed", "checklist_tasks_done", "checklist_tasks_added",
    "suggested_post_approved", "suggested_post_approval_failed", "suggested_post_declined", "suggested_post_paid",
    "suggested_post_refunded", "chat_owner_left", "chat_owner_changed", "poll_option_added", "poll_option_deleted",
})  # fmt: skip
"""What Telegram says by itself. All else that we cannot read somebody sent, and he is told."""
_ALBUM = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_IN_CHATS = ("message", "edited_message", "my_chat_member", "message_reaction")
_LIKES = {"👍": True, "❤": True, "👎": False}


def update_id(update: object) -> int | None:
    """Telegram's number of an update, where it has a usable one."""
    found = update.get("update_id") if isinstance(update, dict) else None
    return found if _is_id(found) else None


def arrival(bot_id: str, update: object, payload: bytes) -> Arrival:
    """An update as the inbox keeps it. Never fails: what makes no sense gets a conversation of its own, and will end
    in quarantine there without holding anybody up."""
    number = update_id(update)
    own = str(number) if number is not None else "sha256:" + hashlib.sha256(payload).hexdigest()
    place = _peek(update)
    conversation = place.key if place else f"{NAME}:?{own}"
    return Arrival(NAME, f"{bot_id}:{own}", conversation, payload, _album(update))


def _peek(update: object) -> Place | None:
    if not isinstance(update, dict):
        return None
    event = next((update[kind] for kind in _IN_CHATS if update.get(kind)), None)
    if event is None and isinstance(query := update.get("callback_query"), dict):
        event = query.get("message")
    chat = event.get("chat") if isinstance(event, dict) else None
    chat_id = chat.get("id") if isinstance(chat, dict) else None
    if not isinstance(event, dict) or not _is_id(chat_id):
        return None
    topic = event.get("message_thread_id") if event.get("is_topic_message") is True else None
    return Place(NAME, str(chat_id), str(topic) if _is_id(topic) else "")


def _album(update: object) -> str | None:
    message = update.get("message") if isinstance(update, dict) else None
    album = message.get("media_group_id") if isinstance(message, dict) else None
    return album if isinstance(album, str) and _ALBUM.fullmatch(album) else None


def _is_id(value: object) -> bool:
    # Beyond 64 bits it is none of Telegram's, and would not fit into a column.
    return isinstance(value, int) and not isinstance(value, bool) and -_INT64 <= value < _INT64


class Reader:
    """Reads stored updates."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def parse(self, payload: bytes) -> Incoming | None:
        """The neutral form of an update; None for one that needs no answer. Raises Unparseable."""
        try:
            raw = json.loads(payload)
            if not isinstance(raw, dict) or update_id(raw) is None:
                raise Unparseable("not an update")
            update = Update.de_json(raw, None)
            return self._read(update)
        except Unparseable:
            raise
        except Exception as error:
            # The library trusts Telegram's shapes: a wrong one ends in any kind of error, whose text may quote it.
            raise Unparseable(f"malformed update ({type(error).__name__})") from None

    def _read(self, update: Update) -> Incoming | None:
        if update.message:
            return _moved(update.message) or _said(update.message)
        if update.edited_message:
            return _edited(update.edited_message)
        if update.callback_query:
            return self._pressed(update.callback_query)
        if update.my_chat_member:
            return _reach(update.my_chat_member)
        if update.message_reaction:
            return _reacted(update.message_reaction)
        return None

    def _pressed(self, query: CallbackQuery) -> Incoming | None:
        message = query.message
        if message is None or not query.data or query.from_user.is_bot:
            return None
        thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
        return Pressed(
            _sender(query.from_user),
            _place(message.chat, thread),
            cleaned(query.data, 64),
            self._clock.business(),  # Telegram does not date a press
            cleaned(query.id, 64),
            _id(message.message_id),
            _private(message.chat),
        )


def _said(message: Message) -> Incoming | None:
    person = message.from_user
    if person is None or person.is_bot:  # a channel's post, an anonymous admin, another bot
        return None
    text, attachments = _text(message), tuple(_attachments(message))
    if not text and not attachments:
        told = message.to_dict()
        if any(told.get(name) for name in _SERVICE):  # somebody joined, a title changed, …
            return None
        return Unshown(
            _sender(person), _place(message.chat, _thread(message)), _id(message.message_id), _aware(message.date),
            _private(message.chat),
        )  # fmt: skip
    return Said(
        _sender(person),
        _place(message.chat, _thread(message)),
        _id(message.message_id),
        _aware(message.date),
        text,
        attachments,
        _reply_to(message),
        _private(message.chat),
        _reply_button(message),
        group=None if _private(message.chat) else _group(message.chat),
        own_phone=_own_phone(message, person),
    )


def _own_phone(message: Message, person: User) -> str:
    """The number of a contact that is the sender's own: anybody may send anybody else's."""
    contact = message.contact
    return cleaned(contact.phone_number, 32) if contact and contact.user_id == person.id else ""


def _moved(message: Message) -> Moved | None:
    """The service message that a group became a supergroup: one in the old chat, one in the new."""
    here = _place(message.chat, None)
    if message.migrate_to_chat_id:
        old, new = here, Place(NAME, _id(message.migrate_to_chat_id))
    elif message.migrate_from_chat_id:
        old, new = Place(NAME, _id(message.migrate_from_chat_id)), here
    else:
        return None
    who = _sender(message.from_user) if message.from_user else Sender(NAME, here.chat, "")
    return Moved(who, here, old, new, _aware(message.date))


def _edited(message: Message) -> Incoming | None:
    person = message.from_user
    if person is None or person.is_bot:
        return None
    if message.location and "live_period" in message.location.to_dict():
        return None  # a live location edits its message every few seconds
    return Edited(
        _sender(person),
        _place(message.chat, _thread(message)),
        _id(message.message_id),
        _aware(message.edit_date or message.date),
        _text(message),
        tuple(_attachments(message)),
        _private(message.chat),
    )


def _reach(change: ChatMemberUpdated) -> Incoming | None:
    if change.chat.type in (Chat.GROUP, Chat.SUPERGROUP):
        return _membership(change)  # it tells of the group, and who changed it is not whom it is about
    if not _private(change.chat) or change.from_user.is_bot:
        return None
    return Reach(
        _sender(change.from_user),
        _place(change.chat, None),
        change.new_chat_member.status not in (ChatMember.BANNED, ChatMember.LEFT),
        _aware(change.date),
    )


def _reacted(change: MessageReactionUpdated) -> Incoming | None:
    if change.user is None or change.user.is_bot:
        return None
    new = _likes(change.new_reaction) - _likes(change.old_reaction)
    says = {_LIKES[sign] for sign in new}
    if len(says) != 1:
        return None
    private, place = _private(change.chat), _place(change.chat, None)
    return Reacted(_sender(change.user), place, _id(change.message_id), says.pop(), _aware(change.date), private)


def _likes(reactions: Sequence[ReactionType]) -> set[str]:
    signs = {str(getattr(reaction, "emoji", "")).rstrip("\ufe0f") for reaction in reactions}
    return signs & _LIKES.keys()


def _membership(change: ChatMemberUpdated) -> Membership:
    now = change.new_chat_member
    inside = now.status not in (ChatMember.BANNED, ChatMember.LEFT) and getattr(now, "is_member", True)
    manages = now.status == ChatMember.ADMINISTRATOR and bool(getattr(now, "can_manage_topics", False))
    return Membership(
        _sender(change.from_user), _place(change.chat, None), _group(change.chat), inside, manages,
        _aware(change.date),
    )  # fmt: skip


def _group(chat: Chat) -> Group:
    return Group(" ".join(cleaned(chat.title or "", 200).split())[:128], bool(chat.is_forum))


def _text(message: Message) -> str:
    text = message.text or message.caption or ""
    if not text and message.poll:
        text = message.poll.question
    if not text and message.dice:
        text = message.dice.emoji
    if not text and message.venue:
        text = f"{message.venue.title}\n{message.venue.address}"
    return cleaned(text)


def _attachments(message: Message) -> Iterator[Attachment]:
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        yield _file(Kind.PHOTO, largest.file_id, mime="image/jpeg", size=largest.file_size)
    elif file := message.document:  # an animation comes as a document, too
        yield _file(Kind.FILE, file.file_id, file.file_name, file.mime_type, file.file_size)
    elif voice := message.voice:
        yield _file(Kind.VOICE, voice.file_id, None, voice.mime_type, voice.file_size)
    elif audio := message.audio:
        yield _file(Kind.AUDIO, audio.file_id, audio.file_name or audio.title, audio.mime_type, audio.file_size)
    elif video := message.video:
        yield _file(Kind.VIDEO, video.file_id, video.file_name, video.mime_type, video.file_size)
    elif note := message.video_note:
        yield _file(Kind.VIDEO, note.file_id, None, "video/mp4", note.file_size)
    elif sticker := message.sticker:
        yield _file(Kind.STICKER, sticker.file_id, sticker.emoji, None, sticker.file_size)
    elif spot := message.location:
        yield _file(Kind.LOCATION, f"{float(spot.latitude)},{float(spot.longitude)}")
    elif contact := message.contact:
        name = " ".join(filter(None, (contact.first_name, contact.last_name)))
        yield _file(Kind.CONTACT, contact.phone_number, name)


def _file(
    kind: Kind, reference: str, name: str | None = None, mime: str | None = None, size: int | None = None
) -> Attachment:
    return Attachment(
        kind,
        cleaned(reference, 256),
        " ".join(cleaned(name or "", 200).split()),
        cleaned(mime or "", 120),
        size if isinstance(size, int) and 0 <= size < 2**31 else None,
        NAME,
    )


def _sender(user: User) -> Sender:
    language = cleaned(user.language_code, 35) if user.language_code else None
    return Sender(NAME, _id(user.id), cleaned_name(user.full_name or ""), language)


def _place(chat: Chat, thread: int | None) -> Place:
    return Place(NAME, _id(chat.id), _id(thread) if thread is not None else "")


def _thread(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None


def _reply_to(message: Message) -> str | None:
    target = message.reply_to_message
    # In a topic every message answers, formally, the service message that opened it.
    if target is None or target.forum_topic_created or target.message_id == _thread(message):
        return None
    return _id(target.message_id)


def _reply_button(message: Message) -> str | None:
    markup = message.reply_to_message.reply_markup if message.reply_to_message else None
    tokens = (button.callback_data for row in markup.inline_keyboard for button in row) if markup else ()
    return next((cleaned(token, 64) for token in tokens if isinstance(token, str)), None)


def _private(chat: Chat) -> bool:
    return chat.type == Chat.PRIVATE


def _id(number: int) -> str:
    if not _is_id(number):
        raise Unparseable("an id that is none")
    return str(number)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None or moment.year < 2000:
        raise Unparseable("a date that is none")
    return moment.astimezone(UTC)
