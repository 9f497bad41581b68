"""What the Bot Platform checks before it does anything: names, lengths, ranges."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.fakes.faults import Json, Refusal

MOST_TEXT = 2000
METHODS: dict[str, tuple[set[str], set[str]]] = {
    "getMe": (set(), set()),
    "getUpdates": (set(), {"timeout"}),
    "setWebhook": ({"url", "secret_token"}, set()),
    "deleteWebhook": (set(), set()),
    "getWebhookInfo": (set(), set()),
    "testWebhook": (set(), set()),
    "sendMessage": ({"chat_id", "text"}, {"parse_mode", "text_styles"}),
    "sendPhoto": ({"chat_id", "photo"}, {"caption"}),
    "sendSticker": ({"chat_id", "sticker"}, set()),
    "sendVoice": ({"chat_id", "voice_url"}, set()),
    "sendChatAction": ({"chat_id", "action"}, set()),
}
"""Method → required parameters, optional ones."""
COUNTED = {"sendMessage", "sendPhoto", "sendSticker", "sendVoice"}
_STYLE = re.compile(r"[bius]|f_1[358]|f_20|c_(050a19|15a85f|f7b503|f27806|db342e)|lst_[12]|ind_[1-5]")
_PRIVATE = re.compile(r"https?://(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[?::1)")


def wrong(why: str) -> Refusal:
    return Refusal(400, f"Bad request: {why}")


def parameters(method: str, given: Json) -> Json:
    """Raises Refusal for names that the method does not have or misses."""
    if method not in METHODS:
        raise Refusal(404, "Not found")
    required, optional = METHODS[method]
    if missing := required - set(given):
        raise wrong(f"{sorted(missing)} missing")
    if unknown := set(given) - required - optional:
        raise wrong(f"the fake knows no {sorted(unknown)} of {method}")
    return given


def units(text: str) -> int:
    """Its length in UTF-16 units, the strictest reading of "characters"."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def words(given: object, *, of: str) -> str:
    """A text of allowed length. Raises Refusal."""
    if not isinstance(given, str) or not given.strip():
        raise wrong(f"{of} is empty or no text")
    try:
        given.encode()
    except UnicodeEncodeError:
        raise wrong(f"{of} holds half a character") from None
    if units(given) > MOST_TEXT:
        raise wrong(f"{of} is longer than {MOST_TEXT} characters")
    return given


def seconds(given: object) -> float:
    """How long a poll may last: a number, or a text that is one. Raises Refusal."""
    try:
        return max(0.0, float(str(given)))
    except ValueError:
        raise wrong("timeout is no number") from None


def mode(given: object) -> str | None:
    if given not in (None, "markdown", "html"):
        raise wrong(f"parse_mode {given!r}")
    return str(given) if given else None


def styles(given: object, of: str) -> list[Json]:
    """Stretches of the text, each with its styles. Raises Refusal."""
    found: Any = given
    if isinstance(given, str):
        try:
            found = json.loads(given)
        except ValueError:
            raise wrong("text_styles is no JSON") from None
    if not isinstance(found, list):
        raise wrong("text_styles is no list")
    for style in found:
        if not isinstance(style, dict) or set(style) != {"start", "len", "st"}:
            raise wrong("a style has start, len and st")
        start, length, codes = style["start"], style["len"], style["st"]
        if not isinstance(start, int) or not isinstance(length, int) or start < 0 or length < 1:
            raise wrong("a style begins or ends nowhere")
        if start + length > units(of):
            raise wrong("a style ends after the text")
        if not isinstance(codes, list) or not codes or not all(_STYLE.fullmatch(str(code)) for code in codes):
            raise wrong(f"styles {codes!r}")
    return found


def address(given: object, *, http: bool) -> str:
    """A public address. Raises Refusal, unless `http` says that this is a test on loopback."""
    if not isinstance(given, str) or not re.fullmatch(r"https?://[^\s/]+\S*", given):
        raise wrong("no web address")
    if not http and (not given.startswith("https://") or _PRIVATE.match(given)):
        raise wrong("an address must be public and https")
    return given


def secret(given: object) -> str:
    if not isinstance(given, str) or not 8 <= len(given) <= 256:
        raise wrong("secret_token must have 8 to 256 characters")
    return given
