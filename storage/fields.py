"""Fields: the subjects of the ministries; and what a ministry has laid down about answering."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import bindparam, select, update

from faq.fields import Field, catalogue
from storage.bank.version import CHANGED
from storage.db import AnyRow, Tx
from storage.tables import fields, ministry_policies


async def get(tx: Tx, code: str) -> Field | None:
    """The field of a code, or None."""
    row = await tx.row(select(fields).where(fields.c.code == code))
    return _field(row) if row else None


async def every(tx: Tx, ministry: str | None = None) -> tuple[Field, ...]:
    """All fields, or those of one ministry, by code."""
    wanted = select(fields).order_by(fields.c.code)
    if ministry is not None:
        wanted = wanted.where(fields.c.ministry == ministry)
    return tuple(_field(row) for row in await tx.rows(wanted))


async def seed(tx: Tx) -> int:
    """Puts in what is missing, renames what is called otherwise now; how many rows changed. Takes nothing away."""
    there = {row.code: _field(row) for row in await tx.rows(select(fields))}
    wanted = catalogue().fields.values()
    new = [asdict(field) for field in wanted if field.code not in there]
    if new:
        await tx.change(fields.insert(), new)
    other = [asdict(field) for field in wanted if field.code in there and there[field.code] != field]
    if other:
        changed = update(fields).where(fields.c.code == bindparam("of"))
        await tx.change(changed, [{"of": row.pop("code"), **row} for row in other])
    return len(new) + len(other)


async def wrong_costs(tx: Tx) -> dict[str, int]:
    """How many needless questions one wrong answer of the bank is worth, for each ministry that laid it down."""
    p = ministry_policies.c
    rows = await tx.rows(select(p.ministry, p.wrong_costs).where(p.wrong_costs.is_not(None)))
    return {row.ministry: row.wrong_costs for row in rows}


async def set_wrong_costs(tx: Tx, ministry: str, costs: int) -> None:
    """Lays down how many needless questions one wrong answer of this ministry's bank is worth."""
    laid_down = tx.insert(ministry_policies).values({"ministry": ministry, "wrong_costs": costs})
    await tx.change(laid_down.on_conflict_do_update(index_elements=["ministry"], set_={"wrong_costs": costs}))
    tx.wake(CHANGED)


def _field(row: AnyRow) -> Field:
    return Field(row.code, row.ministry, row.vi, row.en)
