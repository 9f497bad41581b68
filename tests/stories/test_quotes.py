"""What is answered is quoted where the answer is read: by the platform's own quote, or in words."""

from __future__ import annotations

import pytest

from tests.phones import Bubble, Phone
from tests.stories.moves import UNKNOWN, all_of, asks_a_person, pair
from tests.talk import Town

ADDED = "20 gian hàng"
MORE = "Cả hội chợ xuân"


async def adds(phone: Phone, text: str) -> str:
    said = await phone.says(text)
    which = await phone.hears("câu hỏi mới hay bổ sung")
    label = which.buttons[1] if which.buttons else which.text.rpartition("2. ")[2]
    await phone.presses(label, on=which)
    return said


def quotes(bubble: Bubble, said: str, text: str) -> bool:
    """By its id, or by a line of words."""
    return bubble.quote == said or bubble.text.startswith(f"> {text}\n")


@pytest.mark.parametrize("officer", ["telegram", pytest.param("web", marks=pytest.mark.slow), "zalo_oa"])
@pytest.mark.parametrize("asker", [pytest.param("telegram", marks=pytest.mark.slow), "web", "zalo_bot", "zalo_oa"])
async def test_an_answer_quotes_what_it_answers_and_a_reply_to_it_the_answer(
    town: Town, asker: str, officer: str
) -> None:
    lan, minh = await pair(town, asker, officer)
    await asks_a_person(lan)
    await minh.hears("Câu hỏi mới")
    first = await adds(lan, ADDED)
    relay = await minh.hears(ADDED)
    await adds(lan, MORE)
    await minh.hears(MORE)
    answered = await minh.says("Hỗ trợ 10 triệu.", reply_to=relay)
    answer = await lan.hears("Hỗ trợ 10 triệu.")
    assert quotes(answer, first, ADDED), answer
    if asker != "zalo_bot":  # nothing can be quoted there
        await lan.says("Còn xã bên?", reply_to=answer)
        assert quotes(await minh.hears("Còn xã bên?"), answered, "Hỗ trợ 10 triệu.")


async def test_an_answer_to_an_earlier_question_quotes_that(town: Town) -> None:
    lan, minh = await pair(town, "zalo_bot", "telegram")
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    await adds(lan, ADDED)
    relay = await minh.hears(ADDED)
    await minh.says("Hỗ trợ 10 triệu.", reply_to=card)
    assert (await lan.hears("Hỗ trợ 10 triệu.")).text.startswith(f"> {ADDED}\n")  # his last word
    await town.forward(days=3)
    await lan.says("Chợ hạng 3 do ai quyết định thành lập, có phải xã không?")
    await lan.hears("")
    await minh.says("Thêm: gửi Sở Tài chính.", reply_to=relay)
    later = await lan.hears("Thêm: gửi Sở Tài chính.")
    assert later.text.startswith(f"> {ADDED}\n")


async def test_somebody_to_whom_it_was_not_said_reads_it_in_words(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    tuan = await town.officer("Lê Anh Tuấn", channel="web")
    await asks_a_person(lan)
    await minh.presses("Hỏi thêm", on=await minh.hears("Câu hỏi mới"))
    await minh.hears("Mời Anh/chị nhập điều")
    await minh.says("Bao nhiêu gian?")
    asked_back = await lan.hears("Bao nhiêu gian?")
    await minh.presses("Chuyển người khác", on=minh.heard[1])
    await minh.presses("Lê Anh Tuấn (Bộ Công Thương)", on=await minh.hears("cho ai?"))
    await tuan.hears("chuyển cho Anh/chị")
    await lan.says(ADDED, reply_to=asked_back)
    assert (await tuan.hears(ADDED)).quote == ""  # words of another chat


@pytest.mark.parametrize("asker", ["zalo_bot", "web"])
async def test_what_was_recalled_is_not_quoted(town: Town, asker: str) -> None:
    lan, minh = await pair(town, asker, "zalo_oa")
    await asks_a_person(lan)
    await minh.hears("Câu hỏi mới")
    said = await adds(lan, ADDED)
    relay = await minh.hears(ADDED)
    await lan.recalls(said)
    await minh.hears("đã thu hồi một tin")
    await minh.says("Hỗ trợ 10 triệu.", reply_to=relay)  # it still stands on his phone
    answer = await lan.hears("Hỗ trợ 10 triệu.")
    assert (answer.quote, ADDED in answer.text) == (None, False)


async def test_a_quote_in_words_goes_with_what_it_quotes(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    tuan = await town.officer("Lê Anh Tuấn", channel="web")
    await asks_a_person(lan, UNKNOWN)
    await minh.presses("Hỏi thêm", on=await minh.hears("Câu hỏi mới"))
    await minh.hears("Mời Anh/chị nhập điều")
    asked_back = await minh.says("Bao nhiêu gian?")
    shown = await lan.hears("Bao nhiêu gian?")
    await minh.presses("Chuyển người khác", on=minh.heard[1])
    await minh.presses("Lê Anh Tuấn (Bộ Công Thương)", on=await minh.hears("cho ai?"))
    card = await tuan.hears("Bao nhiêu gian?")
    await lan.says(ADDED, reply_to=shown)
    relay = await tuan.hears(ADDED)
    await minh.recalls(asked_back)
    await minh.hears("Đã thu hồi")
    assert "Bao nhiêu gian?" not in await all_of(tuan)
    by_id = {bubble.id: bubble for bubble in tuan.heard}
    assert "(đã thu hồi)" in by_id[card.id].text
    assert by_id[relay.id].quote is None
