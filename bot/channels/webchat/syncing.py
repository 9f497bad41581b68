"""How a page stays up to date: it says the last cursor it has and gets what came after, by socket or long poll."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.webchat.gate import Gate, Refusal, Visit, answer_json
from bot.channels.webchat.hub import Hub, Watcher
from bot.channels.webchat.showing import view
from handlers.clock import Clock
from storage.channels import webchat
from storage.db import Database, Tx, Unavailable

AT_ONCE = 60
"""Messages in the first answer and in each step back; a phone on a weak network wants the last ones first."""
_BATCH = 200
_LOOK_AGAIN = 20.0
"""Seconds after which a socket reads without a hint: another process may have written."""
_MOST_FRAME = 1024
_NO_SESSION = 4401
_MOST_CURSOR = 2**31 - 1


class Syncing:
    """Serves sockets, polls and steps back."""

    def __init__(self, db: Database, clock: Clock, hub: Hub, gate: Gate) -> None:
        self._db = db
        self._clock = clock
        self._hub = hub
        self._gate = gate

    async def poll(self, request: web.Request, visit: Visit) -> web.Response:
        """GET base/poll?since=&wait=: what the socket would say, for networks that let no socket through."""
        since, wait = _number(request, "since", _MOST_CURSOR), min(_number(request, "wait", 3600), 25)
        with self._hub.watching(visit.chat) as watcher:
            notices, rows = watcher.look(), await self._read(visit.chat, since)
            if wait and not rows["rows"] and not watcher.closing:
                await watcher.wait(wait)
                if await self._thrown_out(watcher, visit):
                    raise Refusal(401, "error_session")
                notices, rows = watcher.look(), await self._read(visit.chat, since)
        return answer_json({**rows, "notices": notices})

    async def earlier(self, request: web.Request, visit: Visit) -> web.Response:
        """GET base/earlier?before=: older messages, a screenful or two at a time."""
        before = _number(request, "before", 2**62)
        found = await self._db.read(lambda tx: webchat.latest(tx, visit.chat, AT_ONCE + 1, before))
        return answer_json({"rows": [view(row) for row in found[-AT_ONCE:]], "earlier": len(found) > AT_ONCE})

    async def socket(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """GET base/ws: first everything since the page's cursor, then each new or changed row as it comes."""
        if not self._gate.is_own_origin(request):
            raise Refusal(403, "error_origin")
        with self._hub.watching(visit.chat) as watcher:
            ws = web.WebSocketResponse(heartbeat=25, max_msg_size=_MOST_FRAME, timeout=2)
            await ws.prepare(request)
            since = await _first(ws)
            if since is None:
                await ws.close(code=WSCloseCode.POLICY_VIOLATION)
                return ws
            listener = asyncio.create_task(_listen(ws, watcher))
            try:
                await self._push(ws, watcher, visit, since)
            finally:
                listener.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await listener
        return ws

    async def _push(self, ws: web.WebSocketResponse, watcher: Watcher, visit: Visit, since: int) -> None:
        code: int = WSCloseCode.GOING_AWAY
        try:
            while not ws.closed and not watcher.closing:
                for notice in watcher.look():
                    await ws.send_json(notice)
                rows = await self._read(visit.chat, since)
                if rows["rows"] or rows["fresh"]:
                    await ws.send_json(rows)
                since = rows["cursor"]
                if rows["more"]:
                    continue
                await watcher.wait(_LOOK_AGAIN)
                if not watcher.event.is_set():
                    if not await self._gate.holds(visit):
                        raise Refusal(401, "error_session")
                    await ws.send_json({"type": "beat"})
            if await self._thrown_out(watcher, visit):
                code = _NO_SESSION
        except Refusal:
            code = _NO_SESSION
        except (ConnectionError, Unavailable):
            code = WSCloseCode.TRY_AGAIN_LATER  # the page comes back with its cursor
        if not ws.closed:
            await ws.close(code=code)

    async def _thrown_out(self, watcher: Watcher, visit: Visit) -> bool:
        """Whether the page was closed because its session has ended, while it was open."""
        return watcher.closing and not await self._gate.holds(visit)

    async def _read(self, chat: str, since: int) -> dict[str, Any]:
        return await self._db.read(lambda tx: self._rows(tx, chat, since))

    async def _rows(self, tx: Tx, chat_id: str, since: int) -> dict[str, Any]:
        chat = await webchat.find(tx, chat_id)
        if chat is None:
            raise Refusal(401, "error_session")
        head = {"type": "rows", "now": self._clock.business().isoformat(), "read": chat.read_cursor}
        if since and since <= chat.cursor:
            found = await webchat.since(tx, chat.id, since, _BATCH)
            cursor = found[-1].cursor if found else since
            rows = [view(row) for row in found]
            return {**head, "rows": rows, "cursor": cursor, "more": len(found) == _BATCH, "fresh": False}
        # A page that knows nothing yet, or knows a future that a restored backup took back, begins anew. The
        # cursor was read before the rows: what comes in between is sent again, and nothing is missed.
        found = await webchat.latest(tx, chat.id, AT_ONCE + 1)
        menu = await webchat.menu(tx, chat.id)
        rows = [view(row) for row in [*([menu] if menu else []), *found[-AT_ONCE:]]]
        fresh = {"fresh": True, "earlier": len(found) > AT_ONCE}
        return {**head, "rows": rows, "cursor": chat.cursor, "more": False, **fresh}


async def _first(ws: web.WebSocketResponse) -> int | None:
    try:
        async with asyncio.timeout(10):
            message = await ws.receive()
        if message.type is not WSMsgType.TEXT:
            return None
        since = json.loads(message.data)["since"]
    except (TimeoutError, ValueError, KeyError, TypeError):
        return None
    return since if type(since) is int and 0 <= since <= _MOST_CURSOR else None


async def _listen(ws: web.WebSocketResponse, watcher: Watcher) -> None:
    # Pages say nothing after their first word; reading on is how a closed connection is noticed.
    async for _ in ws:
        break
    watcher.close()


def _number(request: web.Request, name: str, most: int) -> int:
    text = request.query.get(name, "0")
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= most):
        raise Refusal(400, "error_form")
    return int(text)
