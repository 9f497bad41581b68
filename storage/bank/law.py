"""Changes of the law, and which entries they keep back.

An entry that cites what is changed is held from the day of the change on, until a reviewer has looked at it with the
change before him.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from sqlalchemy import Select, and_, delete, func, select, update

from faq.citation import Citation, citations, touches
from faq.entry import Effect, Entry, Hold
from storage.bank.given import RETELL
from storage.bank.history import in_parts
from storage.bank.version import count_up, lock
from storage.db import AnyRow, Tx
from storage.tables import citations as cited
from storage.tables import entries, holds, law_changes, persons

LAW = "law"
"""The wake-up hint that entries have to be put under review."""
_VIETNAM = timezone(timedelta(hours=7))  # all year round
_MOST_NAMED = 1_000
_LONGEST_KEY = 120
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Change:
    """A new text and what it does to a place in an older one, from `since` on."""

    id: int
    place: Citation
    hold: Hold
    author_id: int
    noted_on: date


@dataclass(frozen=True, slots=True)
class Noted:
    """A change as a list shows it: who noted it, how many entries it holds, and whether it was taken back."""

    change: Change
    author_name: str
    holds: int
    withdrawn: bool


async def cite(tx: Tx, changed: Sequence[Entry]) -> None:
    """Keeps what these entries cite, in place of what they did."""
    await _forget(tx, [entry.id for entry in changed])
    rows = [
        {"entry_id": entry.id, "document_key": key[:_LONGEST_KEY], "document": place.document[:_LONGEST_NAME],
         "article": place.article, "clause": place.clause}
        for entry in changed
        for place in citations(entry.legal_basis)
        for key in sorted(place.keys)
    ]  # fmt: skip
    if rows:
        await tx.change(cited.insert(), rows)


async def forget(tx: Tx, ids: Sequence[str]) -> None:
    """Forgets what entries cite, and what holds them: they leave the bank."""
    await _forget(tx, ids)
    for part in in_parts(ids):
        await tx.change(delete(holds).where(holds.c.entry_id.in_(part)))


async def _forget(tx: Tx, ids: Sequence[str]) -> None:
    for part in in_parts(ids):
        await tx.change(delete(cited).where(cited.c.entry_id.in_(part)))


async def citing(tx: Tx, place: Citation) -> list[str]:
    """The entries that rest on a place, by id."""
    c = cited.c
    wanted = select(c.entry_id, c.document, c.article, c.clause).where(c.document_key.in_(sorted(place.keys)))
    rows = await tx.rows(wanted)
    return sorted({row.entry_id for row in rows if touches(place, Citation(row.document, row.article, row.clause))})


async def note(
    tx: Tx, place: Citation, hold: Hold, author_id: int, reviews_at: datetime, now: datetime
) -> tuple[int, list[str]]:
    """Keeps a change of the law, and holds all that cites it; the change's id, and the entries that are held.

    When an entry was checked last says nothing: nobody knew of the change before it was noted. `reviews_at` is when
    the entries are to be put under review. What was noted just so before is not noted again.
    """
    await lock(tx)
    row = {
        "document": place.document, "article": place.article, "clause": place.clause, "effect": hold.effect.value,
        "since": hold.since, "until": hold.until, "text": hold.text,
    }  # fmt: skip
    same = select(law_changes.c.id).where(
        *(law_changes.c[name].is_not_distinct_from(value) for name, value in row.items()),
        law_changes.c.withdrawn_at.is_(None),
    )
    there: int | None = await tx.value(same)
    if there is not None:
        return there, await held_by(tx, there)
    ends_at = hold.until and datetime.combine(hold.until + timedelta(days=1), time.min, _VIETNAM)
    noted = {**row, "author_id": author_id, "noted_at": now, "reviews_at": reviews_at, "ends_at": ends_at}
    change_id = int(await tx.value(law_changes.insert().values(noted).returning(law_changes.c.id)))
    held = await citing(tx, place)
    await _hold(tx, [(change_id, entry_id) for entry_id in held])
    await count_up(tx, held)
    tx.wake(LAW)
    return change_id, held


async def withdraw(tx: Tx, change_id: int, now: datetime) -> list[str]:
    """Takes a change back that was noted by mistake; the entries that are let go."""
    await lock(tx)
    held = await held_by(tx, change_id)
    taken = update(law_changes).where(law_changes.c.id == change_id, law_changes.c.withdrawn_at.is_(None))
    await tx.change(taken.values(withdrawn_at=now, reviews_at=None, ends_at=None))
    await release(tx, held, now, [change_id])
    await count_up(tx, held)
    return held


async def bind(
    tx: Tx, changed: Sequence[Entry], now: datetime, before: Mapping[str, Entry], seen: Collection[int] | None = None
) -> None:
    """Holds what was written in ignorance of a change of the law, and lets go what was written knowing of it.

    A reviewer knows of the changes that he has `seen`; what he has not seen holds an entry that cited it `before` as
    little or as much as it did. Of an import nothing is known but when each entry was checked: it knows of a change
    if that was on its day or later, and not before it was noted here.
    """
    every = await _changes(tx)
    if not every:
        return
    wanted: list[tuple[int, str]] = []
    known: dict[int, list[str]] = defaultdict(list)
    for entry in changed:
        places, there = citations(entry.legal_basis), before.get(entry.id)
        cited_before = citations(there.legal_basis) if there and seen is not None else ()
        for change in every:
            if not _meets(change, places) or (_aware(entry, change) if seen is None else change.id in seen):
                known[change.id].append(entry.id)
            elif not _meets(change, cited_before):
                wanted.append((change.id, entry.id))
    held = await _hold(tx, wanted, anew=seen is None)
    active = {row.law_change_id for row in await tx.rows(_active([entry.id for entry in changed][:_MOST_NAMED]))}
    for change_id, ids in known.items():
        if change_id in active or len(changed) > _MOST_NAMED:
            await release(tx, ids, now, [change_id])
    if held:  # whoever is to look at what is held has to hear of it, even if its day is long over
        again = update(law_changes).where(law_changes.c.id.in_(held), law_changes.c.reviews_at.is_(None))
        await tx.change(again.values(reviews_at=now))
        tx.wake(LAW)


async def release(tx: Tx, ids: Sequence[str], now: datetime, change_ids: Collection[int]) -> None:
    """Lets entries go that were held by these changes."""
    for part in in_parts(ids):
        held = and_(
            holds.c.entry_id.in_(part), holds.c.released_at.is_(None), holds.c.law_change_id.in_(list(change_ids))
        )
        await tx.change(update(holds).where(held).values(released_at=now))
    tx.wake(RETELL)  # what was held back may have to be told


async def binding(tx: Tx, entry_id: str, today: date) -> list[Change]:
    """The changes that keep an entry back today, in the order in which they were noted."""
    mine = (
        select(law_changes)
        .join(holds, holds.c.law_change_id == law_changes.c.id)
        .where(holds.c.entry_id == entry_id, holds.c.released_at.is_(None))
        .order_by(law_changes.c.id)
    )
    found = [_change(row) for row in await tx.rows(mine)]
    return [change for change in found if change.hold.binds(today)]


async def get(tx: Tx, change_id: int) -> Change | None:
    """A change of the law by its id."""
    row = await tx.row(select(law_changes).where(law_changes.c.id == change_id))
    return _change(row) if row else None


async def is_withdrawn(tx: Tx, change_id: int) -> bool:
    """Whether a change was taken back."""
    return await tx.value(select(law_changes.c.withdrawn_at).where(law_changes.c.id == change_id)) is not None


async def noted(tx: Tx, limit: int, before: int | None = None) -> list[Noted]:
    """The changes that were noted last, newest first; `before` one of them, by its id."""
    held = select(func.count()).select_from(holds).where(
        holds.c.law_change_id == law_changes.c.id, holds.c.released_at.is_(None)
    )  # fmt: skip
    wanted = (
        select(law_changes, persons.c.name.label("author_name"), held.scalar_subquery().label("held"))
        .join(persons, persons.c.id == law_changes.c.author_id)
        .order_by(law_changes.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(law_changes.c.id < before)
    return [
        Noted(_change(row), row.author_name, row.held, row.withdrawn_at is not None) for row in await tx.rows(wanted)
    ]


async def due(tx: Tx, now: datetime) -> list[Change]:
    """Changes whose entries are to be put under review by now (business time), earliest first."""
    c = law_changes.c
    return [
        _change(row) for row in await tx.rows(select(law_changes).where(c.reviews_at <= now).order_by(c.reviews_at))
    ]


async def following(tx: Tx) -> datetime | None:
    """When the next change's entries are to be put under review, or the next suspension ends (business time)."""
    c = law_changes.c
    nearest = [
        await tx.value(select(at).where(at.is_not(None)).order_by(at).limit(1)) for at in (c.reviews_at, c.ends_at)
    ]
    return min((at for at in nearest if at), default=None)


