"""What we send, as the rows a chat shows; and every row, as the page gets it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from bot.channels.base import Gone, Outcome, Refused, Retry, Sending, Sent
from bot.channels.in_words import in_words
from bot.channels.webchat import raw
from bot.channels.webchat.hub import Hub
from bot.channels.webchat.pushing import GRACE
from bot.kinds import kind_of
from bot.media import Fetched, MediaStore, NotNow
from bot.voices import Voices
from bot.web.pages import words
from handlers.clock import Clock
from handlers.incoming import Attachment, Kind
from handlers.outgoing import Edit, Leave, Menu, Message, Recall, Toast, Topic
from storage import media
from storage.channels import webchat, webpush
from storage.channels.webchat import Shown
from storage.db import Database, Tx, Unavailable
from storage.media import Media
from storage.place import Place

UNREAD = timedelta(minutes=10)
log = logging.getLogger(__name__)

_NOTHING: dict[str, Any] = {"kind": "text", "text": "", "spans": [], "rows": [], "files": [], "quote": None}
Fetch = Callable[[str, str], Awaitable[Fetched]]
"""Brings an attachment from another channel: (channel, reference). May raise anything."""
_TRIES_FOR_A_FILE = 60
_IN_WORDS = frozenset({Kind.LOCATION, Kind.CONTACT})


class Showing:
    """Writes what is sent into the chat's rows. Doing it twice for one outbox row is doing it once."""

    def __init__(
        self, db: Database, clock: Clock, store: MediaStore, hub: Hub, fetch: Fetch | None, voices: Voices,
        unread: timedelta = UNREAD,
    ) -> None:  # fmt: skip
        self._voices = voices
        self._db = db
        self._clock = clock
        self._store = store
        self._hub = hub
        self._fetch = fetch
        self._unread = unread

    async def send(self, sending: Sending) -> Outcome:
        """Shows one thing; a database that refuses has shown nothing."""
        try:
            match sending.content:
                case Message() as message:
                    return await self._message(sending, message)
                case Edit() as edit:
                    return await self._edit(sending, edit.message)
                case Recall() as recall:
                    return await self._recall(sending, recall)
                case Menu() as menu:
                    return await self._menu(sending.place, menu)
                case Toast() as toast:
                    notice = {"type": "notice", "text": toast.text, "press_id": toast.press_id}
                    self._hub.wake(sending.place.chat, notice)
                    return Sent(None)
                case Topic() | Leave():
                    return Refused("a web chat is no group")
        except Unavailable:
            return Retry("the database refuses")
        except NotNow as error:
            return Retry(str(error), of_line=False)

    async def _message(self, sending: Sending, message: Message) -> Outcome:
        chat, now = sending.place.chat, self._clock.business()
        shown = await self._db.read(lambda tx: webchat.shown_as(tx, sending.outbox_id))
        if shown is not None:
            return Sent(str(shown))
        message = await self._brought(sending.place, message, patient=sending.tries <= _TRIES_FOR_A_FILE)

        async def write(tx: Tx) -> int | None:
            body = await self._body(tx, sending.place, message)
            row_id = await webchat.show(tx, chat, sending.outbox_id, body, now)
            if row_id is not None:
                await webchat.await_reader(tx, chat, sending.outbox_id, now + self._unread)
                await webpush.ring(tx, chat, self._clock.machine() + GRACE)
            return row_id

        row_id = await self._db.write(write)
        if row_id is None:
            return Gone("no such chat")
        self._hub.wake(chat)
        return Sent(str(row_id))

    async def _edit(self, sending: Sending, message: Message) -> Outcome:
        place, row_id = sending.place, sending.edit_of or ""
        if not row_id.isdecimal():
            return Refused("no message to edit")
        message = await self._brought(place, message)

        async def write(tx: Tx) -> int | None:
            before = await webchat.one(tx, place.chat, int(row_id))
            if before is None or before.mine:
                return None
            body = await self._body(tx, place, message)
            if body["text"] == before.body["text"]:
                return await webchat.change(tx, place.chat, before.id, body)
            cursor = await webchat.change(tx, place.chat, before.id, {**body, "edited": True})
            for row in await webchat.quoting(tx, place.chat, row_id):
                now_says = await quoted(tx, place.chat, row_id)
                await webchat.change(tx, place.chat, row.id, {**row.body, "quote": now_says})
            return cursor

        if await self._db.write(write) is None:
            return Refused("no message to edit")
        self._hub.wake(place.chat)
        return Sent(row_id)

    async def _recall(self, sending: Sending, recall: Recall) -> Outcome:
        """The bubble stays and says nothing but that; so does what quotes it."""
        place, row_id = sending.place, sending.edit_of or ""
        if not row_id.isdecimal():
            return Refused("no message to recall")

        async def write(tx: Tx) -> None:
            before = await webchat.one(tx, place.chat, int(row_id))
            if before is None or before.mine != (recall.said is not None):
                return
            if not before.body.get("recalled"):
                await webchat.change(tx, place.chat, before.id, {**_NOTHING, "edited": False, "recalled": True})
            for row in await webchat.quoting(tx, place.chat, row_id):
                unsaid = {**row.body["quote"], "text": "", "recalled": True}
                await webchat.change(tx, place.chat, row.id, {**row.body, "quote": unsaid})

        await self._db.write(write)
        self._hub.wake(place.chat)
        return Sent(None)

    async def _menu(self, place: Place, menu: Menu) -> Outcome:
        body = {"kind": "menu", "commands": [list(command) for command in menu.commands]}
        now = self._clock.business()
        if not await self._db.write(lambda tx: webchat.set_menu(tx, place.chat, body, now)):
            return Gone("no such chat")
        self._hub.wake(place.chat)
        return Sent(None)

    async def _brought(self, place: Place, message: Message, *, patient: bool = False) -> Message:
        """The message with what lies on other channels copied here; with a note for what cannot be had."""
        attachments, lost, lines = [], [], [message.text]
        for one in message.attachments:
            if one.channel == raw.NAME and one.kind not in (*_IN_WORDS, Kind.VOICE, Kind.AUDIO):
                attachments.append(one)
                continue
            if line := in_words(one):
                lines.append(line)
                continue
            try:
                made_of = media.copied_from(one.channel, one.reference)
                kept = await self._store.pass_on(place, await self._brought_one(one), made_of)
            except Unavailable:
                raise
            except Exception as error:
                if isinstance(error, NotNow) and patient:
                    raise
                if one.kind is Kind.STICKER and one.name:
                    lines.append(one.name)  # its emoji, where it is none that a page can show
                    continue
                # Whatever a platform does, the text must reach the person, who must know that something is missing.
                log.warning("an attachment could not be passed on", extra={"why": type(error).__name__})
                lost.append(one)
            else:
                attachments.append(replace(one, reference=kept.id, channel=raw.NAME))
        text = "\n".join(filter(None, lines)) + _note(lost)
        return replace(message, text=text, attachments=tuple(attachments))

    async def _brought_one(self, attachment: Attachment) -> Fetched:
        if attachment.channel == raw.NAME:
            fetched = await self._store.fetch(attachment.reference)
        else:
            fetched = await self._fetch(attachment.channel, attachment.reference) if self._fetch else None
        if fetched is None:
            raise LookupError("nobody has it")
        named = replace(fetched, name=attachment.name or fetched.name, mime=attachment.mime or fetched.mime)
        return await self._voices.playable(named)

    async def _body(self, tx: Tx, place: Place, message: Message) -> dict[str, Any]:
        files, lost = [], []
        for one in message.attachments:
            given = await media.give(tx, one.reference, place, self._clock.machine())
            if given:
                files.append(file_view(given, one.kind))
            else:
                lost.append(one)
        return {
            "kind": "text",
            "text": message.text + _note(lost),
            "spans": [asdict(span) for span in message.spans],
            "rows": [[{**asdict(button), "style": button.style.value} for button in row] for row in message.rows],
            "files": files,
            "quote": await quoted(tx, place.chat, message.quote) or _in_words(message),
        }


