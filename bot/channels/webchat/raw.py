"""The raw updates of the web chat as they stand in the inbox, and what they mean.

The platform is ourselves, so the raw form is written here, cleaned, and read here again by whatever release takes
it from the inbox; it is therefore checked like anything from outside.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from bot.channels.base import Unparseable
from handlers.incoming import (
    Attachment,
    Edited,
    Incoming,
    Kind,
    Pressed,
    Recalled,
    Said,
    Sender,
    cleaned,
    cleaned_name,
)
from storage.inbox import Arrival
from storage.place import Place

NAME = "web"
_WORD = re.compile(r"[\x21-\x7e]{1,80}")


def place_of(chat: str) -> Place:
    """The place of a chat."""
    return Place(NAME, chat)


def arrival(chat: str, update_id: str, at: datetime, **update: Any) -> Arrival:
    """What the inbox keeps. `update_id` names it within the chat: the same one again is the same update."""
    payload = json.dumps({"chat": chat, "at": at.isoformat(), **update}, ensure_ascii=True).encode()
    return Arrival(NAME, f"{chat}:{update_id}", place_of(chat).key, payload)


def parse(payload: bytes) -> Incoming:
    """The neutral form of a raw update. Raises Unparseable."""
    try:
        return _parse(json.loads(payload))
    except Exception as error:  # a wrong shape ends in any kind of error, whose text may quote it
        raise Unparseable(f"not an update of the web chat: {type(error).__name__}") from None


def _parse(raw: dict[str, Any]) -> Incoming:
    chat, at = _word(raw["chat"]), _moment(raw["at"])
    place = place_of(chat)
    sender = Sender(NAME, chat, cleaned_name(raw.get("name") or ""), _word_or_none(raw.get("language")))
    match raw["type"]:
        case "start":
            text = f"/start {cleaned(raw.get('code') or '', 64)}".strip()
            return Said(sender, place, _word(raw["message_id"]), at, text)
        case "said":
            return Said(
                sender,
                place,
                _word(raw["message_id"]),
                at,
                cleaned(raw["text"]),
                _attachments(raw),
                _word_or_none(raw.get("reply_to")),
                client_id=_word(raw["client_id"]),
                session=_word_or_none(raw.get("session")),
            )
        case "edited":
            return Edited(sender, place, _word(raw["message_id"]), at, cleaned(raw["text"]), _attachments(raw))
        case "recalled":
            return Recalled(sender, place, _word(raw["message_id"]), at)
        case "pressed":
            message_id = _word_or_none(raw.get("message_id"))
            session = _word_or_none(raw.get("session"))
            pressed = cleaned(raw["token"], 64), at, _word(raw["press_id"]), message_id
            return Pressed(sender, place, *pressed, session=session)
        case other:
            raise ValueError(f"unknown type {other!r}")


def _attachments(raw: dict[str, Any]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            Kind(file["kind"]),
            _word(file["id"]),
            cleaned(file["name"], 200),
            cleaned(file["mime"], 120),
            _size(file["size"]),
            NAME,
        )
        for file in raw.get("files", ())
    )


def _word(value: Any) -> str:
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        raise ValueError("not an id")
    return value


def _word_or_none(value: Any) -> str | None:
    return None if value is None else _word(value)


def _size(value: Any) -> int:
    if not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError("not a size")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None or moment.year < 2000:
        raise ValueError("a time that is none")
    return moment.astimezone(UTC)
