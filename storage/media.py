"""Media: files we keep. The bytes lie in the data folder under the hash of their content; here is who may have them.

Every place has ids of its own: giving a file to another place makes a new row for the same content. So whether a
chat may fetch something is one look at one row, and an id that leaks opens nothing elsewhere.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update

from storage.db import Tx
from storage.place import Place
from storage.tables import media


@dataclass(frozen=True, slots=True)
class Media:
    """A kept file as one place knows it."""

    id: str
    sha256: str
    name: str
    mime: str
    size: int
    place: Place


async def keep(
    tx: Tx, place: Place, sha256: str, name: str, mime: str, size: int, now: datetime, made_of: str | None = None
) -> Media:
    """Notes that `place` has this content, under a new random id; `made_of` says of what it is a copy."""
    kept = Media(secrets.token_hex(16), sha256, name, mime, size, place)
    row = {
        "id": kept.id,
        "sha256": sha256,
        "name": name,
        "mime": mime,
        "size": size,
        "place": place.key,
        "created_at": now,
        "made_of": made_of,
    }
    await tx.change(tx.insert(media).values(row))
    return kept


async def keep_once(
    tx: Tx, place: Place, sha256: str, name: str, mime: str, size: int, now: datetime, made_of: str | None = None
) -> Media:
    """The same, unless `place` has this content under this name, made of the same, already: then that."""
    there = await _same(tx, place, sha256, name, made_of)
    return there or await keep(tx, place, sha256, name, mime, size, now, made_of)


async def _same(tx: Tx, place: Place, sha256: str, name: str, made_of: str | None) -> Media | None:
    same = select(media.c.id).where(
        media.c.place == place.key, media.c.sha256 == sha256, media.c.name == name,
        media.c.made_of.is_not_distinct_from(made_of), media.c.recalled_at.is_(None),
    )  # fmt: skip
    found = await tx.value(same.limit(1))
    return await find(tx, found) if found is not None else None


async def find(tx: Tx, media_id: str) -> Media | None:
    """A kept file by its id, unless it was recalled. For channels passing it on; what a person asks for goes through
    `of_place`."""
    row = await tx.row(select(media).where(media.c.id == media_id, media.c.recalled_at.is_(None)))
    return Media(row.id, row.sha256, row.name, row.mime, row.size, Place.parse(row.place)) if row else None


async def of_place(tx: Tx, media_id: str, place: Place) -> Media | None:
    """A kept file if `place` uploaded it or was sent it; else None, the same as for one that never was."""
    found = await find(tx, media_id)
    return found if found and found.place == place else None


async def give(tx: Tx, media_id: str, place: Place, now: datetime) -> Media | None:
    """Gives a kept file to another place, under an id of its own; None when there is no such file.

    Giving it twice is giving it once: a message that is sent or edited again shows the same id.
    """
    original = await find(tx, media_id)
    if original is None or original.place == place:
        return original
    made_of = copied_from("web", original.id)
    return await keep_once(tx, place, original.sha256, original.name, original.mime, original.size, now, made_of)


def copied_from(channel: str, reference: str) -> str:
    """What a row says that it is a copy of: a file of ours, or one that a platform keeps."""
    return hashlib.sha256(f"{channel}:{reference}".encode()).hexdigest()


async def recall(tx: Tx, files: Sequence[tuple[str, str]], now: datetime) -> None:
    """Lets nobody have these files any more, under none of their ids: (channel, reference) as they came."""
    if files:
        own = media.c.id.in_([reference for _, reference in files])
        copied = media.c.made_of.in_([copied_from(*file) for file in files])
        await tx.change(update(media).where(or_(own, copied)).values(recalled_at=now))


async def kept_since(tx: Tx, place: Place, since: datetime) -> int:
    """How many bytes a place has taken up since a moment (machine time)."""
    total = select(func.coalesce(func.sum(media.c.size), 0)).where(
        media.c.place == place.key, media.c.created_at > since
    )
    return int(await tx.value(total))
