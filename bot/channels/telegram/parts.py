"""A neutral message as the calls it takes: Telegram limits a text to 4,096 UTF-16 units and a caption to 1,024."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import MessageEntity

from bot.channels.cutting import split, utf16_length
from handlers.incoming import Attachment, Kind
from handlers.outgoing import Button, Message, Span

MAX_TEXT = 4096
MAX_CAPTION = 1024

_CAPTIONED = (Kind.PHOTO, Kind.FILE, Kind.VOICE, Kind.AUDIO, Kind.VIDEO)
_STYLES = {"bold": MessageEntity.BOLD, "italic": MessageEntity.ITALIC}


@dataclass(frozen=True, slots=True)
class Part:
    """One call: a text, or an attachment with the text as its caption."""

    text: str
    spans: tuple[Span, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None
    quote: str | None = None
    asks_contact: str = ""

    @property
    def can_say(self) -> bool:
        """Whether it can hold words: a sticker, a place and a contact cannot."""
        return self.attachment is None or self.attachment.kind in _CAPTIONED

    @property
    def entities(self) -> list[MessageEntity]:
        """The spans as Telegram counts them."""
        return list(_entities(self.text, self.spans))


def parts_of(message: Message, first: int = MAX_TEXT, most: int = MAX_TEXT) -> list[Part]:
    """The calls in order. The quote is on the first, the buttons are on the last text; none for an empty message.

    `first` and `most` are the units that the first text and the others may have.
    """
    texts = split(message.text, message.spans, most=most, first=first)
    files = list(message.attachments)
    captioned = len(files) == 1 and len(texts) <= 1 and files[0].kind in _CAPTIONED
    if captioned and utf16_length(message.text) <= MAX_CAPTION:
        text, spans = texts[0] if texts else ("", ())
        return [Part(text, spans, message.rows, files[0], message.quote)]
    parts = [Part(text, spans) for text, spans in texts] + [Part("", attachment=file) for file in files]
    if not parts:
        return []
    last = (len(texts) or len(parts)) - 1
    return [
        Part(
            part.text,
            part.spans,
            message.rows if n == last else (),
            part.attachment,
            message.quote if n == 0 else None,
            message.asks_contact if n == last else "",
        )
        for n, part in enumerate(parts)
    ]


def _entities(text: str, spans: Sequence[Span]) -> Iterator[MessageEntity]:
    for span in spans:
        begin, end = max(span.start, 0), min(span.start + span.length, len(text))
        if span.style in _STYLES and begin < end:
            offset = utf16_length(text[:begin])
            yield MessageEntity(_STYLES[span.style], offset, utf16_length(text[begin:end]))
