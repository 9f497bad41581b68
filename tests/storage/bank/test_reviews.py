"""A review is open once, is changed by whoever saw it as it stands, and is decided once."""

from __future__ import annotations

import asyncio
from datetime import date

from storage.bank import reviews
from storage.bank.reviews import Kind, NewReview, Review, State
from storage.db import Database
from tests.storage.bank.conftest import NOW, ROOF
from tests.storage.bank.test_given import is_given, person

CHANGES = {
    "question": "Ai cấp?",
    "legal_basis": ("Nghị định 1/2026/NĐ-CP",),
    "valid_to": date(2027, 2, 28),
    "valid_from": None,
}


async def make(db: Database, new: NewReview | None = None) -> Review | None:
    number = await db.write(
        lambda tx: reviews.make(tx, new or NewReview(Kind.DRAFT, "MOIT", "alcohol", changes=CHANGES), NOW)
    )
    return await db.read(lambda tx: reviews.get(tx, number)) if number else None


async def made(db: Database) -> Review:
    review = await make(db)
    assert review
    return review


async def test_what_is_proposed_comes_back_as_it_was(bank: Database) -> None:
    assert (await made(bank)).changes == CHANGES


async def test_an_entry_is_under_review_once_for_each_reason(bank: Database) -> None:
    law, feedback = (NewReview(kind, "MOIT", "alcohol", "an-entry") for kind in (Kind.LAW, Kind.FEEDBACK))
    first = await make(bank, law)
    assert first
    assert await make(bank, law) is None
    assert await make(bank, feedback)
    by = await person(bank)
    assert await bank.write(lambda tx: reviews.decide(tx, first, State.ACCEPTED, by, NOW))
    assert await make(bank, law)
    assert await bank.read(lambda tx: reviews.last_decided(tx, "an-entry", Kind.LAW)) == NOW
    assert await bank.read(lambda tx: reviews.last_decided(tx, "an-entry", Kind.FEEDBACK)) is None


async def test_of_many_who_decide_at_once_one_does(bank: Database) -> None:
    review, people = await made(bank), [await person(bank, f"{n}") for n in range(6)]
    ends = [State.ACCEPTED, State.MERGED, State.REJECTED] * 2
    done = await asyncio.gather(*(
        bank.write(lambda tx, by=by, end=end: reviews.decide(tx, review, end, by, NOW))  # type: ignore[misc]
        for by, end in zip(people, ends, strict=True)
    ))  # fmt: skip
    assert sorted(done) == [False] * 5 + [True]
    decided = await bank.read(lambda tx: reviews.get(tx, review.id))
    assert decided
    assert decided.decided_by_name == str(done.index(True))


async def test_what_was_changed_since_it_was_seen_is_not_changed_over(bank: Database) -> None:
    seen = await made(bank)
    assert await bank.write(lambda tx: reviews.revise(tx, seen, answer="Sở."))
    assert not await bank.write(lambda tx: reviews.revise(tx, seen, answer="Xã."))
    assert not await bank.write(lambda tx: reviews.decide(tx, seen, State.ACCEPTED, 0, NOW))
    now_is = await bank.read(lambda tx: reviews.get(tx, seen.id))
    assert now_is
    assert now_is.changes == {**CHANGES, "answer": "Sở."}


async def test_the_last_refusal_of_a_draft_is_found_with_its_reason(bank: Database) -> None:
    by = await person(bank, "Hà")
    question = await is_given(bank, by, ROOF)
    new = NewReview(Kind.DRAFT, "MOIT", "alcohol", changes=CHANGES, question_id=question)
    assert await bank.read(lambda tx: reviews.refused_of_question(tx, question)) is None
    for reason in ("một", "hai"):
        review = await make(bank, new)
        assert review
        await bank.write(lambda tx: reviews.decide(tx, review, State.REJECTED, by, NOW, reason))  # noqa: B023
    found = await bank.read(lambda tx: reviews.refused_of_question(tx, question))
    assert found
    assert (found.decided_by_name, found.decided_at, found.reason) == ("Hà", NOW, "hai")


async def test_what_waits_is_told_ministry_by_ministry_oldest_first(bank: Database) -> None:
    first, second = await made(bank), await made(bank)
    await make(bank, NewReview(Kind.DRAFT, "MAE", "land-registration"))
    waiting = await bank.read(lambda tx: reviews.waiting(tx, ["MOIT"]))
    assert [review.id for review in waiting] == [first.id, second.id]
    assert [review.id for review in await bank.read(lambda tx: reviews.waiting(tx, ["MOIT"], after=first.id))] == [
        second.id
    ]
    assert await bank.read(lambda tx: reviews.count_waiting(tx, ["MOIT"])) == 2
    assert await bank.read(lambda tx: reviews.count_waiting(tx, [])) == 0
