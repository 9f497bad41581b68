"""A neutral message as what it takes here: there are no buttons, no quotes, no files and no edits.

Choices stand below the text: their numbers are typed, or their names where numbers mean others just now. One picture
is shown with what is said about it; other files are named, and opened at an address of ours. Each text costs one of
the month's messages, so there are at most three: what does not fit is read on our page, too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.channels.cutting import split, utf16_length
from bot.channels.in_words import in_words
from handlers.incoming import Attachment, Kind
from handlers.outgoing import RESENT, Button, Message, quoting

MAX_TEXT = 1_900
"""UTF-16 units: below the 2,000 "characters" of the documentation, whatever it counts."""
MOST_PARTS = 3
CHOOSE = "Gõ số để chọn:"
CHOOSE_ABOVE = "Gõ số ở trên để chọn."
CHOOSE_BELOW = "Gõ số ở trên để chọn, hoặc gõ:"
CHOOSE_BY_NAME = "Gõ nguyên tên để chọn:"
MORE = "… (còn nữa, đọc đủ tại {page})"
OPEN = "mở trên {page}"
_KINDS = {
    Kind.PHOTO: "ảnh", Kind.FILE: "tệp", Kind.VOICE: "tin thoại", Kind.AUDIO: "âm thanh", Kind.VIDEO: "video",
    Kind.STICKER: "nhãn dán",
}  # fmt: skip
_PICTURES = frozenset({"image/jpeg", "image/png"})
_MARK = len(RESENT) + 1


def texts_of(
    message: Message, page: str, *, again: bool = False, addresses: Mapping[Attachment, str] | None = None
) -> list[str]:
    """The texts in order, the choices on the last one; none for an empty message.

    A file that has none of the `addresses` is opened on our page.

    `again`: earlier copies may be there. The first text is marked already, the others are marked here.
    """
    most = MAX_TEXT - _MARK if again else MAX_TEXT
    message = quoting(message)
    body = "\n".join(
        filter(None, (_composed(message.text).strip(), *_files(message.attachments, page, addresses or {})))
    )
    choices = "\n".join(_choices(message.buttons))
    texts = _cut("\n\n".join(filter(None, (body, choices))), most)
    if len(texts) > MOST_PARTS:
        texts = _cut(body, most) + _cut(choices, most)  # these may be fewer than those of both in one
    if len(texts) > MOST_PARTS:
        texts = _shortened(body, "\n\n".join(filter(None, (MORE.format(page=page), choices))), most)
    return texts[:1] + [f"{RESENT}\n{text}" if again else text for text in texts[1:]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that Zalo fetches, with its caption."""

    url: str
    caption: str
    instead: str
    """What is said where it takes no picture."""


def picture_of(
    message: Message, page: str, addresses: Mapping[Attachment, str], *, again: bool = False
) -> Picture | None:
    """The message as one picture, where that is all there is to it: it costs no more than its text alone."""
    files = message.attachments
    if len(files) != 1 or files[0].mime not in _PICTURES or files[0] not in addresses:
        return None
    captions = texts_of(replace(message, attachments=()), page, again=again)
    instead = texts_of(message, page, again=again, addresses=addresses)
    if len(captions) > 1 or len(instead) > 1:
        return None
    return Picture(addresses[files[0]], "".join(captions), instead[0])


def _shortened(body: str, tail: str, most: int) -> list[str]:
    """As much of a body as there is room for, with a tail that must not be missing."""
    ends = _cut(tail, most)
    if len(ends) > 1:  # choices that fill a message of their own
        return _cut(body, most)[: max(1, MOST_PARTS - len(ends))] + ends
    head = _cut(body, most)[: MOST_PARTS - 1]
    # Cut once more from where the second text ended: the third has less room.
    rest = body[_end_of(head, body) :].strip()
    room = most - utf16_length(ends[0]) - 2
    if not rest or room < most // 4:
        return [*head, ends[0]]
    return [*head, f"{_cut(rest, room)[0]}\n\n{ends[0]}"]


def _end_of(pieces: list[str], of: str) -> int:
    at = 0
    for piece in pieces:
        at = of.index(piece, at) + len(piece)
    return at


def _cut(text: str, most: int) -> list[str]:
    return [piece for piece, _ in split(text, most=most)]


def _choices(buttons: tuple[Button, ...]) -> Iterator[str]:
    numbered = [button for button in buttons if button.number and not button.url]
    named = [button for button in buttons if not button.number and not button.url]
    # Choices that are called "1", "2" stand in the text above, under these numbers.
    lines = [
        f"{button.number}. {_one_line(button.label)}"
        for button in numbered
        if button.label.strip() != str(button.number)
    ]
    if numbered:
        yield CHOOSE if len(lines) == len(numbered) else CHOOSE_BELOW if lines else CHOOSE_ABOVE
        yield from lines
    if named:
        yield CHOOSE_BY_NAME
        yield from (f"• {_one_line(button.label)}" for button in named)
    yield from (f"{_one_line(button.label)}: {button.url}" for button in buttons if button.url)


def _files(attachments: tuple[Attachment, ...], page: str, addresses: Mapping[Attachment, str]) -> Iterator[str]:
    for each in attachments:
        name = _one_line(each.name)
        match each.kind:
            case Kind.LOCATION | Kind.CONTACT:
                yield in_words(each) or ""
            case Kind.STICKER if name:
                yield name  # its emoji
            case kind if address := addresses.get(each, ""):
                yield f"📎 {name or _KINDS[kind]}\n{address}"
            case kind:
                yield f"📎 {name or _KINDS[kind]} – {OPEN.format(page=page)}"


def _one_line(text: str) -> str:
    return " ".join(_composed(text).split())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
