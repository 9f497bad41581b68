"""What a reviewer types, read as a part of an entry."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from faq.citation import citations
from faq.text import folded
from handlers.context import Context

LONGEST = {"question": 2_000, "answer": 10_000}
MOST_LINES = {"phrasings": 500, "legal_basis": 100}
LONGEST_LINE = 2_000
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")
_NONE = ("khong", "khong co", "none", "bo", "xoa")
_EVERYWHERE = ("toan quoc", "ca nuoc", "everywhere")
# "none" is not among these: of a province that is to be left out it would make the whole country.


class Unreadable(Exception):
    """What was typed is not of the kind that is wanted; `key` says so."""

    def __init__(self, key: str, **args: Any) -> None:
        super().__init__(key)
        self.key, self.args_ = key, args


def read(ctx: Context, name: str, text: str) -> Any:
    """The value of the part `name`. Raises Unreadable."""
    text = text.strip()
    if not text:
        raise Unreadable("review-bad-empty")
    match name:
        case "valid_from" | "valid_to":
            return _day(text)
        case "provinces":
            return _provinces(ctx, text)
        case "phrasings" | "legal_basis":
            return _lines(name, text)
        case _:
            if len(text) > LONGEST[name]:
                raise Unreadable("review-bad-long", limit=LONGEST[name])
            return text


def _day(text: str) -> date | None:
    if folded(text) in _NONE:
        return None
    return read_day(text)


def read_day(text: str) -> date:
    """A day as people type it: 1/3/2027 or 2027-03-01. Raises Unreadable."""
    found = _DAY.fullmatch(text.strip())
    try:
        if found and found[1]:
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found:
            return date(int(found[4]), int(found[5]), int(found[6]))
    except ValueError:
        pass
    raise Unreadable("review-bad-day")


def _provinces(ctx: Context, text: str) -> tuple[str, ...]:
    if folded(text) in _EVERYWHERE:
        return ()
    codes = []
    for name in filter(str.strip, re.split(r"[,;\n]", text)):
        exact = ctx.places.find_province(name.strip()).exact
        if exact is None:
            raise Unreadable("review-bad-province", name=name.strip()[:60])
        codes.append(exact.code)
    return tuple(dict.fromkeys(codes))


def _lines(name: str, text: str) -> tuple[str, ...]:
    if name == "phrasings" and folded(text) in _NONE:
        return ()
    lines = tuple(dict.fromkeys(line for each in text.splitlines() if (line := each.strip(" \t–-•"))))
    if any(len(line) > LONGEST_LINE for line in lines):
        raise Unreadable("review-bad-long", limit=LONGEST_LINE)
    if len(lines) > MOST_LINES[name]:
        raise Unreadable("review-bad-many", limit=MOST_LINES[name])
    if name == "legal_basis" and not citations(lines):
        raise Unreadable("review-bad-basis")
    return lines
