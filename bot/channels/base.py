"""What every channel is: it translates raw updates into neutral ones and neutral messages into calls.

A channel decides nothing. It declares what it can do (`Capabilities`), reads what came (`peek`, `parse`) and ends
each send in one of six ways (`Outcome`); delivery decides what follows from it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from aiohttp import web

from handlers.incoming import Incoming
from handlers.outgoing import Edit, Leave, Menu, Message, Recall, Toast, Topic
from storage.inbox import Arrival
from storage.place import Place


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Files on a platform, in bytes; 0 where it takes none of a kind as such, and an address stands in."""

    photo: int = 0
    file: int = 0
    voice: int = 0
    """Voices, music and films alike."""
    album: int = 1
    """So many files are shown as one."""
    received: int = 0
    """Most of what people send there that can be had."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can show and how it wants to be written to."""

    buttons: bool
    edits: bool
    quotes: bool
    max_text: int
    """UTF-16 units in one message."""
    per_second: float | None
    """Messages per second over the whole channel; None where the channel is our own."""
    files: FileLimits = FileLimits()
    burst: int = 1
    idempotent: bool = False
    """True where sending the same outbox row twice shows it once: then an unknown outcome is simply sent again."""
    concurrency: int = 32
    """Sends under way at once."""
    echoes: bool = False
    """True where the platform tells us what stands in our chats, ours and what people at its own desk write."""
    window: bool = False
    """True where somebody may be written to only for a while after he did something: storage.reach notes it."""


# --- the six ways a send ends ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it. `remote_id` is None for what gets no id (toasts, menus)."""

    remote_id: str | None
    more_ids: tuple[str, ...] = ()
    """Ids of further messages when one neutral message needed several (long text, attachments)."""
    texts: tuple[str, ...] = ()
    """Which of these messages show its text, in order, where that is not the first one alone."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Nothing left us (no connection, name not found): safe to try again."""

    why: str
    partly: bool = False
    """Earlier parts of a message that takes several calls are there already. The channel goes on behind them when it
    is asked again, but only while this process lives: the row must stay `sending`, as after an unknown outcome."""
    of_line: bool = True
    """False where it says nothing about the platform: one of our own files could not be read."""


@dataclass(frozen=True, slots=True)
class Throttled:
    """The platform asks us to wait `after` seconds before writing to this chat again."""

    after: float
    partly: bool = False
    """As in Retry."""
    elsewhere: str = ""
    """Why we hold it back ourselves, where another channel of the person may take it at once."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform will never take this message; the recipient is fine."""

    reason: str
    elsewhere: bool = False
    """Another channel of the person may take it: it is the channel that such a message does not go by."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The recipient cannot be reached here any more (blocked us, deleted account, chat not found)."""

    reason: str
    moved_to: str | None = None
    """Set when the chat lives on under another id (Telegram's migrate_to_chat_id)."""
    topic_lost: bool = False
    """The topic of the place is not there any more, or takes nothing; the chat it was in does."""
    partly: bool = False
    """Earlier parts of a message that takes several calls were shown there: elsewhere the whole is a second copy."""
    for_now: bool = False
    """As soon as he does something there, he can be reached again."""
    heard_at: datetime | None = None
    """`for_now`: when he last did so, as far as the channel knew."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Bytes may have left us and no answer came: it may or may not have been shown."""

    why: str


Outcome = Sent | Retry | Throttled | Refused | Gone | Unknown


class Purpose(Enum):
    """What a message is for, where a channel cannot take them all."""

    ANSWER = "answer"
    """It belongs to a question: the question itself, its answer, what is asked on the way."""
    NOTICE = "notice"
    BROADCAST = "broadcast"


@dataclass(frozen=True, slots=True)
class Sending:
    """One claimed outbox row, as delivery hands it to the channel."""

    outbox_id: int
    place: Place
    content: Message | Edit | Recall | Toast | Menu | Topic | Leave
    edit_of: str | None = None
    """For an `Edit` or a `Recall`: the platform id of the message it replaces, or takes back."""
    edit_parts: tuple[str, ...] = ()
    """Where that is several messages: for an `Edit` the ids of those that show the text, for a `Recall` of all, the
    first one included."""
    resend: bool = False
    """True when an earlier try may have arrived. The text of a message is already marked; what a message or an `Edit`
    adds in messages of its own is to be marked by the channel."""
    tries: int = 1
    """This one included."""
    purpose: Purpose = Purpose.ANSWER


class Unparseable(Exception):
    """A raw update that this channel can make no sense of; its text says why, without quoting private content."""


Accept = Callable[[Sequence[Arrival]], Awaitable[int]]
"""`ingest.accept`: commits arrivals and returns how many were new. Only after it returned may a channel
acknowledge. Raises storage.db.Unavailable when the database refuses: then nothing may be acknowledged."""


class Channel(Protocol):
    """One platform."""

    name: str
    capabilities: Capabilities

    def parse(self, payload: bytes) -> Incoming | None:
        """The neutral form of a stored raw update; None for one that needs no answer. Raises Unparseable."""
        ...

    async def send(self, sending: Sending) -> Outcome:
        """Sends one thing. Never raises for what the network or the platform does."""
        ...

    def routes(self, accept: Accept) -> Sequence[web.RouteDef]:
        """The HTTP routes this channel receives on; each commits through `accept` before it answers 200."""
        ...

    async def start(self, accept: Accept) -> None:
        """Begins to receive by polling, where the platform is polled; `accept` before the offset moves."""
        ...

    async def stop(self) -> None:
        """Stops receiving at once; sends under way are ended by delivery."""
        ...
