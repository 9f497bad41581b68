"""The country's units, as shipped and as found again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from storage import units
from storage.db import Database
from storage.tables import units as rows
from storage.units import Unit


async def test_the_whole_country_is_there(seeded_db: Database) -> None:
    assert await seeded_db.read(units.count) == {
        "ministry": 2,
        "province": 34,
        "department": 68,
        "commune": 3321,
    }


@pytest.mark.parametrize(
    ("unit", "province"),
    [
        (Unit("MOIT", "ministry", "bộ", "Bộ Công Thương", "Bộ Công Thương", None, "MOIT"), None),
        (Unit("20", "province", "tỉnh", "Lạng Sơn", "Tỉnh Lạng Sơn", None, None), "20"),
        (Unit("06040", "commune", "xã", "Thất Khê", "Xã Thất Khê", "20", None), "20"),
        (
            Unit("20-MOIT", "department", "sở", "Sở Công Thương Lạng Sơn", "Sở Công Thương Lạng Sơn", "20", "MOIT"),
            "20",
        ),
    ],
)
async def test_a_unit_knows_its_province(seeded_db: Database, unit: Unit, province: str | None) -> None:
    assert await seeded_db.read(lambda tx: units.get(tx, unit.code)) == unit
    assert unit.province == province


async def test_an_unknown_code_is_no_unit(seeded_db: Database) -> None:
    assert await seeded_db.read(lambda tx: units.get(tx, "99999")) is None
    found = await seeded_db.read(lambda tx: units.named(tx, ["20", "99999", "MAE"]))
    assert set(found) == {"20", "MAE"}


async def test_children_of_a_province(seeded_db: Database) -> None:
    communes = await seeded_db.read(lambda tx: units.children(tx, "20", "commune"))
    everything = await seeded_db.read(lambda tx: units.children(tx, "20"))

    assert len(communes) == 65
    assert {unit.code for unit in everything} - {unit.code for unit in communes} == {"20-MAE", "20-MOIT"}
    assert [unit.code for unit in communes] == sorted(unit.code for unit in communes)


async def test_provinces_in_order(seeded_db: Database) -> None:
    provinces = await seeded_db.read(lambda tx: units.of_kind(tx, "province"))
    assert [provinces[0].code, provinces[-1].code] == ["01", "96"]


async def test_seeding_again_changes_nothing(seeded_db: Database) -> None:
    assert await seeded_db.write(units.seed) == 0


async def test_a_renamed_unit_is_mended_and_a_missing_one_comes_back(seeded_db: Database) -> None:
    before = await seeded_db.read(lambda tx: units.get(tx, "06040"))
    assert before is not None
    renamed = update(rows).where(rows.c.code == "06040").values(name="Tên cũ", full_name="Xã Tên cũ")
    await seeded_db.write(lambda tx: tx.change(renamed))
    await seeded_db.write(lambda tx: tx.change(delete(rows).where(rows.c.code == "06001")))
    old = replace(before, name="Tên cũ", full_name="Xã Tên cũ")
    assert await seeded_db.read(lambda tx: units.get(tx, "06040")) == old

    assert await seeded_db.write(units.seed) == 2

    assert await seeded_db.read(lambda tx: units.get(tx, "06040")) == before
    assert await seeded_db.read(lambda tx: units.get(tx, "06001")) is not None


async def test_a_unit_that_we_do_not_know_is_left_alone(seeded_db: Database) -> None:
    own = {"code": "MOF", "kind": "ministry", "type": "bộ", "name": "Bộ Tài chính", "full_name": "Bộ Tài chính"}
    await seeded_db.write(lambda tx: tx.change(rows.insert(), [own]))

    assert await seeded_db.write(units.seed) == 0
    assert await seeded_db.read(lambda tx: units.get(tx, "MOF")) is not None
