"""How careful a ministry's bank is decides what it answers by itself."""

from __future__ import annotations

from handlers.context import Policy
from handlers.wording import words
from storage import fields
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")


async def test_an_admin_lays_it_down_for_his_ministry(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.says("sếp", "/nganhang")
    [shown] = await office.presses("sếp", vi("bank-desk-caution"))
    assert vi("caution-is", ministry="Bộ Công Thương", costs=9, share="90%") in shown
    button = vi("caution-button", ministry="", costs=49, share="98%")
    assert await office.presses("sếp", button) == [vi("caution-done", ministry="Bộ Công Thương", share="98%")]
    assert await office.db.read(fields.wrong_costs) == {"MOIT": 49}


async def test_an_expert_is_not_offered_it(office: Office) -> None:
    await office.seat("hà", Role.EXPERT, "MOIT", "MOIT")
    await office.says("hà", "/nganhang")
    assert vi("bank-desk-caution") not in await office.labels("hà")


async def test_a_wrong_answer_that_costs_more_must_be_surer(office: Office) -> None:
    ctx = office.ctx
    assert ctx.thresholds("MOIT").answer == Policy().wrong_costs / (1 + Policy().wrong_costs) == 0.9
    ctx.wrong_costs = {"MAE": 49}
    assert ctx.thresholds("MAE").answer == 0.98
    assert ctx.thresholds("MOIT").answer == 0.9
