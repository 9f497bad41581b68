"""Sending: neutral things as Bot API calls, and how each send ends."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

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

from bot.channels.base import Outcome, Refused, Sending, Sent, Unknown
from bot.channels.progress import Progress, Unfinished
from bot.channels.telegram import groups, outcomes
from bot.channels.telegram.attaching import Attaching, Target
from bot.channels.telegram.parts import MAX_CAPTION, MAX_TEXT, Part, parts_of
from bot.channels.telegram.request import TelegramRequest
from handlers.outgoing import (
    RESENT,
    Button,
    Edit,
    Leave,
    Menu,
    Message,
    Recall,
    Style,
    Toast,
    Topic,
    marked_as_resent,
)
from storage.place import Place

log = logging.getLogger(__name__)

_MOST_TOAST = 200
_MARK = len(RESENT) + 1
_TRIES_FOR_A_FILE = 60
"""An hour's: a file that nobody can read must not hold up for ever what stands behind it."""
_STYLES = {Style.PRIMARY: "primary", Style.DANGER: "danger"}
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_WITHOUT_PREVIEW = _NO_PREVIEW.to_dict()


class Sender:
    """Sends for one bot."""

    def __init__(self, bot: Bot, request: TelegramRequest, attaching: Attaching, rejected: outcomes.Rejected) -> None:
        self._bot = bot
        self._request = request
        self._attaching = attaching
        self._rejected = rejected
        self._unfinished: Unfinished[Part] = Unfinished()

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
                case Recall():
                    return await self._recall(sending, sending.content, target)
                case Toast():
                    return await self._toast(sending.content)
                case Menu():
                    return await self._menu(sending.content, target)
                case Topic():
                    return await groups.do(self._request, sending.content, target, again=sending.resend)
                case Leave():
                    return await groups.leave(self._request, target)
        except TelegramError as error:
            return outcomes.outcome_of(error, self._rejected)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # The library could not read the answer, so there was one: it may well be that of a success.
            log.warning("an answer of Telegram could not be read", extra={"why": type(error).__name__})
            return Unknown(f"an answer that cannot be read ({type(error).__name__})")

    # --- messages --------------------------------------------------------------------------------------------

    async def _message(self, sending: Sending, message: Message, target: Target) -> Outcome:
        going = self._unfinished.taken_up(sending) or Progress(_parts(message, again=sending.resend))
        if not going.left:
            return Refused("an empty message")
        return await self._go_on(sending, going, target)

    async def _go_on(self, sending: Sending, going: Progress[Part], target: Target) -> Outcome:
        patient = sending.tries <= _TRIES_FOR_A_FILE
        while going.left:
            part = going.left[0]
            try:
                ids = await self._part(target, part, patient)
            except TelegramError as error:
                return self._unfinished.stopped(sending, going, outcomes.outcome_of(error, self._rejected))
            if not ids:
                going.left[:1] = part.singly()
                continue
            # A file with nothing but the mark shows none of the text: an edit must leave it where it is.
            going.shown(*ids, text=bool(part.text.removeprefix(RESENT).strip()))
        self._rejected.accepted()
        return going.sent

    async def _part(self, target: Target, part: Part, patient: bool) -> list[str]:
        """Sends a part; once more without what it hangs on, when that is no longer there. No ids: not as an album."""
        try:
            return await self._call(target, part, patient)
        except BadRequest as error:
            if part.quote and outcomes.about_quote(error):
                part = replace(part, quote=None)
            elif target.topic and target.private and outcomes.about_topic(error):
                # Topics in private chats come and go with versions of the app; the chat is the same.
                target = replace(target, topic=None)
            else:
                raise
        return await self._call(target, part, patient)

    async def _call(self, target: Target, part: Part, patient: bool) -> list[str]:
        if part.album:
            return await self._attaching.send_album(target, part, _quoted(part.quote), patient=patient)
        if part.attachment is not None:
            keyboard, quoted = _keyboard(part.rows), _quoted(part.quote)
            stand_in = await self._attaching.send(target, part, keyboard, quoted, patient=patient)
            if isinstance(stand_in, str):
                return [stand_in]
            part = stand_in
        return [await self._text(target, part)]

    async def _text(self, target: Target, part: Part) -> str:
        # The call behind each answer, in the Bot API's own words: the library would make an object of every field
        # and of the message that comes back, at several times the cost of the call itself (docs/benchmarks.md).
        said: dict[str, Any] = {"chat_id": target.chat, "text": part.text, "link_preview_options": _WITHOUT_PREVIEW}
        if part.spans:
            said["entities"] = [entity.to_dict() for entity in part.entities]
        if target.topic is not None:
            said["message_thread_id"] = target.topic
        if quoted := _quoted(part.quote):
            said["reply_parameters"] = quoted.to_dict()
        if part.asks_contact and target.private:
            said["reply_markup"] = _contact_button(part.asks_contact)
        elif any(part.rows):
            said["reply_markup"] = {"inline_keyboard": [[_key(b) for b in row] for row in part.rows if row]}
        shown = await self._request.call("sendMessage", said)
        return str(shown["message_id"])

    # --- edits -----------------------------------------------------------------------------------------------

    async def _edit(self, sending: Sending, message: Message, target: Target) -> Outcome:
        """Replaces a text message by message. What is new follows as answers to it, what is left over goes.

        Only what is new can be shown twice: done again after an unknown outcome, that alone is marked.
        """
        shown = sending.edit_parts or (sending.edit_of or "",)
        if not all(message_id.isdecimal() for message_id in shown):
            return Refused("no message to edit")
        if going := self._unfinished.taken_up(sending):
            return await self._go_on(sending, going, target)
        text, most = replace(message, attachments=()), MAX_TEXT - _MARK if sending.resend else MAX_TEXT
        parts = parts_of(text, most=most)
        if not parts:
            return Refused("an empty message")
        if not await self._replace(target, shown[0], parts[0]):
            parts = parts_of(text, MAX_CAPTION, most)
            await self._replace_caption(target, shown[0], parts[0])
        for message_id, part in zip(shown[1:], parts[1:], strict=False):
            await self._replace(target, message_id, part)
        for message_id in shown[len(parts) :]:
            await self._remove(target, message_id)
        there = list(shown[: len(parts)])
        new = [_marked(part) if sending.resend else part for part in parts[len(shown) :]]
        left = [replace(part, quote=shown[0]) for part in new]
        return await self._go_on(sending, Progress(left, there, list(there), before=len(there)), target)

    async def _replace(self, target: Target, message_id: str, part: Part) -> bool:
        """Replaces a text; False for a message that has a caption instead."""
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
                return False
            if not outcomes.unchanged(error):
                raise
        return True

    async def _replace_caption(self, target: Target, message_id: str, part: Part) -> None:
        try:
            await self._bot.edit_message_caption(
                target.chat,
                int(message_id),
                caption=part.text,
                caption_entities=part.entities,
                reply_markup=_keyboard(part.rows),
            )
        except BadRequest as error:
            if not outcomes.unchanged(error):
                raise

    async def _recall(self, sending: Sending, recall: Recall, target: Target) -> Outcome:
        """Takes away all that shows it. What a person said himself stays: he can delete that better than we."""
        if recall.said is None:
            for message_id in filter(str.isdecimal, sending.edit_parts or (sending.edit_of or "",)):
                await self._remove(target, message_id, recall.instead)
        return Sent(None)

    async def _remove(self, target: Target, message_id: str, instead: str = "…") -> None:
        try:
            await self._bot.delete_message(target.chat, int(message_id))
        except BadRequest as error:
            if outcomes.not_there(error):
                return
            if outcomes.about_recipient(error):
                raise
            await self._empty(target, message_id, Part(instead))  # older than two days: it stays

    async def _empty(self, target: Target, message_id: str, part: Part) -> None:
        try:
            if not await self._replace(target, message_id, part):
                await self._replace_caption(target, message_id, part)
        except BadRequest as error:
            log.warning("a message could not be taken back", extra={"why": error.message})

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


