"""Enrolling oneself: finding the unit in any spelling, and the request that follows."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.wording import words
from storage import seats
from storage.seats import Role
from storage.tables import outbox, tries
from tests.handlers.office import Office

vi = words("vi")
YES, AGAIN, LATER = vi("enrol-button-yes"), vi("enrol-button-again"), vi("enrol-button-later")
APPROVE, REFUSE = vi("enrol-button-approve"), vi("enrol-button-refuse")
THAT_KHE = "Xã Thất Khê, tỉnh Lạng Sơn"


async def _begin(office: Office, who: str) -> None:
    await office.says(who, "/start")
    assert await office.presses(who, vi("people-enrol")) == [vi("enrol-which-province")]


async def _apply(office: Office, who: str, text: str = "that khe lang son") -> list[str]:
    await _begin(office, who)
    await office.says(who, text)
    return await office.presses(who, YES)


@pytest.mark.parametrize("text", ["that khe lang son", "Xã Thất Khê", "xa that khe, lang son", "THATKHE LANGSON"])
async def test_unit_and_province_at_once(office: Office, text: str) -> None:
    await _begin(office, "lan")
    assert await office.says("lan", text) == [vi("enrol-is-it", unit=THAT_KHE)]
    assert (await office.labels("lan"))[:2] == [YES, AGAIN]


@pytest.mark.parametrize(
    ("province", "commune", "unit"),
    [("lang son", "that khe", "06040"), ("gia lai", "chuse", "23941"), ("tp hcm", "p sai gon", "26740")],
)
async def test_province_then_unit(office: Office, province: str, commune: str, unit: str) -> None:
    await _begin(office, "lan")
    [which] = await office.says("lan", province)
    assert "cấp xã" in which
    await office.says("lan", commune)
    await office.presses("lan", YES)
    assert await office.seats("lan") == [("cadre", unit, "asked")]


async def test_a_tie_is_offered_with_type_and_province(office: Office) -> None:
    await _begin(office, "lan")
    await office.says("lan", "thai nguyen")
    assert await office.says("lan", "van lang") == [vi("enrol-which-of-these")]
    labels = await office.labels("lan")
    assert {"Xã Văn Lang, tỉnh Thái Nguyên", "Xã Văn Lăng, tỉnh Thái Nguyên"} <= set(labels)
    number = labels.index("Xã Văn Lăng, tỉnh Thái Nguyên") + 1
    await office.says("lan", str(number))  # typing a number is pressing that button
    [(_, unit, state)] = await office.seats("lan")
    assert state == "asked"
    place = office.ctx.places.get(unit)
    assert place
    assert place.full_name == "Xã Văn Lăng"


async def test_a_label_typed_out_decides_by_its_diacritics(office: Office) -> None:
    await _begin(office, "lan")
    await office.says("lan", "thai nguyen")
    await office.says("lan", "van lang")
    [confirm] = await office.says("lan", "xã văn lăng, tỉnh thái nguyên")
    assert confirm == vi("enrol-is-it", unit="Xã Văn Lăng, tỉnh Thái Nguyên")


async def test_exact_diacritics_decide(office: Office) -> None:
    await _begin(office, "lan")
    await office.says("lan", "Thái Nguyên")
    assert await office.says("lan", "Văn Lăng") == [vi("enrol-is-it", unit="Xã Văn Lăng, tỉnh Thái Nguyên")]


async def test_typing_again_stays_in_the_province(office: Office) -> None:
    await _begin(office, "lan")
    await office.says("lan", "that khe lang son")
    [which] = await office.presses("lan", AGAIN)
    assert "tỉnh Lạng Sơn" in which
    [confirm] = await office.says("lan", "trang dinh")
    assert "Tràng Định" in confirm


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀😀😀",
        "x" * 8000,
        "thủ tục cấp giấy phép bán lẻ rượu thế nào?",
        "0000-0000-0000",
        "١٢٣",
        "' OR 1=1 --",
        "%_",
    ],
)
async def test_what_names_no_place_is_met_with_a_way_on(office: Office, text: str) -> None:
    await _begin(office, "lan")
    for _ in range(2):
        [answer] = await office.says("lan", text)
        assert answer == vi("enrol-not-found")
        assert LATER in await office.labels("lan")
    assert await office.presses("lan", LATER) == [vi("enrol-left-for-later")]
    assert await office.seats("lan") == []


async def test_a_department(office: Office) -> None:
    await _begin(office, "lan")
    await office.says("lan", "lạng sơn")
    assert await office.presses("lan", vi("enrol-button-department")) == [vi("enrol-which-department")]
    await office.presses("lan", "Sở Công Thương Lạng Sơn")
    assert await office.seats("lan") == [("cadre", "20-MOIT", "asked")]
    [seat] = await office.seats_of("lan")
    assert (seat.ministry, seat.province) == ("MOIT", "20")


@pytest.mark.parametrize("text", ["so cong thuong lang son", "Sở Công Thương tỉnh Lạng Sơn"])
async def test_a_department_named_in_full(office: Office, text: str) -> None:
    await _begin(office, "lan")
    assert await office.says("lan", text) == [vi("enrol-which-department")]
    assert (await office.labels("lan"))[0] == "Sở Công Thương Lạng Sơn"


async def test_a_department_without_its_province_asks_for_that(office: Office) -> None:
    await _begin(office, "lan")
    assert await office.says("lan", "sở công thương") == [vi("enrol-department-of-which-province")]
    [which] = await office.says("lan", "lang son")
    assert "tỉnh Lạng Sơn" in which


async def test_officers_of_the_province_get_a_card_and_nobody_else(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.seat("minh", Role.OFFICER, "20", "MAE")
    await office.seat("binh", Role.OFFICER, "19", "MOIT")
    await office.seat("admin", Role.ADMIN, "MOIT")
    [sent] = await _apply(office, "lan")
    assert "minh, hoa" in sent
    for officer in ("hoa", "minh"):
        [card] = await office.told(officer)
        assert "lan (tự khai) – Xã Thất Khê, tỉnh Lạng Sơn" in card
        assert "Telegram" in card
    assert await office.told("binh") == []
    assert await office.told("admin") == []


async def test_a_department_is_for_its_own_ministry_to_approve(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.seat("minh", Role.OFFICER, "20", "MAE")
    await _begin(office, "lan")
    await office.says("lan", "so cong thuong lang son")
    await office.presses("lan", "Sở Công Thương Lạng Sơn")
    assert len(await office.told("hoa")) == 1
    assert await office.told("minh") == []


async def test_without_an_officer_the_admins_get_it(office: Office) -> None:
    await office.seat("moit", Role.ADMIN, "MOIT")
    await office.seat("mae", Role.ADMIN, "MAE")
    await _apply(office, "lan")
    assert len(await office.told("moit")) == len(await office.told("mae")) == 1
    [done] = await office.presses("mae", APPROVE)
    assert "Đã duyệt" in done


async def test_an_absent_officers_deputy_gets_it_and_may_decide(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.seat("binh", Role.OFFICER, "19", "MOIT")
    [hoa], [binh] = await office.seats_of("hoa"), await office.seats_of("binh")
    today = office.clock.today()
    await office.db.write(lambda tx: seats.set_deputy(tx, hoa.id, binh.id))
    await office.db.write(lambda tx: seats.leave(tx, hoa.id, today, None))
    await _apply(office, "lan")
    assert len(await office.told("hoa")) == len(await office.told("binh")) == 1
    await office.presses("binh", APPROVE)
    assert await office.seats("lan") == [("cadre", "06040", "valid")]


async def test_nobody_there_is_said_and_whoever_comes_gets_it(office: Office) -> None:
    [noted] = await _apply(office, "lan")
    assert "Hiện chưa có người duyệt" in noted
    await office.says("hoa", "/start " + await office.code(Role.OFFICER, "20", "MOIT"))
    assert APPROVE in await office.labels("hoa")
    await office.presses("hoa", APPROVE)
    assert await office.seats("lan") == [("cadre", "06040", "valid")]


async def test_approval_lets_in_and_the_earlier_question_may_go_on(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.says("lan", "qzx wvk jjjj ppp mmm?")
    await _apply(office, "lan")
    await office.presses("hoa", APPROVE)
    told = await office.told("lan")
    assert told[0] == vi("enrol-you-are-approved", name="hoa")
    assert THAT_KHE in told[1]
    assert "qzx wvk jjjj ppp mmm?" in told[2]
    assert await office.labels("lan") == [vi("enrol-button-send-question")]
    assert (await office.menu("lan"))[0] == "cauhoi"


async def test_what_was_asked_is_kept_until_the_approval_however_long_that_takes(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.says("lan", "qzx wvk jjjj ppp mmm?")
    await _apply(office, "lan")
    office.clock.forward(timedelta(days=40))
    await office.presses("hoa", APPROVE)
    assert any("qzx wvk jjjj ppp mmm?" in text for text in await office.told("lan"))
    assert await office.labels("lan") == [vi("enrol-button-send-question")]


async def test_a_deputy_decides_only_while_his_principals_term_lasts(office: Office) -> None:
    today = office.clock.today()
    await office.says("hoa", "/start " + await office.code(Role.OFFICER, "20", "MOIT", until=today))
    await office.seat("binh", Role.OFFICER, "19", "MOIT")
    [hoa], [binh] = await office.seats_of("hoa"), await office.seats_of("binh")
    await office.db.write(lambda tx: seats.set_deputy(tx, hoa.id, binh.id))
    await office.db.write(lambda tx: seats.leave(tx, hoa.id, today, None))
    await _apply(office, "lan")
    office.clock.forward(timedelta(days=1))
    await office.told("binh")
    assert await office.presses("binh", APPROVE) == [vi("enrol-request-not-found")]
    assert await office.seats("lan") == [("cadre", "06040", "asked")]


async def test_refusal_is_told_with_a_way_on(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await _apply(office, "lan")
    await office.told("lan")
    await office.told("hoa")
    [refused] = await office.presses("hoa", REFUSE)
    assert "Đã từ chối lan" in refused
    [told] = await office.told("lan")
    assert "hoa chưa duyệt" in told
    assert await office.labels("lan") == [vi("people-enrol")]
    assert await office.seats("lan") == [("cadre", "06040", "refused")]


async def test_two_officers_at_once_the_first_wins_and_the_other_is_told(office: Office) -> None:
    for name, ministry in (("hoa", "MOIT"), ("minh", "MAE")):
        await office.seat(name, Role.OFFICER, "20", ministry)
    await _apply(office, "lan")
    said = await asyncio.gather(office.presses("hoa", APPROVE), office.presses("minh", REFUSE))
    [(_, _, state)] = await office.seats("lan")
    first, late = ("hoa", said[1][-1]) if state == "valid" else ("minh", said[0][-1])
    assert late.startswith(f"{first} đã ")
    assert "trước đó" in late


async def test_a_double_press_decides_once(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await _apply(office, "lan")
    await office.presses("hoa", APPROVE)
    await office.told("lan")
    assert await office.presses("hoa", REFUSE) == [vi("enrol-you-decided", name="lan", unit=THAT_KHE)]
    assert await office.told("lan") == []
    assert await office.seats("lan") == [("cadre", "06040", "valid")]


async def test_an_ended_seat_decides_nothing(office: Office) -> None:
    until = office.clock.today()
    await office.says("hoa", "/start " + await office.code(Role.OFFICER, "20", "MOIT", until=until))
    await _apply(office, "lan")
    await office.told("hoa")
    office.clock.forward(timedelta(days=1))
    assert await office.presses("hoa", APPROVE) == [vi("enrol-request-not-found")]
    assert await office.seats("lan") == [("cadre", "06040", "asked")]


async def test_nobody_lets_himself_in(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.seat("minh", Role.OFFICER, "20", "MAE")
    await office.says("hoa", "/toi")
    await office.presses("hoa", vi("people-button-unit"))
    await office.says("hoa", "that khe lang son")
    await office.presses("hoa", YES)
    assert len(await office.told("minh")) == 1
    assert APPROVE not in await office.labels("hoa")


async def test_a_waiting_request_is_shown_and_can_be_changed(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await _apply(office, "lan")
    await office.told("hoa")
    assert await office.says("lan", "/start") == [vi("people-hello-waiting", unit=THAT_KHE)]
    await office.presses("lan", vi("enrol-button-change"))
    await office.says("lan", "trang dinh lang son")
    await office.presses("lan", YES)
    assert [state for _, _, state in await office.seats("lan")] == ["ended", "asked"]
    first, second = await office.seats_of("lan")
    rows = await office.db.read(
        lambda tx: tx.rows(select(outbox.c.dedupe_key).where(outbox.c.dedupe_key.like("request:%")))
    )
    assert len(rows) == 2
    assert first.unit != second.unit


async def test_the_card_of_a_withdrawn_request_says_so(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await _apply(office, "lan")
    old = await office.token("hoa", APPROVE)
    await office.says("lan", "/start")
    await office.presses("lan", vi("enrol-button-change"))
    await office.says("lan", "trang dinh lang son")
    await office.presses("lan", YES)
    await office.told("hoa")
    assert await office.presses_token("hoa", old) == [vi("enrol-withdrawn", name="lan", unit=THAT_KHE)]


async def test_confirming_twice_asks_once(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await _apply(office, "lan")
    assert await office.presses("lan", YES) == [vi("enrol-waits", unit=THAT_KHE)]
    assert len(await office.told("hoa")) == 1


async def test_five_requests_a_day(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await _begin(office, "lan")
    for n in range(6):
        if n:
            await office.says("lan", "/start")
            await office.presses("lan", vi("enrol-button-change"))
        await office.says("lan", "that khe lang son" if n % 2 else "trang dinh lang son")
        said = await office.presses("lan", YES)
    assert said == [vi("enrol-too-often")]
    yesterday = office.clock.machine() - timedelta(days=1, seconds=1)
    await office.db.write(lambda tx: tx.change(update(tries).values(since=yesterday)))
    [sent] = await office.presses("lan", YES)
    assert "Đã gửi yêu cầu" in sent


async def test_open_enrolment_lets_in_at_once_and_moving_ends_the_earlier_seat(office: Office) -> None:
    office.enrolment = "open"
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    [welcome] = await _apply(office, "lan")
    assert THAT_KHE in welcome
    assert await office.told("hoa") == []
    await office.says("lan", "/me")
    await office.presses("lan", vi("people-button-unit"))
    await office.says("lan", "trang dinh lang son")
    left, _ = await office.presses("lan", YES)
    assert left == vi("enrol-left", unit=THAT_KHE)
    assert [state for _, _, state in await office.seats("lan")] == ["ended", "valid"]


async def test_invite_only_has_no_way_in_by_an_old_button(office: Office) -> None:
    await _begin(office, "lan")
    await office.says("lan", "that khe lang son")
    office.enrolment = "invite"
    assert await office.presses("lan", YES) == [vi("people-hello-invite-only")]
    assert await office.presses("lan", vi("people-enrol")) == [vi("people-hello-invite-only")]
    assert await office.seats("lan") == []


async def test_whoever_has_no_name_is_asked_before_the_request_goes(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    assert await _apply(office, "7001") == [vi("people-name-ask")]
    assert await office.seats("7001") == []
    assert await office.says("7001", "12345") == [vi("people-name-bad")]
    [sent] = await office.says("7001", "Nông Thị Lan")
    assert "Đã gửi yêu cầu" in sent
    [card] = await office.told("hoa")
    assert "Nông Thị Lan (tự khai)" in card


async def test_forged_and_foreign_buttons_do_nothing(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await _apply(office, "lan")
    token = await office.token("hoa", APPROVE)
    await office.presses_token("lan", token)
    await office.presses_token("lan", "x" * 64)
    assert await office.seats("lan") == [("cadre", "06040", "asked")]
