"""What the Bot Platform knows of one bot: its chats, their messages, and what it may still send."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from tests.fakes.bell import Bell
from tests.fakes.faults import Json

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Part:
    """What a message holds beside its words: photo, voice, sticker, file …"""

    kind: str
    url: str = ""
    content: bytes = b""


@dataclass(slots=True)
class Shown:
    """A message as it stands in a chat."""

    id: str
    chat_id: str
    at: float
    sender: str
    """A person's id; empty for the bot."""
    text: str = ""
    parts: list[Part] = field(default_factory=list)
    parse_mode: str | None = None
    styles: list[Json] = field(default_factory=list)

    @property
    def by_bot(self) -> bool:
        return not self.sender

    @property
    def kinds(self) -> list[str]:
        return [part.kind for part in self.parts]


@dataclass(slots=True)
class Chat:
    """A chat with a person, or a group's."""

    id: str
    name: str
    kind: Literal["PRIVATE", "GROUP"]
    known: bool = False
    """The bot may write: the person wrote first, or the bot is in the group."""
    protected: bool = False
    """Whatever he sends, the bot hears only that it cannot be shown."""
    typing: int = 0
    messages: dict[str, Shown] = field(default_factory=dict)


@dataclass(slots=True)
class World:
    """Everything that is."""

    token: str
    name: str
    now: Callable[[], float]
    bell: Bell
    chats: dict[str, Chat] = field(default_factory=dict)
    media: dict[str, tuple[Part, float]] = field(default_factory=dict)
    """What people sent, by the last part of its address, and since when it is there."""
    users_at_most: int = 50
    groups_at_most: int = 3
    can_join_groups: bool = False
    messages_a_month: int = 3000
    sent: dict[tuple[int, int], int] = field(default_factory=dict)
    """Messages, by month in Viet Nam."""
    minted: int = 0

    def mint(self, length: int = 20) -> str:
        """A new id."""
        self.minted += 1
        return hashlib.sha256(f"{self.token}/{self.minted}".encode()).hexdigest()[:length]

    def month(self) -> tuple[int, int]:
        there = datetime.fromtimestamp(self.now(), VIETNAM)
        return there.year, there.month

    def post(self, chat: Chat, sender: str, text: str = "", parts: list[Part] | None = None) -> Shown:
        """A new message in a chat."""
        shown = Shown(self.mint(), chat.id, self.now(), sender, text, parts or [])
        chat.messages[shown.id] = shown
        self.bell.ring()
        return shown

    def meet(self, chat: Chat) -> bool:
        """Whether the bot has room for whoever writes to it now."""
        if not chat.known:
            users = sum(other.known for other in self.chats.values() if other.kind == "PRIVATE")
            chat.known = users < self.users_at_most
        return chat.known
