"""That somebody is writing is shown where his words will be, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

from handlers.wording import words
from handlers.writing import readers
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")


async def test_a_channel_that_shows_notices_alone_does_not_show_it(office: Office) -> None:
    await office.seat("Minh", Role.OFFICER, "20", "MOIT")
    await office.seat("Lan", Role.CADRE, "06040")
    await office.says("Lan", "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?")
    await office.presses("Lan", "Thuộc Bộ Công Thương")
    await office.presses("Minh", vi("card-answer"))
    ctx, minh = office.ctx, office.place("Minh")
    assert await office.db.read(lambda tx: readers(ctx, tx, minh, None)) == [office.place("Lan")]
    quiet = replace(ctx, policy=replace(ctx.policy, notice=frozenset({"telegram"})))
    assert await office.db.read(lambda tx: readers(quiet, tx, minh, None)) == []
