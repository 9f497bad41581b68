"""The processes that are measured: started, watched, and ended by their own id, always."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
_START_SECONDS = 60.0
_STOP_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds of CPU."""

    server: float
    database: float

    def since(self, before: Usage) -> Usage:
        return Usage(self.server - before.server, self.database - before.database)


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A process that listens on a port of loopback."""

    def __init__(
        self, module: str, arguments: list[str], port: int, environment: Mapping[str, str], folder: Path
    ) -> None:
        self.port = port
        self._command = [sys.executable, "-m", module, *arguments]
        # Nothing of the operator's: no proxy, no settings, no `.env` (the folder is an empty one).
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        self._environment = {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **environment}
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns once it listens. Raises RuntimeError, with the end of what it said, when it does not."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, env=self._environment, cwd=self._folder, stdout=log, stderr=log
            )
        async with asyncio.timeout(_START_SECONDS):
            while not _listening(self.port):
                if self._process.returncode is not None:
                    raise RuntimeError(f"{self._command} ended:\n{self.said()}")
                await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Ends it: politely, then not."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def cpu(self) -> float:
        """Seconds of CPU so far, all threads."""
        return cpu_of(self.pid)

    def main_cpu(self) -> float:
        """Seconds of CPU so far of the main thread alone."""
        return _seconds(Path(f"/proc/{self.pid}/task/{self.pid}/stat"))

    def memory(self) -> float:
        """Resident megabytes (2**20)."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def said(self) -> str:
        """The end of what it printed."""
        return self._log.read_text("utf-8", "replace")[-2_000:] if self._log.exists() else ""

    @property
    def _log(self) -> Path:
        return self._folder / "log"


def cpu_of(pid: int) -> float:
    """Seconds of CPU so far of one process, all threads."""
    return _seconds(Path(f"/proc/{pid}/stat"))


def tree_cpu(pid: int) -> float:
    """Seconds of CPU so far of a process and of its living children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    total = cpu_of(pid)
    for child in children:
        with contextlib.suppress(OSError):  # it ended meanwhile
            total += cpu_of(int(child))
    return total


def _seconds(stat: Path) -> float:
    # Behind the name, which may hold anything but is in parentheses: utime and stime are the 12th and 13th.
    fields = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0
