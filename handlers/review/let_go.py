"""A change of the law holds nothing back any more, or was never true: what waits for review because of it."""

from __future__ import annotations

from handlers.context import Turn
from storage.bank import law, reviews
from storage.bank.reviews import Review


async def let_go(turn: Turn, change_id: int, by: int | None) -> list[Review]:
    """Ends the reviews that a change caused, and returns them.

    What another change holds stays under review for that; what somebody has edited goes on as a check.
    """
    ended = []
    for review in await reviews.of_law(turn.tx, change_id):
        others = await law.binding(turn.tx, review.entry_id or "", turn.ctx.clock.today())
        other = next((change for change in others if change.id != change_id), None)
        if other:
            await reviews.turn_to_law(turn.tx, review, other.id)
        elif review.changes and await reviews.turn_to_check(turn.tx, review):
            continue
        elif await reviews.end(turn.tx, review, by, turn.now):
            ended.append(review)
    return ended
