"""SQLite's one writer: runs waiting bodies one after another and commits several at once.

A body is a coroutine, because on PostgreSQL every statement waits for the network. Here nothing waits: a statement is
a call into the library that takes a few microseconds, so a body is driven from its first line to its last where it
stands, on the event loop. A thread of its own for bodies was slower by far: at each statement it lets go of the
interpreter, and then waits its turn behind a busy loop (measured: docs/benchmarks.md). Only what does wait, for the
disk (COMMIT) or for another process (BEGIN), is done in a thread; and bodies that write many rows (`aside`).

While a commit is under way, further bodies gather; they share the next one.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from storage.sqlite import File, Open
from storage.tx import Body, Tx, Unavailable, as_unavailable

log = logging.getLogger(__name__)

T = TypeVar("T")
_MOST_BODIES_PER_COMMIT = 64
Outcome = tuple[Any, set[str]] | Exception


@dataclass(slots=True)
class _Job:
    body: Body[Any]
    done: asyncio.Future[tuple[Any, set[str]]]
    aside: bool


class WriterLane:
    """The only one that writes and checkpoints."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._connection: Open | None = None
        self._thread = ThreadPoolExecutor(1, "sqlite-writer")
        self._waiting: deque[_Job] = deque()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def run(self, body: Body[T], *, aside: bool = False) -> tuple[T, set[str]]:
        """The result of a body and its wake-up hints, once both are committed. `aside`: it writes many rows."""
        if self._closed:
            raise Unavailable("the database is closed")
        job = _Job(body, asyncio.get_running_loop().create_future(), aside)
        self._waiting.append(job)
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name="sqlite-writer")
        return await job.done

    async def close(self) -> None:
        """Lets what waits be done first."""
        self._closed = True
        if self._task:
            await self._task
        self._hang_up()
        self._thread.shutdown()

    async def _work(self) -> None:
        """Runs while there is something to do."""
        jobs: list[_Job] = []
        try:
            while jobs := self._next():
                for job, outcome in zip(jobs, await self._together(jobs), strict=True):
                    _settle(job, outcome)
        except BaseException:  # whoever waits must not wait for ever
            for job in [*jobs, *self._waiting]:
                _settle(job, Unavailable("the writer ended"))
            self._waiting.clear()
            raise
        finally:
            self._task = None

    def _next(self) -> list[_Job]:
        """Those that share the next commit; one that runs aside has its own. Nobody waits for a cancelled one."""
        jobs: list[_Job] = []
        while self._waiting and len(jobs) < _MOST_BODIES_PER_COMMIT:
            if jobs and (self._waiting[0].aside or jobs[0].aside):
                break
            job = self._waiting.popleft()
            if not job.done.done():
                jobs.append(job)
        return jobs

    async def _together(self, jobs: list[_Job]) -> list[Outcome]:
        """Runs bodies under one commit; when that fails, each again under its own."""
        begun = False
        try:
            connection = await self._begun()
            begun = True
            if jobs[0].aside:
                outcomes = await self._in_thread(partial(_all, connection, jobs))
            else:
                outcomes = _all(connection, jobs)
            await self._in_thread(connection.commit)
            return outcomes
        except Exception as error:
            self._undo()
            if len(jobs) == 1 or not begun:  # a lock on the file is waited for once, not once for each body
                return [as_unavailable(error) for _ in jobs]
            log.warning("common commit failed, doing each body again alone", extra={"why": type(error).__name__})
        return await self._each_alone(jobs)

    async def _each_alone(self, jobs: list[_Job]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for job in jobs:
            outcomes += await self._together([job])
            if isinstance(outcomes[-1], Unavailable):  # it will not serve the others either, and they wait
                rest = len(jobs) - len(outcomes)
                return outcomes + [Unavailable(str(outcomes[-1])) for _ in range(rest)]
        return outcomes

    async def _begun(self) -> Open:
        if self._connection is None:
            self._connection = await self._in_thread(self._file.open)
        if not self._file.begin_now(self._connection):
            await self._in_thread(partial(self._file.begin, self._connection))
        return self._connection

    async def _in_thread(self, do: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, do)

    def _undo(self) -> None:
        try:
            if self._connection and self._connection.raw.in_transaction:
                self._connection.raw.execute("ROLLBACK")
        except Exception:  # whatever it has, a new connection does not have it
            self._hang_up()

    def _hang_up(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None


def _all(connection: Open, jobs: list[_Job]) -> list[Outcome]:
    if len(jobs) == 1:
        return [_done(connection, jobs[0].body)]
    return [_in_savepoint(connection, job.body) for job in jobs]


def _in_savepoint(connection: Open, body: Body[Any]) -> Outcome:
    connection.raw.execute("SAVEPOINT body")
    try:
        outcome = _done(connection, body)
    except Exception as error:
        connection.raw.execute("ROLLBACK TO body")
        connection.raw.execute("RELEASE body")
        return as_unavailable(error)
    connection.raw.execute("RELEASE body")
    return outcome


def _done(connection: Open, body: Body[Any]) -> tuple[Any, set[str]]:
    tx = Tx(connection)
    return drive(body(tx)), tx.wakes


def drive(body: Coroutine[Any, Any, T]) -> T:
    """Runs a body to its end. Raises RuntimeError when it waits for something: that can only be no storage."""
    try:
        body.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    body.close()
    raise RuntimeError("a body may await nothing but its transaction")


def _settle(job: _Job, outcome: Outcome) -> None:
    if job.done.done():  # whoever asked was cancelled; the rows are written all the same
        return
    if isinstance(outcome, Exception):
        job.done.set_exception(outcome)
    else:
        job.done.set_result(outcome)
