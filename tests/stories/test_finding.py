"""Finding a question again: by its code in any spelling, in one's list; and what is nobody else's business."""

from __future__ import annotations

from tests.stories.moves import OTHER_UNKNOWN, UNKNOWN, all_of, asks_a_person, code_in
from tests.talk import Town

NOTHING = "Không tìm thấy câu hỏi này. Anh/chị kiểm tra lại mã, hoặc gõ /trogiup để xem các việc có thể làm."


async def test_by_code_in_any_spelling_and_in_the_units_list(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    dung = await town.cadre("Nông Văn Dũng")
    code = code_in(await asks_a_person(lan))
    digits = code.replace("-", "")
    spellings = (
        code, digits, code.replace("-", " "), code.replace("-", "."), f"  {code} ", f"mã {code}", f"#{digits}",
        f"cau hoi {digits}", f"Mã câu hỏi: {code}?", code.replace("-", "–"), f"/cauhoi {digits}",
    )  # fmt: skip
    for typed in spellings:
        await lan.says(typed)
        shown = await lan.hears(UNKNOWN)
        heading, stands, held, whose = shown.text.splitlines()[:4]
        assert (heading, stands) == (f"Câu hỏi {code}", "Chờ trả lời"), typed
        assert held.startswith("Đang xử lý: ")
        assert whose.startswith("Hoàng Thị Lan, Xã Thất Khê")

    await dung.says("/cauhoi")
    listed = await dung.hears("Câu hỏi của Anh/chị và đơn vị")
    assert code in listed.text
    await dung.presses("1", on=listed)
    shown = await dung.hears(UNKNOWN)
    assert shown.buttons == ()
    await dung.says("Tôi cũng hỏi vậy.", reply_to=shown)  # not his question: it becomes one of his own
    await dung.hears("lĩnh vực nào")

    await minh.says("Gửi Sở Tài chính.", reply_to=await minh.hears("Câu hỏi mới " + code))
    await lan.hears("Gửi Sở Tài chính.")
    await lan.says("/questions")
    mine = await lan.hears("Câu hỏi của Anh/chị")
    assert "Đã trả lời" in mine.text
    await dung.says(code)
    assert "Gửi Sở Tài chính." in (await dung.hears("Đã trả lời")).text


async def test_somebody_elses_code_is_like_no_code(town: Town) -> None:
    await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    code = code_in(await asks_a_person(lan))
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    strangers = [
        await town.cadre("Cán bộ Xã Khác", commune="06001"), await town.officer("Người Tỉnh Khác", province="22"),
        await town.officer("Đỗ Thị Hoa", ministry="MAE"), await town.expert("Phạm Quốc Bình"),
        await town.admin("Quản trị Bộ Khác", ministry="MAE", channel="web"), await town.on_web("Người Lạ"),
    ]  # fmt: skip
    for stranger in strangers:
        for typed in (code, wrong, "482-715-364", f"/cauhoi {code}"):
            await stranger.says(typed)
            assert (await stranger.hears("Không tìm thấy")).text == NOTHING
        await stranger.says("/cauhoi")
        assert UNKNOWN[:30] not in await all_of(stranger)


async def test_what_was_asked_of_the_bank_alone_is_ones_own(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    dung = await town.cadre("Nông Văn Dũng", channel="web")
    await lan.says("Hộ kinh doanh bán lẻ rượu có phải xin giấy phép ở xã không?")
    await lan.presses("Đã rõ", on=await lan.hears("Đang tạm dừng"))
    await lan.hears("Khi cần")
    await lan.says(OTHER_UNKNOWN)
    await lan.hears("lĩnh vực nào")
    await lan.says("/cauhoi")
    mine = await lan.hears("Câu hỏi của Anh/chị")
    assert "Chờ Anh/chị chọn lĩnh vực" in mine.text
    assert "Đã đóng" in mine.text
    await dung.says("/cauhoi")
    await dung.hears("Chưa có câu hỏi nào")
    for code in {code_in_line for code_in_line in mine.text.split() if code_in_line.count("-") == 2}:
        await dung.says(code)
        assert (await dung.hears("Không tìm thấy")).text == NOTHING


async def test_a_card_that_comes_in_changes_no_number_that_means_something(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    hoa = await town.cadre("Lý Thị Hoa")
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    await minh.presses("Hỏi thêm", on=card)
    await minh.hears("điều cần hỏi thêm")
    await asks_a_person(hoa, OTHER_UNKNOWN)
    await minh.hears(OTHER_UNKNOWN)
    await minh.says("2")
    assert "\n2" in (await lan.hears("cần hỏi thêm")).text


async def test_what_an_officer_corrects_before_he_says_for_which_question_goes_out_corrected(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    await asks_a_person(lan)
    await minh.hears("Câu hỏi mới")
    written = await minh.says("Nộp trước ngày 03/11.")
    which = await minh.hears("Tin vừa rồi trả lời câu hỏi nào")
    await minh.edits(written, "Nộp trước ngày 30/11.")
    await minh.says("/toi")
    await minh.hears("Trần Văn Minh")
    await minh.presses("1", on=which)
    assert "30/11" in (await lan.hears("Trả lời câu hỏi")).text
