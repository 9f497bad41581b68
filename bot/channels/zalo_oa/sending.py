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

from bot.channels.base import Gone, Outcome, Refused, Retry, Sending, Sent
from bot.channels.cutting import split, utf16_length
from bot.channels.progress import Progress, Unfinished
from bot.channels.zalo_oa.attaching import Attaching
from bot.channels.zalo_oa.calls import Calls, Refusal
from bot.channels.zalo_oa.outcomes import Alarm, outcome_of
from bot.channels.zalo_oa.reading import PRESS
from bot.channels.zalo_oa.settings import ZaloOaSettings
from handlers.clock import Clock
from handlers.incoming import Attachment, Kind
from handlers.outgoing import RESENT, Button, Edit, Message, marked_as_resent, quoting, said_again
from storage.db import Unavailable

MESSAGE = "/v3.0/oa/message/cs"
MAX_TEXT = 1_900
"""UTF-16 units: below the 2,000 "characters" of the documentation, whatever it counts."""
MAX_CAPTION = 1_400
"""Leaves room for the file's name and address, where the picture itself cannot go out."""
MOST_BUTTONS = 5
MOST_TITLE = 100
FREE, PAID = timedelta(hours=48), timedelta(days=7)
"""Since a person last did something: so long messages are free; so long they are taken, and billed."""
_LONGEST_ID = 64
_BAD_QUOTE = frozenset({-201, -248})
_MOST_REMEMBERED = 4096
LastHeard = Callable[[str], Awaitable[datetime | None]]
"""When a person last did something (business time); None where that is not known."""


@dataclass(frozen=True, slots=True)
class Step:
    """One message of several: its body, or an attachment with what is said about it."""

    body: dict[str, Any] = field(default_factory=dict)
    attachment: Attachment | None = None
    caption: str = ""


class Sender:
    """Sends for one account."""

    def __init__(
        self, settings: ZaloOaSettings, calls: Calls, clock: Clock, last_heard: LastHeard, attaching: Attaching
    ) -> None:
        self._settings = settings
        self._attaching = attaching
        self._calls = calls
        self._clock = clock
        self._last_heard = last_heard
        self._alarm = Alarm()
        self._unfinished: Unfinished[Step] = Unfinished()
        self._lately: dict[str, None] = {}

    async def send(self, sending: Sending) -> Outcome:
        """Sends one thing. Never raises for what the network or Zalo does."""
        match sending.content:
            case Message():
                message = sending.content
            case Edit():
                message = replace(said_again(sending.content.message), quote=sending.edit_of)
                message = marked_as_resent(message) if sending.resend else message
            case _:  # nothing flashes up or can be taken back, and there is no menu but the one in Zalo's own console
                return Sent(None)
        try:
            heard_at = await self._last_heard(sending.place.chat)
        except Unavailable as error:
            return Retry(str(error), of_line=False)
        going = self._unfinished.taken_up(sending) or Progress(list(steps(message, resend=sending.resend)))
        if not going.left:
            return Refused("an empty message")
        if why := self._closed(heard_at):
            return self._unfinished.stopped(sending, going, Gone(why, for_now=True, heard_at=heard_at))
        return await self._go_on(sending, going, heard_at)

    def sent_lately(self, message_id: str) -> bool:
        """Whether this process sent it, as far as it remembers."""
        return message_id in self._lately

    def _closed(self, heard_at: datetime | None) -> str | None:
        """Why nothing may be sent now to a person who was heard from then; None while it may, or nobody knows."""
        if heard_at is None:
            return None
        quiet = self._clock.business() - heard_at
        if quiet <= FREE:
            return None
        if quiet <= PAID:
            return None if self._settings.allow_paid else "nothing from this person for 48 hours: it would be billed"
        return "nothing from this person for 7 days"

    async def _go_on(self, sending: Sending, going: Progress[Step], heard_at: datetime | None) -> Outcome:
        while going.left:
            try:
                step = going.left[0]
                body = await self._attaching.message(step.attachment, step.caption) if step.attachment else step.body
                message_id = await self._one(sending.place.chat, body)
            except Exception as error:
                outcome = outcome_of(error, self._alarm, self._clock.machine(), heard_at)
                return self._unfinished.stopped(sending, going, outcome)
            going.shown(message_id)
            self._note(message_id)
        self._alarm.over()
        return going.sent

    def _note(self, message_id: str) -> None:
        self._lately[message_id] = None
        while len(self._lately) > _MOST_REMEMBERED:
            del self._lately[next(iter(self._lately))]

    async def _one(self, user: str, message: dict[str, Any]) -> str:
        try:
            told = await self._calls.post(MESSAGE, {"recipient": {"user_id": user}, "message": message})
        except Refusal as refusal:
            # What is quoted may be gone, or older than 48 hours; without it the text still says what it says.
            if "quote_message_id" not in message or refusal.error not in _BAD_QUOTE:
                raise
            plain = {name: value for name, value in message.items() if name != "quote_message_id"}
            told = await self._calls.post(MESSAGE, {"recipient": {"user_id": user}, "message": plain})
        return str(told.get("message_id") or "")[:_LONGEST_ID]


