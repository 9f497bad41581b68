"""Invite everybody on the roster who has not joined: a code each, for one use, to be handed over on paper.

Codes are kept as hashes, so they cannot be shown again: whoever asks anew gets new ones, and earlier ones are void.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from faq.text import folded
from handlers.clock import VIETNAM, Clock
from handlers.invite import digest, new_code, read_code
from storage import audit, invites, roster
from storage.db import Database, Tx
from storage.invites import NewInvite
from storage.roster import Expected, Shown
from storage.seats import Role

_AT_ONCE = 200
"""Codes that are made together: more would hold up whoever else writes."""
_KINDS = ("ministry", "bureau", "province", "department", "commune")


@dataclass(frozen=True, slots=True)
class InviteCard:
    """Somebody's code, with whose it is."""

    name: str
    role: Role
    unit: str
    unit_name: str
    province: str | None
    code: str


@dataclass(frozen=True, slots=True)
class Issued:
    """The cards in the order of units, the last day on which their codes are good, and whose terms are over."""

    cards: tuple[InviteCard, ...]
    until: date
    over: tuple[str, ...]


async def issue(db: Database, clock: Clock, key: bytes, unit: str, roles: Collection[Role], days: int) -> Issued:
    """Makes a code for each who is waited for in a unit and in those that lie in it."""
    today = clock.today()
    shown = await db.read_many(lambda tx: roster.listed(tx, unit, waiting=True, roles=[str(role) for role in roles]))
    late = [one for one in shown if one.expected.seat_until is not None and one.expected.seat_until < today]
    wanted = in_order(one for one in shown if one not in late)
    last = clock.machine().astimezone(VIETNAM).date() + timedelta(days=days)
    cards: list[InviteCard] = []
    for at in range(0, len(wanted), _AT_ONCE):
        cards += await _made(db, clock, key, wanted[at : at + _AT_ONCE], _end_of(last))
    return Issued(tuple(cards), last, tuple(one.expected.name for one in late))


def in_order(shown: Iterable[Shown]) -> list[Shown]:
    """By units, the higher ones first, then by their names; in each by role and name."""
    roles = list(Role)

    def place(one: Shown) -> tuple[int, str, str, int, str]:
        line = one.expected
        order = roles.index(Role(line.role))
        return _KINDS.index(one.unit_kind), folded(one.unit_name), line.unit, order, folded(line.name)

    return sorted(shown, key=place)


async def _made(db: Database, clock: Clock, key: bytes, shown: Sequence[Shown], until: datetime) -> list[InviteCard]:
    codes = [new_code() for _ in shown]

    async def body(tx: Tx) -> list[InviteCard]:
        # First the old codes: whoever is just using his is waited for here, and counts as joined below.
        await invites.void(tx, [one.expected.invite_id for one in shown if one.expected.invite_id is not None])
        cards = []
        for one, code in zip(shown, codes, strict=True):
            line = one.expected
            new = _invite(line, digest(key, read_code(code) or ""), until, clock.today())
            made = await invites.make(tx, new, clock.machine())
            if await roster.invited(tx, line.id, made):
                cards.append(InviteCard(line.name, Role(line.role), line.unit, one.unit_name, line.province, code))
            else:
                await invites.void(tx, [made])
        await audit.note(tx, clock.business(), None, "roster-invite", "roster", {"codes": len(cards)})
        return cards

    return await db.write_many(body)


def _invite(line: Expected, code_hash: str, until: datetime, today: date) -> NewInvite:
    return NewInvite(
        code_hash, line.role, line.unit, line.ministry, line.seat_from or today, line.seat_until, 1, until, None
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)
