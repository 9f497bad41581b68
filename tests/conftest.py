"""What every test may ask for: real databases, migrated and, where wanted, seeded."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from storage import migrate
from storage.db import Database
from storage.seed import seed
from tests.extent import DATABASES, ordinary
from tests.postgres import Postgres, elsewhere

SEEDED_ON = date(2026, 11, 21)

# How long a machine takes over an example is no property of the example.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: a good part of the time is spent on waiting for a lease, a clock, another process."""
    return 2 * (os.cpu_count() or 1)


LONG = ("test_deaths", "test_terminated", "test_sections", "test_kill", "test_shuffle", "test_cluster", "test_chat")
"""Files that take longest: begun last, they would keep one worker busy while the others have nothing to do."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="all tests, on both databases (see tests/extent.py)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What runs; the longest first, while of tests in one file the order stays."""
    if not config.getoption("--full"):
        kept = ordinary(items)
        chosen = set(kept)
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = kept
    items.sort(key=lambda item: not item.path.name.startswith(LONG))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A log may quote half a character of a hostile text: so that the report can travel between processes."""
    report = yield
    report.sections = [(name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections]
    return report


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for the whole run; started by the first test that asks for it."""
    # Not in pytest's own folder: each run that starts takes away others' right to enter it, and under root the
    # server of a run beside it is another user.
    with tempfile.TemporaryDirectory(prefix="caunoi-pg-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        yield server
        server.stop()


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, on each kind of database."""
    yield from _fresh(request, tmp_path, None)


@pytest.fixture(params=DATABASES)
def db_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database, on each kind of database."""
    yield from _fresh(request, tmp_path, "migrated")


@pytest.fixture(params=DATABASES)
def seeded_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated and seeded database, on each kind of database."""
    yield from _fresh(request, tmp_path, "seeded")


@pytest.fixture
async def db(db_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database; the test runs on SQLite and on PostgreSQL."""
    database = Database(db_url)
    yield database
    await database.close()


@pytest.fixture
async def seeded_db(seeded_url: str) -> AsyncIterator[Database]:
    """A database with its units, fields and starter bank; the test runs on SQLite and on PostgreSQL."""
    database = Database(seeded_url)
    yield database
    await database.close()


@pytest.fixture
async def sqlite_db(sqlite_templates: dict[str, Path], tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated, empty SQLite database, for what concerns SQLite alone."""
    database = Database(_copied(sqlite_templates["migrated"], tmp_path))
    yield database
    await database.close()


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Database files that tests copy."""
    folder = tmp_path_factory.mktemp("sqlite")
    made = {"migrated": folder / "migrated.db", "seeded": folder / "seeded.db"}
    elsewhere(migrate.upgrade(_sqlite_url(made["migrated"])))
    shutil.copy(made["migrated"], made["seeded"])
    elsewhere(_seeded(_sqlite_url(made["seeded"])))
    return made


@pytest.fixture(scope="session")
def postgres_templates(postgres: Postgres) -> dict[str, str]:
    """Names of databases that tests copy."""
    migrated = postgres.create()
    elsewhere(migrate.upgrade(postgres.url(migrated)))
    seeded = postgres.create(migrated)
    elsewhere(_seeded(postgres.url(seeded)))
    return {"migrated": migrated, "seeded": seeded}


def _fresh(request: pytest.FixtureRequest, folder: Path, template: str | None) -> Iterator[str]:
    if request.param == "sqlite":
        if template is None:
            yield _sqlite_url(folder / f"{uuid4().hex}.db")
        else:
            yield _copied(request.getfixturevalue("sqlite_templates")[template], folder)
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    templates = request.getfixturevalue("postgres_templates") if template else {}
    name = postgres.create(templates[template]) if template else postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


def _copied(template: Path, folder: Path) -> str:
    return _sqlite_url(Path(shutil.copy(template, folder / f"{uuid4().hex}.db")))


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


async def _seeded(url: str) -> None:
    database = Database(url)
    await database.write(lambda tx: seed(tx, SEEDED_ON))
    await database.close()
