"""Sending: neutral things as Bot API calls, and how each send ends."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.error import BadRequest, TelegramError

from bot.channels.base import Gone, Outcome, Refused, Retry, Sending, Sent, Throttled, Unknown
from bot.channels.telegram import outcomes
from bot.channels.telegram.attaching import Attaching, Target
from bot.channels.telegram.parts import MAX_CAPTION, Part, parts_of, split
from handlers.outgoing import Button, Edit, Menu, Message, Style, Toast
from storage.place import Place

log = logging.getLogger(__name__)

_MOST_TOAST = 200
_MOST_UNFINISHED = 512
_STYLES = {Style.PRIMARY: "primary", Style.DANGER: "danger"}
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(slots=True)
class _Progress:
    """A message on its way: what is left to send, and the ids of what is there."""

    left: list[Part]
    ids: list[str] = field(default_factory=list)

    @property
    def sent(self) -> Sent:
        return Sent(self.ids[0], tuple(self.ids[1:]))


class Sender:
    """Sends for one bot."""

    def __init__(self, bot: Bot, attaching: Attaching, rejected: outcomes.Rejected) -> None:
        self._bot = bot
        self._attaching = attaching
        self._rejected = rejected
        # Rows of which a part is there and the next had to wait: they are gone on with, not begun anew.
        self._unfinished: dict[int, _Progress] = {}

    async def send(self, sending: Sending) -> Outcome:
        """Sends one thing. Never raises for what the network or Telegram does."""
        try:
            target = _target(sending.place)
        except ValueError:
            return Refused("not a Telegram chat")
        try:
            match sending.content:
                case Message():
                    return await self._message(sending, sending.content, target)
                case Edit():
                    return await self._edit(sending, sending.content.message, target)
                case Toast():
                    return await self._toast(sending.content)
                case Menu():
                    return await self._menu(sending.content, target)
        except TelegramError as error:
            return outcomes.outcome_of(error, self._rejected)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # The library could not read the answer, so there was one: it may well be that of a success.
            log.warning("an answer of Telegram could not be read", extra={"why": type(error).__name__})
            return Unknown(f"an answer that cannot be read ({type(error).__name__})")

    # --- messages --------------------------------------------------------------------------------------------

    async def _message(self, sending: Sending, message: Message, target: Target) -> Outcome:
        going = self._unfinished.pop(sending.outbox_id, None) or _Progress(parts_of(message))
        if not going.left:
            return Refused("an empty message")
        return await self._go_on(sending, going, target)

    async def _go_on(self, sending: Sending, going: _Progress, target: Target) -> Outcome:
        while going.left:
            try:
                going.ids.append(await self._part(target, going.left[0]))
            except TelegramError as error:
                return self._stopped(sending, going, outcomes.outcome_of(error, self._rejected))
            del going.left[0]
        self._rejected.accepted()
        return going.sent

    def _stopped(self, sending: Sending, going: _Progress, outcome: Outcome) -> Outcome:
        """What a failure means for the message as a whole, once parts of it are there."""
        if not going.ids:
            return outcome
        so_far = f"{len(going.ids)} of {len(going.ids) + len(going.left)} parts are there"
        match outcome:
            case Throttled(after):
                self._remember(sending.outbox_id, going)
                return Throttled(after, partly=True)
            case Retry(why):
                self._remember(sending.outbox_id, going)
                return Retry(f"{why}; {so_far}", partly=True)
            case Unknown(why):
                # The part that hangs in the air may be there: all is sent again, and marked as such.
                return Unknown(f"{why}; {so_far}")
            case Refused(reason):
                return Refused(f"{reason}; {so_far}")
            case Gone(reason, moved_to):
                return Gone(f"{reason}; {so_far}", moved_to)
            case Sent():
                return outcome

    def _remember(self, outbox_id: int, going: _Progress) -> None:
        while len(self._unfinished) >= _MOST_UNFINISHED:
            del self._unfinished[next(iter(self._unfinished))]
        self._unfinished[outbox_id] = going

    async def _part(self, target: Target, part: Part) -> str:
        """Sends a part; once more without what it hangs on, when that is no longer there."""
        try:
            return await self._call(target, part)
        except BadRequest as error:
            if part.quote and outcomes.about_quote(error):
                part = replace(part, quote=None)
            elif target.topic and target.private and outcomes.about_topic(error):
                # Topics in private chats come and go with versions of the app; the chat is the same.
                target = replace(target, topic=None)
            else:
                raise
        return await self._call(target, part)

    async def _call(self, target: Target, part: Part) -> str:
        if part.attachment is not None:
            stand_in = await self._attaching.send(target, part, _keyboard(part.rows), _quoted(part.quote))
            if isinstance(stand_in, str):
                return stand_in
            part = stand_in
        message = await self._bot.send_message(
            target.chat,
            part.text,
            entities=part.entities,
            link_preview_options=_NO_PREVIEW,
            message_thread_id=target.topic,
            reply_markup=_keyboard(part.rows),
            reply_parameters=_quoted(part.quote),
        )
        return str(message.message_id)

    # --- edits -----------------------------------------------------------------------------------------------

    async def _edit(self, sending: Sending, message: Message, target: Target) -> Outcome:
        """Replaces a message. What does not fit into it follows as answers to it."""
        if sending.edit_of is None or not sending.edit_of.isdecimal():
            return Refused("no message to edit")
        if going := self._unfinished.pop(sending.outbox_id, None):
            return await self._go_on(sending, going, target)
        parts = parts_of(replace(message, attachments=(), quote=None))
        if not parts:
            return Refused("an empty message")
        await self._replace(target, sending.edit_of, parts[0])
        tail = [replace(part, quote=sending.edit_of) for part in parts[1:]]
        return await self._go_on(sending, _Progress(tail, [sending.edit_of]), target)

    async def _replace(self, target: Target, message_id: str, part: Part) -> None:
        try:
            await self._bot.edit_message_text(
                part.text,
                target.chat,
                int(message_id),
                entities=part.entities,
                link_preview_options=_NO_PREVIEW,
                reply_markup=_keyboard(part.rows),
            )
        except BadRequest as error:
            if outcomes.without_text(error):
                await self._replace_caption(target, message_id, part)
            elif not outcomes.unchanged(error):
                raise

    async def _replace_caption(self, target: Target, message_id: str, part: Part) -> None:
        text, spans = split(part.text, part.spans, MAX_CAPTION)[0]
        try:
            await self._bot.edit_message_caption(
                target.chat,
                int(message_id),
                caption=text,
                caption_entities=Part(text, spans).entities,
                reply_markup=_keyboard(part.rows),
            )
        except BadRequest as error:
            if not outcomes.unchanged(error):
                raise

    # --- the small things ------------------------------------------------------------------------------------

    async def _toast(self, toast: Toast) -> Outcome:
        try:
            await self._bot.answer_callback_query(toast.press_id, toast.text[:_MOST_TOAST] or None)
        except BadRequest as error:
            if not outcomes.too_old(error):
                raise
        return Sent(None)

    async def _menu(self, menu: Menu, target: Target) -> Outcome:
        # No language: the words are those the person chose, whatever his app speaks.
        scope = BotCommandScopeChat(target.chat)
        if menu.commands:
            await self._bot.set_my_commands([BotCommand(name, text) for name, text in menu.commands], scope)
        else:
            await self._bot.delete_my_commands(scope)
        return Sent(None)


def _target(place: Place) -> Target:
    return Target(int(place.chat), int(place.topic) if place.topic else None)


def _quoted(message_id: str | None) -> ReplyParameters | None:
    if message_id is None or not message_id.isdecimal():
        return None
    return ReplyParameters(int(message_id), allow_sending_without_reply=True)


def _keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows if row]) if any(rows) else None


def _button(button: Button) -> InlineKeyboardButton:
    style = _STYLES.get(button.style)
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url, style=style)
    return InlineKeyboardButton(button.label, callback_data=button.token, style=style)
