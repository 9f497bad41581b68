"""Something is put under review: the experts of its ministry get its card, or one line about many."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.context import Choice, Turn
from handlers.officer.card import desk_of
from handlers.outgoing import Style
from handlers.review import card
from storage import persons
from storage.bank import reviews
from storage.bank.reviews import NewReview, Review

MOST_CARDS = 3
"""What is put under review together beyond this number is told in one message: nobody reads fifty cards."""


async def put(turn: Turn, *new: NewReview) -> list[Review]:
    """Puts these under review; those that were not yet, in order. Reviewers are told of what is complete."""
    made = [await reviews.make(turn.tx, each, turn.now) for each in new]
    found = [review for number in made if number and (review := await reviews.get(turn.tx, number))]
    whole = [review for review in found if review.entry_id or review.changes]
    for ministry in dict.fromkeys(review.ministry for review in whole):
        await _tell(turn, ministry, [review for review in whole if review.ministry == ministry])
    return found


async def _tell(turn: Turn, ministry: str, found: Sequence[Review]) -> None:
    shown = {review.id: await card.look(turn, review) for review in found[:MOST_CARDS]}
    for person_id in dict.fromkeys(seat.person_id for seat in await desk_of(turn, ministry)):
        person = await persons.get(turn.tx, person_id)
        if person is None or person_id == found[0].author_id:
            continue  # whoever wrote it himself has it before him
        if len(found) > MOST_CARDS:
            w = turn.words(person)
            look = Choice(w("review-look"), "review_next", {}, Style.PRIMARY)
            text = w("review-many", count=len(found), ministry=w.ministry(ministry))
            await turn.say(person, text, (look,), key=f"reviews:{found[0].id}-{found[-1].id}:{person_id}")
            continue
        for review in found:
            await card.show(turn, person, review, f"review:{review.id}:{person_id}", shown.get(review.id))
