"""Snippets: texts that a person answers with again and again, by a name of his own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from storage.db import Tx
from storage.tables import snippets

_S = snippets.c


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text and what its owner calls it."""

    id: int
    name: str
    text: str


_ROWS = select(_S.id, _S.name, _S.text)


async def of(tx: Tx, person_id: int) -> list[Snippet]:
    """A person's snippets, by their names."""
    return [Snippet(*row) for row in await tx.rows(_ROWS.where(_S.person_id == person_id).order_by(_S.key))]


async def get(tx: Tx, person_id: int, snippet_id: int) -> Snippet | None:
    """One of a person's own."""
    row = await tx.row(_ROWS.where(_S.person_id == person_id, _S.id == snippet_id))
    return Snippet(*row) if row else None


async def called(tx: Tx, person_id: int, key: str) -> Snippet | None:
    """The one of a person's own that has this name, as names are compared."""
    row = await tx.row(_ROWS.where(_S.person_id == person_id, _S.key == key))
    return Snippet(*row) if row else None


async def count(tx: Tx, person_id: int) -> int:
    """How many a person has."""
    return int(await tx.value(select(func.count()).select_from(snippets).where(_S.person_id == person_id)))


async def add(tx: Tx, person_id: int, name: str, key: str, text: str, now: datetime) -> int | None:
    """Keeps one; None where the person has one of that name."""
    row = {"person_id": person_id, "name": name, "key": key, "text": text, "made_at": now}
    new = tx.insert(snippets).values(row).on_conflict_do_nothing(index_elements=["person_id", "key"])
    made: int | None = await tx.value(new.returning(_S.id))
    return made


async def rename(tx: Tx, person_id: int, snippet_id: int, name: str, key: str) -> bool:
    """Gives one another name; False where the person has another of that name, or has it no more."""
    other = await called(tx, person_id, key)
    if other and other.id != snippet_id:
        return False
    own = update(snippets).where(_S.person_id == person_id, _S.id == snippet_id)
    return bool(await tx.change(own.values(name=name, key=key)))


async def drop(tx: Tx, person_id: int, snippet_id: int) -> bool:
    """Deletes one; whether it was there."""
    return bool(await tx.change(delete(snippets).where(_S.person_id == person_id, _S.id == snippet_id)))
