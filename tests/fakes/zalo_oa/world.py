"""What Zalo knows of one Official Account: its people, their messages, and what was uploaded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.fakes.bell import Bell
from tests.fakes.faults import Json, Refusal

HOUR = 3600.0
DAY = 24 * HOUR
FREE = 48 * HOUR
PAID = 7 * DAY
UPLOAD_LIFE = 7 * DAY
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message."""

    title: str
    type: str
    payload: str
    """What comes back (`oa.query.*`), or where it leads: an address, a number."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a message holds beside its words: image, gif, file, voice, sticker, location, a form …"""

    kind: str
    url: str = ""
    name: str = ""
    content: bytes = b""


@dataclass(slots=True)
class Shown:
    """A message as it stands in a chat."""

    id: str
    user_id: str
    at: float
    by_oa: bool
    text: str = ""
    parts: list[Part] = field(default_factory=list)
    keys: list[Button] = field(default_factory=list)
    quote: str | None = None
    admin_id: str | None = None
    """The person at the Official Account who wrote it by hand."""
    hidden: bool = False
    """The payload of a silent button: the person does not see it."""
    billed: bool = False
    deleted: bool = False
    reactions: list[str] = field(default_factory=list)

    @property
    def buttons(self) -> list[str]:
        """The labels, in reading order."""
        return [key.title for key in self.keys]

    @property
    def kinds(self) -> list[str]:
        return [part.kind for part in self.parts]


@dataclass(slots=True)
class Follower:
    """A person, as the Official Account knows him."""

    id: str
    name: str
    follows: bool = False
    last_interaction: float | None = None
    closed: int | None = None
    """The error that sending to him ends with: -213 -217 -227 -244 …"""
    sensitive: bool = False
    shared: Json = field(default_factory=dict)
    messages: dict[str, Shown] = field(default_factory=dict)

    @property
    def id_by_app(self) -> str:
        return str(int(self.id) + 7)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was uploaded, under the id or token that Zalo gave it."""

    id: str
    kind: str
    name: str
    content: bytes
    at: float


@dataclass(slots=True)
class World:
    """Everything that is."""

    oa_id: str
    app_id: str
    now: Callable[[], float]
    bell: Bell
    people: dict[str, Follower] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    media: dict[str, tuple[Part, float]] = field(default_factory=dict)
    """What people sent, by the last part of its address, and since when it is there."""
    minted: int = 0

    def mint(self, length: int = 19) -> str:
        """A new id."""
        self.minted += 1
        return hashlib.sha256(f"{self.oa_id}/{self.minted}".encode()).hexdigest()[:length]

    def stamp(self) -> str:
        """Now, as events tell it."""
        return str(int(self.now() * 1000))

    def month(self, at: float) -> tuple[int, int]:
        there = datetime.fromtimestamp(at, VIETNAM)
        return there.year, there.month

    def person(self, user_id: object) -> Follower:
        """Raises Refusal for somebody unknown here."""
        if not isinstance(user_id, str):
            raise Refusal(-201, "user_id is invalid: ids are strings")
        if user_id not in self.people:
            raise Refusal(-201, "user_id is invalid")
        return self.people[user_id]

    def post(self, person: Follower, shown: Shown) -> Shown:
        """A new message in his chat."""
        person.messages[shown.id] = shown
        self.bell.ring()
        return shown

    def interacts(self, person: Follower) -> None:
        """He did something that opens the window."""
        person.last_interaction = self.now()

    def window(self, person: Follower) -> bool:
        """Whether a message to him is billed. Raises Refusal when he may not be written to."""
        if person.closed is not None:
            raise Refusal(person.closed, "The user cannot receive this message")
        if person.last_interaction is None:
            wrong = (-232, "The user has not interacted with the OA") if person.follows else (-213, "Not a follower")
            raise Refusal(*wrong)
        age = self.now() - person.last_interaction
        if age > PAID:
            raise Refusal(-230, "The user has not interacted with the OA in the past 7 days")
        return age > FREE

    def uploaded(self, given: object, kind: str) -> Upload:
        """Raises Refusal for an id that is unknown, of another kind, or too old."""
        upload = self.uploads.get(given) if isinstance(given, str) else None
        if upload is None or upload.kind != kind:
            raise Refusal(-201, "attachment_id or token is invalid")
        if self.now() - upload.at > UPLOAD_LIFE:
            raise Refusal(-100, "attachment is expired")
        return upload
