"""What somebody has written about an entry in another review of it, and nobody has decided."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.context import Choice, Turn
from handlers.outgoing import Draft
from handlers.review import parts
from handlers.wording import Words
from storage.bank import reviews
from storage.bank.reviews import Review


async def written(turn: Turn, review: Review) -> tuple[Review, ...]:
    """The other open reviews of its entry in which somebody wrote."""
    if review.entry_id is None:
        return ()
    return tuple(each for each in await reviews.others(turn.tx, review.entry_id, review.id) if each.edited)


async def kept_still(turn: Turn, review: Review) -> list[Review]:
    """All other open reviews of its entry, as they stand until the transaction ends."""
    found = await reviews.others(turn.tx, review.entry_id, review.id) if review.entry_id else []
    still = [await reviews.keep_still(turn.tx, each.id) for each in found]
    return [each for each in still if each]


def marks(found: Iterable[Review]) -> list[list[int]]:
    """By which a button remembers what was shown."""
    return [[review.id, review.revision] for review in found if review.edited]


def show(turn: Turn, w: Words, draft: Draft, found: Iterable[Review]) -> None:
    """Who wrote what in these."""
    for review in found:
        draft.line().bold(w("review-elsewhere", number=review.id, name=review.edited_by_name or "?"))
        show_changes(turn, w, draft, review)


def show_changes(turn: Turn, w: Words, draft: Draft, review: Review) -> None:
    """What a review proposes, part by part, in full."""
    for name in parts.PARTS:
        if name in review.changes:
            draft.line(f"{parts.named(w, name)}:").line(parts.in_full(turn, w, name, review.changes[name]))


def ways(w: Words, found: Iterable[Review]) -> tuple[tuple[Choice, ...], ...]:
    """The buttons that lead to these."""
    return tuple((way(w, review),) for review in found)


def way(w: Words, review: Review) -> Choice:
    """The button that leads to a review."""
    return Choice(w("review-show", number=review.id), "review_show", {"review": review.id})