async def over(tx: Tx, now: datetime) -> list[Change]:
    """Suspensions that have ended by now (business time) and whose reviews nobody has let go."""
    rows = await tx.rows(select(law_changes).where(law_changes.c.ends_at <= now).order_by(law_changes.c.id))
    return [_change(row) for row in rows]


async def let_go(tx: Tx, change_id: int, again_at: datetime | None = None) -> bool:
    """Notes that an ended suspension's reviews are let go, or will be then; False when somebody was faster."""
    waiting = and_(law_changes.c.id == change_id, law_changes.c.ends_at.is_not(None))
    return bool(await tx.change(update(law_changes).where(waiting).values(ends_at=again_at)))


async def put_under_review(tx: Tx, change_id: int) -> bool:
    """Notes that a change's entries are under review; False when another process was faster."""
    waiting = and_(law_changes.c.id == change_id, law_changes.c.reviews_at.is_not(None))
    return bool(await tx.change(update(law_changes).where(waiting).values(reviews_at=None)))


async def put_off(tx: Tx, change_id: int, until: datetime) -> None:
    """Putting its entries under review failed, of some or of all: it is tried again then (business time)."""
    waiting = and_(law_changes.c.id == change_id, law_changes.c.reviews_at.is_not(None))
    await tx.change(update(law_changes).where(waiting).values(reviews_at=until))


