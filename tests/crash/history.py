"""What the fakes saw, and what people did: all that the checker may read."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from handlers.outgoing import RESENT


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that reached somebody. `place` is a Telegram chat or a web page."""

    place: str
    text: str
    quotes: str
    """What it answers, by the platform's id."""
    buttons: tuple[str, ...]
    at: float
    order: int

    @property
    def marked(self) -> bool:
        return self.text.startswith(RESENT)

    @property
    def words(self) -> str:
        """The text without the mark."""
        return self.text.removeprefix(RESENT).lstrip()

    @property
    def same(self) -> tuple[object, ...]:
        """Copies of one message are alike in this; no two messages are."""
        return self.place, self.words, self.quotes, self.buttons


@dataclass(frozen=True, slots=True)
class Due:
    """Something that was acknowledged must come out: at `place`, a message that holds `holds` and quotes `quotes`.

    What shares a `line` must come out in the order in which it was said.
    """

    what: str
    place: str
    holds: str
    quotes: str = ""
    line: str = ""


@dataclass(slots=True)
class History:
    """Of one world."""

    seen: list[Seen] = field(default_factory=list)
    edits: list[Seen] = field(default_factory=list)
    """What messages said later: saying it twice is saying it once."""
    dues: list[Due] = field(default_factory=list)
    told_to: dict[str, set[str]] = field(default_factory=dict)
    """By a word that stands in nothing else: the places where it may be read."""
    repeated: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often people gave cause for the same words: by (place, words that stand in them)."""
    deaths: list[float] = field(default_factory=list)
    """When lives ended, by whatever."""
    unconfirmed: int = 0
    """Updates that were never confirmed."""
    once: dict[str, set[str]] = field(default_factory=dict)
    """By word, to whom: what is never sent twice, not even marked. Broadcasts."""
    unknown: dict[str, int] = field(default_factory=dict)
    """Of those, how many their sender was told are not known to have arrived."""

    def causes(self, seen: Seen) -> int:
        """How many messages may be just like this one."""
        return max(
            (n for (place, words), n in self.repeated.items() if place == seen.place and words in seen.words),
            default=1,
        )

    def died_between(self, before: float, after: float) -> bool:
        """Whether a life ended between two moments."""
        found = bisect_left(self.deaths, before)
        return found < len(self.deaths) and self.deaths[found] <= after
