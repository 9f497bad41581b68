"""Some races of each kind; 10,000 of them are `make races`. And it can fail."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import bindparam, update

from storage.prepared import Prepared
from storage.tables import questions
from tests.races.hall import Hall
from tests.races.kinds import KINDS
from tests.races.run import Tally, batch


@pytest.fixture
async def hall(seeded_url: str) -> AsyncIterator[Hall]:
    made = Hall(seeded_url)
    await made.opens()
    yield made
    await made.closes()


@pytest.mark.both
async def test_races_of_each_kind(hall: Hall) -> None:
    tally = Tally()
    for number in range(len(KINDS)):
        await batch(hall, 1, number, 3, tally)
    assert tally.faults == []
    assert tally.races == 3 * len(KINDS)


@pytest.mark.parametrize("seeded_url", ["postgresql"], indirect=True)
async def test_it_is_seen_when_who_comes_second_writes_all_the_same(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seeded fault: a question is written however it stands by then."""

    def careless(columns: tuple[str, ...]) -> Prepared:
        return Prepared(update(questions).where(questions.c.id == bindparam("of")), "state", *columns)

    monkeypatch.setattr("storage.questions._move", careless)
    tally = Tally()
    for again in range(8):  # whether they meet is a matter of milliseconds
        await batch(hall, 1 + again, 0, 12, tally)
        if tally.faults:
            break
    assert any("first answers" in fault for fault in tally.faults)


@pytest.mark.slow
@pytest.mark.both
async def test_many_races(hall: Hall) -> None:
    tally = Tally()
    for number in range(2 * len(KINDS)):
        await batch(hall, 2, number, 12, tally)
    assert tally.faults == []
