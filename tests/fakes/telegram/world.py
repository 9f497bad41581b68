"""What Telegram knows: chats, messages, files and the updates that wait for the bot."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bell import Bell

Json = dict[str, Any]

UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}
"""Kinds of updates that come only when they are named in allowed_updates."""
ADMINISTRATOR = {
    "status": "administrator", "can_be_edited": False, "is_anonymous": False, "can_manage_chat": True,
    "can_delete_messages": False, "can_manage_video_chats": False, "can_restrict_members": False,
    "can_promote_members": False, "can_change_info": False, "can_invite_users": True, "can_post_stories": False,
    "can_edit_stories": False, "can_delete_stories": False, "can_manage_topics": True,
}  # fmt: skip


class Refusal(Exception):
    """A call that Telegram refuses."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class ShownButton:
    """A button under a message."""

    label: str
    data: str | None = None
    url: str | None = None
    style: str | None = None


@dataclass(slots=True)
class Shown:
    """A message as it stands in a chat now."""

    id: int
    chat_id: int
    sender: Json
    date: int
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    rows: list[list[ShownButton]] = field(default_factory=list)
    kind: str = "text"
    file_id: str | None = None
    reply_to: int | None = None
    topic: int | None = None
    edits: list[str] = field(default_factory=list)
    """What it said before, oldest first."""
    edit_date: int | None = None
    asks_contact: str = ""
    """The label of a button, where the keyboard is, that sends the reader's own contact."""
    extra: Json = field(default_factory=dict)
    """Further fields of its JSON form: photo, location, forward_origin …"""

    @property
    def buttons(self) -> list[str]:
        """The labels, in reading order."""
        return [button.label for row in self.rows for button in row]

    @property
    def by_bot(self) -> bool:
        return bool(self.sender["is_bot"])

    def styled(self, style: str) -> list[str]:
        """The stretches of the text in this style (`bold`, `italic`)."""
        raw = self.text.encode("utf-16-le")
        return [
            raw[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le")
            for e in self.entities
            if e["type"] == style
        ]


@dataclass(slots=True)
class Chat:
    """A chat of the bot's."""

    id: int
    type: str
    title: str = ""
    known: bool = False
    """The bot may write: the person wrote first, or the bot is in the group."""
    closed: str | None = None
    """Why the bot may not write any more (a 403's description)."""
    moved_to: int | None = None
    topics: set[int] = field(default_factory=set)
    closed_topics: set[int] = field(default_factory=set)
    forum: bool = False
    """It is divided into topics."""
    manages_topics: bool = False
    """The bot is an administrator who may open and close them."""
    messages: dict[int, Shown] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    next_id: int = 1
    person: Json | None = None

    def json(self) -> Json:
        if self.person:
            return {"id": self.id, "type": "private", "first_name": self.person["first_name"]}
        found: Json = {"id": self.id, "type": self.type, "title": self.title}
        return {**found, "is_forum": True} if self.topics or self.forum else found


@dataclass(frozen=True, slots=True)
class File:
    """A file on Telegram's servers."""

    id: str
    kind: str
    name: str
    mime: str
    content: bytes
    path: str


@dataclass(frozen=True, slots=True)
class Queued:
    """An update that waits. What a test put in its place may be no update at all, so the number stands beside it."""

    number: int
    update: Any


@dataclass(slots=True)
class Webhook:
    """Where updates are delivered."""

    url: str
    secret: str
    failures: int = 0
    last_error: str | None = None
    last_error_date: int | None = None


@dataclass(slots=True)
class World:
    """Everything that is, and the bell that rings when it changes."""

    token: str
    now: Callable[[], float] = time.time
    bell: Bell = field(default_factory=Bell)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    waiting: list[Queued] = field(default_factory=list)
    """Updates that the bot has not confirmed."""
    next_update: int = 700_000_001
    allowed: set[str] | None = None
    presses: dict[str, Shown | None] = field(default_factory=dict)
    """Presses the bot has not answered yet, by query id."""
    toasts: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    """Menus, by scope: `chat:5`, `default` …"""
    webhook: Webhook | None = None

    @property
    def bot(self) -> Json:
        number = int(self.token.partition(":")[0])
        return {"id": number, "is_bot": True, "first_name": "Cầu Nối", "username": "caunoi_test_bot"}

    def tell(self, kind: str, event: Json) -> int:
        """Puts an update into the bot's queue; its number."""
        number = self.next_update
        if (kind not in UNASKED) if self.allowed is None else (kind in self.allowed):
            self.queue({"update_id": number, kind: event})
        return number

    def queue(self, update: Any) -> None:
        """Puts an update into the queue as it is."""
        self.waiting.append(Queued(self.next_update, update))
        self.next_update += 1
        self.bell.ring()

    def post(self, chat: Chat, sender: Json, **what: Any) -> Shown:
        """A new message in a chat."""
        shown = Shown(chat.next_id, chat.id, sender, int(what.pop("date", None) or self.now()), **what)
        chat.next_id += 1
        chat.messages[shown.id] = shown
        self.bell.ring()
        return shown

    def my_membership(self, chat: Chat, by: Json, new: Json) -> None:
        """Tells the bot what it is in a chat from now on."""
        old = ADMINISTRATOR if chat.manages_topics else {"status": "member"}
        event = {"chat": chat.json(), "from": by, "date": int(self.now())}
        sides = {"old_chat_member": {"user": self.bot, **old}, "new_chat_member": {"user": self.bot, **new}}
        self.tell("my_chat_member", {**event, **sides})

    def keep(self, kind: str, name: str, mime: str, content: bytes) -> File:
        """A new file."""
        number = len(self.files) + 1
        ending = name.rpartition(".")[2] if "." in name else "bin"
        file = File(f"Ag{kind}_{number:06d}-x", kind, name, mime, content, f"{kind}s/file_{number}.{ending}")
        self.files[file.id] = file
        return file

    def json(self, shown: Shown, *, nested: bool = False) -> Json:
        """A message as the Bot API tells it."""
        chat = self.chats[shown.chat_id]
        told: Json = {"message_id": shown.id, "from": shown.sender, "chat": chat.json(), "date": shown.date}
        words, marks = ("text", "entities") if shown.kind == "text" else ("caption", "caption_entities")
        if shown.text:
            told[words] = shown.text
        if shown.entities:
            told[marks] = shown.entities
        if shown.topic:
            told |= {"message_thread_id": shown.topic, "is_topic_message": True}
        if shown.edit_date:
            told["edit_date"] = shown.edit_date
        answered = shown.reply_to or shown.topic  # in a topic each message answers, formally, what opened it
        if answered in chat.messages and not nested:
            told["reply_to_message"] = self.json(chat.messages[answered], nested=True)
        if shown.rows:
            told["reply_markup"] = {"inline_keyboard": [[_button(b) for b in row] for row in shown.rows]}
        return {**told, **shown.extra}


def _button(button: ShownButton) -> Json:
    told = {"text": button.label, "callback_data": button.data, "url": button.url, "style": button.style}
    return {name: value for name, value in told.items() if value is not None}
