"""Ids by number, in parts of thousands.

A part that is full becomes an array, through which nobody looks for garbage. In a list each id would be looked at
again and again; in a tuple once, but those of many parts together: half a million in fifteen milliseconds, for which
the interpreter is kept from everybody else.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

_PART_BITS = 12
Part = tuple[str, ...] | NDArray[np.object_]


class Ids:
    """Ids by number, from 0 on. They are added by one thread; what is there may be asked for by others meanwhile."""

    def __init__(self) -> None:
        """Hold none yet."""
        self._parts: list[Part] = [()]

    def __del__(self) -> None:
        """Let go of one part after the other: a million ids at once would keep everybody waiting, too."""
        while self._parts:
            self._parts.pop()

    def add(self, ids: Iterable[str]) -> None:
        """Put ids behind the others."""
        rest = iter(ids)
        while more := tuple(islice(rest, (1 << _PART_BITS) - len(self._parts[-1]))):
            part = (*self._parts[-1], *more)
            if len(part) < 1 << _PART_BITS:
                self._parts[-1] = part
            else:
                self._parts[-1] = np.array(part, object)
                self._parts.append(())

    def __getitem__(self, number: int) -> str:
        """Return the id of a number. Raises IndexError where there is none."""
        found: str = self._parts[number >> _PART_BITS][number & (1 << _PART_BITS) - 1]
        return found

    def __len__(self) -> int:
        """Return how many there are."""
        return (len(self._parts) - 1 << _PART_BITS) + len(self._parts[-1])

    def parts(self) -> Iterator[Part]:
        """Walk through them, thousands at once."""
        yield from self._parts  # which keeps them all there meanwhile
