"""How much of the suite runs: `make test` ends within minutes, `make test-all` (`--full`) leaves nothing out.

Left out of the ordinary run are tests marked `slow`, and of each test that is there for both databases one of the
two, drawn by its name: always the same one, so that a failure can be seen again. What is about databases themselves
(`tests/storage`), and what is marked `both`, runs on both.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence

import pytest

DATABASES = ("sqlite", "postgresql")
DRAWN_FROM = ("sqlite", "sqlite", "postgresql")
"""PostgreSQL more rarely: a test takes half as long again there."""


def ordinary(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests of the ordinary run, in their order."""
    quick = [item for item in items if not item.get_closest_marker("slow")]
    pairs = Counter(_pair(item) for item in quick)
    return [item for item in quick if pairs[_pair(item)] < 2 or _drawn(item)]


def _drawn(item: pytest.Item) -> bool:
    if "storage" in item.path.parts or item.get_closest_marker("both"):
        return True
    return _database(item) == DRAWN_FROM[zlib.crc32(_pair(item).encode()) % len(DRAWN_FROM)]


def _pair(item: pytest.Item) -> str:
    """The same for a test on one database and on the other."""
    database = _database(item)
    return item.nodeid.replace(database, "*") if database else item.nodeid


def _database(item: pytest.Item) -> str | None:
    call = getattr(item, "callspec", None)
    return next((value for value in call.params.values() if value in DATABASES), None) if call else None
