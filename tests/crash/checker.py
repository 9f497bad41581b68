"""The checker: what went in must come out. It reads nothing of the service, only the history of the fakes.

After Jepsen's total-queue: *lost* is what was acknowledged and never came out; a *duplicate* is a second copy that
does not say so. Copies that say "(gửi lại)" are allowed after a death, and counted; where nothing died between two
copies, the second was needless, marked or not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from tests.crash.history import Due, History, Seen


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong, and how often something had to be said again."""

    lost: tuple[str, ...] = ()
    unmarked: tuple[str, ...] = ()
    needless: tuple[str, ...] = ()
    unordered: tuple[str, ...] = ()
    strayed: tuple[str, ...] = ()
    marked: int = 0
    seen: int = 0

    @property
    def faults(self) -> tuple[str, ...]:
        named = (("lost", self.lost), ("unmarked duplicate", self.unmarked), ("needless copy", self.needless),
                 ("out of order", self.unordered), ("strayed", self.strayed))  # fmt: skip
        return tuple(f"{name}: {what}" for name, found in named for what in found)


def check(history: History) -> Verdict:
    """Goes through the whole history."""
    copies = defaultdict(list)
    for seen in history.seen:
        copies[seen.same].append(seen)
    return Verdict(
        lost=(*_lost(history), *_broadcasts_lost(history)),
        unmarked=tuple(_unmarked(history, copies.values())),
        needless=tuple(_needless(history, copies.values())),
        unordered=tuple(_unordered(history)),
        strayed=tuple(_strayed(history)),
        marked=sum(seen.marked for seen in history.seen),
        seen=len(history.seen),
    )


def missing(history: History) -> list[Due]:
    """What has not come out (yet)."""
    return [due for due in history.dues if _first(history, due) is None]


def _first(history: History, due: Due) -> Seen | None:
    for seen in (*history.seen, *history.edits):
        if seen.place == due.place and due.holds in seen.words and due.quotes in ("", seen.quotes):
            return seen
    return None


def _lost(history: History) -> Iterable[str]:
    for due in missing(history):
        yield f"{due.what} never reached {due.place}"
    if history.unconfirmed:
        yield f"{history.unconfirmed} updates were never confirmed"


def _broadcasts_lost(history: History) -> Iterable[str]:
    for word, to in history.once.items():
        gone = to - {seen.place for seen in history.seen if word in seen.words}
        if len(gone) > history.unknown.get(word, 0):
            yield f"broadcast {word} to {sorted(gone)}; its sender knows of {history.unknown.get(word, 0)}"


def _unmarked(history: History, copies: Iterable[list[Seen]]) -> Iterable[str]:
    for alike in copies:
        unmarked = [seen for seen in alike if not seen.marked]
        if unmarked and len(unmarked) > history.causes(unmarked[0]):
            yield f"{len(unmarked)} × {unmarked[0].words[:60]!r} at {unmarked[0].place}"
    sent = Counter((word, seen.place) for word in history.once for seen in history.seen if word in seen.words)
    for (word, place), times in sent.items():
        if times > 1 and place in history.once[word]:
            yield f"broadcast {word} {times} times at {place}"


def _needless(history: History, copies: Iterable[list[Seen]]) -> Iterable[str]:
    for alike in copies:
        if history.causes(alike[0]) > 1:
            continue  # which is a copy of which cannot be seen
        alike.sort(key=lambda seen: seen.at)
        for before, after in pairwise(alike):
            if not history.died_between(before.at, after.at):
                yield f"{after.text[:60]!r} at {after.place}"


def _unordered(history: History) -> Iterable[str]:
    lines: dict[tuple[str, str], list[int]] = defaultdict(list)
    for due in history.dues:
        first = _first(history, due)
        if due.line and first:
            lines[due.line, due.place].append(first.order)
    for (line, place), orders in lines.items():
        if orders != sorted(orders):
            yield f"{line} at {place}: {orders}"


def _strayed(history: History) -> Iterable[str]:
    for seen in (*history.seen, *history.edits):
        for word, places in history.told_to.items():
            if word in seen.text and seen.place not in places:
                yield f"{word} at {seen.place}: {seen.words[:60]!r}"
