"""Fields belong to ministries; a ministry may lay down its own time for answering."""

from __future__ import annotations

from sqlalchemy import update

from faq.fields import Field, catalogue
from storage import fields
from storage.db import Database
from storage.tables import fields as rows


async def test_all_shipped_fields_are_there(seeded_db: Database) -> None:
    every = await seeded_db.read(fields.every)
    assert {field.code: field for field in every} == dict(catalogue().fields)


async def test_fields_of_one_ministry(seeded_db: Database) -> None:
    of_land = await seeded_db.read(lambda tx: fields.every(tx, "MAE"))
    assert "land-recovery" in {field.code for field in of_land}
    assert {field.ministry for field in of_land} == {"MAE"}


async def test_one_field(seeded_db: Database) -> None:
    assert await seeded_db.read(lambda tx: fields.get(tx, "forestry")) == Field(
        "forestry", "MAE", "Lâm nghiệp, kiểm lâm", "Forestry and forest protection"
    )
    assert await seeded_db.read(lambda tx: fields.get(tx, "nothing")) is None


async def test_seeding_again_mends_a_name_and_nothing_else(seeded_db: Database) -> None:
    assert await seeded_db.write(fields.seed) == 0
    await seeded_db.write(lambda tx: tx.change(update(rows).where(rows.c.code == "forestry").values(vi="cũ")))
    assert await seeded_db.write(fields.seed) == 1
    assert await seeded_db.write(fields.seed) == 0
