"""Persons and their accounts: a human, and his identity on each channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select, update

from storage.db import AnyRow, Tx
from storage.place import Place
from storage.prepared import Prepared
from storage.tables import accounts, persons

_COLUMNS = (
    persons.c.id, persons.c.name, persons.c.locale, accounts.c.place, accounts.c.reachable,
    accounts.c.id.label("account"), accounts.c.preferred,
)  # fmt: skip
_OF_ACCOUNT = Prepared(
    select(*_COLUMNS)
    .join_from(accounts, persons)
    .where(accounts.c.channel == bindparam("on"), accounts.c.user_id == bindparam("user"))
)
_BEST_FIRST = (
    persons.c.id, accounts.c.reachable.desc(), accounts.c.preferred.desc(), accounts.c.seen_at.desc(), accounts.c.id,
)  # fmt: skip
"""First what can be reached, of that what he chose, else what he used last."""
_GET = Prepared(
    select(*_COLUMNS)
    .join_from(persons, accounts)
    .where(persons.c.id == bindparam("person"))
    .order_by(*_BEST_FIRST)
    .limit(1)
)
_SEEN = Prepared(update(accounts).where(accounts.c.id == bindparam("account")), "seen_at", "reachable")
_SEEN_AT = Prepared(update(accounts).where(accounts.c.id == bindparam("account")), "seen_at", "reachable", "place")


@dataclass(frozen=True, slots=True)
class Person:
    """A human as handlers address him: where he reads, and in which language."""

    id: int
    name: str
    locale: str
    place: Place
    reachable: bool = True
    account_id: int | None = None
    chosen: bool = False
    """He chose this place for what is new."""


async def of_account(tx: Tx, channel: str, user_id: str) -> Person | None:
    """Whom a platform identity stands for, with the place of that account."""
    row = await tx.row(_OF_ACCOUNT, on=channel, user=user_id)
    return _person(row) if row else None


def _person(row: AnyRow) -> Person:
    return Person(row[0], row[1], row[2], Place.parse(row[3]), row[4], row[5], row[6])


async def arrive(tx: Tx, channel: str, user_id: str, name: str, locale: str, place: Place, now: datetime) -> Person:
    """The person behind an account, who is made when the account is new."""
    known = await of_account(tx, channel, user_id)
    if known:
        return known
    person_id = await tx.value(
        tx.insert(persons).values(name=name or "?", locale=locale, created_at=now).returning(persons.c.id)
    )
    account = {"person_id": person_id, "channel": channel, "user_id": user_id, "place": place.key, "seen_at": now}
    account_id = await tx.value(tx.insert(accounts).values(account).returning(accounts.c.id))
    return Person(person_id, name or "?", locale, place, True, account_id)


async def seen(tx: Tx, account_id: int, place: Place | None, now: datetime) -> None:
    """Notes that an account was heard from: it can be reached, and it is the one last used."""
    if place:
        await tx.change(_SEEN_AT, account=account_id, seen_at=now, reachable=True, place=place.key)
    else:
        await tx.change(_SEEN, account=account_id, seen_at=now, reachable=True)


async def set_reachable(tx: Tx, channel: str, user_id: str, reachable: bool) -> None:
    """Notes that an account can, or can no longer, be written to."""
    account = update(accounts).where(accounts.c.channel == channel, accounts.c.user_id == user_id)
    await tx.change(account.values(reachable=reachable))


async def place_gone(tx: Tx, place: Place) -> int | None:
    """Notes that nobody can be reached at a private place any more; whose it was."""
    lost = update(accounts).where(accounts.c.place == place.key).values(reachable=False)
    found: int | None = await tx.value(lost.returning(accounts.c.person_id))
    return found


async def place_moved(tx: Tx, old: Place, new: Place) -> None:
    """Follows a chat that lives on under another id."""
    await tx.change(update(accounts).where(accounts.c.place == old.key).values(place=new.key))


async def get(tx: Tx, person_id: int) -> Person | None:
    """A person, at the place he chose among those where he can be reached, else at the one he used last."""
    row = await tx.row(_GET, person=person_id)
    return _person(row) if row else None


async def many(tx: Tx, person_ids: list[int]) -> list[Person]:
    """Several persons, each where `get` finds him; unreachable ones come with a place all the same."""
    if not person_ids:
        return []
    rows = await tx.rows(
        select(*_COLUMNS).join_from(persons, accounts).where(persons.c.id.in_(person_ids)).order_by(*_BEST_FIRST)
    )
    best: dict[int, Person] = {}
    for row in rows:
        best.setdefault(row[0], _person(row))
    return list(best.values())


async def rename(tx: Tx, person_id: int, name: str) -> None:
    """Sets the name a person is shown under."""
    await tx.change(update(persons).where(persons.c.id == person_id).values(name=name))


async def set_locale(tx: Tx, person_id: int, locale: str) -> None:
    """Sets the language a person is written to in."""
    await tx.change(update(persons).where(persons.c.id == person_id).values(locale=locale))


async def phone_of(tx: Tx, person_id: int) -> str | None:
    """A person's phone number; ask handlers.access before it is shown to anybody."""
    found: str | None = await tx.value(select(persons.c.phone).where(persons.c.id == person_id))
    return found