def _parts(message: Message, *, again: bool) -> list[Part]:
    """The calls of a message; of one that may be there already each says so, for any of them may be."""
    if not again:
        return parts_of(message)
    parts = parts_of(message, most=MAX_TEXT - _MARK)
    # Delivery has marked the text as a whole, and so the first.
    return parts[:1] + [_marked(part) if part.can_say else part for part in parts[1:]]


def _marked(part: Part) -> Part:
    marked = marked_as_resent(Message(part.text, part.spans))
    return replace(part, text=marked.text, spans=marked.spans)


def _quoted(message_id: str | None) -> ReplyParameters | None:
    if message_id is None or not message_id.isdecimal():
        return None
    return ReplyParameters(int(message_id), allow_sending_without_reply=True)


def _keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows if row]) if any(rows) else None


def _contact_button(label: str) -> dict[str, Any]:
    # It stands where the keyboard does: Telegram has no such button under a message.
    key = {"text": label, "request_contact": True}
    return {"keyboard": [[key]], "resize_keyboard": True, "one_time_keyboard": True}


def _key(button: Button) -> dict[str, str]:
    style = _STYLES.get(button.style)
    does = {"url": button.url} if button.url else {"callback_data": button.token}
    return {"text": button.label, **does, **({"style": style} if style else {})}


def _button(button: Button) -> InlineKeyboardButton:
    style = _STYLES.get(button.style)
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url, style=style)
    return InlineKeyboardButton(button.label, callback_data=button.token, style=style)
