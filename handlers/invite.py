"""Invites: codes that open a seat, made by the command line, by an admin and by an officer.

A code is twelve Crockford base-32 characters (60 bits) that can be read over the phone and typed in any case, with
`O` for zero and `I` or `L` for one. Only its keyed hash is kept: who reads the database cannot redeem anything.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.clock import Clock
from storage import audit, invites, units
from storage.db import Database, Tx
from storage.seats import Role
from storage.units import Unit

__all__ = [
    "Impossible",
    "Invite",
    "Order",
    "Role",
    "create",
    "digest",
    "looks_like_code",
    "make",
    "new_code",
    "read_code",
    "seat_ministry",
]

MOST_USES = 1_000
MOST_DAYS = 365
LENGTH = 12
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_DASHES = re.compile(r"[\s\u002d\u2010-\u2015\u2212]+")
_SHAPE = re.compile(r"[0-9a-z]{4}([ \u002d\u2010-\u2015\u2212]?[0-9a-z]{4}){2}", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Order:
    """The invite that is wanted: to which seat, for which term, how often and for how many days it can be used."""

    role: Role
    unit: str
    ministry: str | None
    seat_from: date
    seat_until: date | None = None
    uses: int = 1
    days: int = 7
    created_by: int | None = None


@dataclass(frozen=True, slots=True)
class Invite:
    """A code, as it is shown to the one who hands it on; it cannot be shown again."""

    code: str


class Impossible(Exception):
    """An order that no invite can be made for. `reason` is the key of the sentence that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def create(db: Database, clock: Clock, key: bytes, order: Order) -> Invite:
    """Makes an invite. Raises Impossible for a combination that is no seat."""

    async def body(tx: Tx) -> Invite:
        return await make(tx, clock, key, order)

    return await db.write(body)


async def make(tx: Tx, clock: Clock, key: bytes, order: Order) -> Invite:
    """`create` within a transaction that is running already."""
    order = replace(order, unit=await units.today(tx, order.unit))  # an old button may name one that was merged
    ministry = await _ministry_of_seat(tx, order)
    _check_term(order, clock.today())
    code, machine = new_code(), clock.machine()
    new = invites.NewInvite(
        digest(key, read_code(code) or ""), order.role, order.unit, ministry, order.seat_from, order.seat_until,
        order.uses, machine + timedelta(days=order.days), order.created_by,
    )  # fmt: skip
    made = await invites.make(tx, new, machine)
    detail = {"role": order.role, "unit": order.unit, "uses": order.uses}
    await audit.note(tx, clock.business(), order.created_by, "invite", f"invite:{made}", detail)
    return Invite(code)


def new_code() -> str:
    """A random code in groups of four.

    It always has a letter and a digit above one, so that neither an identity card's number (twelve digits) nor
    three Vietnamese words of four letters typed as a question can be taken for one.
    """
    while True:
        plain = "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
        if _unlike_text(plain):
            return f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"


def read_code(text: str) -> str | None:
    """The normal form of a typed code, whatever its case and spacing; None for what cannot be one."""
    if len(text) > 64:
        return None
    plain = _DASHES.sub("", text).upper().translate(_READ_AS)
    return plain if len(plain) == LENGTH and all(c in _ALPHABET for c in plain) else None


def looks_like_code(text: str) -> bool:
    """Whether a text that was simply typed is meant as a code: three groups of four, and nothing else."""
    plain = read_code(text) if _SHAPE.fullmatch(text.strip()) else None
    return plain is not None and _unlike_text(plain)


def digest(key: bytes, plain: str) -> str:
    """What is kept of a code."""
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()


def _unlike_text(plain: str) -> bool:
    return any("2" <= c <= "9" for c in plain) and any(c.isalpha() for c in plain)


async def _ministry_of_seat(tx: Tx, order: Order) -> str | None:
    """The ministry the seat will have; raises Impossible where role, unit and ministry do not go together."""
    unit = await units.get(tx, order.unit)
    if unit is None:
        raise Impossible("invite-no-unit")
    if order.ministry is not None and not await _is_ministry(tx, order.ministry):
        raise Impossible("invite-no-ministry")
    return seat_ministry(order.role, unit, order.ministry)


def seat_ministry(role: Role, unit: Unit, ministry: str | None) -> str | None:
    """The ministry of such a seat, of units that there are; raises Impossible where they do not go together."""
    match role:
        case Role.OFFICER:
            return _of_officer(unit, ministry)
        case Role.CADRE:
            return _of_cadre(unit, ministry)
        case Role.EXPERT if unit.kind == "bureau":
            return _same(unit.ministry or "", ministry)
        case _:
            if unit.kind != "ministry":
                raise Impossible("invite-needs-ministry-unit")
            return _same(unit.code, ministry)


def _of_officer(unit: Unit, ministry: str | None) -> str:
    if unit.kind != "province":
        raise Impossible("invite-officer-needs-province")
    if ministry is None:
        raise Impossible("invite-officer-needs-ministry")
    return ministry


def _of_cadre(unit: Unit, ministry: str | None) -> str | None:
    if unit.kind in ("ministry", "bureau"):
        raise Impossible("invite-cadre-needs-local-unit")
    # A commune and a province work for all ministries; a department works in the line of one.
    return _same(unit.ministry, ministry) if unit.ministry else None


def _same(own: str, ordered: str | None) -> str:
    if ordered not in (None, own):
        raise Impossible("invite-other-ministry")
    return own


async def _is_ministry(tx: Tx, code: str) -> bool:
    unit = await units.get(tx, code)
    return unit is not None and unit.kind == "ministry"


def _check_term(order: Order, today: date) -> None:
    if order.seat_until is not None and order.seat_until < max(order.seat_from, today):
        raise Impossible("invite-bad-dates")
    if not 1 <= order.uses <= MOST_USES:
        raise Impossible("invite-bad-uses")
    if not 1 <= order.days <= MOST_DAYS:
        raise Impossible("invite-bad-days")
