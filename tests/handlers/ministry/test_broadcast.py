"""Broadcasts: to whom, the preview, the last word, and that everybody gets it once whatever happens on the way."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.ministry import broadcast
from handlers.outgoing import Message, from_json
from handlers.people.naming import label
from handlers.unreachable import NOT_BY_THIS_CHANNEL
from handlers.wording import words
from storage import audit, persons, seats
from storage.db import Tx
from storage.seats import NewSeat, Role
from storage.tables import broadcasts, outbox
from tests.handlers.office import Office

vi, en = words("vi"), words("en")
ALL, OFFICERS, ONE = (
    label(vi(key)) for key in ("broadcast-to-all", "broadcast-to-officers", "broadcast-button-province")
)
AGAIN, CANCEL, REFRESH = vi("broadcast-button-again"), vi("broadcast-button-cancel"), vi("broadcast-button-refresh")
TEXT = "Hướng dẫn mới về cấp phép bán lẻ rượu.\nXin đọc trước thứ Sáu."


@pytest.fixture
async def staff(office: Office) -> Office:
    """Two provinces, two ministries."""
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.seat("minh", Role.OFFICER, "20", "MAE")
    await office.seat("lan", Role.CADRE, "06040")
    await office.seat("cuc", Role.CADRE, "20-MOIT")
    await office.seat("dat", Role.CADRE, "20-MAE")
    await office.seat("ly", Role.CADRE, "23941")
    return office


EVERYBODY = ("sếp", "hoa", "minh", "lan", "cuc", "dat", "ly")


async def _written(office: Office, who: str, *buttons: str, text: str = TEXT) -> list[str]:
    """Goes through the dialog up to the preview; the preview."""
    await office.says(who, "/thongbao")
    for button in buttons:
        await office.presses(who, button)
    return await office.says(who, text)


async def _spread(office: Office) -> int:
    written = 0
    while count := await broadcast.spread(office.ctx):
        written += count
    return written


async def _got(office: Office) -> set[str]:
    rows = await office.db.read(lambda tx: tx.rows(select(outbox.c.place).where(outbox.c.broadcast_id.is_not(None))))
    return {row.place.partition(":")[2] for row in rows}


@pytest.mark.parametrize(
    ("who", "buttons", "recipients"),
    [
        ("sếp", [ALL], {"hoa", "lan", "cuc", "ly"}),
        ("sếp", [OFFICERS], {"hoa"}),
        ("hoa", [label(vi("broadcast-to-communes", province="tỉnh Lạng Sơn"))], {"lan"}),
    ],
)
async def test_each_audience_and_nobody_else(
    staff: Office, who: str, buttons: list[str], recipients: set[str]
) -> None:
    await _written(staff, who, *buttons)
    count = len(recipients)
    [sending] = await staff.presses(who, vi("broadcast-button-send", count=count))
    assert f"Đang gửi cho {count} người" in sending
    assert await _spread(staff) == count
    assert await _got(staff) == recipients


async def test_one_province_by_name(staff: Office) -> None:
    await staff.says("sếp", "/broadcast")
    assert await staff.presses("sếp", ONE) == [vi("broadcast-which-province")]
    assert await staff.says("sếp", "😀") == [vi("broadcast-no-such-province")]
    [text] = await staff.says("sếp", "lang son")
    assert "cán bộ ở tỉnh Lạng Sơn (3 người)" in text
    await staff.says("sếp", TEXT)
    await staff.presses("sếp", vi("broadcast-button-send", count=3))
    await _spread(staff)
    assert await _got(staff) == {"hoa", "lan", "cuc"}


async def test_the_preview_is_the_very_message(staff: Office) -> None:
    preview, confirm = await _written(staff, "sếp", ALL)
    assert TEXT in preview
    assert preview.startswith("Thông báo của Bộ Công Thương\nNgười gửi: sếp, quản trị của Bộ\n")
    assert "4 người" in confirm
    await staff.presses("sếp", vi("broadcast-button-send", count=4))
    await _spread(staff)
    for who in ("hoa", "lan", "cuc", "ly"):
        assert await staff.told(who) == [preview]


async def test_rows_wait_behind_everything_else_and_carry_the_recipients_own_right(staff: Office) -> None:
    await _written(staff, "sếp", OFFICERS)
    await staff.presses("sếp", vi("broadcast-button-send", count=1))
    await _spread(staff)
    row = await staff.db.read(lambda tx: tx.row(select(outbox).where(outbox.c.broadcast_id.is_not(None))))
    [hoa] = await staff.seats_of("hoa")
    assert row is not None
    assert (row.priority, row.role, row.seat_id, row.dedupe_key) == (
        2,
        "broadcast",
        hoa.id,
        f"broadcast:1:{hoa.person_id}",
    )
    [noted] = await staff.db.read(lambda tx: audit.of(tx, "broadcast:1"))
    assert (noted.verb, noted.detail["recipients"]) == ("broadcast", 1)


async def test_each_reads_it_in_his_language(staff: Office) -> None:
    await staff.says("hoa", "/language en")
    await staff.told("hoa")
    await _written(staff, "sếp", OFFICERS)
    await staff.presses("sếp", vi("broadcast-button-send", count=1))
    await _spread(staff)
    [letter] = await staff.told("hoa")
    assert letter.startswith(en("broadcast-heading", ministry="Bộ Công Thương"))


async def test_pressing_twice_sends_once(staff: Office) -> None:
    await _written(staff, "sếp", ALL)
    token = await staff.token("sếp", vi("broadcast-button-send", count=4))
    said = await asyncio.gather(staff.presses_token("sếp", token), staff.presses_token("sếp", token))
    assert vi("broadcast-sent-before") in [text for texts in said for text in texts]
    assert await _spread(staff) == 4
    assert await staff.presses_token("sếp", token) == [vi("broadcast-sent-before")]
    assert await _spread(staff) == 0
    assert len(await staff.told("lan")) == 1


async def test_cancelling_and_writing_anew(staff: Office) -> None:
    await _written(staff, "sếp", ALL)
    send = await staff.token("sếp", vi("broadcast-button-send", count=4))
    [ask] = await staff.presses("sếp", AGAIN)
    assert vi("broadcast-to-all") in ask
    preview, _ = await staff.says("sếp", "Bản đã sửa lại cho đúng.")
    assert "Bản đã sửa" in preview
    assert await staff.presses("sếp", CANCEL) == [vi("broadcast-cancelled")]
    assert await staff.presses("sếp", CANCEL) == [vi("broadcast-no-draft")]
    assert await staff.presses("sếp", AGAIN) == [vi("broadcast-no-draft")]
    assert await staff.presses_token("sếp", send) == [vi("broadcast-no-draft")]
    assert await _spread(staff) == 0
    assert await _got(staff) == set()


async def test_what_is_sent_cannot_be_cancelled(staff: Office) -> None:
    await _written(staff, "sếp", ALL)
    await staff.presses("sếp", vi("broadcast-button-send", count=4))
    assert await staff.presses("sếp", CANCEL) == [vi("broadcast-no-draft")]
    assert await _spread(staff) == 4


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "broadcast-too-short"),
        ("ngắn", "broadcast-too-short"),
        ("😀" * 20, "broadcast-too-short"),
        ("." * 500, "broadcast-too-short"),
    ],
)
async def test_texts_that_say_nothing(staff: Office, text: str, complaint: str) -> None:
    assert await _written(staff, "sếp", ALL, text=text) == [vi(complaint)]
    assert len(await staff.says("sếp", TEXT)) == 2  # the dialog waits for a better one


async def test_texts_that_are_too_long(staff: Office) -> None:
    assert await _written(staff, "sếp", ALL, text="a" * 8000) == [
        vi("broadcast-too-long", length=8000, most=3500, over=4500)
    ]
    preview, _ = await staff.says("sếp", "a" * 3500)
    assert len(preview) < 4_096


async def test_an_empty_audience_is_said_at_once(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.says("hoa", "/thongbao")
    [nobody] = await office.presses("hoa", label(vi("broadcast-to-communes", province="tỉnh Lạng Sơn")))
    assert "chưa có ai" in nobody


@pytest.mark.parametrize("who", ["lan", "nobody"])
async def test_nobody_else_sends(staff: Office, who: str) -> None:
    assert await staff.says(who, "/thongbao") == [vi("broadcast-not-allowed")]


async def test_a_seat_that_ends_before_the_last_word_sends_nothing(staff: Office) -> None:
    await _written(staff, "sếp", ALL)
    [seat] = await staff.seats_of("sếp")
    await staff.db.write(lambda tx: seats.end(tx, seat.id))
    assert await staff.presses("sếp", vi("broadcast-button-send", count=4)) == [vi("broadcast-not-allowed")]
    assert await _spread(staff) == 0


async def test_a_seat_that_ends_within_the_dialog(staff: Office) -> None:
    await staff.says("sếp", "/thongbao")
    await staff.presses("sếp", ALL)
    [seat] = await staff.seats_of("sếp")
    await staff.db.write(lambda tx: seats.end(tx, seat.id))
    assert await staff.says("sếp", TEXT) == [vi("broadcast-not-allowed")]


async def test_a_seat_that_ends_on_the_way_stops_the_rest(staff: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast, "CHUNK", 2)
    await _written(staff, "sếp", ALL)
    await staff.presses("sếp", vi("broadcast-button-send", count=4))
    assert await broadcast.spread(staff.ctx) == 2
    [seat] = await staff.seats_of("sếp")
    await staff.db.write(lambda tx: seats.end(tx, seat.id))
    assert await broadcast.spread(staff.ctx) == 0
    [told] = await staff.told("sếp")
    assert "Đã dừng gửi" in told
    assert len(await _got(staff)) == 2


async def test_another_day_shows_another_preview(staff: Office) -> None:
    await _written(staff, "sếp", ALL)
    staff.clock.forward(timedelta(days=1))
    label = vi("broadcast-button-send", count=4)
    preview, _ = await staff.presses("sếp", label)
    assert vi.day(staff.clock.today(), staff.clock.business()) in preview
    assert await _spread(staff) == 0
    await staff.presses("sếp", label)
    assert await _spread(staff) == 4


async def test_spreading_goes_on_where_it_stopped_and_two_workers_write_once(
    staff: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "CHUNK", 7)

    async def fifty(tx: Tx) -> None:
        now, today = staff.clock.business(), staff.clock.today()
        for n in range(50):
            who = await persons.arrive(tx, "telegram", f"c{n}", f"c{n}", "vi", staff.place(f"c{n}"), now)
            await seats.make(tx, NewSeat(who.id, Role.CADRE, "06040", None, "20", "valid", today), now)

    await staff.db.write(fifty)
    await _written(staff, "sếp", ALL)
    await staff.presses("sếp", vi("broadcast-button-send", count=54))
    assert await broadcast.spread(staff.ctx) == 7
    await asyncio.gather(*(_spread(staff) for _ in range(4)))
    rows = await staff.db.read(lambda tx: tx.rows(select(outbox.c.place).where(outbox.c.broadcast_id == 1)))
    assert len(rows) == len({row.place for row in rows}) == 54
    assert await staff.db.read(lambda tx: tx.value(select(broadcasts.c.state))) == "sent"


async def test_the_result_counts_what_came_of_it(staff: Office) -> None:
    await _written(staff, "sếp", ALL)
    await staff.presses("sếp", vi("broadcast-button-send", count=4))
    await staff.told("sếp")
    [before] = await staff.presses("sếp", REFRESH)
    assert "Đã gửi 0 · đang chờ 4" in before
    await _spread(staff)
    for who, state in (("lan", "sent"), ("cuc", "gone"), ("ly", "unknown")):
        place = staff.place(who).key
        rows = update(outbox).where(outbox.c.place == place, outbox.c.broadcast_id == 1)
        await staff.db.write(lambda tx, rows=rows, state=state: tx.change(rows.values(state=state)))  # type: ignore[misc]
    [after] = await staff.presses("sếp", REFRESH)
    assert "Đã gửi 1 · đang chờ 1 · không tới 1 · không rõ 1" in after
    assert vi("broadcast-by-no-channel", count=1) not in after
    refused = update(outbox).where(outbox.c.state == "gone").values(state="refused", why=NOT_BY_THIS_CHANNEL)
    await staff.db.write(lambda tx: tx.change(refused))
    [after] = await staff.presses("sếp", REFRESH)
    assert "không tới 1 · không rõ 1 (1 người chỉ có Zalo Bot: kênh này không gửi thông báo chung)" in after
    last, whom = await staff.says("sếp", "/thongbao")
    assert last.startswith(vi("broadcast-last"))
    assert whom == vi("broadcast-whom")


async def test_an_officer_sees_his_own_sendings_only(staff: Office) -> None:
    await _written(staff, "sếp", ALL)
    await staff.presses("sếp", vi("broadcast-button-send", count=4))
    assert await staff.says("hoa", "/thongbao") == [vi("broadcast-whom")]


async def test_whether_it_is_genuine(staff: Office) -> None:
    await _written(staff, "sếp", ALL)
    code = await staff.db.read(lambda tx: tx.value(select(broadcasts.c.code)))
    assert await staff.says("lan", f"/kiemtra {code}") == [vi("people-check-not-found")]  # a draft is no guidance
    await staff.presses("sếp", vi("broadcast-button-send", count=4))
    for spelling in (code, code.lower(), f"{code[:4]} {code[4:]}", f"{code[:4]}-{code[4:]}"):
        [genuine] = await staff.says("lan", f"/check {spelling}")
        assert "Bộ Công Thương" in genuine
        assert "“Hướng dẫn mới về cấp phép bán lẻ rượu.”" in genuine
        assert "thứ Sáu." not in genuine
    [to_outsider] = await staff.says("outsider", f"/kiemtra {code}")
    assert "Bộ Công Thương" in to_outsider
    assert "rượu" not in to_outsider


async def test_the_typed_text_is_no_markup(staff: Office) -> None:
    await _written(staff, "sếp", OFFICERS, text="<b>Chú ý</b> *sao* [x](http://y) _gạch_ dưới")
    await staff.presses("sếp", vi("broadcast-button-send", count=1))
    await _spread(staff)
    row = await staff.db.read(lambda tx: tx.value(select(outbox.c.content).where(outbox.c.broadcast_id == 1)))
    message = from_json(row)
    assert isinstance(message, Message)
    assert "<b>Chú ý</b> *sao* [x](http://y) _gạch_ dưới" in message.text
    assert next(message.text[s.start : s.start + s.length] for s in message.spans) == "Thông báo của Bộ Công Thương"
    assert len(message.spans) == 2
