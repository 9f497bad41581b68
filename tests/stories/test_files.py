"""Photos and files: part of a question and of an answer, on one channel and across two."""

from __future__ import annotations

import pytest

from tests.phones import Phone, TelegramPhone
from tests.stories.moves import ANSWERED_BY_BANK, UNKNOWN, all_of, chooses_ministry, code_in, pair
from tests.talk import Town

CHANNELS = pytest.mark.parametrize(
    ("asker", "officer"), [("telegram", "telegram"), ("telegram", "web"), ("web", "telegram"), ("web", "web")]
)


@CHANNELS
async def test_files_go_both_ways(town: Town, asker: str, officer: str) -> None:
    lan, minh = await pair(town, asker, officer)
    await lan.sends_photo(UNKNOWN)
    await lan.sends_file("to-trinh.pdf")  # the second half of what phones send in pieces
    await lan.hears("Đã ghi thêm vào câu hỏi")
    await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào"))
    await lan.hears("Đã gửi câu hỏi")
    await minh.hears("Câu hỏi mới")
    await all_of(minh)
    assert sorted(files(minh)) in (["document", "photo"], ["file", "photo"])

    card = next(bubble for bubble in minh.heard if "Câu hỏi mới " in bubble.text and "Lĩnh vực" in bubble.text)
    await minh.sends_file("cong-van.pdf", "Theo công văn kèm đây.", reply_to=card)
    await minh.hears("Đã gửi trả lời")
    await lan.hears("Theo công văn kèm đây.")
    await all_of(lan)
    assert len(files(lan)) == 1


@pytest.mark.parametrize("officer", ["web", "telegram"])
async def test_what_a_phone_sends_on_zalo_reaches_every_other_channel(town: Town, officer: str) -> None:
    lan, minh = await pair(town, "zalo_oa", officer)
    await lan.sends_photo(UNKNOWN)
    await lan.sends_file("to-trinh.pdf")
    await lan.hears("Đã ghi thêm vào câu hỏi")
    await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào"))
    await lan.hears("Đã gửi câu hỏi")
    await minh.hears("Câu hỏi mới")
    await all_of(minh)
    assert sorted(files(minh)) in (["document", "photo"], ["file", "photo"])


@pytest.mark.parametrize("officer", ["web", "telegram"])
async def test_what_an_officer_sends_is_seen_on_zalo_in_its_best_form(town: Town, officer: str) -> None:
    lan, minh = await pair(town, "zalo_oa", officer)
    await lan.says(UNKNOWN)
    await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào"))
    await lan.hears("Đã gửi câu hỏi")
    card = await minh.hears("Câu hỏi mới")
    await minh.sends_photo("Mẫu đây ạ.", reply_to=card)
    await minh.hears("Đã gửi trả lời")
    await lan.hears("Mẫu đây ạ.")
    await all_of(lan)
    assert files(lan) == ["image"]
    await minh.sends_file("cong-van.pdf", "Kèm công văn.", reply_to=card)
    await lan.hears("Kèm công văn.")
    await all_of(lan)
    assert files(lan) == ["image", "file"]


async def test_a_photo_that_zalo_no_longer_has_is_asked_for_again(town: Town) -> None:
    lan, minh = await pair(town, "zalo_oa", "web")
    town.oa.media_life = -1.0
    await lan.sends_photo(UNKNOWN)
    await lan.hears("Không nhận được ảnh vừa gửi")
    await lan.presses("Thuộc Bộ Công Thương")
    await lan.hears("Đã gửi câu hỏi")
    assert "[Gửi kèm nhưng không nhận được: ảnh]" in (await minh.hears("Câu hỏi mới")).text


async def test_a_picture_right_after_a_question_belongs_to_it(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    await lan.says(ANSWERED_BY_BANK)
    answer = await lan.hears("trước ngày 30/11")
    await lan.sends_photo()
    await lan.hears("Đã ghi thêm vào câu hỏi")
    await lan.presses("Chưa rõ, hỏi cán bộ", on=answer)
    code = code_in(await lan.hears("Đã gửi câu hỏi"))
    assert "photo" in (await minh.hears("Câu hỏi mới " + code)).files
    await lan.sends_photo()
    await lan.hears("Đã chuyển phần bổ sung của câu hỏi " + code)
    added = await minh.hears("bổ sung câu hỏi " + code)
    assert "(không có chữ)" in added.text
    assert "photo" in added.files

    await town.forward(minutes=5)
    await lan.says("/cauhoi")
    await lan.hears("Câu hỏi của Anh/chị")


async def test_a_picture_and_then_its_words_are_one_question(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    await lan.sends_photo()
    await lan.hears("lĩnh vực nào")
    await lan.says(UNKNOWN)
    await chooses_ministry(lan)
    await minh.hears("Câu hỏi mới")
    await minh.says("/hangdoi")
    queue = await minh.hears("1 câu hỏi chờ trả lời")
    assert UNKNOWN[:40] in queue.text


async def test_a_voice_note_is_a_question_and_an_answer(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    assert isinstance(minh, TelegramPhone)
    assert isinstance(lan, TelegramPhone)
    await lan.user.sends_voice()
    await chooses_ministry(lan)
    card = await minh.hears("(không có chữ)")
    await minh.presses("Trả lời", on=card)
    await minh.hears("Mời Anh/chị nhập")
    await minh.user.sends_voice()
    await minh.hears("Đã gửi trả lời")
    await all_of(lan)
    assert files(lan) == ["voice"]


def files(phone: Phone) -> list[str]:
    """What was sent along with everything on a phone."""
    return [file for bubble in phone.heard for file in bubble.files]
