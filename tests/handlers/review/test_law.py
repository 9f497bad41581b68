"""Noting a change of the law: nothing is held back before all of it was read, shown and confirmed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers.wording import words
from storage import seats
from storage.bank import law
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")
DECREE = "Nghị định 139/2025/NĐ-CP"


@pytest.fixture
async def desk(office: Office) -> Office:
    await office.seat("hà", Role.EXPERT, "MOIT", "MOIT")
    return office


async def names(office: Office, place: str) -> str:
    await office.says("hà", "/nganhang")
    await office.presses("hà", vi("bank-desk-law"))
    return (await office.says("hà", place))[-1]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("văn bản hôm nọ", vi("law-bad-place")),
        ("Điều 5", vi("law-bad-place")),
        (f"{DECREE}, Điều 5; Điều 6", vi("law-one-place")),
        ("Nghị định 1/2026/NĐ-CP và Nghị định 2/2026/NĐ-CP", vi("law-one-place")),
    ],
)
async def test_a_place_that_cannot_be_read_is_asked_for_again(desk: Office, place: str, said: str) -> None:
    assert await names(desk, place) == said
    assert "Nghị định 139/2025/NĐ-CP, Điều 5" in (await desk.says("hà", "điều 5 nghị định 139/2025"))[-1]


@pytest.mark.parametrize(
    ("effect", "text", "said"),
    [
        ("lapsed", "theo Nghị định 300/2026/NĐ-CP", vi("law-bad-since")),
        ("lapsed", "1/1/2027 đến 1/2/2027 theo Nghị định 300/2026/NĐ-CP", vi("law-bad-since")),
        ("lapsed", "31/02/2027 theo Nghị định 300/2026/NĐ-CP", vi("review-bad-day")),
        ("lapsed", "từ ngày 01/03/2027", vi("law-bad-text")),
        ("suspended", "01/03/2027 đến 01/02/2027 theo Nghị quyết 1/2027/NQ-CP", vi("law-bad-until")),
    ],
)
async def test_a_day_or_text_that_cannot_be_read_is_asked_for_again(
    desk: Office, effect: str, text: str, said: str
) -> None:
    await names(desk, DECREE)
    await desk.presses("hà", vi(f"law-{effect}"))
    assert (await desk.says("hà", text))[-1] == said
    shown = (await desk.says("hà", "từ ngày 01/03/2027 theo Nghị quyết 1/2027/NQ-CP"))[-1]
    assert "theo Nghị quyết 1/2027/NQ-CP" in shown
    assert await desk.db.read(law.following) is None  # nothing before it is confirmed


async def test_what_is_noted_is_held_from_its_day_on(desk: Office) -> None:
    await names(desk, DECREE)
    await desk.presses("hà", vi("law-amended"))
    await desk.says("hà", "01/03/2027 theo quyết định của Quốc hội")
    assert "tạm giữ từ" in (await desk.presses("hà", vi("law-confirm")))[-1]
    [change] = await desk.db.read(lambda tx: law.due(tx, desk.clock.business().replace(year=2028)))
    assert (change.hold.text, str(change.place)) == ("quyết định của Quốc hội", DECREE)
    assert await desk.db.read(lambda tx: law.held_by(tx, change.id))


@pytest.mark.parametrize(("back", "said"), [(0, "law-noted-now"), (40, "law-noted-now"), (-1, "law-noted")])
async def test_what_is_held_from_now_on_is_said_to_be(desk: Office, back: int, said: str) -> None:
    day = desk.clock.today() - timedelta(days=back)
    await names(desk, DECREE)
    await desk.presses("hà", vi("law-amended"))
    await desk.says("hà", f"{day:%d/%m/%Y} theo Nghị quyết 1/2026/NQ-CP")
    [told] = await desk.presses("hà", vi("law-confirm"))
    count = len(await desk.db.read(lambda tx: law.held_by(tx, 1)))
    assert told == vi(said, count=count, **({"since": vi.day(day, desk.clock.business())} if back < 0 else {}))


async def test_of_a_suspension_that_is_over_nothing_is_held(desk: Office) -> None:
    first, last = (desk.clock.today() - timedelta(days=days) for days in (9, 2))
    await names(desk, DECREE)
    await desk.presses("hà", vi("law-suspended"))
    await desk.says("hà", f"{first:%d/%m/%Y} đến {last:%d/%m/%Y} theo Nghị quyết 1/2026/NQ-CP")
    assert await desk.presses("hà", vi("law-confirm")) == [vi("law-noted", count=0, since="")]


async def test_a_day_more_than_a_year_back_is_asked_about_first(desk: Office) -> None:
    await names(desk, DECREE)
    await desk.presses("hà", vi("law-amended"))
    await desk.says("hà", "01/03/2017 theo Nghị quyết 1/2027/NQ-CP")
    [asked] = await desk.presses("hà", vi("law-confirm"))
    assert asked.startswith(vi("law-long-past", since="Thứ Tư 01/03/2017"))
    assert await desk.db.read(law.following) is None
    assert vi("law-write-since") in (await desk.presses("hà", vi("law-long-past-again")))[0]
    await desk.says("hà", "01/03/2018 theo Nghị quyết 1/2027/NQ-CP")
    await desk.presses("hà", vi("law-confirm"))
    [noted] = await desk.presses("hà", vi("law-long-past-sure"))
    assert "ngay từ bây giờ" in noted
    [change] = await desk.db.read(lambda tx: law.due(tx, desk.clock.business()))
    assert change.hold.since == date(2018, 3, 1)


async def test_who_has_lost_his_seat_notes_nothing(desk: Office) -> None:
    await names(desk, DECREE)
    await desk.presses("hà", vi("law-amended"))
    await desk.says("hà", "01/03/2027 theo Nghị quyết 1/2027/NQ-CP")
    [seat] = await desk.seats_of("hà")
    await desk.db.write(lambda tx: seats.end(tx, seat.id))
    assert await desk.presses("hà", vi("law-confirm")) == [vi("show-old-button")]
    assert await desk.db.read(law.following) is None
