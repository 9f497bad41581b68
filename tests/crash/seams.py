"""Where the failpoints are: at the outermost edge, in the database drivers and in the sockets.

However the service is built inside, a commit ends in `sqlite3` or `asyncpg` and a message in a socket. A commit is
named by the rows it writes, a send by the method that is called or the page that is answered:

    commit accepted · handled · claimed · marked · offset …    sendMessage · getUpdates · answer to webhook …

each with `before` and `after`. `install` is called before the product is imported.
"""

from __future__ import annotations

import asyncio.selector_events
import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any
from weakref import WeakKeyDictionary

import asyncpg
from aiohttp import web

from tests.crash import points

_WRITES = re.compile(r"\b(insert\s+into|update|delete\s+from)\s+\"?(\w+)", re.IGNORECASE)
_SETS = re.compile(r"\bset\b(.*?)(\bwhere\b|$)", re.IGNORECASE | re.DOTALL)
_NUMBERED = re.compile(r"\$(\d+)")
_QUOTED = re.compile(r"'(\w+)'")
_STATES = {"sending": "claimed", "sent": "marked", "refused": "ended", "unknown": "ended", "withdrawn": "ended"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:.*")
_TABLES = {
    "offsets": "offset",
    "alerts": "raised",
    "notices": "told",
    "web_messages": "shown",
    "quotas": "counted",
    "clocks": "timed",
}
_TOLD = {"telegram": 0, "ours": 0, "zalo": 0}
"""Ports: those of the fakes, and that of the service."""


def install() -> None:
    """Puts the failpoints into the drivers and the sockets of this process."""
    _sqlite()
    _postgresql()
    _sockets()


def ports(telegram: int, ours: int, zalo: int = 0) -> None:
    """Which connections are worth a name."""
    _TOLD.update(telegram=telegram, ours=ours, zalo=zalo)


@contextmanager
def around(names: set[str]) -> Iterator[None]:
    """Before and after something that has these names."""
    for name in sorted(names):
        points.reached(f"{name}: before")
    yield
    for name in sorted(names):
        points.reached(f"{name}: after")


# --- what a statement does ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Statement:
    """One that writes: what, where, and which of its values it sets."""

    verb: str = ""
    table: str = ""
    sets: str = ""
    placed: tuple[int, ...] = ()


@lru_cache(4096)
def _read(sql: str) -> _Statement:
    """Empty for a statement that does not write."""
    found = _WRITES.search(sql)
    if not found or sql.lstrip()[:6].upper() == "SELECT":
        return _Statement()
    sets = _SETS.search(sql, found.end())
    placed: tuple[int, ...] = ()
    if sets:
        before = sql[: sets.start()].count("?")
        numbered = [int(number) - 1 for number in _NUMBERED.findall(sets[1])]
        placed = tuple(numbered or range(before, before + sets[1].count("?")))
    return _Statement(found[1].split()[0].lower(), found[2].lower(), sets[1] if sets else "", placed)


def kind_of(sql: str, values: object) -> str:
    """What a statement stands for; empty when it changes nothing that has a name."""
    statement = _read(sql)
    given = list(values) if isinstance(values, list | tuple) else []
    if statement.table == "outbox" and statement.verb == "update":
        becomes = {given[n] for n in statement.placed if n < len(given) and isinstance(given[n], str)}
        becomes |= set(_QUOTED.findall(statement.sets))
        return next((kind for state, kind in _STATES.items() if state in becomes), "")
    if statement.table == "leases":
        return "taken up" if statement.verb == "insert" and ("inbox" in given or "'inbox'" in sql) else ""
    if statement.table == "inbox":
        return "accepted" if statement.verb == "insert" else "handled"
    return _TABLES.get(statement.table, "")


def _timeless(sql: str, values: object) -> str:
    """The same for a second try of the same, which differs in nothing but its times."""
    given = values if isinstance(values, list | tuple) else ()
    return f"{sql} {[value for value in given if not _MOMENT.fullmatch(str(value))]}"


# --- SQLite ------------------------------------------------------------------------------------------------------


class _Cursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = (), /) -> _Cursor:
        connection: _Connection = self.connection  # type: ignore[assignment]
        with connection.watched(sql, parameters):
            super().execute(sql, parameters)
        return self

    def executemany(self, sql: str, parameters: Any, /) -> _Cursor:
        connection: _Connection = self.connection  # type: ignore[assignment]
        with connection.watched(sql, ()):
            super().executemany(sql, parameters)
        return self


