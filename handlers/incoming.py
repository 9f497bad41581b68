"""What came in, in neutral words: a channel translates its raw update into one of these.

Texts are cleaned once, here, at the border (`cleaned`): everything behind it may trust that a text can be
stored in SQLite and PostgreSQL alike and cannot turn the reading direction of what surrounds it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storage.place import Place

MAX_TEXT = 8_000
"""Longest text that is kept, in characters; Telegram sends at most 4,096, the web chat refuses longer ones."""

# NUL is refused by PostgreSQL and cuts texts in SQLite; the bidirectional controls could make a relayed text
# read as something else; the other C0/C1 controls have no meaning in a chat. TAB and LF stay.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def cleaned(text: str, limit: int = MAX_TEXT) -> str:
    """`text` in NFC, without NUL, lone surrogates, bidi and other controls, at most `limit` characters long."""
    text = _SURROGATE.sub("\ufffd", text[: limit * 4].replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))[:limit].strip()


def cleaned_name(name: str) -> str:
    """A display name on one line, at most 64 characters: names are shown inside our own headings."""
    return " ".join(cleaned(name, 200).split())[:64]


@dataclass(frozen=True, slots=True)
class Sender:
    """The identity a platform vouches for by its signed call; names prove nothing."""

    channel: str
    user_id: str
    name: str
    language: str | None = None
    """The platform's hint (`vi`, `en-GB`), not a choice of the person."""


class Kind(StrEnum):
    """What an attachment is, in the words all channels share."""

    PHOTO = "photo"
    FILE = "file"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something sent along. `reference` is the platform's own handle (a Telegram file id, a web chat media id)."""

    kind: Kind
    reference: str
    name: str = ""
    mime: str = ""
    size: int | None = None
    """Bytes, where the platform tells."""
    channel: str = ""
    """The channel on which `reference` means something."""


class Why(StrEnum):
    """Why a file could not be had."""

    LARGE = "large"
    GONE = "gone"
    KIND = "kind"
    """Of a kind that we do not pass on."""
    INFECTED = "infected"
    UNCHECKED = "unchecked"
    """The scanner was away for too long."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that was sent along and cannot be passed on."""

    kind: Kind
    why: Why
    name: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What a place is where several people read and write."""

    title: str
    topics: bool = False
    """Whether it is divided into topics."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message: typed, spoken or sent."""

    sender: Sender
    place: Place
    message_id: str
    sent_at: datetime
    """The platform's time of the message, aware; the web chat has none of its own and gives its receipt."""
    text: str
    attachments: tuple[Attachment, ...] = ()
    reply_to: str | None = None
    """Platform id, in the same place, of the message that is answered by quoting."""
    private: bool = True
    reply_button: str | None = None
    """The token of a button under the message that is answered, where the platform shows it: it tells as much as a
    link, also when a death between showing that message and marking it lost its id."""
    client_id: str | None = None
    session: str | None = None
    """By which session of the web chat it was said."""
    lost: tuple[Lost, ...] = ()
    more_ids: tuple[str, ...] = ()
    """Of an album: the ids of its other messages."""
    group: Group | None = None
    """Where it is not private."""
    own_phone: str = ""
    """Where a contact was sent: its number, if the platform vouches that it is the sender's own."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A message that was said before and now reads otherwise."""

    sender: Sender
    place: Place
    message_id: str
    sent_at: datetime
    text: str
    attachments: tuple[Attachment, ...] = ()
    private: bool = True
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True, slots=True)
class Recalled:
    """Somebody takes back a message of his own, where the platform has a way to say so."""

    sender: Sender
    place: Place
    message_id: str
    sent_at: datetime
    private: bool = True


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of ours was pressed. `token` may be forged: it is looked up, never believed."""

    sender: Sender
    place: Place
    token: str
    sent_at: datetime
    press_id: str | None = None
    """The platform's handle for answering the press itself (Telegram's callback query id)."""
    message_id: str | None = None
    private: bool = True
    session: str | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The person blocked us, left, or came back: whether this place can still be written to."""

    sender: Sender
    place: Place
    reachable: bool
    sent_at: datetime
    private: bool = True


@dataclass(frozen=True, slots=True)
class Unshown:
    """Something was sent that the platform does not show to us: of what kind it is, nobody knows."""

    sender: Sender
    place: Place
    message_id: str
    sent_at: datetime
    private: bool = True


@dataclass(frozen=True, slots=True)
class Overheard:
    """Somebody wrote to a person in our name; it may be ourselves, or a human at the platform's own desk."""

    sender: Sender
    """Whose chat it is."""
    place: Place
    message_id: str
    sent_at: datetime
    text: str
    attachments: tuple[Attachment, ...] = ()
    by_hand: bool = False
    """The platform says that it was a human."""
    pause: timedelta = timedelta()
    """For how long the bank is silent for this person, if it was."""
    private: bool = True


@dataclass(frozen=True, slots=True)
class Membership:
    """What we are in a group has changed: taken in, put out, given rights or deprived of some."""

    sender: Sender
    """Who did it."""
    place: Place
    group: Group
    inside: bool
    manages_topics: bool
    sent_at: datetime
    private: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A group lives on under another id. It is told in both places."""

    sender: Sender
    place: Place
    old: Place
    new: Place
    sent_at: datetime
    private: bool = False


@dataclass(frozen=True, slots=True)
class Reacted:
    """A sign was put under a message: that it helped, or that it did not."""

    sender: Sender
    place: Place
    message_id: str
    liked: bool
    sent_at: datetime
    private: bool = True


Incoming = Said | Edited | Recalled | Pressed | Reach | Unshown | Overheard | Membership | Moved | Reacted


def is_act(incoming: Incoming) -> bool:
    """Whether the person did something there that a platform counts from; to leave is none."""
    return incoming.reachable if isinstance(incoming, Reach) else not isinstance(incoming, Overheard)
