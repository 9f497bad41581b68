"""`/quytac`: rules about where questions go, by taps and in one line; explained as on the server; audited."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers.wording import words
from storage import routes, seats
from storage.routes import Route
from storage.seats import Role
from storage.tables import audit
from tests.handlers.office import Office

vi = words("vi")
LINE = "/quytac thêm điện lực; Lạng Sơn; Tú"
FIELD = "Điện lực, an toàn điện, điện mặt trời mái nhà"


@pytest.fixture
async def desk(office: Office) -> Office:
    """An admin, and two officers of Lạng Sơn."""
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.seat("Minh", Role.OFFICER, "20", "MOIT")
    await office.seat("Tú", Role.OFFICER, "20", "MOIT")
    return office


async def kept(office: Office) -> list[tuple[str | None, str | None, str | None, int | None, str | None]]:
    found: list[Route] = await office.db.read(lambda tx: routes.listed(tx, "MOIT"))
    return [(r.field, r.province, r.commune, r.seat_id, r.group_province) for r in found]


async def number(office: Office, who: str) -> int:
    return (await office.seats_of(who))[0].id


async def test_in_one_line_shown_confirmed_listed_explained_and_removed(desk: Office) -> None:
    tu = await number(desk, "Tú")
    [asked] = await desk.says("sếp", LINE)
    assert f"{FIELD} · tỉnh Lạng Sơn → Tú (phân công số {tu})" in asked
    assert await kept(desk) == [], "nothing before he confirms"
    [made] = await desk.says("sếp", "1")
    assert made.startswith("Đã ghi quy tắc số 1")
    assert await kept(desk) == [("electricity", "20", None, tu, None)]
    [shown] = await desk.says("sếp", "/quytac")
    assert f"1: {FIELD} · tỉnh Lạng Sơn → Tú (phân công số {tu})" in shown
    [why] = await desk.says("sếp", "/quytac ai điện lực; thất khê lạng sơn")
    assert why.startswith(vi("route-to", name="Tú", seat=tu, why=vi("route-why-rule-seat")))
    [guessed] = await desk.says("sếp", "/quytac ai Lắp điện mặt trời mái nhà thì xin phép ai?; Lạng Sơn")
    assert "Lĩnh vực đoán được" in guessed
    await desk.says("sếp", "/quytac bỏ 1")
    for _ in range(2):
        told = await desk.presses("sếp", vi("route-chat-drop", number=1))
    assert told == [vi("route-chat-none")]
    assert await kept(desk) == []
    noted = await desk.db.read(lambda tx: tx.rows(select(audit.c.verb).where(audit.c.object == "route 1")))
    assert [row.verb for row in noted] == ["route-add", "route-remove"]


async def test_by_taps_or_numbers_alone(desk: Office) -> None:
    await desk.says("sếp", "/quytac")
    await desk.presses("sếp", vi("route-chat-add"))
    assert (await desk.labels("sếp"))[0] == vi("route-any-field")
    await desk.presses("sếp", FIELD)
    await desk.says("sếp", "that khe lang son")
    minh = await number(desk, "Minh")
    assert vi("route-to-seat", name="Minh", seat=minh) in await desk.labels("sếp")
    await desk.says("sếp", str(1 + (await desk.labels("sếp")).index("đầu mối Bộ Công Thương")))
    await desk.says("sếp", "1")
    assert await kept(desk) == [("electricity", "20", "06040", None, None)]
    await desk.says("sếp", "/quytac")
    await desk.presses("sếp", vi("route-chat-add"))
    await desk.says("sếp", "1")
    await desk.presses("sếp", vi("route-any-place"))
    await desk.says("sếp", "Không Ai Cả")
    await desk.says("sếp", "minh")
    await desk.says("sếp", "1")
    assert (await kept(desk))[1] == (None, None, None, minh, None)
    await desk.presses("sếp", vi("route-chat-all"))
    await desk.presses("sếp", vi("route-chat-one", number=2))
    await desk.presses("sếp", vi("route-chat-drop", number=2))
    assert len(await kept(desk)) == 1


async def test_a_misspelt_place_is_offered_and_the_dialog_goes_on(desk: Office) -> None:
    await desk.says("sếp", "/quytac")
    await desk.presses("sếp", vi("route-chat-add"))
    await desk.presses("sếp", vi("route-any-field"))
    assert await desk.says("sếp", "xyzxyz qqq") == [vi("route-bad-place", value="xyzxyz qqq")]
    await desk.says("sếp", "Lạng Sn")
    await desk.presses("sếp", "Tỉnh Lạng Sơn")
    assert vi("route-to-seat", name="Tú", seat=await number(desk, "Tú")) in await desk.labels("sếp")


@pytest.mark.parametrize(
    ("rest", "key", "args"),
    [
        ("thêm điện lực", "route-bad-parts", {}), ("thêm ;;", "route-bad-parts", {}),
        ("thêm a; b; c; d; e", "route-bad-parts", {}),
        ("thêm tàu ngầm; Lạng Sơn; Tú", "route-bad-field", {"value": "tàu ngầm"}),
        ("thêm điện lực; Xứ Lạ Hoắc Qq; Tú", "route-bad-place", {"value": "Xứ Lạ Hoắc Qq"}),
        ("thêm điện lực; 99; Tú", "route-bad-place", {"value": "99"}),
        ("thêm điện lực; Lạng Sơn; Ai Đó", "route-bad-name", {"value": "Ai Đó"}),
        ("thêm điện lực; Lạng Sơn; nhóm Sao Hỏa", "route-bad-group", {"value": "Sao Hỏa"}),
        ("thêm điện lực; Lạng Sơn; Tú; hôm nào", "route-bad-day", {"value": "hôm nào"}),
        ("ai điện lực", "route-bad-parts", {}), ("ai điện lực; mọi nơi", "route-bad-place", {"value": "mọi nơi"}),
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_told_with_examples(
    desk: Office, rest: str, key: str, args: dict[str, str]
) -> None:
    [said] = await desk.says("sếp", f"/quytac {rest}")
    assert said.startswith(vi(key, **{"value": "", **args}))
    assert said.endswith(vi("route-chat-examples"))
    assert await kept(desk) == []


async def test_what_would_never_be_right_is_told_before_the_button(desk: Office) -> None:
    for rest, why in (("nhóm Lạng Sơn", "route-no-group"), ("phân công số 999", "route-no-seat")):
        [said] = await desk.says("sếp", f"/quytac thêm mọi lĩnh vực; mọi nơi; {rest}")
        assert vi("route-impossible", why=vi(why)) in said
    for rest in ("bỏ 7", "bỏ", "7", "bỏ 99999999999999999999", "٣"):
        assert await desk.says("sếp", f"/quytac {rest}") == [vi("route-chat-none")]
    [said] = await desk.says("sếp", "/quytac 😀")
    assert said.startswith(vi("route-chat-bad"))
    await desk.says("sếp", LINE)
    [tu] = await desk.seats_of("Tú")
    await desk.db.write(lambda tx: seats.end(tx, tu.id))
    [late] = await desk.says("sếp", "1")
    assert late == vi("route-impossible", why=vi("route-seat-ended"))
    assert await kept(desk) == []


async def test_admins_alone_and_each_his_own_ministrys(desk: Office) -> None:
    assert await desk.says("Minh", LINE) == [vi("route-not-allowed")]
    await desk.says("sếp", LINE)
    token = await desk.token("sếp", vi("route-make"))
    await desk.says("sếp", "1")
    await desk.presses_token("Minh", token)
    assert len(await kept(desk)) == 1
    await desk.seat("Vân", Role.ADMIN, "MAE")
    assert await desk.says("Vân", "/quytac bỏ 1") == [vi("route-chat-none")]
    [seat] = await desk.seats_of("sếp")
    await desk.says("sếp", "/quytac 1")
    await desk.db.write(lambda tx: seats.end(tx, seat.id))
    await desk.presses("sếp", vi("route-chat-drop", number=1))
    assert len(await kept(desk)) == 1
