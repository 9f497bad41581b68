"""What a flow costs in statements and commits, counted inside the service."""

from __future__ import annotations

import atexit
import json
import re
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from storage import lane, postgres, sqlite

_TABLE = re.compile(r"(?:FROM|INTO|UPDATE)\s+([a-z_]+)", re.IGNORECASE)


def count_into(path: str) -> None:
    """Counts from now on; the figures are written at the end, and the count begins anew at SIGUSR1."""
    counts: Counter[str] = Counter()

    def note(sql: str) -> None:
        table = _TABLE.search(sql)
        counts["statements"] += 1
        counts[f"sql {sql.split(None, 1)[0].upper()} {table[1] if table else ''}".strip()] += 1

    for opened in (sqlite.Open, postgres.Open):
        for name in ("fetch", "count"):
            setattr(opened, name, _noting(getattr(opened, name), note))

    @event.listens_for(Engine, "before_cursor_execute")
    def _core(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counts["statements put together anew"] += 1
        note(statement)

    for where, name, told in (
        (sqlite.Open, "commit", "commits"), (sqlite.Readers, "take", "looks"), (lane, "_in_savepoint", "savepoints"),
        (lane, "_done", "bodies"), (postgres.Server, "transaction", "transactions"),
        (postgres.Server, "connection", "connections taken"),
    ):  # fmt: skip
        setattr(where, name, _counting(getattr(where, name), counts, told))
    signal.signal(signal.SIGUSR1, lambda *_: counts.clear())
    atexit.register(lambda: Path(path).write_text(json.dumps(counts), "utf-8"))


def _noting(run: Callable[..., Any], note: Callable[[str], None]) -> Callable[..., Any]:
    async def noted(self: Any, sql: str, values: Any) -> Any:
        note(sql)
        return await run(self, sql, values)

    return noted


def _counting(run: Callable[..., Any], counts: Counter[str], name: str) -> Callable[..., Any]:
    def counted(*args: Any, **kwargs: Any) -> Any:
        counts[name] += 1
        return run(*args, **kwargs)

    return counted
