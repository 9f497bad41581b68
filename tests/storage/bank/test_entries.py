"""The bank in rows: what is equal stays, what differs is replaced, and every change is counted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Executable, select

from faq.entry import Entry
from storage.bank import entries
from storage.bank.entries import Stored
from storage.bank.version import CHANGED
from storage.bank.version import version as version_of
from storage.db import AnyRow, Database, Tx
from storage.prepared import Prepared
from storage.tables import entries as rows
from storage.tables import phrasings
from tests.storage.bank.conftest import LAND, LATER, NOW, ROOF, store


async def test_an_entry_comes_back_as_it_went_in(bank: Database) -> None:
    assert await store(bank, ROOF, LAND) == Stored(2, 0, 0)

    _, everything = await bank.read(entries.load_all)
    assert everything == (LAND, ROOF)
    assert await bank.read(lambda tx: entries.get(tx, "roof-solar")) == ROOF
    assert await bank.read(lambda tx: entries.get(tx, "nothing")) is None
    assert await bank.read(lambda tx: entries.named(tx, ["land", "land", "nothing"])) == {"land": LAND}


async def test_the_bank_is_read_in_parts_and_none_is_left_out(bank: Database) -> None:
    many = [replace(ROOF, id=f"roof-{number:03d}", phrasings=(f"{number}", "mái nhà")) for number in range(201)]
    await store(bank, LAND, *reversed(many))

    async def read(tx: Tx) -> list[list[Entry]]:
        return [part async for part in entries.parts(tx)]

    parts = await bank.read_many(read)
    assert [entry for part in parts for entry in part] == [LAND, *many]
    assert max(map(len, parts)) <= 100


async def test_a_load_that_misses_a_change_does_not_have_its_version(bank: Database) -> None:
    await store(bank, ROOF)
    other = Database(bank.url.render_as_string(hide_password=False))

    class Overtaken(Tx):
        """Between whose looks at the entries another process puts one in before them."""

        async def rows(self, statement: Executable | Prepared, /, **given: Any) -> Sequence[AnyRow]:
            found = await super().rows(statement, **given)
            # A reader of SQLite sees one moment, and cannot wait in the middle of it.
            if bank.dialect == "postgresql":
                await store(other, LAND)
            return found

    version, everything = await bank.read(lambda tx: entries.load_all(Overtaken(tx.driver)))
    await store(bank, LAND)
    await other.close()
    assert everything == (ROOF,)
    assert version < await bank.read(version_of)


async def test_an_equal_import_changes_nothing(bank: Database) -> None:
    await store(bank, ROOF, LAND)
    before = await bank.read(version_of)

    assert await store(bank, ROOF, LAND, now=LATER) == Stored(0, 0, 2)

    assert await bank.read(version_of) == before
    assert set(await bank.read(lambda tx: tx.rows(select(rows.c.changed_at)))) == {(NOW,)}


async def test_a_changed_entry_is_replaced_with_its_phrasings(bank: Database) -> None:
    await store(bank, ROOF, LAND)
    before = await bank.read(version_of)
    changed = replace(ROOF, answer="Không phải xin phép.", phrasings=("điện áp mái",))

    assert await store(bank, changed, LAND, now=LATER) == Stored(0, 1, 1)

    version, everything = await bank.read(entries.load_all)
    assert everything == (LAND, changed)
    assert version == before + 1
    assert await bank.read(lambda tx: tx.rows(select(phrasings.c.text))) == [("điện áp mái",)]
    assert await bank.read(lambda tx: tx.value(select(rows.c.changed_at).where(rows.c.id == "roof-solar"))) == LATER


async def test_the_order_of_phrasings_is_kept_and_counts_as_content(bank: Database) -> None:
    await store(bank, ROOF)
    assert await store(bank, replace(ROOF, phrasings=ROOF.phrasings[::-1])) == Stored(0, 1, 0)
    found = await bank.read(lambda tx: entries.get(tx, "roof-solar"))
    assert found is not None
    assert found.phrasings == ROOF.phrasings[::-1]


@pytest.mark.parametrize(("ministry", "field"), [("MOIT", "no-such-field"), ("MOIT", "forestry"), ("MOX", "alcohol")])
async def test_an_unknown_field_refuses_the_whole_import(bank: Database, ministry: str, field: str) -> None:
    before = await bank.read(entries.load_all)
    with pytest.raises(entries.UnknownField, match="land"):
        await store(bank, ROOF, replace(LAND, ministry=ministry, field=field))
    assert await bank.read(entries.load_all) == before


async def test_removing_counts_the_version_up_once_and_only_when_something_was_there(bank: Database) -> None:
    await store(bank, ROOF, LAND)
    before = await bank.read(version_of)

    assert await bank.write(lambda tx: entries.remove(tx, ["land", "nothing"], NOW)) == 1
    assert await bank.write(lambda tx: entries.remove(tx, ["land"], NOW)) == 0
    assert await bank.write(lambda tx: entries.remove(tx, [], NOW)) == 0

    assert await bank.read(entries.load_all) == (before + 1, (ROOF,))


async def test_a_change_wakes_those_who_hold_the_bank(bank: Database) -> None:
    woken = bank.wakes.event(CHANGED)
    woken.clear()
    await store(bank, ROOF)
    assert woken.is_set()

    woken.clear()
    await store(bank, ROOF)
    assert not woken.is_set()


async def test_two_equal_imports_at_once_add_each_entry_once(bank: Database) -> None:
    made = [replace(LAND, id=f"land-{number}", phrasings=(f"cách {number}",)) for number in range(50)]

    both = await asyncio.gather(store(bank, *made), store(bank, *made))

    assert sorted(both, key=lambda stored: stored.added) == [Stored(0, 0, 50), Stored(50, 0, 0)]


async def test_a_bank_larger_than_one_statement(bank: Database) -> None:
    many = [replace(LAND, id=f"land-{number:05d}", phrasings=(f"cách {number}",)) for number in range(2_500)]
    assert await store(bank, *many) == Stored(2_500, 0, 0)
    assert await store(bank, *many[:-1], replace(many[-1], answer="khác")) == Stored(0, 1, 2_499)
