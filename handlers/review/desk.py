"""`/nganhang`: how the bank of one's ministry stands, and what can be done there."""

from __future__ import annotations

from datetime import timedelta

from faq.entry import Entry
from handlers import access
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft, Style
from handlers.review import card
from handlers.review.decide import open_review
from handlers.show import nothing_there
from storage.bank import entries, given, reviews
from storage.bank.reviews import Kind, NewReview, Review
from storage.db import Tx
from storage.seats import Role

LATELY = timedelta(days=30)
MOST_AT_ONCE = 10


async def desk(ctx: Context, heard: Heard) -> Effect:
    """`/nganhang`."""
    mine = ministries(heard)

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        w, draft = turn.words(heard.who), Draft()
        if not mine:
            await turn.say(heard.who, w("bank-desk-not-allowed"))
            return
        waiting = await reviews.count_waiting(turn.tx, mine)
        to_check = await entries.count_to_check(turn.tx, mine, ctx.clock.today())
        for ministry in mine:
            met = await given.verdicts_of_ministry(turn.tx, ministry, turn.now - LATELY)
            draft.bold(w("bank-desk-heading", ministry=w.ministry(ministry)))
            draft.line(w("bank-desk-verdicts", helped=met.helped, unhelped=met.not_helped, silent=met.silent)).line()
        draft.line(w("bank-desk-waiting", count=waiting))
        rows = [
            (Choice(w("bank-desk-unmatched"), "unmatched"),),
            (Choice(w("bank-desk-write"), "draft_begin"),),
            (Choice(w("bank-desk-law"), "law_begin"),),
            (Choice(w("bank-desk-law-list"), "law_list"),),
        ]
        if to_check:
            draft.line(w("bank-desk-to-check", count=to_check))
            rows.insert(0, (Choice(w("bank-desk-check", count=min(to_check, MOST_AT_ONCE)), "check_again"),))
        if waiting:
            rows.insert(0, (Choice(w("review-next", count=waiting), "review_next", {}, Style.PRIMARY),))
        if heard.seat(Role.ADMIN):
            rows.append((Choice(w("bank-desk-caution"), "caution"),))
        await turn.say(heard.who, draft, *rows)

    return effect


async def check_again(ctx: Context, heard: Heard) -> Effect:
    """What is to be checked anew goes under review, a few at a time."""
    mine = ministries(heard)

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        due = await entries.to_check(turn.tx, mine, ctx.clock.today(), MOST_AT_ONCE) if mine else []
        found = await entries.named(turn.tx, due)
        made = [await look_again(turn, found[entry_id]) for entry_id in due]
        first = await reviews.get(turn.tx, made[0]) if made and made[0] else None
        if first:
            await card.show(turn, heard.who, first)
        else:
            await turn.say(heard.who, turn.words(heard.who)("review-none-left"))

    return effect


async def look_again(turn: Turn, entry: Entry) -> int | None:
    """Puts an entry under review because somebody wants to look at it; None where it is already."""
    return await reviews.make(turn.tx, NewReview(Kind.CHECK, entry.ministry, entry.field, entry.id), turn.now)


async def edit_entry(ctx: Context, heard: Heard) -> Effect:
    """An entry that was looked up is to be mended."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        entry = await entries.get(turn.tx, str(heard.args["entry"]))
        if entry is None or access.reviewing(heard.seats, entry.ministry) is None:
            await nothing_there(turn, heard)
            return
        made = await look_again(turn, entry)
        review = await reviews.get(turn.tx, made) if made else await reviews.open_one(turn.tx, entry.id, Kind.CHECK)
        if review:
            await card.show(turn, heard.who, review)

    return effect


async def show(ctx: Context, heard: Heard) -> Effect:
    """A certain review, of which another one told."""

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        if review:
            await card.show(turn, heard.who, review)

    return effect


async def next_review(ctx: Context, heard: Heard) -> Effect:
    """What waits longest; after one that was put off, the next one, and the first again after the last."""
    mine, after = ministries(heard), int(heard.args.get("after", 0))

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        review = await next_of(turn.tx, mine, after)
        if review:
            await card.show(turn, heard.who, review)
        else:
            await turn.say(heard.who, turn.words(heard.who)("review-none-left"))

    return effect


async def next_of(tx: Tx, mine: list[str], after: int) -> Review | None:
    """What waits longest of what comes after a review, or of all but that."""
    waiting = await reviews.waiting(tx, mine, limit=1, after=after) if mine else []
    if after and mine and not waiting:
        waiting = [review for review in await reviews.waiting(tx, mine, limit=1) if review.id != after]
    return waiting[0] if waiting else None


def ministries(heard: Heard) -> list[str]:
    """The ministries whose bank this person reviews."""
    mine = [seat.ministry for seat in heard.seats if seat.ministry and access.reviewing([seat], seat.ministry)]
    return list(dict.fromkeys(mine))