async def set_phone(tx: Tx, person_id: int, phone: str | None) -> None:
    """Keeps a person's phone number, as he gave it himself; None forgets it."""
    await tx.change(update(persons).where(persons.c.id == person_id).values(phone=phone))


async def reachable_at(tx: Tx, place: Place) -> bool:
    """Whether somebody can still be written to at a private place."""
    there = select(accounts.c.id).where(accounts.c.place == place.key, accounts.c.reachable)
    return await tx.value(there) is not None


async def elsewhere(tx: Tx, place: Place) -> Place | None:
    """Where whoever reads at a private place can be written to on another channel; the one he chose, or used last."""
    here, there = accounts.alias("here"), accounts.alias("there")
    found = (
        select(there.c.place)
        .join_from(here, there, here.c.person_id == there.c.person_id)
        .where(here.c.place == place.key, there.c.channel != place.channel, there.c.reachable)
        .order_by(there.c.preferred.desc(), there.c.seen_at.desc(), there.c.id)
        .limit(1)
    )
    key: str | None = await tx.value(found)
    return Place.parse(key) if key else None


async def places_of(tx: Tx, person_id: int) -> list[Place]:
    """Where a person is written to, on each of his accounts."""
    his = select(accounts.c.place).where(accounts.c.person_id == person_id).order_by(accounts.c.id)
    return [Place.parse(row.place) for row in await tx.rows(his)]


async def menu_becomes(tx: Tx, place: Place, digest: str, until: date | None) -> bool:
    """Notes which commands a place is offered, and until which day; False where it is offered these already."""
    there = update(accounts).where(accounts.c.place == place.key)
    changed = await tx.change(there.where(accounts.c.menu.is_distinct_from(digest)).values(menu=digest))
    await tx.change(there.where(accounts.c.menu_until.is_distinct_from(until)).values(menu_until=until))
    return bool(changed)


async def menu_forgotten(tx: Tx, place: Place) -> None:
    """Whatever a place was offered, the next menu is offered anew."""
    await tx.change(update(accounts).where(accounts.c.place == place.key).values(menu=None))


async def with_old_menus(tx: Tx, day: date, limit: int) -> list[int]:
    """People whose seats began or ended since they were offered their commands."""
    due = select(accounts.c.person_id).where(accounts.c.menu_until.is_not(None), accounts.c.menu_until <= day)
    return [row.person_id for row in await tx.rows(due.distinct().limit(limit))]


async def channels_of(tx: Tx, person_id: int) -> list[str]:
    """The channels on which a person has an account, oldest first."""
    accounts_of = select(accounts.c.channel).where(accounts.c.person_id == person_id).order_by(accounts.c.id)
    return [row.channel for row in await tx.rows(accounts_of)]
