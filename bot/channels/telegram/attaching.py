"""Attachments out: by file id within Telegram, by upload from elsewhere, and by a visible stand-in where neither is
taken, so that a file that cannot be passed on never takes the text with it and is never missing in silence."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    ReplyParameters,
)
from telegram import Message as Shown
from telegram.error import BadRequest

from bot.channels.telegram import outcomes
from bot.channels.telegram.limits import MOST_IN_ONE_CALL
from bot.channels.telegram.parts import Part
from bot.channels.telegram.request import NotHad, TelegramRequest
from bot.channels.telegram.uploads import OpenMedia, fetch, file_id, fits, upload
from bot.fetching import NotFetched
from bot.media import Fetched
from bot.voices import Voices
from handlers.incoming import Attachment, Kind

log = logging.getLogger(__name__)

_SPOKEN = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4"})

_ITEMS: dict[Kind, Callable[..., InputMediaAudio | InputMediaDocument | InputMediaPhoto | InputMediaVideo]] = {
    Kind.PHOTO: InputMediaPhoto,
    Kind.VIDEO: InputMediaVideo,
    Kind.FILE: InputMediaDocument,
    Kind.AUDIO: InputMediaAudio,
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where to send."""

    chat: int
    topic: int | None = None

    @property
    def private(self) -> bool:
        """People have positive ids, groups negative ones."""
        return self.chat > 0


@dataclass(frozen=True, slots=True)
class _Around:
    target: Target
    part: Part
    keyboard: InlineKeyboardMarkup | None
    quoted: ReplyParameters | None
    patient: bool


class Unusable(Exception):
    """This attachment cannot be sent in this form."""


