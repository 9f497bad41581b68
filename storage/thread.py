"""The thread of a question: its messages, what they said before they were edited, and what was attached to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, func, select, update

from storage.db import Tx
from storage.prepared import Prepared
from storage.tables import attachments, messages, persons, questions, revisions


class Kind(StrEnum):
    """What a message is to its question."""

    ASKED = "asked"
    ADDITION = "addition"
    ASK_BACK = "ask_back"
    ANSWER = "answer"
    SUPPLEMENT = "supplement"
    UNSENT = "unsent"
    """Written and not sent: an answer that came second, or what could not be asked back any more. Nobody is shown it;
    as a supplement an answer goes out when its author says so."""
    DESK = "desk"
    """Written to the asker by hand, by somebody at the platform's own desk."""
    REASON = "reason"
    """Why it was escalated: for those who answer, never for the asker's side; nor are the following."""
    ADVICE = "advice"
    """With what a desk gave it back."""
    FOR_ASKER = "for_asker"
    """What a desk answered, where the officer passes it on: then it is his answer."""
    OPINION_ASKED = "opinion_asked"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message of a thread, in its latest version."""

    id: int
    question_id: int
    author_id: int | None
    author_name: str | None
    kind: str
    """A value of `Kind`."""
    text: str
    revision: int
    said_at: datetime
    recalled_at: datetime | None = None
    """Since when it says nothing any more."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What came with a message: the platform's own handle for it, and what it is."""

    kind: str
    channel: str
    reference: str
    name: str
    mime: str
    size: int | None


ANSWERS = (Kind.ANSWER, Kind.SUPPLEMENT)
"""What an asker may act upon."""
INTERNAL = (Kind.REASON, Kind.ADVICE, Kind.FOR_ASKER, Kind.OPINION_ASKED, Kind.OPINION)
"""What is said among those who answer: the asker's side is never shown it."""
_SAY = Prepared(
    lambda insert: insert(messages).returning(messages.c.id), "question_id", "author_id", "kind", "text", "said_at"
)
_MESSAGES = (
    select(
        messages.c.id, messages.c.question_id, messages.c.author_id, persons.c.name, messages.c.kind, messages.c.text,
        messages.c.revision, messages.c.said_at, messages.c.recalled_at,
    ).outerjoin(persons, persons.c.id == messages.c.author_id)
)  # fmt: skip
_OF = _MESSAGES.where(messages.c.question_id == bindparam("question")).order_by(messages.c.id)
_INTERNAL = Prepared(_OF.where(messages.c.kind != Kind.UNSENT.value))
_OPEN = Prepared(_OF.where(*(messages.c.kind != kind.value for kind in (Kind.UNSENT, *INTERNAL))))


async def say(
    tx: Tx, question_id: int, author_id: int | None, kind: str, text: str, at: datetime, enclosed: Iterable[Enclosed]
) -> int:
    """Adds a message with what is attached to it and returns its id."""
    made: int = await tx.value(_SAY, question_id=question_id, author_id=author_id, kind=kind, text=text, said_at=at)
    rows = [
        {"message_id": made, "kind": e.kind, "channel": e.channel, "reference": e.reference, "name": e.name,
         "mime": e.mime, "size": e.size}
        for e in enclosed
    ]  # fmt: skip
    if rows:
        await tx.change(tx.insert(attachments).values(rows))
    return made


async def of(tx: Tx, question_id: int, *, internal: bool = False) -> list[Spoken]:
    """A question's messages in the order in which they were said; `internal` ones are not for the asker's side."""
    rows = await tx.rows(_INTERNAL if internal else _OPEN, question=question_id)
    return [Spoken(*row) for row in rows]


async def message(tx: Tx, message_id: int) -> Spoken | None:
    """One message."""
    row = await tx.row(_MESSAGES.where(messages.c.id == message_id))
    return Spoken(*row) if row else None


async def enclosed_with(tx: Tx, message_ids: Iterable[int]) -> list[Enclosed]:
    """What came with these messages, in order; nothing of those that were recalled."""
    a = attachments.c
    wanted = select(a.kind, a.channel, a.reference, a.name, a.mime, a.size)
    standing = messages.c.id.in_(list(message_ids)) & messages.c.recalled_at.is_(None)
    rows = await tx.rows(wanted.join(messages, messages.c.id == a.message_id).where(standing).order_by(a.id))
    return [Enclosed(*row) for row in rows]


async def enclosed_elsewhere(tx: Tx, enclosed: Enclosed) -> bool:
    """Whether the same file came with a message that stands."""
    a = attachments.c
    same = (a.channel == enclosed.channel) & (a.reference == enclosed.reference) & messages.c.recalled_at.is_(None)
    return await tx.value(select(a.id).join(messages).where(same).limit(1)) is not None


async def has_files(tx: Tx, question_id: int) -> bool:
    """Whether anything came with a question's messages."""
    enclosed = select(attachments.c.id).join(messages).where(messages.c.question_id == question_id).limit(1)
    return await tx.value(enclosed) is not None


async def edit(tx: Tx, spoken: Spoken, text: str, now: datetime) -> bool:
    """Replaces a message's text and keeps what it said before; False when it was edited meanwhile."""
    unedited = update(messages).where(messages.c.id == spoken.id, messages.c.revision == spoken.revision)
    if not await tx.change(unedited.values(text=text, revision=spoken.revision + 1)):
        return False
    await _keep_version(tx, spoken, now)
    return True


async def recall(tx: Tx, spoken: Spoken, now: datetime) -> bool:
    """Empties a message and keeps what it said; False when it was edited or recalled meanwhile."""
    as_it_was = update(messages).where(
        messages.c.id == spoken.id, messages.c.revision == spoken.revision, messages.c.recalled_at.is_(None)
    )
    if not await tx.change(as_it_was.values(text="", revision=spoken.revision + 1, recalled_at=now)):
        return False
    await _keep_version(tx, spoken, now)
    return True


async def taken_back(tx: Tx, question_ids: Iterable[int]) -> dict[int, bool]:
    """Those of these questions whose askers recalled something; by each, whether nothing that he said stands."""
    m, ids = messages.c, list(question_ids)
    if not ids:
        return {}
    own = m.question_id.in_(ids) & (m.author_id == questions.c.asker_id)
    counted = select(m.question_id, func.count(m.recalled_at), func.count(m.id))
    wanted = counted.join(questions, questions.c.id == m.question_id).where(own).group_by(m.question_id)
    rows = await tx.rows(wanted.having(func.count(m.recalled_at) > 0))
    return {question_id: recalled == said for question_id, recalled, said in rows}


async def _keep_version(tx: Tx, spoken: Spoken, now: datetime) -> None:
    old = {"message_id": spoken.id, "revision": spoken.revision, "text": spoken.text, "replaced_at": now}
    await tx.change(tx.insert(revisions).values(old))


async def move_all(tx: Tx, old_question: int, new_question: int) -> list[int]:
    """Moves a question's messages into another thread as additions; their ids in order."""
    moved = update(messages).where(messages.c.question_id == old_question)
    rows = await tx.rows(moved.values(question_id=new_question, kind="addition").returning(messages.c.id))
    return sorted(row.id for row in rows)


async def becomes(tx: Tx, message_id: int, question_id: int, kind: str) -> None:
    """Lets a message that was kept unsent count as another kind from now on."""
    own = update(messages).where(messages.c.id == message_id, messages.c.question_id == question_id)
    await tx.change(own.values(kind=kind))
