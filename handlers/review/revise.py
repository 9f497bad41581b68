"""A reviewer changes what is proposed, part by part; nothing is published by that.

Of two who change the same part at once the second is shown what the first wrote: neither's words are lost.
"""

from __future__ import annotations

import hashlib
from typing import Any

from faq.entry import Entry
from faq.fields import catalogue
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from handlers.overtaken import Overtaken
from handlers.review import card, parts
from handlers.review.decide import open_review
from handlers.review.typed import Unreadable, read
from storage.bank import reviews
from storage.bank.reviews import Review


async def edit(ctx: Context, heard: Heard) -> Effect:
    """The button: which part?"""

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        if review is None:
            return
        w = turn.words(heard.who)
        choices = [
            Choice(parts.named(w, name), "review_part", {"review": review.id, "part": name}) for name in parts.PARTS
        ]
        rows = [tuple(choices[at : at + 2]) for at in range(0, len(choices), 2)]
        await turn.say(heard.who, w("review-which-part"), *rows)

    return effect


async def part(ctx: Context, heard: Heard) -> Effect:
    """This part: what is written next stands there."""
    name = str(heard.args["part"])

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        if review is None or name not in parts.PARTS:
            return
        if name == "field":
            await _which_field(turn, heard, review)
        else:
            await expect_part(turn, heard, review, name)

    return effect


async def expect_part(turn: Turn, heard: Heard, review: Review, name: str, *rest: str) -> None:
    """Asks for a part, and for the `rest` of them after it."""
    await _expect(turn, heard, review, name, list(rest))
    w = turn.words(heard.who)
    await turn.say(heard.who, Draft().line(w(f"review-write-{name.replace('_', '-')}")).italic(w("review-way-out")))


async def written(ctx: Context, heard: Heard) -> Effect:
    """The new text of a part."""
    name, rest = str(heard.args["part"]), list(heard.args.get("rest") or [])
    try:
        value, wrong = read(ctx, name, heard.text), None
    except Unreadable as error:
        value, wrong = None, error

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        review = await open_review(turn, heard)
        if review is None:
            return
        entry = await card.proposed(turn, review)
        if entry is None:
            await card.show(turn, heard.who, review)
        elif heard.args.get("seen", _mark(entry, name)) != _mark(entry, name):
            await _changed_meanwhile(turn, heard, review, entry, name, rest)
        elif wrong:  # what he wrote stands above; he goes on where he was
            await _expect(turn, heard, review, name, rest)
            await turn.say(heard.who, turn.words(heard.who)(wrong.key, **wrong.args_))
        else:
            await _revise(turn, heard, review, entry, {name: value}, rest)

    return effect


async def field_chosen(ctx: Context, heard: Heard) -> Effect:
    """The field to which the entry belongs."""

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        field = catalogue().fields.get(str(heard.args["field"]))
        entry = await card.proposed(turn, review) if review else None
        if review and entry and field and field.ministry == review.ministry:
            await _revise(turn, heard, review, entry, {"field": field.code}, [])

    return effect


async def drop(ctx: Context, heard: Heard) -> Effect:
    """What was edited is taken out again: the entry is under review as it stands."""

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        if review is None or review.kind not in card.OF_ENTRY:
            return
        if not await reviews.drop(turn.tx, review):
            raise Overtaken
        now_is = await reviews.get(turn.tx, review.id)
        if now_is:
            await turn.say(heard.who, turn.words(heard.who)("review-dropped"))
            await card.show(turn, heard.who, now_is)

    return effect


async def _which_field(turn: Turn, heard: Heard, review: Review) -> None:
    w, args = turn.words(heard.who), {"review": review.id, "revision": review.revision}
    rows = [
        (Choice(w.field(field.code), "review_field", {**args, "field": field.code}),)
        for field in catalogue().fields_of(review.ministry)
    ]
    await turn.say(heard.who, w("review-write-field"), *rows)


async def _expect(turn: Turn, heard: Heard, review: Review, name: str, rest: list[str]) -> None:
    entry = await card.proposed(turn, review)
    seen = {"seen": _mark(entry, name), "version": entry.version} if entry else {}
    await turn.expect(heard.place, "review_part", review=review.id, part=name, rest=rest, **seen)


def _mark(entry: Entry, name: str) -> str:
    """By which a part is known again."""
    return hashlib.sha256(repr(getattr(entry, name)).encode("utf-8", "backslashreplace")).hexdigest()[:16]


async def _changed_meanwhile(
    turn: Turn, heard: Heard, review: Review, entry: Entry, name: str, rest: list[str]
) -> None:
    """Somebody else changed the part while he wrote: both texts are shown, and what he writes next replaces it."""
    w = turn.words(heard.who)
    await _expect(turn, heard, review, name, rest)
    draft = Draft().bold(w("review-part-changed", part=parts.named(w, name)))
    draft.line(parts.in_full(turn, w, name, getattr(entry, name))).line().line(w("review-part-changed-how"))
    await turn.say(heard.who, draft)
    await turn.say(heard.who, heard.text)  # alone in a message: that is copied with one touch


async def _revise(
    turn: Turn, heard: Heard, review: Review, entry: Entry, changes: dict[str, Any], rest: list[str]
) -> None:
    base = int(heard.args.get("version", entry.version))
    if not await reviews.revise(turn.tx, review, base, heard.who.id, **changes):
        raise Overtaken
    now_is = await reviews.get(turn.tx, review.id)
    if now_is and rest:  # an entry that is written by hand: one part after another
        await expect_part(turn, heard, now_is, *rest)
    elif now_is:
        await card.show(turn, heard.who, now_is)