def steps(message: Message, *, resend: bool = False) -> Iterator[Step]:
    """The messages that a neutral one takes, in order; a picture keeps its caption.

    `resend`: any of them may be there already, and what can say so does.
    """
    files = message.attachments
    message = message if message.quote else quoting(message)
    if len(files) == 1 and files[0].kind is Kind.PHOTO and not message.buttons and not message.quote:
        caption = unicodedata.normalize("NFC", message.text).strip()
        if utf16_length(caption) <= MAX_CAPTION:
            yield Step(attachment=files[0], caption=caption)
            return
    yield from (Step(body) for body in bodies(message, resend=resend))
    yield from (Step(attachment=each, caption=RESENT if resend else "") for each in files)


def bodies(message: Message, *, resend: bool = False) -> Sequence[dict[str, Any]]:
    """The texts of a neutral message, in order: the quote on the first, the buttons under the last.

    Where buttons stand under the first, which then can quote nothing, it says what it answers.

    `resend`: any of them may be there already, and says so; the text of the first does.
    """
    found = _bodies(message, resend=resend)
    if message.quote and found and "attachment" not in found[0]:  # only a plain text quotes
        found[0]["quote_message_id"] = message.quote
        return found
    return _bodies(quoting(message), resend=resend) if message.quoted else found


def _bodies(message: Message, *, resend: bool) -> list[dict[str, Any]]:
    keys = message.buttons
    numbered = len(keys) > MOST_BUTTONS
    text = unicodedata.normalize("NFC", message.text)
    if numbered:
        text = "\n".join((text, "", *_lines(keys))).strip()
    mark = f"{RESENT}\n" if resend else ""
    texts = [piece for piece, _ in split(text, most=MAX_TEXT - len(mark), first=MAX_TEXT)]
    found: list[dict[str, Any]] = [{"text": piece if not n else mark + piece} for n, piece in enumerate(texts)]
    if not found:
        return []
    if keys and not numbered:
        payload = {"buttons": [_key(key) for key in keys]}
        found[-1]["attachment"] = {"type": "template", "payload": payload}
    return found


def _key(button: Button) -> dict[str, Any]:
    # What is cut off stands in the label that may be typed, too; an empty title is refused.
    pieces = split(unicodedata.normalize("NFC", button.label), most=MOST_TITLE)
    title = pieces[0][0] if pieces else "…"
    if button.url:
        return {"title": title, "type": "oa.open.url", "payload": {"url": button.url}}
    return {"title": title, "type": "oa.query.hide", "payload": PRESS + button.token}


def _lines(keys: Sequence[Button]) -> Iterator[str]:
    """Choices to be typed: by their numbers, or by name where numbers mean others just now."""
    for key in keys:
        if key.label.strip() != str(key.number):  # else it stands in the text above, under this number
            yield f"{key.number}. {_title(key)}" if key.number else f"• {_title(key)}"


def _title(button: Button) -> str:
    return f"{button.label}: {button.url}" if button.url else button.label
