"""Sending: neutral messages as consultation messages (`/v3.0/oa/message/cs`).

A text holds 2,000 characters, of which Zalo does not say what they are; five buttons stand below it. What is pressed
comes back as a text, so a button's payload is its token. More buttons than five are numbered in the text, and numbers
may be typed in any case. Nothing can be edited: what was corrected is said again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.channels.base import Gone, Outcome, Refused, Retry, Sending, Sent, Throttled
from bot.channels.cutting import split
from bot.channels.zalo_oa.attaching import Attaching
from bot.channels.zalo_oa.calls import Calls, Refusal
from bot.channels.zalo_oa.outcomes import Alarm, outcome_of
from bot.channels.zalo_oa.reading import PRESS
from bot.channels.zalo_oa.settings import ZaloOaSettings
from handlers.clock import Clock
from handlers.incoming import Attachment, Kind
from handlers.outgoing import Button, Edit, Message

MESSAGE = "/v3.0/oa/message/cs"
MAX_TEXT = 1_900
"""UTF-16 units: below the 2,000 "characters" of the documentation, whatever it counts."""
MOST_BUTTONS = 5
MOST_TITLE = 100
FREE, PAID = timedelta(hours=48), timedelta(days=7)
"""Since a person last did something: so long messages are free; so long they are taken, and billed."""
EDITED = "(đã sửa)"
_BAD_QUOTE = frozenset({-201, -248})
_MOST_UNFINISHED = 512
LastSeen = Callable[[str], Awaitable[datetime | None]]
"""When a person last did something (business time); None for somebody who is not known."""


@dataclass(frozen=True, slots=True)
class Step:
    """One message of several: its body, or an attachment with what is said about it."""

    body: dict[str, Any] = field(default_factory=dict)
    attachment: Attachment | None = None
    caption: str = ""


@dataclass(slots=True)
class _Progress:
    """A message on its way: the bodies that are left, and the ids of what is there."""

    left: list[Step]
    ids: list[str] = field(default_factory=list)
    tries: int = 0


class Sender:
    """Sends for one account."""

    def __init__(
        self, settings: ZaloOaSettings, calls: Calls, clock: Clock, last_seen: LastSeen, attaching: Attaching
    ) -> None:
        self._settings = settings
        self._attaching = attaching
        self._calls = calls
        self._clock = clock
        self._last_seen = last_seen
        self._alarm = Alarm()
        self._unfinished: dict[int, _Progress] = {}

    async def send(self, sending: Sending) -> Outcome:
        """Sends one thing. Never raises for what the network or Zalo does."""
        match sending.content:
            case Message():
                message = sending.content
            case Edit():
                message = _said_again(sending.content.message, sending.edit_of)
            case _:  # there is nothing that flashes up, and no menu but the one in Zalo's own console
                return Sent(None)
        if why := await self._closed(sending.place.chat):
            return Gone(why)
        going = self._stopped_before(sending) or _Progress(list(steps(message)))
        if not going.left:
            return Refused("an empty message")
        return await self._go_on(sending, going)

    async def _closed(self, user: str) -> str | None:
        """Why this person may not be written to now; None while he may, or while nobody knows."""
        since: datetime | None = await self._last_seen(user)
        if since is None:
            return None
        quiet = self._clock.business() - since
        if quiet <= FREE:
            return None
        if quiet <= PAID:
            return None if self._settings.allow_paid else "nothing from this person for 48 hours: it would be billed"
        return "nothing from this person for 7 days"

    async def _go_on(self, sending: Sending, going: _Progress) -> Outcome:
        while going.left:
            try:
                step = going.left[0]
                body = await self._attaching.message(step.attachment, step.caption) if step.attachment else step.body
                going.ids.append(await self._one(sending.place.chat, body))
            except Exception as error:
                outcome = outcome_of(error, self._alarm, self._clock.machine())
                return self._stopped(sending, going, outcome)
            going.left.pop(0)
        self._alarm.over()
        return Sent(going.ids[0], tuple(going.ids[1:]), tuple(going.ids) if len(going.ids) > 1 else ())

    async def _one(self, user: str, message: dict[str, Any]) -> str:
        try:
            told = await self._calls.post(MESSAGE, {"recipient": {"user_id": user}, "message": message})
        except Refusal as refusal:
            # What is quoted may be gone, or older than 48 hours; without it the text still says what it says.
            if "quote_message_id" not in message or refusal.error not in _BAD_QUOTE:
                raise
            plain = {name: value for name, value in message.items() if name != "quote_message_id"}
            told = await self._calls.post(MESSAGE, {"recipient": {"user_id": user}, "message": plain})
        return str(told.get("message_id") or "?")

    def _stopped(self, sending: Sending, going: _Progress, outcome: Outcome) -> Outcome:
        """What a failure means for the message as a whole, once parts of it are there."""
        if not going.ids:
            return outcome
        if isinstance(outcome, Retry | Throttled):
            while len(self._unfinished) >= _MOST_UNFINISHED:
                del self._unfinished[next(iter(self._unfinished))]
            going.tries = sending.tries
            self._unfinished[sending.outbox_id] = going
            return replace(outcome, partly=True)
        return replace(outcome, partly=True) if isinstance(outcome, Gone) else outcome

    def _stopped_before(self, sending: Sending) -> _Progress | None:
        going = self._unfinished.pop(sending.outbox_id, None)
        return going if going and going.tries + 1 == sending.tries else None


def steps(message: Message) -> Iterator[Step]:
    """The messages that a neutral one takes, in order; a picture keeps its caption."""
    files = message.attachments
    if len(files) == 1 and files[0].kind is Kind.PHOTO and not message.buttons and not message.quote:
        texts = [piece for piece, _ in split(unicodedata.normalize("NFC", message.text), most=MAX_TEXT)]
        if len(texts) <= 1:
            yield Step(attachment=files[0], caption="".join(texts))
            return
    yield from (Step(body) for body in bodies(message))
    yield from (Step(attachment=each) for each in files)


def bodies(message: Message) -> Sequence[dict[str, Any]]:
    """The texts of a neutral message, in order: the quote on the first, the buttons under the last."""
    keys = message.buttons
    numbered = len(keys) > MOST_BUTTONS
    text = unicodedata.normalize("NFC", message.text)
    if numbered:
        lines = (f"{number}. {_title(key)}" for number, key in enumerate(keys, start=1))
        text = "\n".join((text, "", *lines))
    texts = [piece for piece, _ in split(text, most=MAX_TEXT)]
    found: list[dict[str, Any]] = [{"text": piece} for piece in texts]
    if not found:
        return []
    if keys and not numbered:
        payload = {"buttons": [_key(key) for key in keys]}
        found[-1]["attachment"] = {"type": "template", "payload": payload}
    if message.quote and "attachment" not in found[0]:  # only a plain text quotes
        found[0]["quote_message_id"] = message.quote
    return found


def _key(button: Button) -> dict[str, Any]:
    title = button.label[:MOST_TITLE]
    if button.url:
        return {"title": title, "type": "oa.open.url", "payload": {"url": button.url}}
    return {"title": title, "type": "oa.query.hide", "payload": PRESS + button.token}


def _title(button: Button) -> str:
    return f"{button.label}: {button.url}" if button.url else button.label


def _said_again(message: Message, of: str | None) -> Message:
    return replace(message, text=f"{EDITED}\n{message.text}", spans=(), quote=of)
