"""The real service as a process of its own, and Telegram beside it: for killing, stopping and pausing it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from handlers.outgoing import RESENT
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.world import Shown
from tests.talk import SECRET_KEY, WEBHOOK_SECRET

ROOT = Path(__file__).parents[2]
_OURS = ("DATA_DIR", "DATABASE_URL", "HOST", "PORT", "PUBLIC_BASE_URL", "SECRET_KEY", "LOG_LEVEL", "ENROLMENT")


class Killed:
    """`caunoi run` in its own process, started again and again on the same data.

    Several of them may have one Telegram: then the first one given it lets go of it.
    """

    def __init__(
        self, url: str, folder: Path, mode: str = "polling", *,
        fake: FakeTelegram | None = None, more_env: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.fake = fake or FakeTelegram()
        self.more_env = dict(more_env or {})
        self._fake_is_ours = fake is None
        self.folder = folder
        self.port = _free_port()
        self.mode = mode
        self._url = url
        self._process: asyncio.subprocess.Process | None = None
        self._logs: asyncio.Task[None] | None = None
        self.log: list[dict[str, Any]] = []
        self._said = asyncio.Condition()

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._fake_is_ours:
            await self.fake.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process and self._process.returncode is None:
            await self.kill()
        if self._fake_is_ours:
            await self.fake.stop()

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def env(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k not in _OURS and not k.startswith(("TELEGRAM_", "RATE_"))}
        return {
            **kept, "PYTHONPATH": str(ROOT), "DATA_DIR": str(self.folder / "data"), "DATABASE_URL": self._url,
            "PORT": str(self.port), "PUBLIC_BASE_URL": f"http://127.0.0.1:{self.port}", "SECRET_KEY": SECRET_KEY,
            "DIGESTS": "off",
            "TELEGRAM_BOT_TOKEN": self.fake.token, "TELEGRAM_API_BASE_URL": self.fake.base_url,
            "TELEGRAM_MODE": self.mode, "TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET,
            **self.more_env,
        }  # fmt: skip

    async def start(self) -> None:
        """Starts it and waits until it says that it is ready."""
        await self.launch()
        await self.says("ready", 30)
        assert await self.answers("/readyz") == 200

    async def launch(self) -> None:
        """Starts it."""
        self.log.clear()
        self._process = await self._run("run", stderr=asyncio.subprocess.PIPE)
        self._logs = asyncio.create_task(self._read(self._process))

    async def says(self, message: str, timeout: float = 15) -> None:
        """Waits until its log holds this message, or until it ends. Raises AssertionError."""
        try:
            async with asyncio.timeout(timeout), self._said:
                await self._said.wait_for(lambda: self._has_said(message) or self._logs_ended)
        except TimeoutError:
            pass
        assert self._has_said(message), (message, self.log[-5:])

    def _has_said(self, message: str) -> bool:
        return any(message in str(line.get("message")) for line in self.log)

    @property
    def _logs_ended(self) -> bool:
        return self._process is not None and self._process.stderr is not None and self._process.stderr.at_eof()

    async def answers(self, path: str, timeout: float = 10) -> int:
        """The status of a page; 0 for no answer."""
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(timeout)) as session,
                session.get(f"http://127.0.0.1:{self.port}{path}") as answer,
            ):
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0

    async def sends(self, number: int) -> None:
        """Waits until it has begun so many messages in all."""
        await self.fake.until(lambda: len(self.fake.called("sendMessage")) >= number, 15)

    async def kill(self) -> None:
        """kill -9."""
        await self._end(signal.SIGKILL)

    async def terminate(self) -> float:
        """SIGTERM; after how many seconds it was gone. It must have ended well."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        assert await self._end(signal.SIGTERM) == 0, self.log[-5:]
        return loop.time() - began

    def signals(self, how: signal.Signals) -> None:
        """Sends it a signal and does not wait for anything."""
        assert self._process
        self._process.send_signal(how)

    async def ended(self) -> int:
        """Waits until it is gone; its exit code, negative for the signal that killed it."""
        assert self._process
        assert self._logs
        await asyncio.gather(self._process.wait(), self._logs)
        return int(self._process.returncode or 0)

    async def asks(self, *args: str) -> str:
        """A short command beside it; what it printed."""
        process = await self._run(*args, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
        out, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        return out.decode()

    async def invited(self, *args: str) -> str:
        """An invite code, made by the command line."""
        code: str = json.loads(await self.asks("invite", *args, "--json"))["code"]
        return code

    async def _end(self, how: signal.Signals) -> int:
        self.signals(how)
        return await self.ended()

    async def _run(self, *args: str, **streams: Any) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *args, cwd=self.folder, env=self.env, **streams
        )

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr
        while line := await process.stderr.readline():
            async with self._said:
                self.log.append(_line(line))
                self._said.notify_all()
        async with self._said:
            self._said.notify_all()


def _line(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError:
        return {"message": raw.decode(errors="replace")}
    return found if isinstance(found, dict) else {"message": str(found)}


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def unmarked_twice(shown: list[Shown]) -> list[str]:
    """What stands in a chat more than once without saying that it is a repetition; of messages that are unlike."""
    texts = Counter((s.text, s.reply_to) for s in shown if not s.text.startswith(RESENT))
    return [text for (text, _), times in texts.items() if times > 1]
