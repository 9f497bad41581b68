"""An entry in use: doubted, taught other words, looked at again, mended."""

from __future__ import annotations

from tests.stories.moves import ANSWERED_BY_BANK, entries
from tests.talk import Town


async def test_an_entry_in_use_is_mended_from_where_it_was_found(town: Town) -> None:
    ha = await town.expert("Phạm Thu Hà", channel="web")
    await ha.says(f"/tracuu {ANSWERED_BY_BANK}")
    await ha.presses("Sửa mục này", on=await ha.hears("trước ngày 30/11"))
    card = await ha.hears("Mục cần kiểm tra lại")
    await ha.presses("Sửa", on=card)
    for part, text in (("Có hiệu lực từ", "1/3/2027"), ("Hiệu lực đến hết", "1/1/2027")):
        await ha.presses(part, on=await ha.hears("sửa phần nào"))
        await ha.hears("ngày nào?")
        await ha.says(text)
        card = await ha.hears("Mục cần kiểm tra lại")
        await ha.presses("Sửa", on=card)
    assert "đứng trước ngày có hiệu lực" in card.text
    assert "Duyệt bản sửa" not in card.buttons


async def test_three_who_were_not_helped_put_an_entry_under_review(town: Town) -> None:
    ha = await town.expert("Phạm Thu Hà")
    await town.officer("Trần Văn Minh")
    communes = ["06040", "06001", "06019"]
    for number, commune in enumerate(communes, 1):
        asker = await town.cadre(f"Người {number}", commune=commune, channel=("telegram", "web")[number % 2])
        assert not any("Mục cần xem lại" in bubble.text for bubble in ha.heard)
        await asker.says(ANSWERED_BY_BANK)
        await asker.presses("Chưa rõ, hỏi cán bộ", on=await asker.hears("trước ngày 30/11"))
        await asker.hears("Đã gửi câu hỏi")
    card = await ha.hears("Mục cần xem lại")
    assert "3 người nhận câu trả lời này báo chưa rõ" in card.text
    assert card.buttons == ("Vẫn đúng", "Sửa", "Bỏ khỏi ngân hàng", "Để sau")
    await ha.presses("Vẫn đúng", on=card)
    await ha.hears("Đã duyệt mục rà soát số")


async def test_one_who_says_no_thrice_is_one(town: Town) -> None:
    ha, lan = await town.expert("Phạm Thu Hà"), await town.cadre("Hoàng Thị Lan")
    await town.officer("Trần Văn Minh")
    for _ in range(3):
        await lan.says(ANSWERED_BY_BANK)
        bubble = await lan.hears("")
        while "trước ngày 30/11" not in bubble.text:
            if "Câu hỏi mới" in bubble.buttons:
                await lan.presses("Câu hỏi mới", on=bubble)
            bubble = await lan.hears("")
        await lan.presses("Chưa rõ, hỏi cán bộ", on=bubble)
        await lan.hears("Đã gửi câu hỏi")
    await ha.says("/nganhang")
    await ha.hears("Không có mục nào chờ rà soát")


async def test_whoever_was_helped_teaches_the_bank_his_words(town: Town) -> None:
    ha = await town.expert("Phạm Thu Hà")
    said = [
        "ubnd xa phai bao cao viec thuc hien nhiem vu nganh cong thuong khi nao, gui cho ai a",
        "Báo cáo thực hiện nhiệm vụ ngành Công Thương của UBND xã gửi khi nào, cho ai? Gọi tôi 0912345678",
        "Xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào và gửi cho ai vậy",
    ]
    for commune, text in zip(["06040", "06001", "06019"], said, strict=True):
        asker = await town.cadre(f"Người {commune}", commune=commune, channel="web")
        await asker.says(text)
        await asker.presses("Đã rõ", on=await asker.hears("trước ngày 30/11"))
        await asker.hears("Cảm ơn")
    card = await ha.hears("Cách hỏi mới")
    assert said[0] in card.text
    assert "0912345678" not in card.text
    await ha.presses("Duyệt bản sửa", on=card)
    await ha.hears("Đã duyệt mục rà soát số")
    [entry] = [entry for entry in await entries(town) if entry.question == ANSWERED_BY_BANK]
    assert said[0] in entry.phrasings
    assert not entry.reviewed  # nobody has looked at what it says
    assert any("[số điện thoại]" in text for text in entry.phrasings)


async def test_what_is_long_unchecked_is_looked_at_again(town: Town) -> None:
    ha = await town.expert("Phạm Thu Hà", channel="web")
    await ha.says("/nganhang")
    assert "Kiểm tra lại 10 mục" not in (await ha.hears("Ngân hàng hỏi đáp: ")).buttons
    await town.forward(hours=24 * 181)
    await ha.says("/nganhang")
    desk = await ha.hears("Đến hạn kiểm tra lại")
    await ha.presses("Kiểm tra lại 10 mục", on=desk)
    card = await ha.hears("Mục cần kiểm tra lại")
    await ha.presses("Vẫn đúng", on=card)
    assert "Mục tiếp theo (9)" in (await ha.hears("Đã duyệt mục rà soát số")).buttons
