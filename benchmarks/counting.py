"""What a flow costs in statements, commits and thread hops, counted inside the service."""

from __future__ import annotations

import atexit
import json
import re
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import Engine, event

_TABLE = re.compile(r"(?:FROM|INTO|UPDATE)\s+([a-z_]+)", re.IGNORECASE)


def count_into(path: str) -> None:
    """Counts from now on; the figures are written at the end, and the count begins anew at SIGUSR1."""
    counts: Counter[str] = Counter()

    @event.listens_for(Engine, "before_cursor_execute")
    def _statement(
        _connection: Any, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool
    ) -> None:
        verb = statement.split(None, 1)[0].upper()
        table = _TABLE.search(statement)
        counts["statements"] += verb not in {"BEGIN"}
        counts[f"sql {verb} {table[1] if table else ''}".strip()] += 1

    for name, told in (("begin", "transactions"), ("commit", "commits"), ("savepoint", "savepoints"),
                       ("rollback", "rollbacks"), ("release_savepoint", "releases")):  # fmt: skip
        event.listens_for(Engine, name)(_counter(counts, told))

    hop: Any = aiosqlite.core.Connection._execute

    async def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        counts["thread hops"] += 1
        return await hop(self, *args, **kwargs)

    aiosqlite.core.Connection._execute = counted  # type: ignore[method-assign]
    signal.signal(signal.SIGUSR1, _forgetting(counts))

    def keep() -> None:
        Path(path).write_text(json.dumps(counts), "utf-8")

    atexit.register(keep)


def _forgetting(counts: Counter[str]) -> Any:
    def forget(*_args: Any) -> None:
        counts.clear()

    return forget


def _counter(counts: Counter[str], name: str) -> Callable[..., None]:
    def count(*_args: Any) -> None:
        counts[name] += 1

    return count
