"""Albums: what is sent as one arrives as one, on every channel, and survives the death of the service."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.phones import PNG, Phone, TelegramPhone, WebPhone
from tests.stories.moves import UNKNOWN, all_of, chooses_ministry, pair
from tests.stories.process import Killed
from tests.stories.test_files import files
from tests.talk import Town


@pytest.mark.parametrize("officer", ["telegram", "web"])
async def test_an_album_is_one_question_and_one_answer(town: Town, officer: str) -> None:
    lan, minh = await pair(town, "telegram", officer)
    assert isinstance(lan, TelegramPhone)
    await lan.user.sends_album(UNKNOWN, "", "Biên bản")
    await chooses_ministry(lan)
    card = await minh.hears("Câu hỏi mới")
    assert f"(1) {UNKNOWN}\n(3) Biên bản" in card.text
    await all_of(minh)
    assert files(minh) == ["photo"] * 3
    await answers_with_two(minh, card.id)
    await minh.hears("Đã gửi trả lời")
    await lan.hears("Hai mẫu")
    await all_of(lan)
    assert files(lan) == ["photo"] * 2
    assert len({shown.extra["media_group_id"] for shown in lan.user.heard if shown.kind == "photo"}) == 1


async def answers_with_two(minh: Phone, card: str) -> None:
    if isinstance(minh, TelegramPhone):
        await minh.user.sends_album("Hai mẫu", "", reply_to=int(card))
    else:
        assert isinstance(minh, WebPhone)
        both = [await minh.uploads(f"mau-{n}.png", "image/png", PNG + bytes([n])) for n in range(2)]
        to = next(bubble for bubble in minh.heard if bubble.id == card)
        await minh.says("Hai mẫu", to, files=tuple(both))


async def test_a_late_part_joins_the_question(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    assert isinstance(lan, TelegramPhone)
    await lan.user.sends_album(UNKNOWN, "", late=1)
    await chooses_ministry(lan)
    await minh.hears("Câu hỏi mới")
    await lan.user.rest_comes()
    await lan.hears("Đã chuyển phần bổ sung của câu hỏi")
    await minh.hears("bổ sung câu hỏi")
    assert files(minh) == ["photo"] * 2


async def test_a_correction_under_any_picture_reaches_the_question(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    assert isinstance(lan, TelegramPhone)
    _, second = await lan.user.sends_album("", UNKNOWN)
    await chooses_ministry(lan)
    await minh.hears(UNKNOWN)
    await lan.edits(str(second), "Xã xin kinh phí hội chợ ở đâu, thủ tục gì?")
    await minh.hears("thủ tục gì")


@pytest.mark.slow
async def test_an_album_of_which_half_was_here_at_a_kill(seeded_url: str, tmp_path: Path) -> None:
    async with Killed(seeded_url, tmp_path / "run") as service:
        await service.start()
        lan = service.fake.user(1, "Hoàng Thị Lan")
        await lan.says(f"/start {await service.invited('--role', 'cadre', '--unit', '06040')}")
        await lan.hears("Đã xong. Anh/chị là")
        await lan.sends_album(UNKNOWN, "", "", late=1)
        await service.fake.until(lambda: not service.fake.world.waiting, 10)  # stored, and waits for the rest
        await service.kill()
        await lan.rest_comes()
        await service.start()
        await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào", 15))
        await lan.hears("Đã gửi câu hỏi", 15)
        await lan.says("/cauhoi")
        assert (await lan.hears("Câu hỏi của Anh/chị")).text.count(UNKNOWN[:30]) == 1


async def test_one_of_several_captions_is_corrected_and_the_others_stay(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    assert isinstance(lan, TelegramPhone)
    _, second, third = await lan.user.sends_album(UNKNOWN, "", "Biên bản")
    await chooses_ministry(lan)
    await minh.hears(f"(1) {UNKNOWN}\n(3) Biên bản")
    await lan.edits(str(third), "Biên bản họp")
    await minh.hears(f"(1) {UNKNOWN}\n(3) Biên bản họp")
    await lan.edits(str(second), "")
    assert f"(1) {UNKNOWN}\n(3) Biên bản họp" in await all_of(minh)
