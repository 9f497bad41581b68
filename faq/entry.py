"""One entry of the bank: a question, the other ways to ask it, its answer and what the answer rests on.

`standing()` says whether an entry may be given as a plain answer on a day and in a province. Everything else
about an entry (who wrote it, how often it helped) belongs to the layers above.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

UNLOCATED = "unlocated:"
"""Source prefix: the text was read, but no public address of it is known."""


class Status(StrEnum):
    """What is known about the law behind an entry."""

    CURRENT = "current"
    SUSPENDED = "suspended"
    BASIS_REPEALED = "basis_repealed"
    SUPERSEDED = "superseded"
    PROVINCIAL_EXAMPLE = "provincial_example"
    CHECK = "check"


class Effect(StrEnum):
    """What a new text does to one that entries rest on."""

    AMENDED = "amended"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"


_GRAVEST = (Effect.LAPSED, Effect.AMENDED, Effect.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Hold:
    """What keeps an entry back until a reviewer has looked at it: `text` has this effect from `since` on.

    Only a suspension may have an end (`until`, inclusive); after it what was suspended holds again by itself.
    """

    effect: Effect
    since: date
    text: str
    until: date | None = None

    def binds(self, on: date) -> bool:
        """Say whether the entry is held back on the day `on`."""
        return self.since <= on and (self.until is None or on <= self.until)


class Standing(StrEnum):
    """How an entry may be used for one asker on one day. Only `PLAIN` is a plain answer."""

    PLAIN = "plain"
    NOT_YET = "not_yet"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    WITHHELD = "withheld"
    BASIS_REPEALED = "basis_repealed"
    SUPERSEDED = "superseded"
    OTHER_PROVINCE = "other_province"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the bank with its answer.

    `phrasings` are other ways to ask `question`. `valid_from` and `valid_to` are inclusive; None is open.
    `confidence` is `verbatim` (the article itself was read) or `summarised`. `reviewed` is True once a person
    of the ministry has accepted it. `provinces` holds two-digit codes; empty means everywhere. `holds` come from
    changes of the law, and `version` counts how often the entry was changed: both are nobody's writing, and entries
    that differ in them alone are equal.
    """

    id: str
    ministry: str
    field: str
    question: str
    phrasings: tuple[str, ...] = ()
    answer: str = ""
    legal_basis: tuple[str, ...] = ()
    source_url: str | None = None
    status: Status = Status.CHECK
    valid_from: date | None = None
    valid_to: date | None = None
    confidence: str = "summarised"
    checked_on: date | None = None
    reviewed: bool = False
    provinces: tuple[str, ...] = ()
    task_id: str | None = None
    holds: tuple[Hold, ...] = dataclasses.field(default=(), compare=False)
    version: int = dataclasses.field(default=0, compare=False)


def standing(entry: Entry, on: date, province: str | None) -> Standing:
    """Say how `entry` may be used on the day `on` for an asker of `province` (two digits, None = unknown).

    What is said is the strongest truth: a repealed or superseded text stays so whatever the date, and a
    suspension is over once the entry itself has lapsed.
    """
    if entry.status is Status.SUPERSEDED:
        return Standing.SUPERSEDED
    if entry.status is Status.BASIS_REPEALED:
        return Standing.BASIS_REPEALED
    if entry.valid_from is not None and on < entry.valid_from:
        return Standing.NOT_YET
    if entry.valid_to is not None and on > entry.valid_to:
        return Standing.LAPSED
    hold = hold_on(entry, on)
    if hold is not None and hold.effect is not Effect.SUSPENDED:
        return Standing.WITHHELD
    if hold is not None or entry.status is Status.SUSPENDED:
        return Standing.SUSPENDED
    if not _holds_in(entry, province):
        return Standing.OTHER_PROVINCE
    if entry.status is Status.CHECK:
        return Standing.CHECK
    return Standing.PLAIN


def hold_on(entry: Entry, on: date) -> Hold | None:
    """Return what keeps an entry back on a day: what lapsed before what was amended or is suspended."""
    binding = [hold for hold in entry.holds if hold.binds(on)]
    return min(binding, key=lambda hold: (_GRAVEST.index(hold.effect), hold.since), default=None)


def source_link(entry: Entry) -> str | None:
    """Return the address of the source if a person can open it, else None."""
    url = (entry.source_url or "").strip()
    if url.startswith(UNLOCATED) or not url.lower().startswith(("http://", "https://")):
        return None
    return url


def _holds_in(entry: Entry, province: str | None) -> bool:
    if entry.provinces:
        return province in entry.provinces
    # An example whose province nobody has recorded holds nowhere that we could name.
    return entry.status is not Status.PROVINCIAL_EXAMPLE