class _Connection(sqlite3.Connection):
    """A connection that knows what the transaction under way has written."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._kinds: set[str] = set()
        self._savepoints = 0

    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or _Cursor)

    # The library's own shortcuts make a cursor of its own kind.
    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        cursor: sqlite3.Cursor = self.cursor().execute(sql, parameters)
        return cursor

    def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:
        cursor: sqlite3.Cursor = self.cursor().executemany(sql, parameters)
        return cursor

    def commit(self) -> None:
        with around(self._committing()):
            super().commit()

    def rollback(self) -> None:
        self._kinds.clear()
        super().rollback()

    def _committing(self) -> set[str]:
        self._savepoints = 0
        kinds, self._kinds = {f"commit {kind}" for kind in self._kinds}, set()
        return kinds

    @contextmanager
    def watched(self, sql: str, parameters: object) -> Iterator[None]:
        start = sql.lstrip()[:9].upper()
        if start.startswith(("COMMIT", "END")):
            with around(self._committing()):
                yield
        elif start.startswith("RELEASE"):
            self._savepoints -= 1
            with around({"savepoint"} if self._kinds else set()):
                yield
        else:
            self._savepoints += start == "SAVEPOINT"
            if start.startswith("ROLLBACK") and "TO" not in sql.upper().split():
                self._kinds.clear()
                self._savepoints = 0
            if kind := kind_of(sql, parameters):
                if self._savepoints and points.fails(_timeless(sql, parameters)):
                    raise sqlite3.IntegrityError("a failpoint")
                self._kinds.add(kind)
            yield


def _sqlite() -> None:
    real = sqlite3.connect

    @wraps(real)
    def connect(*args: Any, **named: Any) -> Any:
        return real(*args, **{"factory": _Connection, **named})

    sqlite3.connect = sqlite3.dbapi2.connect = connect


# --- PostgreSQL --------------------------------------------------------------------------------------------------

_writing: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def _postgresql() -> None:
    """Statements are noted on their connection; its COMMIT, or one that commits by itself, is the moment."""
    for name in ("execute", "fetch", "fetchrow", "fetchval", "executemany", "fetchmany"):
        _watch_connection(name, getattr(asyncpg.Connection, name))
    for name in ("fetch", "fetchrow", "fetchval", "executemany", "fetchmany"):
        _watch_prepared(name, getattr(asyncpg.prepared_stmt.PreparedStatement, name))


def _watch_connection(name: str, real: Callable[..., Awaitable[Any]]) -> None:
    @wraps(real)
    async def watched(self: Any, query: str, *args: Any, **named: Any) -> Any:
        with _statement(self, query, args):
            return await real(self, query, *args, **named)

    setattr(asyncpg.Connection, name, watched)


def _watch_prepared(name: str, real: Callable[..., Awaitable[Any]]) -> None:
    @wraps(real)
    async def watched(self: Any, *args: Any, **named: Any) -> Any:
        with _statement(self._connection, self.get_query(), args):
            return await real(self, *args, **named)

    setattr(asyncpg.prepared_stmt.PreparedStatement, name, watched)


@contextmanager
def _statement(connection: Any, sql: str, values: object) -> Iterator[None]:
    kinds = _writing.setdefault(connection, set())
    start = sql.lstrip()[:8].upper()
    if kind := kind_of(sql, values):
        kinds.add(kind)
    if start.startswith("ROLLBACK"):
        kinds.clear()
    if start.startswith("COMMIT") or (kinds and not connection.is_in_transaction()):
        names = {f"commit {kind}" for kind in kinds}
        kinds.clear()
        with around(names):
            yield
    else:
        yield


# --- sockets -----------------------------------------------------------------------------------------------------

_PAGES = {
    "/webhooks/telegram": "answer to webhook",
    "/webhooks/zalo-oa": "answer to webhook of zalo_oa",
    "/webhooks/zalo-bot": "answer to webhook of zalo_bot",
    "/chat/messages": "answer to web message",
    "/chat/poll": "answer to web poll",
}
_ZALO = {
    "cs": "message on zalo_oa", "sendMessage": "sendMessage on zalo_bot", "getUpdates": "getUpdates on zalo_bot",
}  # fmt: skip
_answering: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
_under_way: WeakKeyDictionary[Any, tuple[str, int]] = WeakKeyDictionary()
"""By transport: whose bytes are being written, and how many are still to come."""


def _sockets() -> None:
    transport = asyncio.selector_events._SelectorSocketTransport  # type: ignore[attr-defined]
    for name in {"write", "writelines"} & set(vars(transport)):
        _watch_writing(transport, name)
    real = web.StreamResponse.prepare

    @wraps(real)
    async def prepare(self: web.StreamResponse, request: Any) -> Any:
        if request.transport is not None:
            good = self.status == 200
            _answering[request.transport] = _PAGES.get(request.path, "") if good else ""
        return await real(self, request)

    web.StreamResponse.prepare = prepare  # type: ignore[method-assign]


def _watch_writing(transport: Any, name: str) -> None:
    real = getattr(transport, name)

    @wraps(real)
    def watched(self: Any, data: Any) -> None:
        if name == "writelines":
            data = list(data)
        whole = b"".join(data) if name == "writelines" else bytes(data)
        begun = _under_way.pop(self, None)
        title, length = begun or _title(self, whole)
        if not title:
            real(self, data)
            return
        if not begun:
            points.reached(f"{title}: before")
        real(self, data)
        left = length - len(whole)
        if left > 0:
            _under_way[self] = (title, left)
        else:
            points.reached(f"{title}: after")

    setattr(transport, name, watched)


def _title(transport: Any, data: bytes) -> tuple[str, int]:
    """What begins here, and how many bytes it has; an empty title for what is none of ours."""
    peer, own = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
    if not isinstance(peer, tuple) or not isinstance(own, tuple):
        return "", 0
    if peer[1] == _TOLD["telegram"] and data.startswith((b"POST /bot", b"GET /bot")):
        return data.split(b" ", 2)[1].rpartition(b"/")[2].decode(), _length(data)
    if peer[1] == _TOLD["zalo"] and data.startswith(b"POST /"):
        called = data.split(b" ", 2)[1].rpartition(b"/")[2].decode()
        return _ZALO.get(called, ""), _length(data)
    if own[1] == _TOLD["ours"] and data.startswith(b"HTTP/1.1 200"):
        return _answering.get(transport, ""), _length(data)
    return "", 0


def _length(data: bytes) -> int:
    head, _, _ = data.partition(b"\r\n\r\n")
    found = re.search(rb"content-length:\s*(\d+)", head, re.IGNORECASE)
    return len(head) + 4 + (int(found[1]) if found else 0)
