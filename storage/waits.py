"""For whom a question waits, as whoever holds it has noted: never for its asker's eyes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, select

from storage.db import Tx
from storage.questions import Question
from storage.tables import persons, questions, waits


@dataclass(frozen=True, slots=True)
class Wait:
    """What is waited for, by whose word and since when."""

    text: str
    author_name: str
    noted_at: datetime


async def note(tx: Tx, question: Question, text: str, author_id: int, now: datetime) -> None:
    """Notes for whom a question waits, in place of what was noted before."""
    row = {"question_id": question.id, "round": question.round, "text": text, "author_id": author_id, "noted_at": now}
    new = tx.insert(waits).values(row)
    changed = {name: new.excluded[name] for name in row if name != "question_id"}
    await tx.change(new.on_conflict_do_update(index_elements=["question_id"], set_=changed))


async def forget(tx: Tx, question_id: int) -> bool:
    """It waits for nobody any more; whether it did."""
    return bool(await tx.change(delete(waits).where(waits.c.question_id == question_id)))


async def of_each(tx: Tx, question_ids: Iterable[int]) -> dict[int, Wait]:
    """For whom each of these questions waits; those that wait for nobody are left out."""
    ids = list(question_ids)
    if not ids:
        return {}
    same_round = and_(questions.c.id == waits.c.question_id, questions.c.round == waits.c.round)
    wanted = (
        select(waits.c.question_id, waits.c.text, persons.c.name, waits.c.noted_at)
        .join(questions, same_round)
        .join(persons, persons.c.id == waits.c.author_id)
        .where(waits.c.question_id.in_(ids))
    )
    return {row[0]: Wait(*row[1:]) for row in await tx.rows(wanted)}


async def of(tx: Tx, question_id: int) -> Wait | None:
    """For whom a question waits."""
    return (await of_each(tx, [question_id])).get(question_id)
