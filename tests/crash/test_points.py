"""Every failpoint that has a name is come to: a seam that has moved is told of here."""

from __future__ import annotations

import pytest

from tests.crash.__main__ import ON_POSTGRESQL, by_chance, rare
from tests.crash.campaign import CHANNELS, Tally, modes, points, scene_of, yard
from tests.crash.seams import kind_of
from tests.crash.story import Story
from tests.postgres import Postgres


async def comes_to_every_point(postgres: Postgres | None, channel: str) -> None:
    async with yard(postgres, channel) as made:
        for mode in modes(channel):
            scene = Story.whole if channel == "telegram" else scene_of(channel)
            outcome = await made.world(1, 0, scene, mode=mode)
            assert outcome.verdict.faults == ()
            assert set(points(mode, made.dialect, channel)) - outcome.passed == set()


@pytest.mark.parametrize(
    "channel", [pytest.param(on, marks=() if on == "telegram" else pytest.mark.slow) for on in CHANNELS]
)
async def test_worlds_on_sqlite_without_deaths_come_to_every_point(channel: str) -> None:
    await comes_to_every_point(None, channel)


@pytest.mark.slow
@pytest.mark.parametrize("channel", CHANNELS)
async def test_worlds_on_postgresql_without_deaths_come_to_every_point(postgres: Postgres, channel: str) -> None:
    await comes_to_every_point(postgres, channel)


def test_deaths_on_one_database_do_not_stand_for_those_on_the_other() -> None:
    sums = {dialect: Tally() for dialect in ("sqlite", "postgresql")}
    for dialect, share in (("sqlite", 1 - ON_POSTGRESQL), ("postgresql", ON_POSTGRESQL)):
        for mode in ("polling", "webhook"):
            sums[dialect].hits |= dict.fromkeys(points(mode, dialect), round(220 * share))
    assert rare(sums, 200) == []
    sums["sqlite"].hits["accept: before"], sums["postgresql"].hits["accept: before"] = 1_000, 0
    assert rare(sums, 200) == ["fewer than 10 deaths at accept: before on postgresql"]
    sums["sqlite"].hits["accept: before"] = 180
    assert len(rare(sums, 200)) == 3


def test_what_chance_explains_is_told_from_what_it_does_not() -> None:
    # Against a table of the Poisson distribution.
    assert [by_chance(mean) for mean in (0, 1, 15)] == [0, 3, 22]


@pytest.mark.parametrize(
    ("sql", "values", "kind"),
    [
        ("INSERT INTO inbox (channel, state) VALUES (?, ?)", ["telegram", "new"], "accepted"),
        ("UPDATE inbox SET state=? WHERE inbox.id = ?", ["done", 1], "handled"),
        ("UPDATE outbox SET state=?, attempts=? WHERE outbox.state = ?", ["sending", 1, "new"], "claimed"),
        ("UPDATE outbox SET state=? WHERE outbox.id = ? AND outbox.state = ?", ["sent", 1, "sending"], "marked"),
        ("UPDATE outbox SET state=$1::VARCHAR WHERE outbox.state = $2::VARCHAR", ("sent", "sending"), "marked"),
        ("UPDATE outbox SET state='sent' WHERE outbox.state = 'sending'", [], "marked"),
        ("INSERT INTO leases (queue, owner) VALUES (?, ?)", ["inbox", "me"], "taken up"),
        ("SELECT id FROM inbox WHERE state = 'new' FOR UPDATE", [], ""),
    ],
)
def test_a_statement_is_known_by_what_it_writes(sql: str, values: object, kind: str) -> None:
    assert kind_of(sql, values) == kind
