"""A console for the tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.cli.console import Console


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Console:
    """The command line in an empty folder, without a `.env`."""
    monkeypatch.chdir(tmp_path)
    return Console(tmp_path)
