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

from sqlalchemy import Connection, Engine

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

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._thread = ThreadPoolExecutor(1, "sqlite-writer")
        self._jobs: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def run(self, body: Body[T]) -> tuple[T, set[str]]:
        """The result of a body and its wake-up hints, once both are committed."""
        if self._closed:
            raise Unavailable("the database is closed")
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name="sqlite-writer")
        job = _Job(body, asyncio.get_running_loop().create_future())
        self._jobs.put_nowait(job)
        return await job.done

    async def close(self) -> None:
        """Lets what waits be done first."""
        self._closed = True
        if self._task:
            self._jobs.put_nowait(None)
            await self._task
        self._thread.shutdown()
        self.engine.dispose()

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while job := await self._jobs.get():
            jobs = [job]
            while len(jobs) < _MOST_BODIES_PER_COMMIT and not self._jobs.empty():
                following = self._jobs.get_nowait()
                if following is None:
                    self._jobs.put_nowait(None)
                    break
                jobs.append(following)
            outcomes = await loop.run_in_executor(self._thread, self._together, [job.body for job in jobs])
            for job, outcome in zip(jobs, outcomes, strict=True):
                _settle(job, outcome)

    def _together(self, bodies: list[Body[Any]]) -> list[Outcome]:
        """Runs bodies under one commit; when that fails, each again under its own."""
        begun = False
        try:
            with self.engine.begin() as connection:
                begun = True
                if len(bodies) == 1:
                    return [_done(connection, bodies[0])]
                return [_in_savepoint(connection, body) for body in bodies]
        except Exception as error:
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


def _in_savepoint(connection: Connection, body: Body[Any]) -> Outcome:
    savepoint = connection.begin_nested()
    try:
        outcome = _done(connection, body)
    except Exception as error:
        savepoint.rollback()
        return as_unavailable(error)
    savepoint.commit()
    return outcome


def _done(connection: Connection, body: Body[Any]) -> tuple[Any, set[str]]:
    tx = Tx.at_once(connection)
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
