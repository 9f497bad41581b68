"""Numbers of all texts added up at once: bit by bit, in integers that have one bit for each text.

Plane i of a row of planes holds bit i of every text's number. One operation on two integers of 30,000 bits costs as
much as two look-ups in a dictionary and serves every text of the bank; so the worth of a whole question is added up
for all of them in the time in which a loop over postings reaches two thousand, and no piece is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log

Mask = int
"""A set of texts: bit t stands for text t."""

_STEP = 1.07
_LEVELS = 80
"""Levels of likeness, each so much lower than the one above: together they reach from all to a hundredth."""

_LAYERS = (8, 16, 40)
"""Texts that each layer brings at least, counted together with those before it."""

_MOST = 60
"""Texts that all layers bring at most: of many that are alike the others would say the same."""

_FARTHER = 12
"""Levels from the first layer to where texts are no rivals any more: less than half as near."""


def mask(texts: Iterable[int], count: int) -> Mask:
    """Return the set of these texts, of so many that there are in all."""
    line = bytearray((count >> 3) + 1)
    for text in texts:
        line[text >> 3] |= 1 << (text & 7)
    return int.from_bytes(line, "little")


def members(texts: Mask, most: int) -> tuple[list[int], Mask]:
    """Take at most so many texts out of a set, in order; return them and the rest."""
    found: list[int] = []
    while texts and len(found) < most:
        lowest = texts & -texts
        found.append(lowest.bit_length() - 1)
        texts ^= lowest
    return found, texts


def total(weighted: Iterable[tuple[int, Mask]]) -> list[int]:
    """Add up for every text the whole weights of the sets that hold it."""
    columns: defaultdict[int, list[Mask]] = defaultdict(list)
    for weight, texts in weighted:
        for bit in range(weight.bit_length()):
            if weight >> bit & 1:
                columns[bit].append(texts)
    planes: list[int] = []
    while columns:
        bit = len(planes)
        column, carried = columns.pop(bit, []), columns[bit + 1]
        # A full adder for every text: of three ones of this bit stay one here and one of the next.
        while len(column) > 2:
            one, other, third = column.pop(), column.pop(), column.pop()
            odd = one ^ other
            column.append(odd ^ third)
            carried.append(one & other | odd & third)
        if len(column) == 2:
            one, other = column
            column = [one ^ other]
            carried.append(one & other)
        planes.append(column[0] if column else 0)
        if not carried:
            del columns[bit + 1]
    return planes


class Levels:
    """Bounds of likeness: a text reaches a level when its sum, divided by its length, is so much."""

    def __init__(self, lengths: Sequence[float], unit: float) -> None:
        """Sort the texts by length into classes a step apart: a level is then one bound for each class."""
        self._every = (1 << len(lengths)) - 1
        classes: defaultdict[int, list[int]] = defaultdict(list)
        for text, length in enumerate(lengths):
            classes[round(log(length, _STEP))].append(text)
        masks = {power: mask(texts, len(lengths)) for power, texts in classes.items()}
        longest = max(masks, default=0)
        self._levels = [
            self._turned([(round(unit * _STEP ** (longest - level + power)), masks[power]) for power in masks])
            for level in range(_LEVELS)
        ]
        # The last level is reached by all that share anything.
        self._levels.append(self._turned([(1, self._every)]))

    def _turned(self, bounds: list[tuple[int, Mask]]) -> list[int]:
        """Planes of the bounds with every bit turned: a sum reaches its bound when adding them carries over."""
        planes = total((max(1, bound), texts) for bound, texts in bounds)
        return [self._every ^ plane for plane in planes]

    def layers(self, sums: Sequence[int]) -> Iterator[list[int]]:
        """Walk through the texts in layers from the nearest on, until there are enough or they are too far."""
        level, farthest, room = 0, _LEVELS, _MOST
        taken: Mask = 0
        for least in _LAYERS:
            level, reached = self._find(sums, least, level, farthest)
            if not taken:
                farthest = min(_LEVELS, level + _FARTHER)
            layer, rest = members(reached ^ taken, room)
            if layer:
                yield layer
            taken = reached ^ rest
            room -= len(layer)
            if not room:
                break

    def _find(self, sums: Sequence[int], wanted: int, low: int, high: int) -> tuple[int, Mask]:
        """Return the highest level that so many texts reach, else the lowest there is, and these texts."""
        at_high = None
        while low < high:
            middle = (low + high) >> 1
            texts = self._reaching(sums, middle)
            if texts.bit_count() >= wanted:
                high, at_high = middle, texts
            else:
                low = middle + 1
        return high, self._reaching(sums, high) if at_high is None else at_high

    def _reaching(self, sums: Sequence[int], level: int) -> Mask:
        turned = self._levels[level]
        carry = self._every
        for plane, bound in zip(sums, turned, strict=False):
            carry = plane & bound | carry & (plane ^ bound)
        for bound in turned[len(sums) :]:
            carry &= bound
        for plane in sums[len(turned) :]:
            carry |= plane
        return carry
