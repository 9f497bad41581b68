"""Where a section stands: fresh databases of both kinds and folders of its own."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

from storage import migrate
from storage.db import Database
from storage.seed import seed
from tests.conftest import SEEDED_ON
from tests.postgres import Postgres, elsewhere

KINDS = ("sqlite", "postgresql")


class Ground:
    """Hands out databases, migrated and seeded; what they are copied from is made when it is first needed."""

    def __init__(
        self, folder: Path, *, sqlite: Path | None = None, postgres: tuple[Postgres, str] | None = None
    ) -> None:
        self._folder = folder
        self._sqlite = sqlite
        self._postgres = postgres
        self._own: Postgres | None = None
        self._numbers = count(1)

    def url(self, kind: str) -> str:
        """The address of a fresh database of this kind (one of `KINDS`)."""
        return self._sqlite_copy() if kind == "sqlite" else self._postgres_copy()

    def folder(self) -> Path:
        """A fresh folder."""
        made = self._folder / f"folder-{next(self._numbers)}"
        made.mkdir(parents=True)
        return made

    def close(self) -> None:
        """Stops what it started."""
        if self._own:
            self._own.stop()

    def _sqlite_copy(self) -> str:
        if self._sqlite is None:
            self._sqlite = self.folder() / "seeded.db"
            _fill(_sqlite_url(self._sqlite))
        return _sqlite_url(Path(shutil.copy(self._sqlite, self.folder() / "caunoi.db")))

    def _postgres_copy(self) -> str:
        if self._postgres is None:
            self._own = Postgres(self.folder())
            template = self._own.create()
            _fill(self._own.url(template))
            self._postgres = self._own, template
        server, template = self._postgres
        return server.url(server.create(template))


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def _fill(url: str) -> None:
    elsewhere(_filled(url))


async def _filled(url: str) -> None:
    await migrate.upgrade(url)
    database = Database(url)
    try:
        await database.write(lambda tx: seed(tx, SEEDED_ON))
    finally:
        await database.close()
