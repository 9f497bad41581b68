"""What Telegram checks before it does anything: names, lengths, ranges."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.telegram.world import Json, Refusal, ShownButton

SPEC: dict[str, list[list[str]]] = json.loads((Path(__file__).parent.parent / "botapi_spec.json").read_text("utf-8"))
"""Method → [required parameters, optional ones]."""

_INSIDE = {
    "reply_parameters": {
        "message_id", "chat_id", "allow_sending_without_reply", "quote", "quote_parse_mode", "quote_entities",
        "quote_position",
    },
    "link_preview_options": {
        "is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text",
    },
    "scope": {"type", "chat_id", "user_id"},
}  # fmt: skip
_BUTTON = {"text", "callback_data", "url", "style"}
_AS_JSON = (
    "allowed_updates", "caption_entities", "commands", "entities", "link_preview_options", "media", "reply_markup",
    "reply_parameters", "scope",
)  # fmt: skip
_ITEM = {"type", "media", "caption", "caption_entities"}
_TOGETHER = {"photo": "seen", "video": "seen", "document": "kept", "audio": "heard"}
_STYLES = {"danger", "success", "primary"}
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    content: bytes


def parameters(method: str, given: Json) -> Json:
    """The parameters, typed. Raises Refusal for names that the method does not have or misses."""
    if method not in SPEC:
        raise Refusal(404, "Not Found: method not found")
    required, optional = SPEC[method]
    for name in given:
        if name not in required and name not in optional and not isinstance(given[name], Upload):
            raise Refusal(400, f"Bad Request: the fake knows no parameter {name!r} of {method}")
    for name in required:
        if name not in given:
            raise Refusal(400, f"Bad Request: parameter {name!r} is required")
    typed = {name: _decoded(name, value) for name, value in given.items()}
    for name, inside in _INSIDE.items():
        if set(typed.get(name) or ()) - inside:
            raise Refusal(400, f"Bad Request: the fake knows other fields in {name}")
    return typed


def _decoded(name: str, value: Any) -> Any:
    if name not in _AS_JSON or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refusal(400, f"Bad Request: can't parse {name} JSON object") from None


def integer(given: Json, name: str, default: int = 0) -> int:
    try:
        return int(given.get(name, default))
    except (TypeError, ValueError):
        raise Refusal(400, f"Bad Request: {name} must be an integer") from None


def truth(value: object) -> bool:
    return value is True or value == "true" or value == "True"


def units(text: str) -> int:
    """Its length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def text(given: Json, name: str = "text", most: int = 4096) -> str:
    """A text of allowed length."""
    found = given.get(name)
    if not isinstance(found, str) or not found.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    _encodable(found)
    if units(found) > most:
        raise Refusal(400, "Bad Request: message is too long")
    return found


def caption(given: Json) -> str:
    found = given.get("caption") or ""
    if not isinstance(found, str):
        raise Refusal(400, "Bad Request: caption must be a string")
    _encodable(found)
    if units(found) > 1024:
        raise Refusal(400, "Bad Request: message caption is too long")
    return found


def _encodable(found: str) -> None:
    try:
        found.encode()
    except UnicodeEncodeError:
        raise Refusal(400, "Bad Request: strings must be encoded in UTF-8") from None


def entities(given: Json, name: str, of: str) -> list[Json]:
    """Entities that lie inside of the text and cut no letter."""
    found = given.get(name) or []
    raw = of.encode("utf-16-le")
    if not isinstance(found, list):
        raise Refusal(400, f"Bad Request: can't parse {name}")
    for entity in found:
        start, length = entity["offset"], entity["length"]
        if entity["type"] not in ("bold", "italic") or start < 0 or length < 1 or start + length > len(raw) // 2:
            raise Refusal(400, "Bad Request: entity is out of range or of a kind the fake does not know")
        try:
            raw[start * 2 : (start + length) * 2].decode("utf-16-le")
        except UnicodeDecodeError:
            raise Refusal(400, "Bad Request: entity begins or ends in the middle of a UTF-16 symbol") from None
    return found


def keyboard(given: Json) -> list[list[ShownButton]]:
    """The buttons of an inline keyboard."""
    markup = given.get("reply_markup")
    if markup is None or contact_button(given):
        return []
    if not isinstance(markup, dict) or set(markup) != {"inline_keyboard"}:
        raise Refusal(400, "Bad Request: the fake knows inline keyboards only")
    return [[_button(button) for button in row] for row in markup["inline_keyboard"]]


def contact_button(given: Json) -> str:
    """The label of the one button that stands where the keyboard does; empty where there is none."""
    markup = given.get("reply_markup")
    if not isinstance(markup, dict) or "keyboard" not in markup:
        return ""
    if set(markup) - {"keyboard", "resize_keyboard", "one_time_keyboard"} or len(markup["keyboard"]) != 1:
        raise Refusal(400, "Bad Request: the fake knows keyboards of one button only")
    ((button,),) = markup["keyboard"]
    if set(button) != {"text", "request_contact"} or not truth(button["request_contact"]) or not button["text"]:
        raise Refusal(400, "Bad Request: the fake knows buttons for contacts only")
    return str(button["text"])


def _button(given: Json) -> ShownButton:
    if set(given) - _BUTTON:
        raise Refusal(400, "Bad Request: the fake knows no such field of a button")
    if not given.get("text"):
        raise Refusal(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    data, url = given.get("callback_data"), given.get("url")
    if (data is None) == (url is None):
        raise Refusal(400, "Bad Request: a button needs either callback_data or url")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    if url is not None and not re.match(r"(https?|tg)://", url):
        raise Refusal(400, "Bad Request: BUTTON_URL_INVALID")
    if given.get("style", "primary") not in _STYLES:
        raise Refusal(400, "Bad Request: BUTTON_STYLE_INVALID")
    return ShownButton(given["text"], data, url, given.get("style"))


def album(given: Json) -> list[Json]:
    """The items of an album: two to ten, documents and audio files among themselves."""
    found = given["media"]
    if not isinstance(found, list) or not 2 <= len(found) <= 10:
        raise Refusal(400, "Bad Request: there must be 2-10 items in an album")
    for item in found:
        if set(item) - _ITEM or not isinstance(item.get("media"), str):
            raise Refusal(400, "Bad Request: the fake knows no such field of an item, or it has no media")
        if item.get("type") not in _TOGETHER:
            raise Refusal(400, "Bad Request: type of media not found")
    if len({_TOGETHER[item["type"]] for item in found}) > 1:
        raise Refusal(400, "Bad Request: documents and audio can't be mixed with other media types in an album")
    return found


def commands(given: Json) -> list[Json]:
    """A menu."""
    found: list[Json] = given["commands"]
    if len(found) > 100:
        raise Refusal(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for command in found:
        if set(command) != {"command", "description"} or not _COMMAND.fullmatch(command["command"]):
            raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    return found


def scope(given: Json) -> str:
    """A scope of commands that is no chat."""
    known = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
    if given["type"] not in known:
        raise Refusal(400, "Bad Request: can't parse BotCommandScope: unsupported type specified")
    return str(given["type"])


def language(given: Json) -> str:
    """`|en` for commands in one language, nothing for those in none."""
    code = given.get("language_code") or ""
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise Refusal(400, "Bad Request: invalid language code specified")
    return f"|{code}" if code else ""


def secret(given: Json) -> str:
    """A webhook's secret."""
    found = given.get("secret_token") or ""
    if found and not _SECRET.fullmatch(found):
        raise Refusal(400, "Bad Request: secret token contains unallowed characters")
    return str(found)
