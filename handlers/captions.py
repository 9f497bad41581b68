"""Captions of an album in one text: a single one as it is, of several each with the number of its picture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.incoming import MAX_TEXT

_NUMBERED = re.compile(r"^\((\d{1,2})\) ", re.MULTILINE)


def joined(captions: Sequence[str]) -> str:
    """The text of an album, given what stands under each of its pictures; empty where nothing does."""
    there = [(number, caption) for number, caption in enumerate(captions, 1) if caption]
    if len(there) == 1:
        return there[0][1]
    return "\n".join(f"({number}) {caption}" for number, caption in there)[:MAX_TEXT]


def corrected(text: str, number: int, of: int, caption: str) -> str:
    """The text once the caption under one of `of` pictures reads otherwise. Nothing under a picture says nothing of
    the others: a single caption is not taken away by it."""
    captions = _read(text, of)
    if captions is None:
        return caption or text
    captions[number - 1] = caption
    return joined(captions)


def _read(text: str, of: int) -> list[str] | None:
    """What stands under each; None where that is not told."""
    marks = list(_NUMBERED.finditer(text))
    numbers = [int(mark[1]) for mark in marks]
    in_order = numbers == sorted(set(numbers)) and all(0 < number <= of for number in numbers)
    if len(marks) < 2 or marks[0].start() or not in_order:
        return None
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    captions = [""] * of
    for mark, number, end in zip(marks, numbers, ends, strict=True):
        captions[number - 1] = text[mark.end() : end].strip()
    return captions
