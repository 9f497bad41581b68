"""What is like a question under review is looked for before the transaction: an encoder may think for a while."""

from __future__ import annotations

from functools import partial, wraps

from handlers.context import Context, Effect, Handler, Heard, Turn
from handlers.review.desk import ministries, next_of
from handlers.review.proposal import proposal
from storage import questions
from storage.bank import entries, reviews
from storage.bank.reviews import Review
from storage.db import Tx


def thinking(handler: Handler) -> Handler:
    """The same, with what the bank finds for the question whose card may be shown."""

    @wraps(handler)
    async def thought_of(ctx: Context, heard: Heard) -> Effect:
        texts = await ctx.db.read(partial(_texts, heard))
        found = {text: await ctx.matches(text) for text in dict.fromkeys(texts) if text}
        effect = await handler(ctx, heard)

        async def thoughtful(turn: Turn) -> None:
            turn.found = found
            await effect(turn)

        return thoughtful

    return thought_of


async def _texts(heard: Heard, tx: Tx) -> list[str]:
    """The question of what he is about to see, as far as it is known by now."""
    args = heard.args
    if "review" in args:
        review = await reviews.get(tx, int(args["review"]))
        written = heard.text.strip() if args.get("part") == "question" else ""
        return [written, await _asked(tx, review) if review else ""]
    if "entry" in args:
        entry = await entries.get(tx, str(args["entry"]))
        return [entry.question] if entry else []
    asked = args.get("question") or next(iter(args.get("questions") or []), None)
    if asked is not None:
        return [proposal((await questions.get(tx, int(asked))).text, "").question]
    review = await next_of(tx, ministries(heard), int(args.get("after", 0)))
    return [await _asked(tx, review)] if review else []


async def _asked(tx: Tx, review: Review) -> str:
    if "question" in review.changes:
        return str(review.changes["question"])
    entry = await entries.get(tx, review.entry_id) if review.entry_id else None
    return entry.question if entry else ""
