"""A reviewer changes what is proposed, part by part; nothing is published by that."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from faq.citation import citations
from faq.text import folded
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.overtaken import Overtaken
from handlers.review import card
from handlers.review.decide import open_review
from storage.bank import reviews
from storage.bank.reviews import Review

LONGEST = {"question": 2_000, "answer": 10_000}
MOST_LINES = {"phrasings": 500, "legal_basis": 100}
LONGEST_LINE = 2_000
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")
_NONE = ("khong", "khong co", "none", "bo", "xoa")
_EVERYWHERE = ("toan quoc", "ca nuoc", "everywhere", *_NONE)


class Unreadable(Exception):
    """What was typed is not of the kind that is wanted; `key` says so."""

    def __init__(self, key: str, **args: Any) -> None:
        super().__init__(key)
        self.key, self.args_ = key, args


async def edit(ctx: Context, heard: Heard) -> Effect:
    """The button: which part?"""

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        if review is None:
            return
        w = turn.words(heard.who)
        parts = [
            Choice(w(f"review-part-{name.replace('_', '-')}"), "review_part", {"review": review.id, "part": name})
            for name in card.SHOWN
        ]
        rows = [tuple(parts[at : at + 2]) for at in range(0, len(parts), 2)]
        await turn.say(heard.who, w("review-which-part"), *rows)

    return effect


async def part(ctx: Context, heard: Heard) -> Effect:
    """This part: what is written next stands there."""
    name = str(heard.args["part"])

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        if review is None or name not in card.SHOWN:
            return
        await turn.expect(heard.place, "review_part", review=review.id, part=name)
        await turn.say(heard.who, turn.words(heard.who)(f"review-write-{name.replace('_', '-')}"))

    return effect


async def written(ctx: Context, heard: Heard) -> Effect:
    """The new text of a part."""
    name = str(heard.args["part"])
    try:
        value, wrong = _read(ctx, name, heard.text), None
    except Unreadable as error:
        value, wrong = None, error

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        review = await open_review(turn, heard)
        if review is None:
            return
        if wrong:  # what he wrote stands above; he goes on where he was
            await turn.expect(
                heard.place, "review_part", review=review.id, part=name, rest=heard.args.get("rest") or []
            )
            await turn.say(heard.who, turn.words(heard.who)(wrong.key, **wrong.args_))
            return
        await _revise(turn, heard, review, {name: value}, heard.args.get("rest") or [])

    return effect


async def _revise(turn: Turn, heard: Heard, review: Review, changes: dict[str, Any], rest: list[str]) -> None:
    if not await reviews.revise(turn.tx, review, **changes):
        raise Overtaken
    if rest:  # an entry that is written by hand: one part after another
        await turn.expect(heard.place, "review_part", review=review.id, part=rest[0], rest=rest[1:])
        await turn.say(heard.who, turn.words(heard.who)(f"review-write-{rest[0].replace('_', '-')}"))
        return
    now_is = await reviews.get(turn.tx, review.id)
    if now_is:
        await card.show(turn, heard.who, now_is)


def _read(ctx: Context, name: str, text: str) -> Any:
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
