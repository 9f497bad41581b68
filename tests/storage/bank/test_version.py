"""What was changed since a version, or that nobody knows."""

from __future__ import annotations

from dataclasses import replace

from storage.bank import version as versions
from storage.bank.version import changed_between, version
from storage.db import Database
from tests.storage.bank.conftest import LAND, ROOF, store


async def test_it_is_known_what_each_version_changed(bank: Database) -> None:
    before = await bank.read(version)
    await store(bank, ROOF)
    between = await bank.read(version)
    await store(bank, LAND, replace(ROOF, answer="Khác."))
    now_is = await bank.read(version)

    assert await bank.read(lambda tx: changed_between(tx, before, now_is)) == frozenset({ROOF.id, LAND.id})
    assert await bank.read(lambda tx: changed_between(tx, before, between)) == frozenset({ROOF.id})
    assert await bank.read(lambda tx: changed_between(tx, now_is, now_is)) == frozenset()


async def test_what_changed_very_much_is_not_told_one_by_one(bank: Database) -> None:
    before = await bank.read(version)
    most = versions.MOST_NOTED
    await store(bank, *(replace(LAND, id=f"land-{number}") for number in range(most + 1)))
    await store(bank, ROOF)
    now_is = await bank.read(version)
    assert await bank.read(lambda tx: changed_between(tx, before, now_is)) is None
    assert await bank.read(lambda tx: changed_between(tx, now_is - 1, now_is)) == frozenset({ROOF.id})


async def test_a_version_that_nobody_ever_had_is_not_known(bank: Database) -> None:
    assert await bank.read(lambda tx: changed_between(tx, -1, 1)) is None
