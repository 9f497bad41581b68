"""Every kind of thing that a phone can send reaches the other side, or its sender is told what to do."""

from __future__ import annotations

import pytest

from tests.phones import TelegramPhone, ZaloPhone
from tests.stories.moves import UNKNOWN, all_of, chooses_ministry, pair
from tests.stories.test_files import files
from tests.talk import Town

HERE = {"latitude": 22.25, "longitude": 106.47}
CARD = {"phone_number": "+84912345678", "first_name": "Nông", "last_name": "Văn Bình"}


@pytest.mark.parametrize("officer", ["telegram", "web", "zalo_oa"])
async def test_a_place_and_a_card_from_telegram(town: Town, officer: str) -> None:
    lan, minh = await pair(town, "telegram", officer)
    assert isinstance(lan, TelegramPhone)
    await lan.says(UNKNOWN)
    await chooses_ministry(lan)
    await minh.hears("Câu hỏi mới")
    await lan.user.sends(location=HERE, reply_to_message=town.fake.world.json(lan.user.screen[-1]))
    await lan.hears("Đã chuyển phần bổ sung")
    await lan.user.sends(contact=CARD, reply_to_message=town.fake.world.json(lan.user.screen[-1]))
    await lan.hears("Đã chuyển phần bổ sung")
    told = await all_of(minh)
    if isinstance(minh, TelegramPhone):
        shown = {shown.kind: shown.extra for shown in minh.user.heard}
        assert shown["location"] == {"location": HERE}
        assert shown["contact"]["contact"]["phone_number"] == CARD["phone_number"]
    else:
        assert "https://www.google.com/maps?q=22.25,106.47" in told
        assert "Nông Văn Bình – +84912345678" in told


async def test_a_film_from_telegram_plays_on_the_web(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    assert isinstance(lan, TelegramPhone)
    await lan.user.sends_video(caption=UNKNOWN)
    await chooses_ministry(lan)
    assert (await minh.hears("Câu hỏi mới")).files == ("video",)


@pytest.mark.parametrize("officer", ["telegram", "web"])
async def test_a_sticker_that_no_page_shows_is_its_emoji(town: Town, officer: str) -> None:
    lan, minh = await pair(town, "telegram", officer)
    assert isinstance(lan, TelegramPhone)
    await lan.says(UNKNOWN)
    await chooses_ministry(lan)
    card = await minh.hears("Câu hỏi mới")
    file = town.fake.world.keep("sticker", "a.tgs", "application/x-tgsticker", b"\x1f\x8b sticker")
    sticker = {"file_id": file.id, "file_unique_id": "s1", "type": "regular", "width": 512, "height": 512,
               "is_animated": True, "is_video": False, "emoji": "🙏"}  # fmt: skip
    await minh.says("Anh chị gửi ảnh nhé.", card)
    answer = await lan.hears("Anh chị gửi ảnh nhé.")
    await lan.says("Em gửi thêm", answer)
    await minh.hears("Em gửi thêm")
    await lan.user.sends(sticker=sticker, caption="kèm", reply_to_message=town.fake.world.json(lan.user.heard[-1]))
    if officer == "telegram":
        await all_of(minh)
    else:
        assert "🙏" in (await minh.hears("kèm")).text


@pytest.mark.parametrize(
    "content",
    [
        {"story": {"id": 1, "chat": {"id": 9, "type": "private", "first_name": "x"}}},
        {"game": {"title": "x", "description": "x", "photo": []}},
        {"something_new": {"id": 1}},
        {},
    ],
)
async def test_what_we_cannot_read_is_never_passed_over_in_silence(town: Town, content: dict[str, object]) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    assert isinstance(lan, TelegramPhone)
    await lan.user.sends(**content)
    await lan.hears("chưa tới nơi")


async def test_what_telegram_says_by_itself_needs_no_answer(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    assert isinstance(lan, TelegramPhone)
    await lan.user.sends(message_auto_delete_timer_changed={"message_auto_delete_time": 86_400})
    assert "chưa tới nơi" not in await all_of(lan)


async def test_a_program_is_refused_and_its_sender_told(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    assert isinstance(lan, TelegramPhone)
    await lan.user.sends_document(b"MZ", name="cai-dat.exe", mime="application/x-msdownload", caption=UNKNOWN)
    await lan.hears("loại tệp này không chuyển đi được")
    await lan.presses("Thuộc Bộ Công Thương")
    await lan.hears("Đã gửi câu hỏi")
    assert "[Gửi kèm nhưng không nhận được: tệp “cai-dat.exe”]" in (await minh.hears("Câu hỏi mới")).text
    assert files(minh) == []


async def test_an_event_of_zalo_without_what_it_is_about_is_told(town: Town) -> None:
    lan, _ = await pair(town, "zalo_oa", "web")
    assert isinstance(lan, ZaloPhone)
    await lan.person.sends_place_unknown()
    await lan.hears("chưa tới nơi")


@pytest.mark.parametrize("officer", ["telegram", "web"])
async def test_all_that_a_phone_sends_on_zalo(town: Town, officer: str) -> None:
    lan, minh = await pair(town, "zalo_oa", officer)
    assert isinstance(lan, ZaloPhone)
    await lan.says(UNKNOWN)
    await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào"))
    await lan.hears("Đã gửi câu hỏi")
    await minh.hears("Câu hỏi mới")
    for send in (lan.person.sends_gif, lan.person.sends_video, lan.person.sends_voice):
        await send()
        await lan.hears("Đã chuyển phần bổ sung")
    await lan.person.sends_card("Nông Văn Bình", "0912345678")
    await lan.hears("Đã chuyển phần bổ sung")
    await lan.person.sends_location(22.25, 106.47)
    await lan.hears("Đã chuyển phần bổ sung")
    told = await all_of(minh)
    if officer == "web":
        assert files(minh) == ["photo", "video", "voice"]
        assert "👤 Nông Văn Bình – 0912345678" in told
        assert "https://www.google.com/maps?q=22.25,106.47" in told
    else:
        assert {"photo", "video"} < set(files(minh)) <= {"photo", "video", "voice", "document"}  # as ffmpeg is there
        assert isinstance(minh, TelegramPhone)
        assert {"location", "contact"} <= {shown.kind for shown in minh.user.heard}
