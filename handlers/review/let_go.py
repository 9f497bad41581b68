"""A change of the law holds nothing back any more, or was never true: what waits for review because of it.

Such a review ends, unless somebody wrote in it: then it goes on, for what he wrote is his.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Turn
from handlers.officer.card import desk_of
from handlers.outgoing import Draft
from handlers.wording import Words
from storage import persons
from storage.bank import law, reviews
from storage.bank.reviews import Kind, Review
from storage.persons import Person

MOST_NUMBERS = 10


@dataclass(frozen=True, slots=True)
class LetGo:
    """What became of the reviews that a change caused."""

    ended: tuple[Review, ...]
    kept: tuple[Review, ...]
    """Those in which it is to be found what somebody has written."""

    @property
    def ministries(self) -> tuple[str, ...]:
        """Whose they are."""
        return tuple(dict.fromkeys(review.ministry for review in (*self.ended, *self.kept)))

    def kept_at(self, ministry: str) -> list[Review]:
        """What a ministry still has to look at."""
        return [review for review in self.kept if review.ministry == ministry]


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


def tell(w: Words, draft: Draft, became: LetGo, ministry: str) -> None:
    """What that means at a ministry: what is closed, and what is still to be looked at."""
    ended = sum(review.ministry == ministry for review in became.ended)
    kept = became.kept_at(ministry)
    if ended:
        draft.line(w("law-over", count=ended))
    if kept:
        numbers = ", ".join(str(review.id) for review in kept[:MOST_NUMBERS])
        draft.line(w("law-over-kept", count=len(kept), numbers=numbers))
    elif ended:
        draft.line(w("law-over-nothing"))


async def everybody_at(turn: Turn, ministry: str) -> list[Person]:
    """Who reviews at a ministry's desk, each once."""
    ids = dict.fromkeys(seat.person_id for seat in await desk_of(turn, ministry))
    found = [await persons.get(turn.tx, person_id) for person_id in ids]
    return [person for person in found if person]


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
