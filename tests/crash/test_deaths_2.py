"""One seed of the deaths on SQLite; why each has a file, and what is asked, stands in tests/crash/deaths.py."""

from __future__ import annotations

from tests.crash.deaths import deaths_on_sqlite

test_deaths_on_sqlite = deaths_on_sqlite(seed=2)
