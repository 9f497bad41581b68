"""Long texts in pieces, cut where it hurts least: between paragraphs, lines, sentences, words; in no letter as people
see one, and in no word (so in no link) that a piece could hold whole.

Platforms count UTF-16 units, or do not say what they count, and then it is safe to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from handlers.outgoing import Span

# Where a text may be cut, best first; the cut lies behind the match.
_CUTS = (re.compile(r"\n[ \t]*\n\s*"), re.compile(r"\n\s*"), re.compile(r"[.!?…;:][\"”’)\]]*\s+"), re.compile(r"\s+"))
_JOINER = "\u200d"
_CLINGING = frozenset([_JOINER, *map(chr, range(0x1F3FB, 0x1F400)), *map(chr, range(0xE0020, 0xE0080))])
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))


def split(
    text: str, spans: Sequence[Span] = (), *, most: int, first: int | None = None
) -> list[tuple[str, tuple[Span, ...]]]:
    """`text` in pieces of at most `most` UTF-16 units, cut where it hurts least, each with its share of the spans.

    `first` is what the first piece may have, where that is another number.

    White space around a piece is dropped: platforms drop it too, and would leave the spans where they were.
    """
    pieces: list[tuple[str, tuple[Span, ...]]] = []
    start = 0
    while start < len(text):
        end = _cut(text, start, most if pieces or first is None else first)
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = left + len(piece.strip())
        if right > left:
            pieces.append((text[left:right], _share(spans, left, right)))
        start = end
    return pieces


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 units: letters beyond the basic plane, like most emoji, are 2."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _cut(text: str, start: int, most: int) -> int:
    if utf16_length(text[start:].strip()) <= most:
        return len(text)
    while text[start].isspace():
        start += 1
    end, units = start, 0
    while units + (2 if text[end] > "\uffff" else 1) <= most:
        units += 2 if text[end] > "\uffff" else 1
        end += 1
    window = end
    while text[window].isspace():  # white space behind the piece takes no room in it
        window += 1
    for cut in _CUTS:
        # A piece less than half full would only make more of them.
        ends = [match.end() for match in cut.finditer(text, start + (end - start) // 2, window)]
        # A blank may carry an accent, too.
        if whole := [at for at in ends if at == len(text) or not _within_letter(text, at)]:
            return whole[-1]
    if not text[end - 1].isspace() and not text[end].isspace():
        # A long word, or a link, lies across the end: it goes whole into the next piece.
        blanks = [match.end() for match in re.finditer(r"\s+", text[start:end])]
        if whole := [start + at for at in blanks if not _within_letter(text, start + at)]:
            return whole[-1]
    return _before_letter(text, end, start + (end - start) // 2)


def _before_letter(text: str, end: int, least: int) -> int:
    """`end`, or the place before the letter, as people see one, that `end` would cut; never below `least`."""
    at = end
    while at > least and _within_letter(text, at):
        at -= 1
    return at if at > least else end


def _within_letter(text: str, at: int) -> bool:
    following, before = text[at], text[at - 1]
    if unicodedata.category(following).startswith("M") or following in _CLINGING or before == _JOINER:
        return True  # an accent, a skin tone, a family of emoji
    if following not in _FLAG_LETTERS or before not in _FLAG_LETTERS:
        return False
    first = at
    while first > 0 and text[first - 1] in _FLAG_LETTERS:
        first -= 1
    return (at - first) % 2 == 1


def _share(spans: Sequence[Span], left: int, right: int) -> tuple[Span, ...]:
    inside = []
    for span in spans:
        begin, end = max(span.start, left), min(span.start + span.length, right)
        if begin < end:
            inside.append(Span(span.style, begin - left, end - begin))
    return tuple(inside)
