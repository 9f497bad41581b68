"""What may be chosen is chosen by typing, on the channels where nothing, or not everything, can be pressed."""

from __future__ import annotations

import pytest

from tests.phones import Bubble
from tests.stories.moves import OTHER_UNKNOWN, UNKNOWN, all_of, pair
from tests.talk import Town

MOIT = "Thuộc Bộ Công Thương"
ZALO = pytest.mark.parametrize("channel", ["zalo_bot", "zalo_oa"])


def number_of(which: Bubble) -> str:
    """What chooses the Ministry of Industry and Trade."""
    if which.buttons:
        return str(which.buttons.index(MOIT) + 1)
    return next(line.partition(".")[0] for line in which.text.splitlines() if line.endswith(MOIT))


@ZALO
@pytest.mark.parametrize(
    "typed", ["1", "1.", " 1) ", "Thuộc Bộ Công Thương", "thuoc bo cong thuong", "1. Thuộc Bộ Công Thương"]
)
async def test_in_any_spelling(town: Town, channel: str, typed: str) -> None:
    lan, minh = await pair(town, channel, "web")
    await lan.says(UNKNOWN)
    number = number_of(await lan.hears("lĩnh vực nào"))
    await lan.says(typed.replace("1", number))
    await lan.hears("Đã gửi câu hỏi")
    await minh.hears(UNKNOWN)


@ZALO
async def test_numbers_mean_the_last_prompt_alone(town: Town, channel: str) -> None:
    lan, minh = await pair(town, channel, "web")
    await lan.says(OTHER_UNKNOWN)
    await lan.hears("lĩnh vực nào")
    await lan.says(UNKNOWN)
    await lan.says(number_of(await lan.hears("lĩnh vực nào")))
    await lan.hears("Đã gửi câu hỏi")
    await minh.hears(UNKNOWN)
    assert OTHER_UNKNOWN not in await all_of(minh)


@ZALO
async def test_a_number_answers_what_was_asked_not_what_lies_above_it(town: Town, channel: str) -> None:
    lan, minh = await pair(town, "web", channel)
    await lan.says(UNKNOWN)
    await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào"))
    await minh.presses("Trả lời", on=await minh.hears("Câu hỏi mới"))
    await minh.hears("Mời Anh/chị nhập câu trả lời")
    await minh.says("2")  # and not "Hỏi thêm"
    assert "\n2\n" in (await lan.hears("Trần Văn Minh, cán bộ biệt phái")).text
