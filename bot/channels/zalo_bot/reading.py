"""Raw events: a light look before they are stored (`arrival`), the whole reading after (`Reader`).

The documentation wraps an event in `result`, real webhooks do not: both are taken. What is not needed may be missing
or wrong: only a message's id, its author and its chat are needed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bot.channels.base import Unparseable
from bot.channels.zalo_bot.settings import NAME
from handlers.clock import Clock
from handlers.incoming import Attachment, Incoming, Kind, Said, Sender, Unshown, cleaned, cleaned_name
from storage.inbox import Arrival
from storage.place import Place

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
_LONGEST_ADDRESS = 2_000
_TEXT, _IMAGE, _STICKER, _VOICE, _UNSUPPORTED = (
    f"message.{kind}.received" for kind in ("text", "image", "sticker", "voice", "unsupported")
)
_KNOWN = frozenset({_TEXT, _IMAGE, _STICKER, _VOICE, _UNSUPPORTED})


def event_of(body: object) -> object:
    """The event in a body, wrapped or not."""
    return body["result"] if isinstance(body, dict) and "result" in body else body


def is_wanted(event: object) -> bool:
    """Whether an event says anything to us, or cannot be read; all others are taken and forgotten.

    In groups we say nothing, so nothing of what is said there is kept.
    """
    if not isinstance(event, dict) or not isinstance(name := event.get("event_name"), str):
        return True
    return name in _KNOWN and _is_private(_of(event, "message", "chat", "chat_type"))


def arrival(bot_id: str, event: object, payload: bytes) -> Arrival:
    """An event as the inbox keeps it. Never fails: what makes no sense gets a conversation of its own, and will end
    in quarantine there without holding anybody up."""
    found = event if isinstance(event, dict) else {}
    own = _id(_of(found, "message", "message_id")) or "sha256:" + hashlib.sha256(payload).hexdigest()
    chat = _id(_of(found, "message", "chat", "id"))
    return Arrival(NAME, f"{bot_id}:{own}", Place(NAME, chat).key if chat else f"{NAME}:?{own}", payload)


class Reader:
    """Reads stored events."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def parse(self, payload: bytes) -> Incoming | None:
        """The neutral form of an event; None for one that needs no answer. Raises Unparseable."""
        try:
            event = event_of(json.loads(payload))
        except (ValueError, RecursionError):
            raise Unparseable("not an event") from None
        if not isinstance(event, dict) or not isinstance(event.get("event_name"), str):
            raise Unparseable("not an event")
        message = event.get("message")
        if not is_wanted(event):
            return None
        if not isinstance(message, dict):
            raise Unparseable("an event without a message")
        return self._said(event["event_name"], message)

    def _said(self, what: str, message: dict[str, Any]) -> Incoming | None:
        user, chat = _id(_of(message, "from", "id")), _id(_of(message, "chat", "id"))
        own = _id(message.get("message_id"))
        if user is None or chat is None or own is None:
            raise Unparseable("a message of nobody, to nowhere or without an id")
        if _of(message, "from", "is_bot") is True:
            return None
        name = _of(message, "from", "display_name")
        sender = Sender(NAME, user, cleaned_name(name if isinstance(name, str) else ""))
        place, at = Place(NAME, chat), self._moment(message.get("date"))
        raw = message.get("caption" if what == _IMAGE else "text")
        text = cleaned(raw) if isinstance(raw, str) and what in (_TEXT, _IMAGE) else ""
        attachments = tuple(_attachments(what, message))
        if text or attachments:
            return Said(sender, place, own, at, text, attachments)
        # A file, a video, a card, whatever protected people send, and a picture without its address look alike:
        # there was something, and nobody shows us what.
        return None if what == _TEXT else Unshown(sender, place, own, at)

    def _moment(self, told: object) -> datetime:
        """Milliseconds since 1970. Nobody's question is lost for a date that is none: then it is now."""
        if isinstance(told, str) and told.isascii() and told.isdigit():
            told = int(told[:18])
        if isinstance(told, int | float) and not isinstance(told, bool):
            try:
                found = datetime.fromtimestamp(told / 1000, UTC)
            except (ValueError, OverflowError, OSError):
                return self._clock.business()
            if found.year >= 2000:
                return found
        return self._clock.business()


def _attachments(what: str, message: dict[str, Any]) -> Iterator[Attachment]:
    if what == _IMAGE:
        # The documentation calls it `photo`, and shows it in several shapes; traffic has `photo_url`.
        address = next((url for url in (*_urls(message.get("photo_url")), *_urls(message.get("photo")))), None)
        if address:
            yield Attachment(Kind.PHOTO, address, mime="image/jpeg", channel=NAME)
    elif what == _VOICE:
        address = next(_urls(message.get("voice_url")), None)
        if address:
            yield Attachment(Kind.VOICE, address, mime="audio/aac", channel=NAME)
    elif what == _STICKER:
        # Nobody has captured a real one: it is a sticker, whatever is told of it.
        own = _id(message.get("sticker"))
        yield Attachment(Kind.STICKER, next(_urls(message.get("url")), None) or own or "?", channel=NAME)


def _urls(told: object) -> Iterator[str]:
    for each in told if isinstance(told, list) else [told]:
        url = each.get("url") if isinstance(each, dict) else each
        if isinstance(url, str) and len(url) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(url):
            yield cleaned(url, _LONGEST_ADDRESS)


def _is_private(told: object) -> bool:
    return told is None or (isinstance(told, str) and told.upper() in ("PRIVATE", ""))


def _of(event: dict[str, Any], *path: str) -> object:
    found: object = event
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _id(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**19:
        value = str(value)
    return value if isinstance(value, str) and _ID.fullmatch(value) else None
