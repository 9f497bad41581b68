"""What tests of handlers may ask for."""

from __future__ import annotations

import pytest

from storage.db import Database
from tests.handlers.office import Office


@pytest.fixture
def office(seeded_db: Database) -> Office:
    """People who chat, over a real database."""
    return Office(seeded_db)