def _note(lost: list[Attachment]) -> str:
    if not lost:
        return ""
    names = ", ".join(one.name or one.kind.value for one in lost)
    return "\n\n" + words("vi")["attachment_lost"].replace("{names}", names)


async def quoted(tx: Tx, chat: str, row_id: str | None) -> dict[str, Any] | None:
    """What a quote shows of the quoted row; None when the chat has no such row."""
    if not row_id or not row_id.isdecimal():
        return None
    row = await webchat.one(tx, chat, int(row_id))
    if row is None:
        return None
    text = row.body.get("text") or ", ".join(file["name"] for file in row.body.get("files", ()))
    told = {"id": row_id, "text": " ".join(text.split())[:160], "mine": row.mine}
    return {**told, "recalled": True} if row.body.get("recalled") else told


def _in_words(message: Message) -> dict[str, Any] | None:
    """What is quoted and stands in another chat."""
    return {"id": "", "text": message.quoted.text, "mine": False} if message.quoted else None


def file_view(kept: Media, kind: str | None = None) -> dict[str, Any]:
    """A file as it stands in a row's body."""
    own = kind_of(kept.mime).value
    # Only what the store itself knows as a photo is shown as one; a platform's word for it is not enough.
    kind = own if kind is None or kind == "photo" else kind
    return {"id": kept.id, "kind": kind, "name": kept.name, "mime": kept.mime, "size": kept.size}


def view(row: Shown) -> dict[str, Any]:
    """A row as the page gets it."""
    shown = {**row.body, "id": str(row.id), "cursor": row.cursor, "mine": row.mine, "at": row.shown_at.isoformat()}
    return {**shown, "client_id": row.client_id} if row.mine else shown
