"""Media: each place has its own ids for what it may have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import media
from storage.db import Database
from storage.media import Media
from storage.place import Place

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LAN, DUC = Place("web", "lan"), Place("web", "duc")


async def keep(db: Database, place: Place = LAN, size: int = 5) -> Media:
    return await db.write(lambda tx: media.keep(tx, place, "a" * 64, "ảnh.png", "image/png", size, NOW))


async def give(db: Database, media_id: str, place: Place) -> Media | None:
    return await db.write(lambda tx: media.give(tx, media_id, place, NOW))


async def test_a_file_belongs_to_the_place_that_brought_it(db: Database) -> None:
    kept = await keep(db)
    assert await db.read(lambda tx: media.of_place(tx, kept.id, LAN)) == kept
    assert await db.read(lambda tx: media.of_place(tx, kept.id, DUC)) is None
    assert await db.read(lambda tx: media.find(tx, kept.id)) == kept
    assert await db.read(lambda tx: media.find(tx, "0" * 32)) is None


async def test_giving_makes_an_id_of_the_other_place_once(db: Database) -> None:
    kept = await keep(db)
    given = await give(db, kept.id, DUC)
    assert given
    assert given.id != kept.id
    assert (given.sha256, given.name, given.place) == (kept.sha256, kept.name, DUC)
    assert await give(db, kept.id, DUC) == given
    assert await give(db, kept.id, LAN) == kept
    assert await give(db, "0" * 32, DUC) is None


async def test_what_a_place_took_up_lately_is_counted(db: Database) -> None:
    await keep(db, size=5)
    await keep(db, size=7)
    await keep(db, DUC, size=100)
    assert await db.read(lambda tx: media.kept_since(tx, LAN, NOW - timedelta(days=1))) == 12
    assert await db.read(lambda tx: media.kept_since(tx, LAN, NOW)) == 0
