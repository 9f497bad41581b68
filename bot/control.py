"""Short commands go through the running service: it alone writes to SQLite and knows what it has in memory.

The service listens on a unix socket that only its own user may open. A command is a name with JSON arguments; its
answer is JSON, or the sentence that says why not.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, UnixConnector, web

from bot.lock import Held, alone

log = logging.getLogger(__name__)

Command = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]
"""Takes the arguments of a command, returns what JSON can hold. Raises Declined with a sentence for the operator."""

_NAME = "control.sock"
_JSON = {"Content-Type": "application/json"}
_LONGEST = 100  # bytes of a socket's path that every system takes
_BODY_BYTES = 256 * 1024 * 1024
_TRY_AGAIN = 1.0  # seconds


class Declined(Exception):
    """The service, or the command itself, says no; the text is fit to be shown."""


class ControlDoor:
    """The service's side."""

    def __init__(self, data_dir: Path, commands: Mapping[str, Command]) -> None:
        self._path = data_dir / _NAME
        self._commands = commands
        self._runner: web.AppRunner | None = None

    async def open(self) -> None:
        """Begins to listen. The caller holds `bot.lock`, so a socket that is left over is nobody's."""
        app = web.Application(client_max_size=_BODY_BYTES)
        app.router.add_post("/{command}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
        await self._runner.setup()
        await web.SockSite(self._runner, _private_socket(self._path)).start()

    async def close(self) -> None:
        """Lets commands under way end and takes the socket away."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._path.unlink(missing_ok=True)

    async def _answer(self, request: web.Request) -> web.Response:
        name = request.match_info["command"]
        command = self._commands.get(name)
        if command is None:
            return _declined(404, "dịch vụ đang chạy không biết lệnh này (the running service is of another release)")
        try:
            return web.json_response({"result": await command(await request.json())})
        except Declined as error:
            return _declined(409, str(error))
        except Exception:
            log.exception("a command failed", extra={"command": name})
            return _declined(
                500, "lệnh thất bại; xem nhật ký của dịch vụ (the command failed: see the service's log)"
            )


class SharedDoor:
    """The door of a data folder that several processes have: one of them opens it and, when he dies, another."""

    def __init__(self, data_dir: Path, door: ControlDoor) -> None:
        self._data_dir = data_dir
        self._door = door
        self._tried = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begins to listen, now or when whoever does so has ended."""
        self._task = asyncio.create_task(self._run(), name="control-door")
        await self._tried.wait()

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        told = False
        while True:
            try:
                with alone(self._data_dir):
                    await self._hold()
            except Held:
                self._tried.set()
            except OSError:
                self._tried.set()
                if not told:
                    log.exception("commands beside this process are not taken")
                told = True
            await asyncio.sleep(_TRY_AGAIN)

    async def _hold(self) -> None:
        await self._door.open()
        self._tried.set()
        try:
            await asyncio.Event().wait()
        finally:
            await self._door.close()


async def ask_service(
    data_dir: Path, command: str, args: Mapping[str, Any], seconds: float = 600
) -> dict[str, Any] | None:
    """What the running service answers; None when none runs. Raises Declined."""
    path = data_dir / _NAME
    if not path.exists():
        return None
    unreached: str
    with _reachable(path) as name:
        timeout = ClientTimeout(total=seconds, connect=5)
        async with ClientSession(connector=UnixConnector(name), timeout=timeout) as session:
            try:
                async with session.post(f"http://caunoi/{command}", data=_json(args), headers=_JSON) as answer:
                    said = await answer.json()
                if "declined" not in said:
                    return dict(said["result"])
                unreached = said["declined"]
            except ClientConnectorError:
                return None  # the socket of a service that was killed
            except (ClientError, OSError, ValueError, TimeoutError):
                unreached = "dịch vụ đang chạy không trả lời; xem nhật ký (the running service gave no answer)"
    raise Declined(unreached)


def _json(args: Mapping[str, Any]) -> BytesIO:
    # A bank may have many megabytes: aiohttp sends a file in pieces and warns of large bytes.
    return BytesIO(json.dumps(dict(args)).encode())


def _declined(status: int, why: str) -> web.Response:
    return web.json_response({"declined": why}, status=status)


def _private_socket(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with _reachable(path) as name:
        made.bind(name)
    # Nobody can connect before it listens, and by then it is ours alone.
    path.chmod(0o600)
    return made


@contextmanager
def _reachable(path: Path) -> Iterator[str]:
    """A name of `path` that is short enough for a socket: a long one is reached through its open folder."""
    if len(os.fsencode(path)) <= _LONGEST:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