async def held_by(tx: Tx, change_id: int) -> list[str]:
    """The entries that a change holds, by id."""
    h = holds.c
    wanted = select(h.entry_id).where(h.law_change_id == change_id, h.released_at.is_(None)).order_by(h.entry_id)
    return [row.entry_id for row in await tx.rows(wanted)]


async def held_at(tx: Tx, change_id: int) -> dict[str, int]:
    """How many entries a change holds, by ministry."""
    h = holds.c
    wanted = (
        select(entries.c.ministry, func.count())
        .join(holds, h.entry_id == entries.c.id)
        .where(h.law_change_id == change_id, h.released_at.is_(None))
        .group_by(entries.c.ministry)
    )
    return {row[0]: row[1] for row in await tx.rows(wanted.order_by(entries.c.ministry))}


def holding() -> Select[Any]:
    """What is held now: rows (entry_id, effect, since, text, until), for `hold_of`."""
    return (
        select(holds.c.entry_id, law_changes.c.effect, law_changes.c.since, law_changes.c.text, law_changes.c.until)
        .join(law_changes, law_changes.c.id == holds.c.law_change_id)
        .where(holds.c.released_at.is_(None))
        .order_by(law_changes.c.id)
    )


def hold_of(row: AnyRow) -> Hold:
    """What keeps an entry back, from a row of `holding` or of the changes themselves."""
    return Hold(Effect(row.effect), row.since, row.text, row.until)


async def _changes(tx: Tx) -> list[Change]:
    return [_change(row) for row in await tx.rows(select(law_changes).where(law_changes.c.withdrawn_at.is_(None)))]


def _active(ids: Sequence[str]) -> Select[Any]:
    return select(holds.c.law_change_id).where(holds.c.entry_id.in_(ids), holds.c.released_at.is_(None)).distinct()


def _meets(change: Change, places: Sequence[Citation]) -> bool:
    return any(touches(change.place, place) for place in places)


def _aware(entry: Entry, change: Change) -> bool:
    return entry.checked_on is not None and entry.checked_on >= max(change.hold.since, change.noted_on)


async def _hold(tx: Tx, wanted: list[tuple[int, str]], *, anew: bool = True) -> set[int]:
    """Holds these, `anew` also where they were let go before; the changes of which it held any that was not held."""
    held = set[int]()
    for start in range(0, len(wanted), 300):
        rows = [
            {"law_change_id": change_id, "entry_id": entry_id, "released_at": None}
            for change_id, entry_id in wanted[start : start + 300]
        ]
        new = tx.insert(holds).values(rows)
        # Held anew where it was let go: somebody wrote it back as it was before.
        again = new.on_conflict_do_update(
            index_elements=["law_change_id", "entry_id"], set_={"released_at": None},
            where=holds.c.released_at.is_not(None),
        )  # fmt: skip
        done = again if anew else new.on_conflict_do_nothing()
        held |= {row.law_change_id for row in await tx.rows(done.returning(holds.c.law_change_id))}
    return held


def _change(row: AnyRow) -> Change:
    noted_on = row.noted_at.astimezone(_VIETNAM).date()
    return Change(row.id, Citation(row.document, row.article, row.clause), hold_of(row), row.author_id, noted_on)
