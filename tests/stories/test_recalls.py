"""What somebody takes back is gone from the other side's phone where it can be, and is said to be gone where not."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession
from sqlalchemy import select

from storage import audit
from storage.tables import messages, outbox, revisions, web_messages
from tests.bot.platform import until
from tests.phones import Bubble, Phone
from tests.stories.moves import (
    ANSWERED_BY_BANK,
    UNKNOWN,
    adds,
    all_of,
    asks_a_person,
    chooses_ministry,
    code_in,
    pair,
)
from tests.talk import Town

PAIRS = pytest.mark.parametrize(
    ("asker", "officer"),
    [
        ("telegram", "web"), ("web", "telegram"), ("zalo_oa", "telegram"), ("zalo_bot", "web"), ("web", "zalo_oa"),
        ("zalo_oa", "zalo_oa"),
    ],
)  # fmt: skip
GOES = ("telegram", "web")
"""Where what was sent can be taken away."""


async def is_gone(phone: Phone, channel: str, bubble: Bubble) -> None:
    if channel in GOES:
        await phone.loses(bubble)


@PAIRS
async def test_a_question_before_anybody_answered(town: Town, asker: str, officer: str) -> None:
    lan, minh = await pair(town, asker, officer)
    said = await lan.says(UNKNOWN)
    code = code_in(await chooses_ministry(lan))
    card = await minh.hears("Câu hỏi mới")
    await lan.recalls(said)
    assert "không phải trả lời" in (await lan.hears(f"Đã thu hồi câu hỏi {code}")).text
    await minh.hears(f"Hoàng Thị Lan đã thu hồi câu hỏi {code}")
    await is_gone(minh, officer, card)
    await minh.says("/hangdoi")
    await minh.hears("Không còn câu hỏi nào")
    await minh.says(code)
    shown = await minh.hears("Đã thu hồi")
    assert "(đã thu hồi)" in shown.text
    assert UNKNOWN not in shown.text
    await lan.says("/cauhoi")
    mine = await lan.hears("Câu hỏi của Anh/chị")
    assert UNKNOWN not in mine.text
    await town.forward(hours=30)
    assert "quá hạn" not in await all_of(minh)
    kept = await town.read(lambda tx: tx.rows(select(revisions.c.text)))
    assert [row.text for row in kept] == [UNKNOWN]
    assert "recall" in [row.verb for row in await town.read(lambda tx: audit.of(tx, code))]


@PAIRS
async def test_an_answer_is_taken_back_and_owed_again(town: Town, asker: str, officer: str) -> None:
    lan, minh = await pair(town, asker, officer)
    code = code_in(await asks_a_person(lan))
    card = await minh.hears("Câu hỏi mới")
    said = await minh.says("Hỗ trợ 10 triệu.", reply_to=card)
    answer = await lan.hears("Hỗ trợ 10 triệu.")
    await minh.hears("Đã gửi trả lời")
    await minh.recalls(said)
    await minh.hears("Câu hỏi lại chờ Anh/chị trả lời")
    told = await lan.hears(f"Trần Văn Minh đã thu hồi câu trả lời cho câu hỏi {code}")
    assert "vẫn chờ trả lời" in told.text
    await is_gone(lan, asker, answer)
    await minh.says("/hangdoi")
    await minh.hears("1 câu hỏi chờ trả lời")
    await minh.says("Hỗ trợ 15 triệu, theo Nghị quyết 20.", reply_to=card)
    again = await lan.hears("Hỗ trợ 15 triệu")
    assert "Trả lời câu hỏi" in again.text


@pytest.mark.parametrize(("asker", "officer"), [("telegram", "web"), ("web", "telegram"), ("web", "zalo_oa")])
async def test_an_addition_and_what_was_asked_back(town: Town, asker: str, officer: str) -> None:
    lan, minh = await pair(town, asker, officer)
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    await minh.presses("Hỏi thêm", on=card)
    await minh.hears("Mời Anh/chị nhập điều cần hỏi thêm")
    asked_back = await minh.says("Quy mô bao nhiêu gian?")
    at_lan = await lan.hears("Quy mô bao nhiêu gian?")
    await minh.recalls(asked_back)
    await lan.hears("đã thu hồi điều vừa hỏi thêm")
    await is_gone(lan, asker, at_lan)
    added = await adds(lan, "20 gian hàng")
    relay = await minh.hears("20 gian hàng")
    await lan.recalls(added)
    await minh.hears("đã thu hồi một tin ở câu hỏi")
    await is_gone(minh, officer, relay)
    await minh.says("Được 10 triệu.", reply_to=card)  # the question itself stands
    await lan.hears("Được 10 triệu.")


async def test_all_who_had_it_lose_it(town: Town) -> None:
    ha = await town.admin("Nguyễn Thu Hà", channel="web")
    lan, minh = await pair(town, "web", "telegram")
    tuan = await town.officer("Lê Anh Tuấn", channel="web")
    said = await lan.says(UNKNOWN)
    code = code_in(await chooses_ministry(lan))
    first = await minh.hears("Câu hỏi mới")
    await minh.presses("Chuyển người khác", on=first)
    await minh.presses("Lê Anh Tuấn (Bộ Công Thương)", on=await minh.hears("cho ai?"))
    second = await tuan.hears("chuyển cho Anh/chị câu hỏi")
    await ha.says(code)
    third = await ha.hears(UNKNOWN)
    await lan.recalls(said)
    for phone, shown in ((minh, first), (tuan, second), (ha, third)):
        await phone.loses(shown)
        await phone.hears("Hoàng Thị Lan đã thu hồi câu hỏi")
        assert UNKNOWN not in await all_of(phone)


async def test_what_was_not_sent_yet_never_is(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    await asks_a_person(lan)
    await minh.hears("Câu hỏi mới")
    town.fake.throttle(1)
    added = await adds(lan, "20 gian hàng")
    await lan.hears("Đã chuyển phần bổ sung")
    await lan.recalls(added)
    await lan.hears("Đã thu hồi tin")
    assert "20 gian hàng" not in await all_of(minh)


async def test_once_something_was_built_upon_the_answer(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "telegram")
    code = code_in(await asks_a_person(lan))
    card = await minh.hears("Câu hỏi mới")
    said = await minh.says("Hỗ trợ 10 triệu, theo Nghị định 139/2025/NĐ-CP.", reply_to=card)
    answer = await lan.hears("Hỗ trợ 10 triệu")
    await minh.presses("Đưa vào ngân hàng", on=await minh.hears("Đã gửi trả lời"))
    await lan.presses("Đã giải quyết", on=answer)
    await lan.hears("đã đóng")
    await minh.recalls(said)
    assert "rút lại" in (await minh.hears(f"Đã thu hồi tin của Anh/chị ở câu hỏi {code}")).text
    told = await lan.hears("Xin không làm theo nội dung đó")
    assert told.buttons == ("Hỏi tiếp câu này",)
    await lan.presses("Hỏi tiếp câu này", on=told)
    await lan.hears("còn vướng chỗ nào")
    await lan.says("Vậy mức nào mới đúng?")
    await minh.hears("Vậy mức nào mới đúng?")


async def test_what_was_asked_further_is_taken_back_and_the_answer_stands(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    await minh.says("Hỗ trợ 10 triệu.", reply_to=card)
    answer = await lan.hears("Hỗ trợ 10 triệu.")
    more = await lan.says("Còn hội chợ xuân?", reply_to=answer)
    relay = await minh.hears("Còn hội chợ xuân?")
    await lan.recalls(more)
    assert "câu trả lời Anh/chị đã nhận vẫn giữ nguyên" in (await lan.hears("Đã thu hồi phần hỏi thêm")).text
    assert "không cần trả lời thêm" in (await minh.hears("đã thu hồi một tin")).text
    await minh.loses(relay)
    await minh.says("/hangdoi")
    await minh.hears("Không còn câu hỏi nào")


async def test_somebody_elses_nothing_and_twice(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "telegram")
    await lan.says("/thuhoi")
    await lan.hears("Không có tin nào")
    said = await lan.says(UNKNOWN)
    await chooses_ministry(lan)
    card = await minh.hears("Câu hỏi mới")
    known = select(outbox.c.id).where(outbox.c.role == "card", outbox.c.state == "sent")
    await until(town.app.db, lambda tx: tx.value(known), bool)  # we know by now under which id he sees it
    await minh.recalls(card.id)
    await minh.hears("tin của người khác")
    await lan.recalls(said)
    await lan.hears("Đã thu hồi câu hỏi")
    await lan.recalls(said)
    await lan.hears("đã được thu hồi trước đó")
    menu = await lan.says("/trogiup")
    helped = await lan.hears("Cầu Nối giúp gì?")
    for answered in (menu, helped.id):
        await lan.recalls(answered)
        await lan.hears("không có gì để thu hồi")


async def test_without_a_reply_the_last_one_or_one_of_several(town: Town) -> None:
    lan, minh = await pair(town, "zalo_bot", "telegram")
    await asks_a_person(lan)
    await minh.hears("Câu hỏi mới")
    await adds(lan, "20 gian hàng")
    await minh.hears("20 gian hàng")
    await town.forward(hours=2)
    await lan.says("/thuhoi")
    which = await lan.hears("muốn thu hồi tin nào")
    assert "1. 20 gian hàng" in which.text
    await lan.says("2)")
    await lan.hears("Đã thu hồi tin")
    shown = await all_of(minh)
    assert UNKNOWN not in shown
    assert "20 gian hàng" in shown


async def test_an_answer_that_waits_for_its_question_is_dropped(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    await asks_a_person(lan)
    await minh.hears("Câu hỏi mới")
    await minh.says("Hỗ trợ 10 triệu.")
    await minh.hears("trả lời câu hỏi nào?")
    await minh.says("/thuhoi")
    await minh.hears("chưa gửi cho ai")
    await minh.says("1")
    assert "Hỗ trợ 10 triệu." not in await all_of(lan)


async def test_what_the_bank_alone_has_seen(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    said = await lan.says(ANSWERED_BY_BANK)
    answer = await lan.hears("trước ngày 30/11")
    await lan.recalls(said)
    await lan.hears("chưa gửi cho cán bộ nào")
    await lan.loses(Bubble(said, "", ()))
    await lan.presses("Chưa rõ, hỏi cán bộ", on=answer)
    await lan.hears("nay ở trạng thái “Đã thu hồi”")
    assert "Hạn trả lời" not in await all_of(minh)


async def test_an_officer_who_answers_what_was_recalled_hears_so(town: Town) -> None:
    lan, minh = await pair(town, "web", "zalo_oa")
    said = await lan.says(UNKNOWN)
    await chooses_ministry(lan)
    card = await minh.hears("Câu hỏi mới")
    await lan.recalls(said)
    await minh.hears("đã thu hồi câu hỏi")
    await minh.says("Hỗ trợ 10 triệu.", reply_to=card)
    await minh.hears("nên câu trả lời không được gửi đi")
    assert "Hỗ trợ 10 triệu." not in await all_of(lan)


async def test_its_files_cannot_be_had_any_more(town: Town) -> None:
    lan, minh = await pair(town, "zalo_bot", "telegram")
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    said = await minh.sends_file("du-toan.pdf", "Theo mẫu này.", reply_to=card)
    told = await lan.hears("Theo mẫu này.")
    address = f"http://127.0.0.1:{town.app.port}/m/" + told.text.partition("/m/")[2].split()[0]
    async with ClientSession() as browser:
        async with browser.get(address) as before:
            assert before.status == 200
        await minh.recalls(said)
        await lan.hears("đã thu hồi câu trả lời")
        async with browser.get(address) as after:
            assert after.status == 404


async def test_a_card_with_files_is_shown_anew_without_them(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    tuan = await town.officer("Lê Anh Tuấn", channel="web")
    await lan.says(UNKNOWN)
    photo = await lan.sends_photo()
    await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào"))
    card = await minh.hears("Câu hỏi mới")
    await all_of(minh)
    assert "photo" in [file for bubble in minh.heard for file in bubble.files]
    await lan.recalls(photo)
    await lan.hears("Đã thu hồi tin")
    await minh.loses(card)
    anew = await minh.hears(UNKNOWN)
    assert "(đã thu hồi)" in anew.text
    assert [file for bubble in minh.heard for file in bubble.files] == []
    await minh.presses("Chuyển người khác", on=anew)
    await minh.presses("Lê Anh Tuấn (Bộ Công Thương)", on=await minh.hears("cho ai?"))
    assert (await tuan.hears("chuyển cho Anh/chị")).files == ()


async def test_a_quote_of_it_says_nothing_either(town: Town) -> None:
    lan, minh = await pair(town, "web", "web")
    said = await lan.says(UNKNOWN)
    await chooses_ministry(lan)
    await minh.says("Hỗ trợ 10 triệu.", reply_to=await minh.hears("Câu hỏi mới"))
    await lan.hears("Hỗ trợ 10 triệu.")
    await lan.recalls(said)
    await lan.hears("Đã thu hồi tin")
    assert UNKNOWN not in str(await _rows_of(town))
    kept = await town.read(lambda tx: tx.rows(select(messages.c.text).where(messages.c.recalled_at.is_not(None))))
    assert [row.text for row in kept] == [""]


async def _rows_of(town: Town) -> list[object]:
    return list(await town.read(lambda tx: tx.rows(select(web_messages.c.body))))
