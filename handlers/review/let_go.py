"""A change of the law holds nothing back any more, or was never true: what waits for review because of it.

Such a review ends, unless somebody wrote in it: then it goes on, for what he wrote is his.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Turn
from storage.bank import law, reviews
from storage.bank.reviews import Kind, Review


@dataclass(frozen=True, slots=True)
class LetGo:
    """What became of the reviews that a change caused."""

    ended: tuple[Review, ...]
    kept: tuple[Review, ...]
    """Those in which it is to be found what somebody has written."""


async def let_go(turn: Turn, change_id: int, by: int | None) -> LetGo:
    """Ends the reviews that a change caused; what another change holds stays under review for that."""
    ended, kept = list[Review](), list[Review]()
    for found in await reviews.of_law(turn.tx, change_id):
        review = await reviews.keep_still(turn.tx, found.id)
        if review is None:
            continue  # somebody decided it meanwhile
        others = await law.binding(turn.tx, review.entry_id or "", turn.ctx.clock.today())
        other = next((change for change in others if change.id != change_id), None)
        if other:
            await reviews.turn_to_law(turn.tx, review, other.id)
        elif stays := await lay_aside(turn, review, by):
            kept.append(stays)
        else:
            ended.append(review)
    return LetGo(tuple(ended), tuple(kept))


async def lay_aside(turn: Turn, review: Review, by: int | None) -> Review | None:
    """Ends a review that is kept still; where somebody wrote in it, the one in which that is from now on."""
    if not review.changes:
        await reviews.end(turn.tx, review, by, turn.now)
        return None
    there = await reviews.open_one(turn.tx, review.entry_id or "", Kind.CHECK)
    check = await reviews.keep_still(turn.tx, there.id) if there else None
    if check is None:
        await reviews.turn_to_check(turn.tx, review)
    elif not check.changes:
        await reviews.revise(turn.tx, check, review.base, review.edited_by, **review.changes)
        await reviews.end(turn.tx, review, by, turn.now)
        return check
    return review  # with another's words in the check, it waits as it did
