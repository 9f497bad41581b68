"""Databases for stories that know one kind only."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def seeded_sqlite(sqlite_templates: dict[str, Path], tmp_path: Path) -> str:
    """The address of a seeded SQLite database: in virtual time, and where files are what breaks."""
    return f"sqlite:///{shutil.copy(sqlite_templates['seeded'], tmp_path / 'seeded.db')}"
