"""A ministry may keep texts off a foreign platform: then nothing leaves by it but that there is something to read."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from storage.seats import Role
from storage.tables import login_links, outbox
from tests.fakes.tap import Tap
from tests.phones import Phone, WebPhone
from tests.talk import Town

CANARY = "CANARY7Q"
"""In every text, name and file of these stories."""
_LINK = re.compile(r"/chat/#vao=([A-Za-z0-9_-]{43})")


class Tapped(Town):
    """A town whose platforms get notices alone; all that is said to them is kept."""

    taps: tuple[Tap, ...] = ()

    async def opens(self) -> None:
        if not self.taps:
            self.taps = tuple(Tap(fake.base_url) for fake in (self.fake, self.oa, self.zalo_bot))
            for tap in self.taps:
                await tap.start()
            self.fake.base_url, self.oa.base_url, self.zalo_bot.base_url = (tap.url for tap in self.taps)
        await super().opens()

    @property
    def said(self) -> bytes:
        return b"\0".join(bytes(tap.out) for tap in self.taps)


@pytest.fixture
async def quiet(seeded_url: str, tmp_path: Path) -> AsyncIterator[Tapped]:
    town = Tapped(seeded_url, tmp_path / "data")
    for channel in ("telegram", "zalo_oa", "zalo_bot"):
        town.more[f"{channel}_content"] = "notice"
    async with town:
        yield town
    for tap in town.taps:
        await tap.stop()


async def enters(town: Town, phone: Phone, notice: str = "trên Cầu Nối") -> WebPhone:
    """Whoever holds the phone opens the newest link there."""
    link = _LINK.search((await phone.hears(notice)).text)
    assert link
    web = WebPhone(f"http://127.0.0.1:{town.app.port}/chat", phone.name)
    town._web.append(web)
    status, told = await web.posts("enter", {"token": link[1]})
    assert (status, "chat" in told) == (200, True), told
    return web


async def joined(town: Town, channel: str, name: str, code: str) -> tuple[Phone, WebPhone]:
    phones: dict[str, Callable[[str], Phone]] = {
        "telegram": town.on_telegram, "zalo_oa": town.on_zalo, "zalo_bot": town.on_zalo_bot,
    }  # fmt: skip
    phone = phones[channel](name)
    await phone.says(f"/start {code}")
    web = await enters(town, phone)
    await web.hears("Đã xong. Anh/chị là")
    if channel == "zalo_oa":
        await web.hears("họ và tên")
        await web.says(name)  # the dialog goes on where it is read
        await web.hears("Đã ghi tên")
    return phone, web


@pytest.mark.parametrize("channel", ["telegram", "zalo_oa", "zalo_bot"])
async def test_no_text_no_file_and_no_name_leaves(quiet: Tapped, channel: str) -> None:
    officers = "telegram" if channel != "telegram" else "zalo_oa"
    minh, minh_web = await joined(
        quiet, officers, "Trần CANARY Minh", await quiet.invited(Role.OFFICER, "20", "MOIT")
    )
    lan, lan_web = await joined(quiet, channel, "Hoàng CANARY Lan", await quiet.invited(Role.CADRE, "06040"))
    before = len(quiet.said)
    await lan.says(f"Xã muốn tổ chức hội chợ {CANARY} cuối năm thì xin hỗ trợ kinh phí thế nào?")
    await lan_web.hears("lĩnh vực nào")
    await lan_web.presses("Thuộc Bộ Công Thương")
    await lan_web.hears("Đã gửi câu hỏi")
    card = await minh_web.hears("Câu hỏi mới")
    assert CANARY in card.text
    await minh.hears("Anh/chị có câu hỏi mới")
    await minh_web.sends_file(f"{CANARY}.pdf", f"Lập dự toán {CANARY}.", reply_to=card)
    await minh_web.hears("Đã gửi trả lời")
    shown = await lan_web.hears("Lập dự toán")
    assert shown.files
    await quiet.forward(minutes=11)
    await lan.hears("Cầu Nối")
    assert len(quiet.said) > before
    for secret in (b"CANARY", CANARY.encode(), "dự toán".encode(), b"d\\u1ef1 to\\u00e1n"):
        assert secret not in quiet.said
    for phone in (lan, minh):
        for bubble in phone.heard:
            assert not bubble.files
            assert "Cầu Nối" in bubble.text or "thiết bị" in bubble.text


async def test_a_link_works_once_and_where_it_was_sent_it_is_said(quiet: Tapped) -> None:
    lan, _ = await joined(quiet, "telegram", "Hoàng Thị Lan", await quiet.invited(Role.CADRE, "06040"))
    await lan.hears("Một thiết bị vừa mở trang chat")
    used = _LINK.search(next(b.text for b in lan.heard if _LINK.search(b.text)))
    assert used
    again = await quiet.on_web("Kẻ gian")
    status, told = await again.posts("enter", {"token": used[1]})
    assert (status, told["error"]) == (410, "error_link")


async def test_a_link_is_too_old_after_a_quarter_of_an_hour(quiet: Tapped) -> None:
    lan = quiet.on_telegram("Lan")
    await lan.says("/start")
    link = _LINK.search((await lan.hears("trên Cầu Nối")).text)
    assert link

    left = select(login_links.c.expires_at)
    assert (
        timedelta(minutes=14)
        < (await quiet.read(lambda tx: tx.value(left)) - quiet.clock.machine())
        <= timedelta(minutes=15)
    )
    past = quiet.clock.machine() - timedelta(seconds=1)
    await quiet.app.db.write(lambda tx: tx.change(update(login_links).values(expires_at=past)))
    web = await quiet.on_web("Lan")
    assert (await web.posts("enter", {"token": link[1]}))[0] == 410


@pytest.mark.parametrize("odd", ["", "x", "x" * 43, "x" * 44, "é" * 43, 5, None])
async def test_an_odd_link_opens_nothing(quiet: Tapped, odd: object) -> None:
    web = await quiet.on_web("Lan")
    assert (await web.posts("enter", {"token": odd}))[0] in (400, 410)


async def test_the_secret_of_a_link_stands_nowhere(quiet: Tapped) -> None:
    lan = quiet.on_telegram("Lan")
    await lan.says("/start")
    link = _LINK.search((await lan.hears("trên Cầu Nối")).text)
    assert link
    sent = await quiet.read(lambda tx: tx.rows(select(outbox)))
    rows = [*sent, *await quiet.read(lambda tx: tx.rows(select(login_links)))]
    assert link[1] not in str([tuple(row) for row in rows])


async def test_whoever_sees_a_stranger_come_in_logs_everything_out(quiet: Tapped) -> None:
    lan = quiet.on_telegram("Hoàng Thị Lan")
    await lan.says(f"/start {await quiet.invited(Role.CADRE, '06040')}")
    thief = await enters(quiet, lan)
    await thief.hears("Đã xong")
    await lan.hears("Một thiết bị vừa mở")
    await lan.says("/dangxuat")
    await lan.hears("Đã đăng xuất mọi thiết bị khác")
    assert (await thief.posts("read", {"cursor": 1}))[0] == 401


async def test_a_broadcast_and_an_edit_do_not_leave_either(quiet: Tapped) -> None:
    _, minh = await joined(quiet, "telegram", "Trần Văn Minh", await quiet.invited(Role.OFFICER, "20", "MOIT"))
    _, lan = await joined(quiet, "zalo_oa", "Hoàng Thị Lan", await quiet.invited(Role.CADRE, "06040"))
    asked = await lan.says(f"Xã muốn tổ chức hội chợ {CANARY} cuối năm thì xin hỗ trợ kinh phí thế nào?")
    await lan.hears("lĩnh vực nào")
    await lan.presses("Thuộc Bộ Công Thương")
    await lan.hears("Đã gửi câu hỏi")
    await minh.hears("Câu hỏi mới")
    await lan.edits(asked, f"Xã muốn tổ chức hội chợ xuân {CANARY} thì xin hỗ trợ kinh phí thế nào?")
    await minh.hears("hội chợ xuân")
    ha_phone, ha = await joined(quiet, "zalo_bot", "Nguyễn Thu Hà", await quiet.invited(Role.ADMIN, "MOIT", "MOIT"))
    await ha_phone.says("/thongbao")
    await ha.presses("Tất cả cán bộ địa phương và người của Bộ", on=await ha.hears("mới tới ai"))
    await ha.hears("nội dung")
    await ha.says(f"Hội nghị {CANARY} lúc 8 giờ thứ Hai.")
    confirm = await ha.hears("Trên đây là đúng tin")
    await ha.presses(next(label for label in confirm.buttons if label.startswith("Gửi")), on=confirm)
    await ha.hears("Đang gửi")
    await quiet.looks_round()
    await minh.hears(f"Hội nghị {CANARY}")
    await lan.hears(f"Hội nghị {CANARY}")
    assert CANARY.encode() not in quiet.said


async def test_with_full_the_same_words_do_leave(seeded_url: str, tmp_path: Path) -> None:
    """The tap hears what there is to hear."""
    town = Tapped(seeded_url, tmp_path / "data")
    async with town:
        lan = town.on_telegram("Lan")
        await lan.says(f"/start {await town.invited(Role.CADRE, '06040')}")
        await lan.hears("Đã xong")
        await lan.says("/toi")
        await lan.hears("Thông tin của Anh/chị")
    assert b"Lan" in town.said
    for tap in town.taps:
        await tap.stop()
