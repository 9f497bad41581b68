"""Numbers by name, in many small tables.

One table of a million names keeps the interpreter from everybody else for thirty milliseconds each time that it
grows or is copied; a small one for a fraction of one.
"""

from collections.abc import Iterable

_DRAWERS = 256
_HIGH = 40
"""The bits of a hash that choose a drawer; by the lowest ones a table finds its own places."""


class Drawers:
    """Numbers by name. What was changed is a new one, which shares with the old one the tables that both have."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._tables: list[dict[str, int]] = [{} for _ in range(_DRAWERS)]

    def __del__(self) -> None:
        """Let go of one table after the other: a million names at once would keep everybody waiting, too."""
        while self._tables:
            self._tables.pop()

    def put(self, named: Iterable[tuple[str, int]]) -> None:
        """Put numbers in; of two with the same name the last stays. Not where tables are shared with another."""
        for name, number in named:
            self._tables[_drawer(name)][name] = number

    def changed(self, named: Iterable[tuple[str, int]], without: Iterable[str] = ()) -> "Drawers":
        """Return drawers without some names, and then with these numbers."""
        drawers = Drawers.__new__(Drawers)
        tables = drawers._tables = self._tables.copy()
        for name in without:
            self._own(tables, _drawer(name)).pop(name, None)
        for name, number in named:
            self._own(tables, _drawer(name))[name] = number
        return drawers

    def get(self, name: str) -> int | None:
        """Return the number of a name, None where there is none."""
        return self._tables[_drawer(name)].get(name)

    def __len__(self) -> int:
        """Return how many names there are."""
        return sum(map(len, self._tables))

    def _own(self, tables: list[dict[str, int]], at: int) -> dict[str, int]:
        if tables[at] is self._tables[at]:
            tables[at] = tables[at].copy()
        return tables[at]


def _drawer(name: str) -> int:
    return hash(name) >> _HIGH & _DRAWERS - 1
