"""Sending: neutral messages as plain texts, each of which is one of the month's messages."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from bot.channels.base import Outcome, Purpose, Refused, Retry, Sending, Sent, Throttled
from bot.channels.calling import NotSent
from bot.channels.files import Files
from bot.channels.progress import Progress, Unfinished
from bot.channels.zalo_bot.allowance import Allowance, Spent
from bot.channels.zalo_bot.calls import Calls
from bot.channels.zalo_bot.outcomes import Gate, Outcomes
from bot.channels.zalo_bot.parts import Picture, picture_of, texts_of
from handlers.incoming import Attachment, Kind
from handlers.outgoing import Edit, Message, marked_as_resent, said_again, unnumbered
from handlers.unreachable import NOT_BY_THIS_CHANNEL
from storage.db import Unavailable

_LONGEST_ID = 64


class Sender:
    """Sends for one bot."""

    def __init__(
        self, calls: Calls, allowance: Allowance, gate: Gate, outcomes: Outcomes, page: str, files: Files | None
    ) -> None:
        self._files = files
        self._calls = calls
        self._allowance = allowance
        self._gate = gate
        self._outcomes = outcomes
        self._page = page
        self._unfinished: Unfinished[str | Picture] = Unfinished()

    async def send(self, sending: Sending) -> Outcome:
        """Sends one thing. Never raises for what the network or Zalo does."""
        match sending.content:
            case Message() as message:
                try:
                    addresses = await self._addresses(message)
                except (NotSent, Unavailable) as error:
                    return Retry(str(error), of_line=False)
                texts: list[str | Picture] = [
                    *texts_of(message, self._page, again=sending.resend, addresses=addresses)
                ]
                if self._files and self._files.is_public:
                    picture = picture_of(message, self._page, addresses, again=sending.resend)
                    texts = [picture] if picture else texts
            case Edit(message=message):
                text = said_again(unnumbered(replace(message, attachments=())))
                text = marked_as_resent(text) if sending.resend else text
                texts = [*texts_of(text, self._page, again=sending.resend)]
            case _:  # nothing flashes up or can be taken back, and there is no menu
                return Sent(None)
        if sending.purpose is Purpose.BROADCAST:
            return Refused(NOT_BY_THIS_CHANNEL, elsewhere=True)
        going = self._unfinished.taken_up(sending) or Progress(texts)
        if not going.left:
            return Refused("an empty message")
        return await self._go_on(sending, going)

    async def _addresses(self, message: Message) -> dict[Attachment, str]:
        """Where files can be had; one that nobody has any more has none."""
        found: dict[Attachment, str] = {}
        for each in message.attachments if self._files else ():
            if each.kind not in (Kind.LOCATION, Kind.CONTACT) and self._files:
                with suppress(LookupError):
                    found[each] = await self._files.address(each)
        return found

    async def _go_on(self, sending: Sending, going: Progress[str | Picture]) -> Outcome:
        try:
            self._gate.enter()
            # All at once: a message of which the second half has to wait for next month helps nobody.
            taken = await self._allowance.take(len(going.left), sending.purpose)
        except Spent as spent:
            # What has begun goes on here, whenever it can; all else may go by another way.
            elsewhere = "" if going.ids else str(spent)
            return self._unfinished.stopped(sending, going, Throttled(spent.seconds, elsewhere=elsewhere))
        except Exception as error:
            return self._unfinished.stopped(sending, going, self._outcomes.of(error))
        while going.left:
            try:
                told = await self._calls.call(*_call(sending.place.chat, going.left[0]))
            except Exception as error:
                outcome = self._outcomes.of(error)
                if isinstance(outcome, Refused) and isinstance(step := going.left[0], Picture):
                    going.left[0] = step.instead
                    continue
                shown = not isinstance(outcome, Retry | Throttled | Refused)  # or may be
                await self._allowance.give_back(taken, len(going.left) - shown)
                return self._unfinished.stopped(sending, going, outcome)
            going.shown(str(told.get("message_id") or "?")[:_LONGEST_ID])
        self._outcomes.sent()
        return going.sent


def _call(chat: str, step: str | Picture) -> tuple[str, dict[str, str]]:
    if isinstance(step, str):
        return "sendMessage", {"chat_id": chat, "text": step}
    caption = {"caption": step.caption} if step.caption else {}
    return "sendPhoto", {"chat_id": chat, "photo": step.url, **caption}
