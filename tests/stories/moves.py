"""What people do in several stories."""

from __future__ import annotations

import re

from faq.entry import Entry
from handlers import bank
from tests.phones import Bubble, Phone
from tests.talk import Town

ANSWERED_BY_BANK = "UBND xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai?"
UNKNOWN = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"
OTHER_UNKNOWN = "Loa hội trường rè quá, thay kiểu gì?"

MOIT = "Thuộc Bộ Công Thương"
MAE = "Thuộc Bộ Nông nghiệp và Môi trường"

_CODE = re.compile(r"\d{3}-\d{3}-\d{3}")


def code_in(bubble: Bubble) -> str:
    """The question code a message shows."""
    found = _CODE.search(bubble.text)
    assert found, bubble.text
    return found[0]


async def asks_a_person(phone: Phone, text: str = UNKNOWN, ministry: str = MOIT) -> Bubble:
    """Asks what the bank does not know, and says which ministry; the receipt."""
    await phone.says(text)
    return await chooses_ministry(phone, ministry)


async def chooses_ministry(phone: Phone, ministry: str = MOIT) -> Bubble:
    await phone.presses(ministry, on=await phone.hears("lĩnh vực nào"))
    return await phone.hears("Đã gửi câu hỏi")


async def adds(phone: Phone, text: str) -> str:
    """Says something further, which belongs to what was asked; the platform's id of it."""
    said = await phone.says(text)
    await it_belongs(phone)
    return said


async def it_belongs(phone: Phone) -> None:
    """What was said last belongs to what was asked: by one tap."""
    which = await phone.hears("câu hỏi mới hay bổ sung")
    labels = which.buttons or tuple(line.partition(". ")[2] for line in which.text.splitlines())
    await phone.presses(next(label for label in labels if label.startswith("Bổ sung ")), on=which)


async def chooses_else(phone: Phone, what: str, on: Bubble) -> None:
    """What stands behind the last button of a question's card."""
    await phone.presses("Việc khác", on=on)
    await phone.presses(what, on=await phone.hears(f"Câu hỏi {code_in(on)}: việc khác"))


async def pair(town: Town, asker: str, officer: str) -> tuple[Phone, Phone]:
    """A cadre of Thất Khê and the officer of Lạng Sơn, each on a channel."""
    minh = await town.officer("Trần Văn Minh", channel=officer)
    return await town.cadre("Hoàng Thị Lan", channel=asker), minh


async def all_of(phone: Phone) -> str:
    """Everything that stands on a phone, once what was said before has had its effect there."""
    await phone.says("/trogiup")
    await phone.hears("Cầu Nối giúp gì?")
    return "\n".join(bubble.text for bubble in phone.heard)


async def entries(town: Town) -> list[Entry]:
    """The whole bank."""
    return list(await bank.all_of(town.app.db))
