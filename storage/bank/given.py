"""Who was given which version of an entry, what he said to it, and who has to be told that it says otherwise now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, bindparam, func, or_, select, update

from faq.entry import Entry
from storage.db import Tx
from storage.prepared import Prepared
from storage.tables import entries, given, questions, retellings

RETELL = "retell"
"""The wake-up hint that people have to be told of a newer answer."""


class Verdict(StrEnum):
    """What became of an answer of the bank."""

    HELPED = "helped"
    NOT_HELPED = "not_helped"
    SILENT = "silent"
    """Nobody said a word: it may have helped."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many answers of an entry, or of a ministry's, were met how."""

    helped: int = 0
    not_helped: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Retelling:
    """A version that those who were given an older one are to be told of."""

    id: int
    entry_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody was given last of an entry."""

    id: int
    person_id: int
    given_at: datetime


_NOTE = Prepared(
    lambda insert: insert(given), "question_id", "entry_id", "version", "person_id", "given_at"
)  # fmt: skip
_newest = select(func.max(retellings.c.version)).where(retellings.c.entry_id == bindparam("of")).scalar_subquery()
# One that is not done is written, too: whoever is about to call it done waits for this, and looks again (`done`).
_TELL_ALSO = Prepared(
    update(retellings)
    .where(retellings.c.entry_id == bindparam("of"), retellings.c.version > bindparam("older"))
    .where(retellings.c.version == _newest)
    .values(done_at=None)
)
_OF_QUESTION = Prepared(
    select(given.c.id, given.c.entry_id, given.c.verdict)
    .where(given.c.question_id == bindparam("question"))
    .order_by(given.c.id.desc())
)
_JUDGE = Prepared(update(given).where(given.c.id == bindparam("of")), "verdict")


async def note(tx: Tx, question_id: int | None, entry: Entry, person_id: int, now: datetime) -> None:
    """Keeps that somebody was given an entry as it stands in memory.

    That may be a second old: where others were told of a newer version meanwhile, he is told, too.
    """
    row = {"question_id": question_id, "entry_id": entry.id, "version": entry.version}
    await tx.change(_NOTE, **row, person_id=person_id, given_at=now)
    if await tx.change(_TELL_ALSO, of=entry.id, older=entry.version):
        tx.wake(RETELL)


async def judge(tx: Tx, question_id: int, verdict: Verdict, entry_id: str | None = None) -> str | None:
    """Keeps what was said to an answer, or to the last one a question was given; the entry it was about.

    Silence takes back no word; a word replaces another, and silence.
    """
    for row in await tx.rows(_OF_QUESTION, question=question_id):
        if entry_id in (None, row.entry_id):
            if verdict is not Verdict.SILENT or row.verdict is None:
                await tx.change(_JUDGE, of=row.id, verdict=verdict.value)
            return str(row.entry_id)
    return None


async def verdicts(tx: Tx, entry_id: str, since: datetime | None = None) -> Verdicts:
    """How an entry's answers were met, since a moment; one person counts once for each verdict."""
    g = given.c
    of_entry = and_(g.entry_id == entry_id, g.verdict.is_not(None))
    if since:
        of_entry = and_(of_entry, g.given_at > since)
    rows = await tx.rows(select(g.verdict, func.count(g.person_id.distinct())).where(of_entry).group_by(g.verdict))
    return Verdicts(**{row[0]: row[1] for row in rows})


async def verdicts_of_ministry(tx: Tx, ministry: str, since: datetime) -> Verdicts:
    """How all answers of a ministry's entries were met since a moment."""
    g = given.c
    wanted = (
        select(g.verdict, func.count())
        .join(entries, entries.c.id == g.entry_id)
        .where(entries.c.ministry == ministry, g.verdict.is_not(None), g.given_at > since)
        .group_by(g.verdict)
    )
    return Verdicts(**{row[0]: row[1] for row in await tx.rows(wanted)})


async def asked_as(
    tx: Tx, entry_id: str, verdict: Verdict, since: datetime | None = None, limit: int = 50
) -> list[str]:
    """The words of those who had this to say to an entry, newest first."""
    g = given.c
    of_entry = and_(g.entry_id == entry_id, g.verdict == verdict.value)
    if since:
        of_entry = and_(of_entry, g.given_at > since)
    wanted = select(questions.c.text).join(given, g.question_id == questions.c.id).where(of_entry)
    return [row.text for row in await tx.rows(wanted.order_by(g.id.desc()).limit(limit)) if row.text]


# --- telling those who were given an older version --------------------------------------------------------------


async def retell(tx: Tx, entry_id: str, version: int, now: datetime) -> None:
    """Has everybody told of a version who was given an older one; a second call for it changes nothing."""
    row = {"entry_id": entry_id, "version": version, "made_at": now, "done_at": None}
    new = tx.insert(retellings).values(row)
    await tx.change(new.on_conflict_do_nothing(index_elements=["entry_id", "version"]))
    tx.wake(RETELL)


async def to_retell(tx: Tx, now: datetime) -> list[Retelling]:
    """What is still to be told and not put off, in the order in which it came up (business time)."""
    r = retellings.c
    due = and_(r.done_at.is_(None), or_(r.again_at.is_(None), r.again_at <= now))
    return [Retelling(*row) for row in await tx.rows(select(r.id, r.entry_id, r.version).where(due).order_by(r.id))]


async def put_off(tx: Tx, retelling_id: int, until: datetime) -> None:
    """The telling failed: it is tried again then (business time)."""
    await tx.change(update(retellings).where(retellings.c.id == retelling_id).values(again_at=until))


async def untold(tx: Tx, entry_id: str, version: int, limit: int | None = None, after: int = 0) -> list[Given]:
    """Whom to tell of a version, by person: who was given an older one, and not told of this one or a newer.

    Whoever said that it did not help has asked a person, and has his answer. `after`: of those who come after one.
    """
    g = given.c
    old = and_(
        g.entry_id == entry_id, g.version < version, or_(g.told_version.is_(None), g.told_version < version),
        or_(g.verdict.is_(None), g.verdict != Verdict.NOT_HELPED.value), g.person_id > after,
    )  # fmt: skip
    last = select(func.max(g.id), g.person_id, func.max(g.given_at)).where(old).group_by(g.person_id)
    rows = await tx.rows(last.order_by(g.person_id).limit(limit))
    return [Given(*row) for row in rows]


async def tell(tx: Tx, entry_id: str, version: int, person_ids: Sequence[int]) -> None:
    """Notes that these people are told of a version."""
    g = given.c
    mine = and_(g.entry_id == entry_id, g.version < version, g.person_id.in_(person_ids))
    await tx.change(update(given).where(mine).values(told_version=version))


async def done(tx: Tx, retelling: Retelling, now: datetime) -> bool:
    """Ends a retelling; False where somebody is left who has to be told."""
    mine = update(retellings).where(retellings.c.id == retelling.id)
    await tx.change(mine.values(done_at=now))  # first: from here on nobody can add anybody (`note`)
    left = bool(await untold(tx, retelling.entry_id, retelling.version, 1))
    if left:
        await tx.change(mine.values(done_at=None))
    return not left
