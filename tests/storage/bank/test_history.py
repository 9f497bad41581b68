"""Every change of an entry stays readable: who made it, when, why, and what it said before."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from storage.bank import entries, history
from storage.bank.history import Author
from storage.db import Database
from tests.storage.bank.conftest import LATER, NOW, ROOF, store


async def test_each_change_is_a_version_and_an_equal_one_is_none(bank: Database) -> None:
    await store(bank, ROOF)
    await store(bank, ROOF, now=LATER)
    changed = replace(ROOF, answer="Không phải xin phép.", valid_to=None)
    await bank.write(lambda tx: entries.store(tx, [changed], LATER, Author(None, "sửa theo Nghị định mới")))

    first, second = await bank.read(lambda tx: history.of(tx, ROOF.id))
    assert (first.number, first.entry, first.reason, first.made_at) == (1, ROOF, "import", NOW)
    assert (second.number, second.entry, second.reason) == (2, changed, "sửa theo Nghị định mới")
    there = await bank.read(lambda tx: entries.get(tx, ROOF.id))
    assert there
    assert there.version == 2


async def test_what_was_removed_keeps_its_versions_and_goes_on_counting(bank: Database) -> None:
    await store(bank, ROOF)
    await bank.write(lambda tx: entries.remove(tx, [ROOF.id], NOW))
    await store(bank, ROOF, now=LATER)

    versions = await bank.read(lambda tx: history.of(tx, ROOF.id))
    assert [(version.number, version.entry) for version in versions] == [(1, ROOF), (2, None), (3, ROOF)]


async def test_two_imports_at_once_make_two_versions(bank: Database) -> None:
    await store(bank, ROOF)
    await asyncio.gather(*(store(bank, replace(ROOF, answer=f"Bản {n}.")) for n in range(8)))
    versions = await bank.read(lambda tx: history.of(tx, ROOF.id))
    assert [version.number for version in versions] == list(range(1, 10))
    there = await bank.read(lambda tx: entries.get(tx, ROOF.id))
    assert there == versions[-1].entry
