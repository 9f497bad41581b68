"""Raw events: a light look before they are stored (`arrival`), the whole reading after (`parse`).

Events of the table in docs/zalo.md; ids and times are texts, a number is taken as well. A pressed button arrives as
the text that is its payload, so whoever types that presses it: tokens are looked up, never believed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.base import Unparseable
from bot.channels.zalo_oa.settings import NAME
from handlers.incoming import (
    Attachment,
    Incoming,
    Kind,
    Lost,
    Overheard,
    Pressed,
    Reach,
    Said,
    Sender,
    Unshown,
    Why,
    cleaned,
    cleaned_name,
)
from storage.inbox import Arrival
from storage.place import Place

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)
_NAME = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)
PRESS = "#"
"""Before the token of a button. Also Zalo's own custom for what is not meant to be read."""
_PRESSED = re.compile(r"#([A-Za-z0-9_-]{12}\.\d{1,3})", re.ASCII)
_SAYS = "user_send_"
_GROUP = "_group_"
_IN_OUR_NAME = "oa_send_"
_NOISE = "oa_send_action"
_COMES = frozenset({"follow", "user_click_chatnow"})
_GOES = frozenset({"unfollow"})
_KINDS = {
    "image": Kind.PHOTO, "gif": Kind.PHOTO, "file": Kind.FILE, "audio": Kind.VOICE, "voice": Kind.VOICE,
    "video": Kind.VIDEO, "sticker": Kind.STICKER, "location": Kind.LOCATION, "business_card": Kind.CONTACT,
}  # fmt: skip
_MIMES = {Kind.PHOTO: "image/jpeg", Kind.VIDEO: "video/mp4"}


def is_wanted(event: dict[str, Any]) -> bool:
    """Whether an event says anything to us; all others are taken and forgotten."""
    name = event.get("event_name")
    if not isinstance(name, str):
        return False
    says = name.startswith((_SAYS, _IN_OUR_NAME)) and _GROUP not in name and name != _NOISE
    return says or name in _COMES or name in _GOES


def echo_of(event: dict[str, Any]) -> str | None:
    """The id of the message in our name of which an event tells."""
    return _id(_of(event, "message", "msg_id")) if _in_our_name(event) else None


def _in_our_name(event: dict[str, Any]) -> bool:
    name = event.get("event_name")
    return isinstance(name, str) and name.startswith(_IN_OUR_NAME)


def parties(event: dict[str, Any]) -> tuple[str, ...]:
    """The ids of both sides."""
    both = (_id(_of(event, side, "id")) for side in ("sender", "recipient"))
    return tuple(each for each in (*both, _id(event.get("oa_id"))) if each)


def timestamp_of(event: dict[str, Any]) -> str | None:
    """When it happened, as it is written: milliseconds since 1970."""
    found = event.get("timestamp")
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found if isinstance(found, str) else None


def arrival(app_id: str, event: dict[str, Any], payload: bytes) -> Arrival:
    """An event as the inbox keeps it. Never fails: what makes no sense gets a conversation of its own."""
    name, user = str(event.get("event_name")), _user(event)
    name = name if _NAME.fullmatch(name) else "?"  # a database does not take every text
    own = _id(_of(event, "message", "msg_id")) or hashlib.sha256(payload).hexdigest()
    conversation = Place(NAME, user).key if user else f"{NAME}:?{own}"
    if _in_our_name(event):
        conversation += "|echo"  # it may have to wait for the end of a send: what the person says must not
    return Arrival(NAME, f"{app_id}:{name}:{own}", conversation, payload)


def parse(payload: bytes, agent_pause: timedelta = timedelta()) -> Incoming | None:
    """The neutral form of a stored event; None for one that needs no answer. Raises Unparseable."""
    try:
        event = json.loads(payload)
    except (ValueError, RecursionError):
        raise Unparseable("not an event") from None
    if not isinstance(event, dict):
        raise Unparseable("not an event")
    if not is_wanted(event):
        return None
    user = _user(event)
    if user is None:
        raise Unparseable("an event of nobody")
    sender, place, at = Sender(NAME, user, ""), Place(NAME, user), _moment(event)
    name = str(event["event_name"])
    if name in _COMES or name in _GOES:
        return Reach(sender, place, name in _COMES, at)
    if _in_our_name(event):
        return _overheard(
            event, name.removeprefix(_IN_OUR_NAME), Overheard(sender, place, "", at, "", pause=agent_pause)
        )
    return _said(event, name.removeprefix(_SAYS), sender, place, at)


