"""`/canbo`: an admin sees his ministry's officers by province and lays down what each is there for."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from handlers.wording import words
from storage import duties, persons, seats
from storage.place import Place
from storage.seats import Role, Seat
from storage.tables import audit
from tests.handlers.office import Office

vi = words("vi")


async def _town(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.seat("tuấn", Role.OFFICER, "20", "MOIT")
    await office.seat("quang", Role.OFFICER, "22", "MOIT")
    await office.seat("hoa", Role.OFFICER, "20", "MAE")


async def _seat(office: Office, who: str) -> Seat:
    [seat] = await office.seats_of(who)
    return seat


async def _list(office: Office, rest: str = "") -> list[str]:
    [shown] = await office.says("sếp", f"/canbo {rest}".strip())
    return shown.splitlines()


async def _asks(office: Office, text: str = "qzx wvk jjjj ppp mmm?") -> None:
    await office.says("lan", text)
    await office.presses("lan", "Thuộc Bộ Công Thương")


async def test_the_list_says_what_needs_an_admin(office: Office) -> None:
    await _town(office)
    assert "canbo" in await office.menu("sếp")
    await office.seat("lan", Role.CADRE, "06040")
    await _asks(office)
    minh, tuan = await _seat(office, "minh"), await _seat(office, "tuấn")
    await office.db.write(lambda tx: duties.set_capacity(tx, minh.id, 1))
    await office.db.write(lambda tx: seats.set_deputy(tx, minh.id, tuan.id))
    await office.db.write(lambda tx: seats.leave(tx, tuan.id, office.clock.today(), None))
    await office.db.write(lambda tx: persons.place_gone(tx, Place("telegram", "quang")))
    today = vi.day(office.clock.today(), office.clock.business())
    assert await _list(office) == [
        vi("officers-title", ministry="Bộ Công Thương", count=3),
        "",
        "1. Tỉnh Lạng Sơn",
        "minh",
        "ĐÃ ĐỦ: đang giữ 1 câu (tối đa 1), quá hạn 0",
        vi("officers-seen", day=today),
        "",
        "2. Tỉnh Lạng Sơn",
        "tuấn",
        "Đang giữ 0 câu, quá hạn 0",
        vi("officers-away", until=vi("duty-until-told")),
        "Chưa có người thay",
        vi("officers-seen", day=today),
        "",
        "3. Tỉnh Quảng Ninh",
        "quang",
        "Đang giữ 0 câu, quá hạn 0",
        vi("officers-lost", day=today),
        "",
        vi("officers-how"),
    ]
    office.clock.forward(timedelta(hours=25))
    assert "ĐÃ ĐỦ: đang giữ 1 câu (tối đa 1), quá hạn 1" in await _list(office)


async def test_one_province_pages_and_whoever_is_no_admin(office: Office) -> None:
    await _town(office)
    assert "quang" in await _list(office, "quang ninh")
    assert "minh" not in await _list(office, "quang ninh")
    assert await _list(office, "nơi nào") == [vi("broadcast-no-such-province")]
    assert await _list(office, "Hà Nội") == [vi("officers-none")]
    assert await office.says("minh", "/officers") == [vi("officers-not-allowed")]
    for number in range(5):
        await office.seat(f"người {number}", Role.OFFICER, "20", "MOIT")
    shown = await _list(office, "lạng sơn")
    assert sum(line.endswith("Tỉnh Lạng Sơn") for line in shown) == 6
    assert await office.labels("sếp") == [*"123456", "Xem tiếp (1)", vi("bureaus-button")]
    [rest] = await office.says("sếp", "xem tiếp (1)")
    assert "người 4" in rest.splitlines()
    assert await office.labels("sếp") == ["1", vi("bureaus-button")]


async def test_an_admin_lays_down_room_fields_lead_and_term(office: Office) -> None:
    await _town(office)
    await _list(office)
    [shown] = await office.says("sếp", "1")
    minh = await _seat(office, "minh")
    assert vi("officer-number", number=minh.id) in shown
    assert await office.presses("sếp", "Số câu tối đa") == [vi("officer-capacity-ask", name="minh", most=9999)]
    for bad in ("nhiều", "-3", "12345", "2.5"):
        assert await office.says("sếp", bad) == [vi("officer-capacity-bad", name="minh", most=9999)]
    [shown] = await office.says("sếp", "3")
    assert "Đang giữ 0 câu (tối đa 3), quá hạn 0" in shown
    await office.presses("sếp", "Số câu tối đa")
    await office.says("sếp", "0")
    assert (await _seat(office, "minh")).capacity is None

    electricity = vi.field("electricity")
    await office.presses("sếp", "Lĩnh vực phụ trách")
    token = await office.token("sếp", electricity)
    for _ in range(2):  # a double tap
        assert await office.presses_token("sếp", token) == [vi("officer-fields-some", name="minh")]
    await office.presses("sếp", vi.field("markets"))
    assert await office.db.read(lambda tx: duties.fields_of(tx, minh.id)) == {"electricity", "markets"}
    await office.presses("sếp", f"✓ {electricity}")
    assert await office.db.read(lambda tx: duties.fields_of(tx, minh.id)) == {"markets"}
    assert await office.presses("sếp", "Mọi lĩnh vực") == [vi("officer-fields-any", name="minh")]

    await office.presses("sếp", "Đặt làm đầu mối của tỉnh")
    await _list(office)
    await office.says("sếp", "2")
    [shown] = await office.presses("sếp", "Đặt làm đầu mối của tỉnh")
    assert "tuấn (đầu mối của tỉnh)" in shown
    assert [(await _seat(office, who)).lead for who in ("minh", "tuấn", "quang")] == [False, True, False]
    await office.presses("sếp", "Thôi làm đầu mối")
    assert not (await _seat(office, "tuấn")).lead

    until = office.clock.today() + timedelta(days=90)
    await office.presses("sếp", "Gia hạn biệt phái")
    assert await office.says("sếp", "mai") == [vi("duty-bad-day")]
    await office.says("sếp", f"{until:%d/%m/%Y}")
    assert (await _seat(office, "tuấn")).valid_until == until
    noted = await office.db.read(lambda tx: tx.rows(select(audit.c.verb).where(audit.c.object.startswith("seat "))))
    assert [row.verb for row in noted] == [
        "capacity", "capacity", "fields", "fields", "fields", "fields", "lead", "lead", "lead", "prolong",
    ]  # fmt: skip


async def test_another_ministrys_seat_and_one_that_ended_are_not_there(office: Office) -> None:
    await _town(office)
    await _list(office)
    await office.says("sếp", "1")
    token = await office.token("sếp", "Số câu tối đa")
    minh = await _seat(office, "minh")
    await office.db.write(lambda tx: seats.prolong(tx, minh.id, date(2026, 1, 1)))
    assert await office.presses_token("sếp", token) == [vi("show-old-button")]
    await office.seat("trưởng", Role.ADMIN, "MAE")
    [shown] = await office.says("trưởng", "/canbo")
    assert "hoa" in shown.splitlines()
    assert "tuấn" not in shown.splitlines()
