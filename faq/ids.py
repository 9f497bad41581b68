"""Ids by number, in pages of thousands.

A page that is full becomes an array, through which nobody looks for garbage. In a list each id would be looked at
again and again; in a tuple once, but those of many pages together: half a million in fifteen milliseconds, for which
the interpreter is kept from everybody else.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

_PAGE_BITS = 12
_Page = tuple[str, ...] | NDArray[np.object_]


class Ids:
    """Ids by number, from 0 on. They are added by one thread; what is there may be asked for by others meanwhile."""

    def __init__(self) -> None:
        """Hold none yet."""
        self._pages: list[_Page] = [()]

    def __del__(self) -> None:
        """Let go of one page after the other: a million ids at once would keep everybody waiting, too."""
        while self._pages:
            self._pages.pop()

    def add(self, ids: Iterable[str]) -> None:
        """Put ids behind the others."""
        rest = iter(ids)
        while more := tuple(islice(rest, (1 << _PAGE_BITS) - len(self._pages[-1]))):
            page = (*self._pages[-1], *more)
            if len(page) < 1 << _PAGE_BITS:
                self._pages[-1] = page
            else:
                self._pages[-1] = np.array(page, object)
                self._pages.append(())

    def __getitem__(self, number: int) -> str:
        """Return the id of a number. Raises IndexError where there is none."""
        found: str = self._pages[number >> _PAGE_BITS][number & (1 << _PAGE_BITS) - 1]
        return found

    def __len__(self) -> int:
        """Return how many there are."""
        return (len(self._pages) - 1 << _PAGE_BITS) + len(self._pages[-1])

    def pages(self) -> Iterator[Iterable[str]]:
        """Walk through them, thousands at once."""
        yield from self._pages  # which keeps them all there meanwhile
