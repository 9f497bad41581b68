"""A Bot API that knows nothing and costs little: every send is taken, at a distance that can be set.

It is no test double: it checks nothing. It lives in the process of the load, never in that of the server measured.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable
from itertools import count

from benchmarks.wire import Answer, Server

_CHAT = re.compile(rb"chat_id(?:=|\"\s*:\s*\"?)(\d+)")
_TRUE = b'{"ok":true,"result":true}'
_ME = (
    b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"bench","username":"bench_bot","can_join_groups":false,'
    b'"can_read_all_group_messages":false,"supports_inline_queries":false,"can_connect_to_business":false,'
    b'"has_main_web_app":false}}'
)

Heard = Callable[[int, bytes, float], None]
"""Is told of each sendMessage: the chat, the whole body, the moment (time.perf_counter)."""


class BotApi:
    """One fake server; `distance` is the time in seconds between a call and its answer."""

    def __init__(self) -> None:
        self.distance = 0.0
        self.calls: Counter[str] = Counter()
        self.heard: Heard = lambda _chat, _body, _at: None
        self._ids = count(1)
        self._server: asyncio.Server | None = None
        self.port = 0

    async def start(self) -> None:
        """Listens on a free port of loopback."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Server(self._serve), "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Listens no more."""
        if self._server:
            self._server.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _serve(self, path: str, body: bytes, answer: Answer) -> None:
        at = time.perf_counter()
        method = path.rpartition("/")[2]
        self.calls[method] += 1
        said = self._said(method, body, at)
        if self.distance:
            asyncio.get_running_loop().call_later(self.distance, answer, said)
        else:
            answer(said)

    def _said(self, method: str, body: bytes, at: float) -> bytes:
        if method != "sendMessage":
            return _ME if method == "getMe" else _TRUE
        found = _CHAT.search(body)
        chat = int(found[1]) if found else 0
        self.heard(chat, body, at)
        return (
            b'{"ok":true,"result":{"message_id":%d,"date":1795000000,"chat":{"id":%d,"type":"private",'
            b'"first_name":"x"},"from":{"id":1,"is_bot":true,"first_name":"bench"},"text":"x"}}'
            % (next(self._ids), chat)
        )