class Attaching:
    """Sends attachments for one bot."""

    def __init__(self, bot: Bot, request: TelegramRequest, open_media: OpenMedia | None, voices: Voices) -> None:
        self._voices = voices
        self._bot = bot
        self._request = request
        self._open_media = open_media

    async def send(
        self,
        target: Target,
        part: Part,
        keyboard: InlineKeyboardMarkup | None,
        quoted: ReplyParameters | None,
        *,
        patient: bool = True,
    ) -> str | Part:
        """The id of the message it became; or, when Telegram takes it in no form, the text to send in its place.

        Whoever is not `patient` gets that text for a file that cannot be had just now, too.
        Raises TelegramError for what concerns the chat or the connection, not the file.
        """
        attachment = part.attachment
        if attachment is None:
            return part
        around = _Around(target, part, keyboard, quoted, patient)
        for attempt in (self._as_it_is, self._as_document):
            try:
                return str((await attempt(around, attachment)).message_id)
            except BadRequest as error:
                if outcomes.about_recipient(error) or outcomes.about_quote(error) or outcomes.about_topic(error):
                    raise
                log.warning("an attachment was refused", extra={"kind": attachment.kind, "why": error.message})
            except Unusable as error:
                log.warning("an attachment cannot be sent", extra={"kind": attachment.kind, "why": str(error)})
        return _stand_in(part, attachment)

    async def send_album(
        self, target: Target, part: Part, quoted: ReplyParameters | None, *, patient: bool = True
    ) -> list[str]:
        """The ids of the messages it became; none where these do not go as an album, and may go one by one.

        Raises as `send`.
        """
        around = _Around(target, part, None, quoted, patient)
        try:
            media = [await self._usable(around, each, within=True) for each in part.album]
            if sum(map(_weight, media)) > MOST_IN_ONE_CALL:
                raise Unusable("too large in one call")
            said = {"caption": part.text, "caption_entities": part.entities} if part.text else {}
            items = [
                _ITEMS[each.kind](found, **({} if n else said))
                for n, (each, found) in enumerate(zip(part.album, media, strict=True))
            ]
            shown = await self._bot.send_media_group(
                target.chat, items, message_thread_id=target.topic, reply_parameters=quoted
            )
        except BadRequest as error:
            if outcomes.about_recipient(error) or outcomes.about_quote(error) or outcomes.about_topic(error):
                raise
            log.warning("an album was refused", extra={"why": error.message})
            return []
        except Unusable as error:
            log.warning("an album goes one by one", extra={"why": str(error)})
            return []
        return [str(each.message_id) for each in shown]

    async def _usable(self, around: _Around, attachment: Attachment, *, within: bool = False) -> str | InputFile:
        if found := file_id(attachment):
            return found
        content, name, mime = await self._content(around, attachment)
        if not fits(attachment.kind, content, self._request.limits):
            raise Unusable("too large for a photo")
        if attachment.kind is Kind.VOICE:
            spoken = await self._voices.spoken(Fetched(content, attachment.name or name, mime))
            if spoken.mime not in _SPOKEN:
                raise Unusable("not a sound that Telegram plays as a voice")
            return upload(spoken.content, spoken.name, spoken.mime)
        return upload(content, attachment.name or name, mime, within=within)

    async def _as_it_is(self, around: _Around, attachment: Attachment) -> Shown:
        match attachment.kind:
            case Kind.LOCATION:
                return await self._location(around, attachment)
            case Kind.CONTACT:
                return await self._contact(around, attachment)
            case kind:
                return await self._media(around, kind, await self._usable(around, attachment))

    async def _as_document(self, around: _Around, attachment: Attachment) -> Shown:
        """The second try: the plain file, uploaded. Telegram takes photos and voices it cannot read in this form."""
        if attachment.kind in (Kind.LOCATION, Kind.CONTACT):
            raise Unusable("not a file")
        content, name, mime = await self._content(around, attachment)
        return await self._media(around, Kind.FILE, upload(content, attachment.name or name, mime))

    async def _content(self, around: _Around, attachment: Attachment) -> tuple[bytes, str, str]:
        try:
            if file_id(attachment):
                found = await fetch(self._request, attachment.reference)
            elif self._open_media and attachment.channel != "telegram":
                found = await self._open_media(attachment.reference)
            else:
                raise Unusable("nobody here keeps this file")
        except NotFetched as error:
            if error.temporary and around.patient:
                raise NotHad(str(error)) from None
            raise Unusable(str(error)) from None
        except LookupError:
            raise Unusable("the file is no longer there") from None
        except OSError as error:
            why = f"the file cannot be read just now ({type(error).__name__})"
            raise NotHad(why) if around.patient else Unusable(why) from None
        if not fits(Kind.FILE, found[0], self._request.limits):
            raise Unusable("too large, or empty")
        return found

    async def _media(self, around: _Around, kind: Kind, media: str | InputFile) -> Shown:
        target, part = around.target, around.part
        bot = self._bot
        if kind is Kind.STICKER:
            return await bot.send_sticker(
                target.chat,
                media,
                message_thread_id=target.topic,
                reply_markup=around.keyboard,
                reply_parameters=around.quoted,
            )
        by_kind: dict[Kind, Callable[..., Awaitable[Shown]]] = {
            Kind.PHOTO: bot.send_photo,
            Kind.VOICE: bot.send_voice,
            Kind.AUDIO: bot.send_audio,
            Kind.VIDEO: bot.send_video,
        }
        return await by_kind.get(kind, bot.send_document)(
            target.chat,
            media,
            caption=part.text or None,
            caption_entities=part.entities or None,
            message_thread_id=target.topic,
            reply_markup=around.keyboard,
            reply_parameters=around.quoted,
        )

    async def _location(self, around: _Around, attachment: Attachment) -> Shown:
        try:
            latitude, longitude = (float(number) for number in attachment.reference.split(","))
        except ValueError:
            raise Unusable("not a location") from None
        return await self._bot.send_location(
            around.target.chat,
            latitude,
            longitude,
            message_thread_id=around.target.topic,
            reply_markup=around.keyboard,
            reply_parameters=around.quoted,
        )

    async def _contact(self, around: _Around, attachment: Attachment) -> Shown:
        if not attachment.reference:
            raise Unusable("no number")
        return await self._bot.send_contact(
            around.target.chat,
            attachment.reference,
            attachment.name or attachment.reference,
            message_thread_id=around.target.topic,
            reply_markup=around.keyboard,
            reply_parameters=around.quoted,
        )


def _weight(media: str | InputFile) -> int:
    content = media.input_file_content if isinstance(media, InputFile) else b""
    return len(content) if isinstance(content, bytes) else 0


def _stand_in(part: Part, attachment: Attachment) -> Part:
    # Signs, not words: words live in locale files. Whoever reads it sees that there was a file, and which.
    sign = " ".join(filter(None, ("📎", attachment.name, "⚠")))
    return replace(part, text=f"{part.text}\n\n{sign}" if part.text else sign, attachment=None)
