"""What Zalo checks of a consultation message before it looks at whom it is for: fields, lengths, shapes."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from tests.fakes.faults import Json, Refusal
from tests.fakes.zalo_oa.world import Button

MOST_TEXT = 2000
MOST_BUTTONS = 5
MOST_TITLE = 100
MOST_PAYLOAD = 1000
_WEB = re.compile(r"https?://[^\s/]+\S*")
_PHONE = re.compile(r"\d{9,15}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is well-formed."""

    text: str = ""
    buttons: tuple[Button, ...] = ()
    quote: str | None = None
    media: Json | None = None
    file_token: str | None = None
    form: Json | None = None


def wrong(why: str) -> Refusal:
    return Refusal(-201, f"Params is invalid: {why}")


def units(text: str) -> int:
    """Its length in UTF-16 units, the strictest reading of "characters"."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fields(given: object, required: Set[str], optional: Set[str] = frozenset(), *, of: str) -> Json:
    """The object, with these fields and no others. Raises Refusal."""
    if not isinstance(given, dict):
        raise wrong(f"{of} is no object")
    if missing := required - set(given):
        raise wrong(f"{of} lacks {sorted(missing)}")
    if unknown := set(given) - required - optional:
        raise wrong(f"the fake knows no {sorted(unknown)} in {of}")
    return given


def words(given: object, most: int, *, of: str, error: int = -201) -> str:
    """A text that is not empty and not too long. Raises Refusal."""
    if not isinstance(given, str) or not given.strip():
        raise wrong(f"{of} is empty or no text")
    try:
        given.encode()
    except UnicodeEncodeError:
        raise wrong(f"{of} holds half a character") from None
    if units(given) > most:
        raise Refusal(error, f"{of} is longer than {most} characters")
    return given


def address(given: object, *, of: str) -> str:
    if not isinstance(given, str) or not _WEB.fullmatch(given):
        raise wrong(f"{of} is no web address")
    return given


def message(given: object) -> Draft:
    """A message's draft. Raises Refusal."""
    found = fields(given, set(), {"text", "attachment", "quote_message_id"}, of="message")
    text = words(found["text"], MOST_TEXT, of="text", error=-210) if "text" in found else ""
    quote = found.get("quote_message_id")
    if "attachment" not in found:
        if not text:
            raise wrong("message holds nothing")
        if quote is not None and (not isinstance(quote, str) or not quote):
            raise wrong("quote_message_id is no id")
        return Draft(text, quote=quote)
    if quote is not None:
        raise wrong("only a text quotes")
    return _attachment(text, found["attachment"])


def _attachment(text: str, given: object) -> Draft:
    attachment = fields(given, {"type", "payload"}, of="attachment")
    payload = attachment["payload"]
    match attachment["type"]:
        case "file":
            if text:
                raise wrong("a file has no caption")
            token = fields(payload, {"token"}, of="payload")["token"]
            return Draft(file_token=words(token, 5000, of="token"))
        case "template":
            return _template(text, payload)
        case other:
            raise Refusal(-233, f"message type {other!r} is not supported")


def _template(text: str, payload: object) -> Draft:
    kind = payload.get("template_type") if isinstance(payload, dict) else None
    match kind:
        case None:
            if not text:
                raise wrong("buttons without a text")
            return Draft(text, buttons(fields(payload, {"buttons"}, of="payload")["buttons"]))
        case "media":
            return Draft(text, media=_media(_only(payload)))
        case "request_user_info":
            if text:
                raise wrong("a form has no text beside it")
            form = fields(_only(payload), {"title", "subtitle", "image_url"}, of="element")
            words(form["title"], MOST_TITLE, of="title")
            words(form["subtitle"], 500, of="subtitle")
            address(form["image_url"], of="image_url")
            return Draft(form=form)
        case other:
            raise Refusal(-233, f"template {other!r} is not supported")


def _only(payload: Any) -> object:
    elements = fields(payload, {"template_type", "elements"}, of="payload")["elements"]
    if not isinstance(elements, list) or len(elements) != 1:
        raise wrong("elements must be a list of one")
    return elements[0]


def _media(given: object) -> Json:
    media = fields(given, {"media_type"}, {"url", "attachment_id", "width", "height"}, of="element")
    sized = {"width", "height"} & set(media)
    if media["media_type"] not in ("image", "gif"):
        raise Refusal(-233, f"media type {media['media_type']!r} is not supported")
    if ("url" in media) == ("attachment_id" in media):
        raise wrong("element needs either url or attachment_id")
    if "url" in media:
        address(media["url"], of="url")
    if media["media_type"] == "image" and sized:
        raise wrong("only a gif has a width and a height")
    if media["media_type"] == "gif" and not all(
        isinstance(media.get(side), int) and media[side] > 0 for side in ("width", "height")
    ):
        raise wrong("a gif needs a width and a height")
    return media


def buttons(given: object) -> tuple[Button, ...]:
    """The buttons under a text. Raises Refusal."""
    if not isinstance(given, list) or not given:
        raise wrong("buttons is no list, or an empty one")
    if len(given) > MOST_BUTTONS:
        raise Refusal(-210, f"more than {MOST_BUTTONS} buttons")
    return tuple(_button(button) for button in given)


def _button(given: object) -> Button:
    button = fields(given, {"title", "type", "payload"}, of="button")
    title = words(button["title"], MOST_TITLE, of="title")
    payload = button["payload"]
    match button["type"]:
        case "oa.query.hide" | "oa.query.show":
            leads = words(payload, MOST_PAYLOAD, of="payload")
        case "oa.open.url":
            leads = address(fields(payload, {"url"}, of="payload")["url"], of="url")
        case "oa.open.phone":
            leads = _phone(fields(payload, {"phone_code"}, of="payload")["phone_code"])
        case "oa.open.sms":
            sms = fields(payload, {"content", "phone_code"}, of="payload")
            words(sms["content"], MOST_PAYLOAD, of="content")
            leads = _phone(sms["phone_code"])
        case other:
            raise wrong(f"button type {other!r}")
    return Button(title, button["type"], leads)


def _phone(given: object) -> str:
    if not isinstance(given, str) or not _PHONE.fullmatch(given):
        raise wrong("phone_code is no number")
    return given
