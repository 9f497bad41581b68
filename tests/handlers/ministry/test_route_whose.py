"""`/quytac` and the bureaus: an admin of two ministries has both, and one of another ministry sees nothing of it."""

from __future__ import annotations

from handlers.wording import words
from storage import desks, duties, routes
from storage.desks import Bureau
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")
ADD = "/quytac thêm mọi lĩnh vực; Lạng Sơn; đầu mối"


async def _kept(office: Office) -> list[str]:
    return [rule.ministry for rule in await office.db.read(routes.listed)]


async def test_an_admin_of_two_ministries_has_the_rules_and_bureaus_of_both(office: Office) -> None:
    for ministry in ("MOIT", "MAE"):
        await office.seat("sếp", Role.ADMIN, ministry)
    assert len(await office.says("sếp", "/quytac")) == 2
    await office.says("sếp", ADD)
    for ministry in ("MAE", "MOIT"):
        await office.presses("sếp", f"{ministry} · {vi('route-make')}")
    assert sorted(await _kept(office)) == ["MAE", "MOIT"]
    [asked] = await office.says("sếp", "/quytac thêm điện lực; Lạng Sơn; đầu mối")
    assert vi.field("electricity") in asked
    await office.says("sếp", "1")
    assert sorted(await _kept(office)) == ["MAE", "MOIT", "MOIT"]
    first, second = await office.db.read(lambda tx: routes.listed(tx, "MAE")), await office.says("sếp", "/quytac")
    assert len(second) == 2
    await office.presses("sếp", vi("route-chat-add"))  # under the second ministry's
    fields = await office.labels("sếp")
    assert vi.field("forestry") in fields or vi.field("electricity") in fields
    await office.says("sếp", f"/quytac bỏ {first[0].id}")
    await office.presses("sếp", vi("route-chat-drop", number=first[0].id))
    assert sorted(await _kept(office)) == ["MOIT", "MOIT"]
    await office.says("sếp", "/canbo")
    shown = await office.presses("sếp", vi("bureaus-button"))
    assert len(shown) == 2


async def test_of_a_field_of_another_ministry_only_that_is_said(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MAE")
    await office.seat("Minh", Role.OFFICER, "20", "MOIT")
    text = "/quytac ai Lắp điện mặt trời mái nhà thì xin phép ai?; Lạng Sơn"
    assert await office.says("sếp", text) == [
        vi("route-guess-elsewhere", field=vi.field("electricity"), ministry=vi.ministry("MOIT"))
    ]


async def test_two_taps_make_one_rule_and_it_is_explained_by_names(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    bureau = Bureau("MOIT-DTDL", "MOIT", "cục", "Cục Điện lực", frozenset({"electricity"}))
    await office.db.write(lambda tx: desks.put(tx, bureau))
    await office.seat("Bình", Role.EXPERT, "MOIT-DTDL", "MOIT")
    await office.says("sếp", "/quytac thêm điện lực; Lạng Sơn; đầu mối")
    token = await office.token("sếp", vi("route-make"))
    made = [await office.presses_token("sếp", token) for _ in range(2)]
    assert made[0] == made[1]
    assert len(await _kept(office)) == 1
    [why] = await office.says("sếp", "/quytac ai điện lực; Lạng Sơn")
    assert "Cục Điện lực, Bộ Công Thương (Bình)" in why
    assert f"{vi.field('electricity')} · tỉnh Lạng Sơn → đầu mối Bộ Công Thương" in why
    assert "MOIT" not in why
    assert f"{office.clock.today():%Y-%m-%d}" not in why


async def test_whose_mark_is_not_set_takes_none_from_another(office: Office) -> None:
    for who in ("Minh", "Tú"):
        await office.seat(who, Role.OFFICER, "20", "MOIT")
    [minh], [tu] = await office.seats_of("Minh"), await office.seats_of("Tú")
    await office.db.write(lambda tx: duties.set_lead(tx, minh, lead=True))
    await office.db.write(lambda tx: duties.set_lead(tx, tu, lead=False))
    assert [(await office.seats_of(who))[0].lead for who in ("Minh", "Tú")] == [True, False]
    await office.db.write(lambda tx: duties.set_lead(tx, minh, lead=False))
    assert not (await office.seats_of("Minh"))[0].lead
