"""Every section as a sample, and what the table is made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.figures import Size, at_least, at_most, exactly, none, told
from tests.hostile.ground import Ground
from tests.hostile.running import names, runner
from tests.postgres import Postgres


@pytest.fixture
def ground(
    tmp_path: Path, sqlite_templates: dict[str, Path], postgres: Postgres, postgres_templates: dict[str, str]
) -> Iterator[Ground]:
    made = Ground(tmp_path, sqlite=sqlite_templates["seeded"], postgres=(postgres, postgres_templates["seeded"]))
    yield made
    made.close()


def is_slow(name: str) -> bool:
    """Whether a section belongs to the full run alone."""
    return name.endswith("_postgresql") or name in ("killers", "strings", "canary_sqlite")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if is_slow(name) else ()) for name in names()]
)
async def test_a_sample_of_each_section_holds(name: str, ground: Ground) -> None:
    figures = await runner(name)(Size(full=False), ground)
    assert figures
    assert any(figure.how for figure in figures), "a section that demands nothing shows nothing"
    assert [figure for figure in figures if not figure.holds] == []


def test_a_missed_bar_is_missed() -> None:
    missed = (none("x", 1), exactly("x", 2, 3), at_most("x", 2, 1), at_least("x", 1, 2))
    held = (none("x", 0), exactly("x", 3, 3), at_most("x", 1, 1), at_least("x", 2, 2), told("x", 9))
    assert [figure.holds for figure in missed] == [False] * 4
    assert [figure.holds for figure in held] == [True] * 5
