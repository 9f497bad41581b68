"""The page itself, and how a chat begins.

Opening a link never uses up its code: link previews and virus scanners open links too. The page shows a button,
and only its POST joins.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.channels.webchat import raw
from bot.channels.webchat.asked import Begin, Enter, Leave
from bot.channels.webchat.doors import Door
from bot.channels.webchat.gate import Gate, Refusal, Visit, answer_json, body_of, hash_of
from bot.channels.webchat.hub import Hub
from bot.media import FILE_BYTES, PHOTO_BYTES
from bot.web.pages import Pages, language_of, words
from handlers.clock import Clock
from handlers.incoming import MAX_TEXT
from handlers.outgoing import Notice, What, to_json
from storage import inbox, outbox, sessions
from storage.channels import login, webchat
from storage.db import Database, Tx, Unavailable

_SAME_BEGINNING = timedelta(minutes=10)


class Joining:
    """Serves the page and opens chats."""

    def __init__(
        self, db: Database, clock: Clock, gate: Gate, hub: Hub, pages: Pages, secret: bytes, push_key: str
    ) -> None:
        self._db = db
        self._clock = clock
        self._gate = gate
        self._hub = hub
        self._pages = pages
        self._secret = secret
        self._push_key = push_key

    async def page(self, request: web.Request, door: Door) -> web.Response:
        """GET base/: the start screen, or the chat for whoever has a session."""
        language = language_of(request)
        try:
            visit = await self._gate.visit(request, door)
            chat = visit.chat if visit else ""
        except Unavailable:
            chat = "?"  # the page comes all the same, and connects when the database is back
        setup: dict[str, Any] = {
            "base": door.base,
            "chat": chat,
            "framed": door.may_frame,
            "code": door.auto_code or "",
            "name": door.auto_name,
            "language": language,
            "words": words(language),
            "push": self._push_key,
            "limits": {"text": MAX_TEXT, "photo": PHOTO_BYTES, "file": FILE_BYTES},
        }
        return self._pages.answer("chat.html", language, door.policy, setup=setup, door=door)

    async def begin(self, request: web.Request, door: Door) -> web.Response:
        """POST base/session: a new chat, or a code used in the one that is open."""
        asked = await body_of(request, Begin)
        if asked.code:
            self._gate.limit_codes(request, f"/start {asked.code}")
        visit = await self._gate.visit(request, door)
        if visit:
            return await self._join_again(visit, asked)
        self._gate.limit_address(request)
        return await self._begin(request, door, asked)

    async def enter(self, request: web.Request, door: Door) -> web.Response:
        """POST base/enter: by the link of a notice, once; where that was sent it is said that somebody came in.

        The link's secret stands behind its `#`: no server, proxy or preview of links sees it, and opening it alone
        uses nothing up.
        """
        asked = await body_of(request, Enter)
        self._gate.limit_address(request)
        token, machine = secrets.token_urlsafe(32), self._clock.machine()
        if asked.look:
            visit = await self._gate.visit(request, door)
            chat = await self._db.read(lambda tx: login.opens(tx, hash_of(asked.token), machine))
            return answer_json({"here": visit is not None and chat in (None, visit.chat)})

        async def write(tx: Tx) -> str:
            opened = await login.use(tx, hash_of(asked.token), machine)
            if opened is None:
                raise Refusal(410, "error_link")
            await sessions.begin(tx, hash_of(token), opened.chat, machine)
            told = outbox.Post(opened.place, to_json(Notice(What.ENTERED)), f"entered:{hash_of(token)}")
            await outbox.put(tx, told, machine)
            return opened.chat

        return self._inside(door, await self._db.write(write), token)

    async def leave(self, request: web.Request, visit: Visit) -> web.Response:
        """POST base/leave: ends this session, or all of the chat's."""
        asked = await body_of(request, Leave)
        if asked.everywhere:
            await self._db.write(lambda tx: sessions.end_all(tx, visit.chat))
        else:
            await self._db.write(lambda tx: sessions.end(tx, visit.token_hash))
        self._hub.end(visit.chat)
        response = answer_json({})
        response.del_cookie(visit.door.cookie_name(https=self._gate.https), path=visit.door.base)
        return response

    async def _begin(self, request: web.Request, door: Door, asked: Begin) -> web.Response:
        token = secrets.token_urlsafe(32)
        # The chat follows from the page's random key: when our answer is lost on a weak network, asking again
        # finds the same chat, and a code that can be used once is not used up by a chat nobody can open.
        key = door.shared_key or asked.key
        chat = hmac.new(self._secret, b"web chat\0" + key.encode(), hashlib.sha256).hexdigest()[:32]
        machine = self._clock.machine()

        async def write(tx: Tx) -> None:
            if await webchat.begin(tx, chat, asked.name, machine):
                await self._store(tx, chat, asked, language_of(request), asked.name)
            elif door.shared_key is None and await _is_old(tx, chat, machine):
                raise Refusal(409, "error_again")
            await sessions.begin(tx, hash_of(token), chat, machine)

        await self._db.write(write)
        return self._inside(door, chat, token)

    def _inside(self, door: Door, chat: str, token: str) -> web.Response:
        response = answer_json({"chat": chat})
        response.set_cookie(
            door.cookie_name(https=self._gate.https),
            token,
            max_age=int(sessions.ABSOLUTE.total_seconds()),
            path=door.base,
            secure=self._gate.https,
            httponly=True,
            samesite="Lax",
        )
        return response

    async def _join_again(self, visit: Visit, asked: Begin) -> web.Response:
        self._gate.limit(self._gate.saying, visit.chat)

        async def write(tx: Tx) -> None:
            if asked.name:
                await webchat.rename(tx, visit.chat, asked.name)
            if asked.code:
                chat = await webchat.find(tx, visit.chat)
                await self._store(tx, visit.chat, asked, visit.language, chat.name if chat else "")

        await self._db.write(write)
        return answer_json({"chat": visit.chat})

    async def _store(self, tx: Tx, chat: str, asked: Begin, language: str, name: str) -> None:
        at, update_id = self._clock.business(), f"start:{hash_of(asked.key)[:24]}"
        start = raw.arrival(
            chat, update_id, at, type="start", message_id=update_id, code=asked.code, name=name, language=language
        )
        await inbox.store(tx, [start], at, self._clock.machine())


async def _is_old(tx: Tx, chat: str, now: datetime) -> bool:
    found = await webchat.find(tx, chat)
    return found is None or now - found.created_at > _SAME_BEGINNING
