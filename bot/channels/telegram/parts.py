"""A neutral message as the calls it takes: Telegram limits a text to 4,096 UTF-16 units and a caption to 1,024."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from telegram import MessageEntity

from bot.channels.cutting import split, utf16_length
from bot.channels.telegram.limits import LIMITS
from handlers.incoming import Attachment, Kind
from handlers.outgoing import Button, Message, Span, quoting

MAX_TEXT = 4096
MAX_CAPTION = 1024

_CAPTIONED = (Kind.PHOTO, Kind.FILE, Kind.VOICE, Kind.AUDIO, Kind.VIDEO)
_TOGETHER = {Kind.PHOTO: "seen", Kind.VIDEO: "seen", Kind.FILE: "kept", Kind.AUDIO: "heard"}
"""Documents and pieces of music stand in albums of their own kind only."""
_STYLES = {"bold": MessageEntity.BOLD, "italic": MessageEntity.ITALIC}


@dataclass(frozen=True, slots=True)
class Part:
    """One call: a text, or an attachment with the text as its caption."""

    text: str
    spans: tuple[Span, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None
    quote: str | None = None
    album: tuple[Attachment, ...] = ()
    """Several attachments in one call, instead of `attachment`."""
    asks_contact: str = ""

    @property
    def can_say(self) -> bool:
        """Whether it can hold words: a sticker, a place and a contact cannot."""
        return self.attachment is None or self.attachment.kind in _CAPTIONED

    def singly(self) -> list[Part]:
        """The attachments of an album one by one."""
        first, *others = self.album
        return [replace(self, attachment=first, album=()), *(Part("", attachment=each) for each in others)]

    @property
    def entities(self) -> list[MessageEntity]:
        """The spans as Telegram counts them."""
        return list(_entities(self.text, self.spans))


def parts_of(message: Message, first: int = MAX_TEXT, most: int = MAX_TEXT) -> list[Part]:
    """The calls in order. The quote is on the first, the buttons are on the last text; none for an empty message.

    `first` and `most` are the units that the first text and the others may have.
    """
    message = message if message.quote else quoting(message)
    texts = split(message.text, message.spans, most=most, first=first)
    shown = list(_shown(message.attachments))
    if len(shown) == 1 and len(texts) <= 1 and utf16_length(message.text) <= MAX_CAPTION:
        text, spans = texts[0] if texts else ("", ())
        only = replace(shown[0], text=text, spans=spans, rows=message.rows, quote=message.quote)
        if only.can_say and not (only.album and any(message.rows)):  # no buttons stand under an album
            return [only]
    parts = [Part(text, spans) for text, spans in texts] + shown
    if not parts:
        return []
    last = (len(texts) or len(parts)) - 1
    return [
        replace(
            part,
            rows=message.rows if n == last else (),
            quote=message.quote if n == 0 else None,
            asks_contact=message.asks_contact if n == last else "",
        )
        for n, part in enumerate(parts)
    ]


def _shown(files: Sequence[Attachment]) -> Iterator[Part]:
    """Attachments that Telegram shows together go in one call; in any case they keep their order."""
    for together, some in groupby(files, key=lambda file: _TOGETHER.get(file.kind)):
        left, most = tuple(some), LIMITS.album if together else 1
        for batch in (left[at : at + most] for at in range(0, len(left), most)):
            yield Part("", attachment=batch[0]) if len(batch) == 1 else Part("", album=batch)


def _entities(text: str, spans: Sequence[Span]) -> Iterator[MessageEntity]:
    for span in spans:
        begin, end = max(span.start, 0), min(span.start + span.length, len(text))
        if span.style in _STYLES and begin < end:
            offset = utf16_length(text[:begin])
            yield MessageEntity(_STYLES[span.style], offset, utf16_length(text[begin:end]))
