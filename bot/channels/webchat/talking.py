"""What a person does in a chat: says, presses, edits, reads.

What is shown to him and what goes into the inbox is one transaction: a bubble that stands there as sent has been
received, and what was received stands there. That is why these handlers write the inbox row themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.channels.webchat import raw
from bot.channels.webchat.asked import Change, Press, Read, Recall, Say, Writing
from bot.channels.webchat.gate import Gate, Refusal, Visit, answer_json, body_of
from bot.channels.webchat.hub import Hub
from bot.channels.webchat.showing import file_view, quoted
from handlers.clock import Clock
from storage import inbox, media
from storage.channels import webchat, webpush
from storage.channels.webchat import Shown
from storage.db import Database, Tx
from storage.place import Place

Writes = Callable[[Place, str | None], None]
"""Takes note that somebody is writing at a place, perhaps as an answer to a message there."""


class Talking:
    """Commits what people do."""

    def __init__(self, db: Database, clock: Clock, hub: Hub, gate: Gate, writes: Writes) -> None:
        self._db = db
        self._clock = clock
        self._hub = hub
        self._gate = gate
        self._writes = writes

    async def say(self, request: web.Request, visit: Visit) -> web.Response:
        """POST base/messages. The same client id again is the same message."""
        asked = await body_of(request, Say)
        if not asked.text and not asked.attachments:
            raise Refusal(400, "error_empty")
        self._gate.limit_codes(request, asked.text)

        async def write(tx: Tx) -> Shown:
            body = await self._said(tx, visit.chat, asked)
            row, new = await webchat.say(tx, visit.chat, asked.client_id, body, self._clock.business())
            if new:
                said = {"text": asked.text, "client_id": asked.client_id, "reply_to": asked.reply_to}
                await self._store(
                    tx, visit, asked.client_id, type="said", message_id=str(row.id), files=body["files"], **said
                )
            return row

        row = await self._db.write(write)
        self._hub.wake(visit.chat)
        return answer_json({"id": str(row.id), "cursor": row.cursor})

    async def press(self, request: web.Request, visit: Visit) -> web.Response:
        """POST base/press."""
        asked = await body_of(request, Press)
        press = {"token": asked.token, "press_id": asked.client_id, "message_id": asked.message_id}
        await self._db.write(lambda tx: self._store(tx, visit, f"press:{asked.client_id}", type="pressed", **press))
        return answer_json({})

    async def edit(self, request: web.Request, visit: Visit) -> web.Response:
        """POST base/edit: a message of one's own. The same text again changes nothing."""
        asked = await body_of(request, Change)

        async def write(tx: Tx) -> int:
            row = await webchat.one(tx, visit.chat, int(asked.message_id))
            if row is None or not row.mine:
                raise Refusal(404, "error_message")
            if row.body.get("recalled"):
                raise Refusal(409, "error_recalled")
            if not asked.text and not row.body["files"]:
                raise Refusal(400, "error_empty")
            if asked.text == row.body["text"]:
                return row.cursor
            cursor = await webchat.change(tx, visit.chat, row.id, {**row.body, "text": asked.text, "edited": True})
            edited = {"message_id": asked.message_id, "text": asked.text, "files": row.body["files"]}
            await self._store(tx, visit, f"edit:{row.id}:{cursor}", type="edited", **edited)
            return cursor or row.cursor

        cursor = await self._db.write(write)
        self._hub.wake(visit.chat)
        return answer_json({"id": asked.message_id, "cursor": cursor})

    async def recall(self, request: web.Request, visit: Visit) -> web.Response:
        """POST base/recall: a message of one's own. What comes of it is shown when it has been taken back."""
        asked = await body_of(request, Recall)

        async def write(tx: Tx) -> None:
            row = await webchat.one(tx, visit.chat, int(asked.message_id))
            if row is None or not row.mine:
                raise Refusal(404, "error_message")
            recalled = {"message_id": asked.message_id}
            await self._store(tx, visit, f"recall:{row.id}:{row.cursor}", type="recalled", **recalled)

        await self._db.write(write)
        return answer_json({})

    async def writing(self, request: web.Request, visit: Visit) -> web.Response:
        """POST base/writing: something is being typed, perhaps as an answer. Nothing is kept of it."""
        asked = await body_of(request, Writing)
        self._writes(raw.place_of(visit.chat), asked.reply_to)
        return answer_json({})

    async def read(self, request: web.Request, visit: Visit) -> web.Response:
        """POST base/read: up to where it was read."""
        asked = await body_of(request, Read)

        async def write(tx: Tx) -> None:
            await webchat.read_to(tx, visit.chat, asked.cursor)
            await webpush.hush(tx, visit.chat)

        await self._db.write(write)
        return answer_json({})

    async def _said(self, tx: Tx, chat: str, asked: Say) -> dict[str, Any]:
        quote = await quoted(tx, chat, asked.reply_to)
        if asked.reply_to and quote is None:
            raise Refusal(400, "error_quote")
        kept = [await media.of_place(tx, media_id, raw.place_of(chat)) for media_id in asked.attachments]
        files = [file_view(one) for one in kept if one]
        if len(files) != len(kept):
            raise Refusal(404, "error_media")
        return {"kind": "text", "text": asked.text, "files": files, "quote": quote, "edited": False}

    async def _store(self, tx: Tx, visit: Visit, update_id: str, **update: Any) -> None:
        chat = await webchat.find(tx, visit.chat)
        at = self._clock.business()
        came = raw.arrival(
            visit.chat, update_id, at, name=chat.name if chat else "", language=visit.language,
            session=visit.token_hash, **update,
        )  # fmt: skip
        await inbox.store(tx, [came], at, self._clock.machine())
