"""Units merge while the service runs: laid down beside it, and from that day the old name leads to the new unit."""

from __future__ import annotations

from datetime import timedelta

from bot.control import ask_service
from handlers.succession.line import Line
from tests.talk import Town


async def test_from_its_day_on_the_old_name_leads_to_the_new_unit_without_a_restart(town: Town) -> None:
    day = town.clock.today() + timedelta(days=1)
    lines = [Line("merge", day, ("06040", "06046"), "99001", "Tràng Định Mới", "xã").as_json()]
    for known in (0, 1):
        done = await ask_service(town.app.settings.data_dir, "units-apply", {"lines": lines, "dry_run": False})
        assert done is not None
        assert (done["known"], len(done["events"])) == (known, 2 - 2 * known)
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    await town.forward(days=1)
    await lan.hears("sáp nhập vào Xã Tràng Định Mới")
    tu = town.on_telegram("Vi Văn Tú")
    await tu.says("/start")
    await tu.presses("Đăng ký đơn vị", on=await tu.hears("Cầu Nối"))
    await tu.hears("tỉnh, thành phố nào")
    await tu.says("that khe lang son")
    asked = await tu.hears("Xã Thất Khê đã sáp nhập vào Xã Tràng Định Mới từ")
    assert "Xã Tràng Định Mới, tỉnh Lạng Sơn" in asked.text
    await town.closes()
    await town.opens()
    await tu.says("Tràng Định Mới")
    await tu.presses("Đúng", on=await tu.hears("Xã Tràng Định Mới, tỉnh Lạng Sơn"))
    await tu.hears("Xã Tràng Định Mới")
