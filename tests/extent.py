"""How much of the suite runs: `make test` ends within minutes, `make test-all` (`--full`) leaves nothing out.

Left out of the ordinary run are tests marked `slow`, and of each test that is there for both databases, or for both
widths of a page, one of the two, drawn by its name: always the same one, so that a failure can be seen again. What is
about databases themselves (`tests/storage`), and what is marked `both`, runs on both.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

DATABASES = ("sqlite", "postgresql")
WIDTHS = (360, 1280)
"""A phone's and a desk's, in the parameters of a page's test."""
DRAWN_FROM = ("sqlite", "sqlite", "postgresql")
"""PostgreSQL more rarely: a test takes half as long again there."""


def ordinary(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests of the ordinary run, in their order."""
    quick = [item for item in items if not item.get_closest_marker("slow")]
    of_database = Counter(_without(item, _database(item)) for item in quick)
    of_width = Counter(_without(item, _width(item)) for item in quick)
    return [
        item for item in quick
        if (of_database[_without(item, _database(item))] < 2 or _its_database(item))
        and (of_width[_without(item, _width(item))] < 2 or _width(item) in (None, WIDTHS[_draw(item) % 2]))
    ]  # fmt: skip


def _its_database(item: pytest.Item) -> bool:
    if "storage" in item.path.parts or item.get_closest_marker("both"):
        return True
    return _database(item) in (None, DRAWN_FROM[_draw(item) % len(DRAWN_FROM)])


def _draw(item: pytest.Item) -> int:
    """The same for all that differ in database or width alone."""
    return zlib.crc32(_without(item, _database(item), _width(item)).encode())


def _without(item: pytest.Item, *given: object) -> str:
    name = item.nodeid
    for one in filter(None, given):
        name = name.replace(str(one), "*")
    return name


def _database(item: pytest.Item) -> str | None:
    return next((value for value in _values(item) if value in DATABASES), None)


def _width(item: pytest.Item) -> int | None:
    """The width of a page's test that is there for several."""
    return next((value for value in _values(item) if value in WIDTHS), None) if "browser" in item.path.parts else None


def _values(item: pytest.Item) -> Sequence[Any]:
    call = getattr(item, "callspec", None)
    return list(call.params.values()) if call else []
