"""How well a bank answers labelled questions: found at all, found first, and silent where it does not know.

A question is labelled with the entries that answer it, or with none: then it must be refused. However many of each a
file has, three in ten questions that come are taken to be of the second kind; shares and precisions are those of such
traffic.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import nan

MUST_REFUSE = 0.3
"""Share of questions that no entry answers, in the traffic that figures are given for."""
_FIRST = 10
_BINS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A labelled question and what came of it: `found` are entries with their confidences, the best first."""

    gold: frozenset[str]
    """Entries that answer it; empty: none does."""
    kind: str
    found: tuple[tuple[str, float], ...]
    answered: bool
    """Whether the best was given as a plain answer."""

    @property
    def confidence(self) -> float:
        """That of the best entry, 0 where nothing was found."""
        return self.found[0][1] if self.found else 0.0

    @property
    def right(self) -> bool:
        """Whether the best entry answers it."""
        return bool(self.found) and self.found[0][0] in self.gold

    def rank(self) -> int | None:
        """The place, from 0, of the first entry that answers it."""
        return next((at for at, (entry, _) in enumerate(self.found) if entry in self.gold), None)


@dataclass(frozen=True, slots=True)
class Figures:
    """What is measured over a set; shares from 0 to 1, nan where there was nothing to measure it on."""

    questions: int
    answerable: int
    top1: float
    top3: float
    mrr10: float
    auroc: float
    """Chance that an answerable question has the higher confidence than one that must be refused."""
    auto95: float
    auto98: float
    """Share of answerable questions answered rightly at the lowest threshold that keeps such a precision."""
    precision: float
    """Of what was answered, at the threshold that ships."""
    answered: float
    """Share of answerable questions answered rightly at that threshold."""
    error: float
    """Expected calibration error of the best entry's confidence, in ten bins."""


def figures(asked: Sequence[Asked]) -> Figures:
    """Measure a set."""
    answerable = [each for each in asked if each.gold]
    refusable = [each for each in asked if not each.gold]
    weight = _weight(len(answerable), len(refusable))
    ranks = [rank for each in answerable if (rank := each.rank()) is not None]
    right, wrong = _answered(asked, weight, lambda each: each.answered)
    return Figures(
        len(asked),
        len(answerable),
        _share(sum(rank < 1 for rank in ranks), len(answerable)),
        _share(sum(rank < 3 for rank in ranks), len(answerable)),
        _share(sum(1 / (1 + rank) for rank in ranks if rank < _FIRST), len(answerable)),
        _auroc([each.confidence for each in answerable], [each.confidence for each in refusable]),
        _auto(asked, weight, len(answerable), 0.95),
        _auto(asked, weight, len(answerable), 0.98),
        _share(right, right + wrong),
        _share(right, len(answerable)),
        _calibration(asked, weight),
    )


def by_kind(asked: Iterable[Asked]) -> dict[str, Figures]:
    """Measure each kind of question for itself, in the order of their names."""
    kinds: defaultdict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        kinds[each.kind].append(each)
    return {kind: figures(kinds[kind]) for kind in sorted(kinds)}


def _weight(answerable: int, refusable: int) -> float:
    """What one question that must be refused counts beside an answerable one."""
    return MUST_REFUSE / (1 - MUST_REFUSE) * answerable / refusable if refusable and answerable else 1.0


def _answered(asked: Iterable[Asked], weight: float, is_answered: Callable[[Asked], bool]) -> tuple[float, float]:
    right = wrong = 0.0
    for each in filter(is_answered, asked):
        right += each.right
        wrong += 0.0 if each.right else 1.0 if each.gold else weight
    return right, wrong


def _auto(asked: Sequence[Asked], weight: float, answerable: int, target: float) -> float:
    best = right = wrong = 0.0
    ordered = sorted(asked, key=lambda each: -each.confidence)
    for _, tied in groupby(ordered, key=lambda each: each.confidence):
        more_right, more_wrong = _answered(tied, weight, lambda _: True)
        right, wrong = right + more_right, wrong + more_wrong
        if right and right >= target * (right + wrong):
            best = max(best, right)
    return _share(best, answerable)


def _auroc(higher: list[float], lower: list[float]) -> float:
    if not higher or not lower:
        return nan
    won, below = 0.0, 0
    pairs = sorted([(value, 1) for value in higher] + [(value, 0) for value in lower])
    for _, tied in groupby(pairs, key=lambda pair: pair[0]):
        kinds = [kind for _, kind in tied]
        ups = sum(kinds)
        won += ups * (below + (len(kinds) - ups) / 2)
        below += len(kinds) - ups
    return won / (len(higher) * len(lower))


def _calibration(asked: Sequence[Asked], weight: float) -> float:
    bins: defaultdict[int, list[tuple[float, float, bool]]] = defaultdict(list)
    for each in asked:
        counts = 1.0 if each.gold else weight
        bins[min(_BINS - 1, int(each.confidence * _BINS))].append((counts, each.confidence, each.right))
    whole = sum(counts for found in bins.values() for counts, _, _ in found)
    error = sum(
        abs(sum(counts * (confidence - right) for counts, confidence, right in found)) for found in bins.values()
    )
    return _share(error, whole)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else nan
