"""Ids by number, in tuples.

The search for garbage leaves tuples of texts alone. In a list it would look at each of them again and again, and keep
the interpreter from everybody else meanwhile: a million for twenty milliseconds.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

_PAGE_BITS = 12


class Ids:
    """Ids by number, from 0 on. They are added by one thread; what is there may be asked for by others meanwhile."""

    def __init__(self) -> None:
        """Hold none yet."""
        self._pages: list[tuple[str, ...]] = [()]

    def add(self, ids: Iterable[str]) -> None:
        """Put ids behind the others."""
        rest = iter(ids)
        while page := tuple(islice(rest, (1 << _PAGE_BITS) - len(self._pages[-1]))):
            self._pages[-1] += page
            if len(self._pages[-1]) == 1 << _PAGE_BITS:
                self._pages.append(())

    def __getitem__(self, number: int) -> str:
        """Return the id of a number. Raises IndexError where there is none."""
        return self._pages[number >> _PAGE_BITS][number & (1 << _PAGE_BITS) - 1]

    def __len__(self) -> int:
        """Return how many there are."""
        return (len(self._pages) - 1 << _PAGE_BITS) + len(self._pages[-1])

    def pages(self) -> Iterator[tuple[str, ...]]:
        """Walk through them, thousands at once."""
        return iter(self._pages)
