"""python-telegram-bot without what it brings along and nobody here uses.

Imported before anything else of the library. It and httpx do without these where they are not installed; we tell
them that they are not: 11 MB (docs/benchmarks.md, Memory).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_UNUSED = (
    "httpx._main",  # httpx's command line, with rich, pygments and click
    "cryptography",  # Telegram Passport, which no update that we ask for holds
)


@contextmanager
def _absent(*names: str) -> Iterator[None]:
    # None in sys.modules is Python's own way to say so: importing it raises ModuleNotFoundError.
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


with _absent(*_UNUSED):
    import telegram as telegram
