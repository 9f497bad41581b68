"""SQLite's one writer: a thread of its own that runs waiting bodies one after another and commits several at once.

A body is a coroutine, because on PostgreSQL every statement waits for the network. Here nothing waits: a statement is
a call into the library, so a body runs from its first line to its last without ever giving way. The thread drives it
like that, and a whole batch of bodies costs one hop between threads instead of three for each statement (measured:
docs/benchmarks.md). A body that awaits anything but its transaction is a bug, and is told so.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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


class WriterLane:
    """The only one that writes and checkpoints."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._connection: Open | None = None
        self._thread = ThreadPoolExecutor(1, "sqlite-writer")
        self._waiting: list[_Job] = []
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def run(self, body: Body[T]) -> tuple[T, set[str]]:
        """The result of a body and its wake-up hints, once both are committed."""
        if self._closed:
            raise Unavailable("the database is closed")
        job = _Job(body, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name="sqlite-writer")
        return await job.done

    async def close(self) -> None:
        """Lets what waits be done first."""
        self._closed = True
        if self._task:
            await self._task
        await asyncio.get_running_loop().run_in_executor(self._thread, self._hang_up)
        self._thread.shutdown()

    async def _work(self) -> None:
        """Runs while there is something to do."""
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                jobs, self._waiting = self._waiting[:_MOST_BODIES_PER_COMMIT], self._waiting[_MOST_BODIES_PER_COMMIT:]
                outcomes = await loop.run_in_executor(self._thread, self._together, [job.body for job in jobs])
                for job, outcome in zip(jobs, outcomes, strict=True):
                    _settle(job, outcome)
        finally:
            self._task = None

    def _together(self, bodies: list[Body[Any]]) -> list[Outcome]:
        """Runs bodies under one commit; when that fails, each again under its own."""
        begun = False
        try:
            connection = self._begun()
            begun = True
            if len(bodies) == 1:
                outcomes: list[Outcome] = [_done(connection, bodies[0])]
            else:
                outcomes = [_in_savepoint(connection, body) for body in bodies]
            connection.raw.execute("COMMIT")
            return outcomes
        except Exception as error:
            self._undo()
            if len(bodies) == 1 or not begun:  # a lock on the file is waited for once, not once for each body
                return [as_unavailable(error) for _ in bodies]
            log.warning("common commit failed, doing each body again alone", extra={"why": type(error).__name__})
        return self._each_alone(bodies)

    def _each_alone(self, bodies: list[Body[Any]]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for body in bodies:
            outcomes += self._together([body])
            if isinstance(outcomes[-1], Unavailable):  # it will not serve the others either, and they wait
                rest = len(bodies) - len(outcomes)
                return outcomes + [Unavailable(str(outcomes[-1])) for _ in range(rest)]
        return outcomes

    def _begun(self) -> Open:
        if self._connection is None:
            self._connection = self._file.open()
        self._file.begin(self._connection)
        return self._connection

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
