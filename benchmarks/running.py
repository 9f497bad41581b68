"""Everything that a run needs, started once and ended whatever happens."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import bank, contestants, databases
from benchmarks.bank import Questions
from benchmarks.botapi import BotApi
from benchmarks.databases import Postgres, Sqlite, Town
from benchmarks.processes import Server
from faq.match import Bank

ECHOES = ("ptb", "ptb-concurrent", "ptb-fast")
QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything."""

    entries: int = 10_000
    cadres: int = 12_000
    postgres: bool = True
    folder: Path | None = None
    """Where SQLite's files are; the system's temporary folder, on a disk, where it is not said."""


@dataclass(slots=True)
class Bench:
    """A run under way."""

    plan: Plan
    api: BotApi
    questions: Questions
    disk: Path
    memory: Path | None
    template: Path
    """A SQLite file filled, to be copied."""
    postgres: Postgres | None
    postgres_template: str
    said: Callable[[str], None]
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def quick(self) -> Path:
        """The quickest place for files there is."""
        return self.memory or self.disk

    async def sqlite(self, folder: Path | None = None) -> str:
        """A filled SQLite database of one's own."""
        own = tempfile.mkdtemp(dir=folder or self.disk)
        return await asyncio.to_thread(Sqlite(Path(own)).copy, self.template)

    async def postgresql(self) -> str:
        """A filled PostgreSQL database of one's own."""
        assert self.postgres is not None
        return self.postgres.url(await self.postgres.make(self.postgres_template))

    def service(self, url: str, environment: Mapping[str, str] | None = None) -> Server:
        """Our service, not started."""
        folder = Path(tempfile.mkdtemp(dir=self.quick))
        return contestants.service(url, self.api, folder, environment)

    @asynccontextmanager
    async def running(self, url: str, environment: Mapping[str, str] | None = None) -> AsyncIterator[Server]:
        """Our service, ready, and ended afterwards."""
        server = self.service(url, environment)
        try:
            await server.start()
            await contestants.until_ready(server)
            yield server
        finally:
            await server.stop()

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        """Everything that is kept within it ends with it."""
        async with AsyncExitStack() as self.stack:
            yield

    async def keep(self, server: Server) -> Server:
        """Starts a server that lives as long as `together` does."""
        self.stack.push_async_callback(server.stop)
        await server.start()
        return server


@asynccontextmanager
async def bench(plan: Plan, said: Callable[[str], None]) -> AsyncIterator[Bench]:
    """Makes the databases and the fake Bot API; takes everything away at the end."""
    async with AsyncExitStack() as stack:
        disk = _folder(stack, plan.folder)
        memory = databases.tmpfs()
        memory = _folder(stack, memory) if memory else None
        api = BotApi()
        await api.start()
        stack.push_async_callback(api.stop)
        said("making the bank and the questions")
        entries = bank.entries(plan.entries)
        questions = await asyncio.to_thread(lambda: bank.questions(Bank(entries), QUESTIONS))
        town = Town(entries, plan.cadres)
        said("filling SQLite")
        template = (memory or disk) / "template.db"
        await databases.fill(databases.sqlite_url(template), town)
        postgres, name = None, ""
        if plan.postgres:
            said("starting and filling PostgreSQL")
            postgres = Postgres(memory or disk)
            stack.push_async_callback(postgres.stop)
            await postgres.start()
            name = await postgres.make()
            await databases.fill(postgres.url(name), town)
        yield Bench(plan, api, questions, disk, memory, template, postgres, name, said)


def _folder(stack: AsyncExitStack, parent: Path | None) -> Path:
    made = Path(tempfile.mkdtemp(prefix="caunoi-bench-", dir=parent))
    stack.callback(shutil.rmtree, made, ignore_errors=True)
    return made
