"""The tables of docs/channels.md are what the phones saw."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.matrix import ANSWERED, ASKED, GAPS, PAIRS, story

DOCUMENT = (Path(__file__).parents[2] / "docs" / "channels.md").read_text("utf-8")


def told(acts: tuple[str, ...], asker: str, officer: str) -> dict[str, str]:
    """A row of the table with these columns."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in DOCUMENT.splitlines()]
    head = lines.index(["asker", "officer", *acts])
    row = next(line for line in lines[head:] if line[:2] == [asker, officer])
    return dict(zip(acts, row[2:], strict=True))


@pytest.mark.parametrize(("asker", "officer"), PAIRS)
async def test_what_the_other_phone_saw(
    asker: str, officer: str, sqlite_templates: dict[str, Path], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'matrix.db'}"
    (tmp_path / "matrix.db").write_bytes(sqlite_templates["seeded"].read_bytes())
    run = await story(url, tmp_path / "data", asker, officer)
    assert run.asked == told(ASKED, asker, officer)
    assert run.answered == told(ANSWERED, asker, officer)


def test_every_gap_has_its_reason() -> None:
    for note in set(GAPS.values()):
        assert f"\n({note}) " in DOCUMENT
