"""Who is measured: a server in a process of its own, and the phones that talk to it."""

from __future__ import annotations

import asyncio
import http.client
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import echo
from benchmarks.bank import Questions
from benchmarks.botapi import BotApi
from benchmarks.databases import Postgres
from benchmarks.load import Leg, Phones
from benchmarks.processes import Server, Usage, free_port

TOKEN = "1:benchmark"
SECRET = "webhook-secret-of-the-benchmark"
SECRET_KEY = "a key that only the benchmarks know, long enough"
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
_READY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Flow:
    """What the phones of a leg say, and how many messages follow from it."""

    name: str
    texts: Sequence[str]
    sends: int


@dataclass(slots=True)
class Contestant:
    """A server with its phones. `flow` is what is asked of it; several contestants may share a server."""

    name: str
    server: Server
    phones: Phones
    flow: Flow
    database_cpu: Callable[[], float] = lambda: 0.0
    most_far: int = 1_000_000
    """More under way would only wait in its queue when Telegram is far, and be waited for at the end of a leg."""

    async def leg(self, *, at_once: int, seconds: float, most: int) -> Leg:
        """One stretch of load."""
        self.phones.sends = self.flow.sends
        texts = self.flow.texts
        return await self.phones.leg(
            lambda number: texts[number % len(texts)], self.usage, at_once=at_once, seconds=seconds, most=most
        )

    def usage(self) -> Usage:
        return Usage(self.server.cpu(), self.database_cpu())


def echo_bot(kind: str, api: BotApi, folder: Path) -> Contestant:
    """One of the bare echo bots of benchmarks.echo."""
    port = free_port()
    server = Server("benchmarks.echo", [kind, str(port), api.url], port, {}, folder / kind)
    phones = Phones(api, port, echo.PATH)
    # One after another, 50 ms each: twenty a second, however many wait. The others have in flight what we have:
    # how many of these `ptb-concurrent` then handles at once is its own matter.
    most = 8 if kind == "ptb" else 1_000_000
    return Contestant(kind, server, phones, Flow("echo", ["Cho em hỏi thủ tục này ạ?"], 1), most_far=most)


def service(url: str, api: BotApi, folder: Path, environment: Mapping[str, str] | None = None) -> Server:
    """Our service on a database that is filled."""
    port = free_port()
    settings = {
        "DATABASE_URL": url.replace("+asyncpg", ""),
        "DATA_DIR": str(folder / "data"),
        "PORT": str(port),
        "SECRET_KEY": SECRET_KEY,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE_URL": api.url,
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        **(environment or {}),
    }
    return Server("benchmarks.serving", [], port, settings, folder)


def flows_of(
    name: str, server: Server, api: BotApi, questions: Questions, cadres: int, postgres: Postgres | None = None
) -> tuple[Contestant, Contestant]:
    """The two flows of one running service: the bank answers, and the officer is asked."""
    phones = Phones(api, server.port, echo.PATH, HEADER, cadres=cadres)
    cpu = postgres.cpu if postgres else _nothing
    return (
        Contestant(f"{name} A", server, phones, Flow("A", questions.answered, 1), cpu),
        Contestant(f"{name} B", server, phones, Flow("B", questions.routed, 2), cpu),
    )


async def until_ready(server: Server) -> None:
    """Returns once /readyz says so."""
    await asyncio.to_thread(_wait, server.port)


def _wait(port: int) -> None:
    until = time.monotonic() + _READY_SECONDS
    while not _ready(port):
        if time.monotonic() > until:
            raise TimeoutError("the service does not become ready")
        time.sleep(0.01)


def _ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _nothing() -> float:
    return 0.0