def _overheard(event: dict[str, Any], what: str, echo: Overheard) -> Overheard:
    message = event.get("message")
    message_id = _id(_of(event, "message", "msg_id"))
    if not isinstance(message, dict) or message_id is None:
        raise Unparseable("a message without an id")
    raw = message.get("text")
    text = cleaned(raw) if isinstance(raw, str) else ""
    attachments = tuple(_attachments(message, what))
    return replace(
        echo, message_id=message_id, text=text, attachments=attachments,
        by_hand=_id(_of(event, "sender", "admin_id")) is not None,
    )  # fmt: skip


def _said(event: dict[str, Any], what: str, sender: Sender, place: Place, at: datetime) -> Incoming | None:
    message = event.get("message")
    message_id = _id(_of(event, "message", "msg_id"))
    if not isinstance(message, dict) or message_id is None:
        raise Unparseable("a message without an id")
    raw = message.get("text")
    text = cleaned(raw) if isinstance(raw, str) else ""
    if what == "text" and (press := _PRESSED.fullmatch(text)):
        return Pressed(sender, place, press[1], at, None, message_id)
    attachments = tuple(_attachments(message, what))
    lost = tuple(Lost(_KINDS[what], Why.GONE) for _ in range(_unread(message, attachments))) if what in _KINDS else ()
    if what == "link" and (links := list(_links(message))):
        text = cleaned("\n".join(filter(None, (text, *links))))
    if not text and not attachments:  # of a kind that is new to us, or without what it is about
        return Unshown(sender, place, message_id, at)
    return Said(sender, place, message_id, at, text, attachments, _id(message.get("quote_msg_id")), lost=lost)


def _unread(message: dict[str, Any], attachments: tuple[Attachment, ...]) -> int:
    return max(0, sum(1 for _ in _list(message.get("attachments"))) - len(attachments))


def _attachments(message: dict[str, Any], what: str) -> Iterator[Attachment]:
    for each in _list(message.get("attachments")):
        kind = _KINDS.get(what) or _KINDS.get(str(each.get("type")))
        payload = each.get("payload")
        if kind is None or not isinstance(payload, dict):
            continue
        if kind is Kind.LOCATION:
            spot = payload.get("coordinates")
            if isinstance(spot, dict) and (reference := _spot(spot)):
                yield Attachment(kind, reference, channel=NAME)
            continue
        if kind is Kind.CONTACT:
            yield Attachment(kind, *_card(payload), channel=NAME)
            continue
        url = payload.get("url") or payload.get("thumbnail")
        if isinstance(url, str) and url.startswith(("https://", "http://")) and len(url) <= 2000:
            name = payload.get("name")
            mime = payload.get("type")
            yield Attachment(
                kind,
                cleaned(url, 2000),
                " ".join(cleaned(name if isinstance(name, str) else "", 200).split()),
                cleaned(mime, 120) if isinstance(mime, str) and "/" in mime else _MIMES.get(kind, ""),
                _size(payload.get("size")),
                NAME,
            )


def _links(message: dict[str, Any]) -> Iterator[str]:
    for each in _list(message.get("attachments")):
        payload = each.get("payload")
        if isinstance(payload, dict):
            yield from (str(payload[key]) for key in ("description", "url") if isinstance(payload.get(key), str))


def _card(payload: dict[str, Any]) -> tuple[str, str]:
    """The number and the name on a contact's card: a text in JSON within a description."""
    try:
        told = json.loads(str(payload.get("description")))
    except (ValueError, RecursionError):
        told = None
    told = told if isinstance(told, dict) else {}
    phone = told.get("phone") or str(payload.get("url") or "").rpartition("/")[2]
    return cleaned(str(phone), 40), cleaned_name(str(told.get("caption") or told.get("name") or ""))


def _spot(coordinates: dict[str, Any]) -> str | None:
    try:
        latitude, longitude = (float(coordinates[name]) for name in ("latitude", "longitude"))
    except (KeyError, TypeError, ValueError):
        return None
    return f"{latitude},{longitude}" if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _size(told: object) -> int | None:
    if isinstance(told, str) and told.isascii() and told.isdigit() and len(told) < 10:
        return int(told)
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 <= told < 2**31 else None


def _user(event: dict[str, Any]) -> str | None:
    """Whose event it is."""
    if _in_our_name(event):
        return _id(_of(event, "recipient", "id"))
    return _id(_of(event, "follower", "id")) or _id(_of(event, "sender", "id"))


def _moment(event: dict[str, Any]) -> datetime:
    try:
        return datetime.fromtimestamp(int(timestamp_of(event) or "") / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise Unparseable("a date that is none") from None


def _of(event: dict[str, Any], *path: str) -> object:
    found: object = event
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _id(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def _list(value: object) -> Iterator[dict[str, Any]]:
    yield from (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()
