"""Linking: one human on several channels. An account moves from one person to another, and its row with it.

A code is kept as a keyed hash, and used by deleting it: of two who type it at the same time one finds a row.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, select, update

from storage.channels import webchat
from storage.db import Tx
from storage.place import Place
from storage.tables import accounts, given, link_codes, links, messages, outbox, persons, questions, seats

NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LinkCode:
    """Whose a code is, and where he got it."""

    person_id: int
    place: Place


@dataclass(frozen=True, slots=True)
class Account:
    """A person on one channel, as he sees it in the list of his."""

    id: int
    place: Place
    reachable: bool
    preferred: bool
    seen_at: datetime


async def give(tx: Tx, person_id: int, code_hash: str, place: Place, expires_at: datetime) -> None:
    """Keeps a person's code; an earlier one of his is void from now on."""
    row = {"code_hash": code_hash, "place": place.key, "expires_at": expires_at}
    insert = tx.insert(link_codes).values(person_id=person_id, **row)
    await tx.change(insert.on_conflict_do_update(index_elements=["person_id"], set_=row))


async def live(tx: Tx, code_hash: str, now: datetime) -> LinkCode | None:
    """Whose code this is; None for one that is unknown, used or too old."""
    c = link_codes.c
    row = await tx.row(select(c.person_id, c.place).where(c.code_hash == code_hash, c.expires_at > now))
    return LinkCode(row.person_id, Place.parse(row.place)) if row else None


async def use(tx: Tx, code_hash: str) -> bool:
    """Uses a code up; False where somebody was faster."""
    return bool(await tx.change(delete(link_codes).where(link_codes.c.code_hash == code_hash)))


async def void(tx: Tx, person_id: int) -> None:
    """A person's code is good for nothing any more."""
    await tx.change(delete(link_codes).where(link_codes.c.person_id == person_id))


async def sweep(tx: Tx, now: datetime) -> int:
    """Forgets codes that are too old; how many."""
    return await tx.change(delete(link_codes).where(link_codes.c.expires_at <= now))


async def is_newcomer(tx: Tx, person_id: int) -> bool:
    """Whether there is nothing to a person but one account and what it asked the bank: no seat, ever, and no question
    that anybody was to answer."""
    seat = select(seats.c.id).where(seats.c.person_id == person_id).limit(1)
    asked = select(questions.c.id).where(questions.c.asker_id == person_id, questions.c.unit.is_not(None)).limit(1)
    count = select(func.count()).select_from(accounts).where(accounts.c.person_id == person_id)
    return await tx.row(seat) is None and await tx.row(asked) is None and await tx.value(count) == 1


async def take_over(tx: Tx, newcomer_id: int, account_id: int, person_id: int) -> bool:
    """Makes a newcomer's account, and what he asked the bank by it, a person's; False where it has moved meanwhile.

    The newcomer stays behind without an account: what was noted about him keeps its subject.
    """
    his = update(accounts).where(accounts.c.id == account_id, accounts.c.person_id == newcomer_id)
    if not await tx.change(his.values(person_id=person_id, preferred=False)):
        return False
    for whose in (questions.c.asker_id, messages.c.author_id, given.c.person_id):
        await tx.change(update(whose.table).where(whose == newcomer_id).values({whose.name: person_id}))
    return True


async def accounts_of(tx: Tx, person_id: int) -> list[Account]:
    """A person's accounts, oldest first."""
    a = accounts.c
    rows = await tx.rows(
        select(a.id, a.place, a.reachable, a.preferred, a.seen_at).where(a.person_id == person_id).order_by(a.id)
    )
    return [Account(row.id, Place.parse(row.place), row.reachable, row.preferred, row.seen_at) for row in rows]


async def prefer(tx: Tx, person_id: int, account_id: int | None) -> None:
    """From now on a person is written to at this account first; None: where he was last."""
    chosen = accounts.c.id == account_id if account_id is not None else accounts.c.id < 0
    await tx.change(update(accounts).where(accounts.c.person_id == person_id).values(preferred=chosen))


async def web_place(tx: Tx, person_id: int, now: datetime) -> Place:
    """A person's own web chat, the one he used last; it is made where he has none yet, and nobody is in it."""
    a = accounts.c
    his = select(a.place).where(a.person_id == person_id, a.channel == "web")
    key = await tx.value(his.order_by(a.reachable.desc(), a.seen_at.desc(), a.id).limit(1))
    if key:
        return Place.parse(key)
    place = Place("web", secrets.token_hex(16))
    await webchat.begin(tx, place.chat, "", now)
    account = {"person_id": person_id, "channel": "web", "user_id": place.chat, "place": place.key}
    # He was never there: what is new goes by the channel that he does use.
    await tx.change(tx.insert(accounts).values(**account, reachable=False, seen_at=NEVER))
    return place


async def set_apart(tx: Tx, account: Account, person_id: int, now: datetime) -> int | None:
    """Takes an account from a person: whoever writes there is a stranger, whose id this is. None where it is not his.

    What was shown there is not changed any more, either: an edit would show it to whoever holds that phone.
    """
    mine = update(accounts).where(accounts.c.id == account.id, accounts.c.person_id == person_id)
    person = await tx.row(select(persons.c.locale).where(persons.c.id == person_id))
    if not await tx.change(mine.values(preferred=False)) or person is None:
        return None
    stranger = {"name": "?", "locale": person.locale, "created_at": now}
    stranger_id: int = await tx.value(tx.insert(persons).values(stranger).returning(persons.c.id))
    await tx.change(mine.values(person_id=stranger_id))
    shown = select(links.c.outbox_id).where(links.c.place == account.place.key, links.c.outbox_id.is_not(None))
    await tx.change(update(outbox).where(outbox.c.id.in_(shown)).values(remote_id=None, text_ids=None))
    return stranger_id
