"""Something was sent along that we could not get."""

from __future__ import annotations

from handlers.incoming import Attachment, Kind, Lost, Said, Why
from storage.seats import Role
from tests.handlers.office import Office

UNKNOWN = "Loa hội trường rè quá, thay kiểu gì?"
PHOTO = Attachment(Kind.PHOTO, "ref", channel="telegram")


async def sends(office: Office, text: str, *lost: Lost, attachments: tuple[Attachment, ...] = ()) -> list[str]:
    now = office.clock.business()
    message_id = f"lost{office.said}"
    said = Said(office.sender("lan"), office.place("lan"), message_id, now, text, attachments, lost=lost)
    await office.takes(said)
    return await office.told("lan")


async def test_a_question_says_what_is_missing_and_its_sender_is_told(office: Office) -> None:
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.seat("lan", Role.CADRE, "06040")
    told = await sends(office, UNKNOWN, Lost(Kind.FILE, Why.LARGE, "quy-hoach.pdf"), Lost(Kind.PHOTO, Why.GONE))
    assert told[-1] == (
        "Không nhận được tệp “quy-hoach.pdf”: quá lớn (ảnh tối đa 10 MB, tệp tối đa 20 MB). Anh/chị chụp những trang"
        " cần hỏi, hoặc chia nhỏ tệp rồi gửi lại.\nKhông nhận được ảnh vừa gửi. Anh/chị vui lòng gửi lại."
    )
    await office.presses("lan", "Thuộc Bộ Công Thương")
    [card] = await office.told("minh")
    assert f"{UNKNOWN}\n[Gửi kèm nhưng không nhận được: tệp “quy-hoach.pdf”]" in card
    assert "[Gửi kèm nhưng không nhận được: ảnh]" in card


async def test_what_came_with_other_files_is_noted_beside_them(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    told = await sends(office, "", Lost(Kind.PHOTO, Why.GONE), attachments=(PHOTO,))
    assert told[-1] == "Không nhận được ảnh vừa gửi. Anh/chị vui lòng gửi lại."
    assert len(told) == 2


async def test_a_message_of_which_nothing_came_is_no_question(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    told = await sends(office, "", *[Lost(Kind.PHOTO, Why.GONE)] * 3)
    assert told == ["Không nhận được ảnh vừa gửi. Anh/chị vui lòng gửi lại."]


async def test_a_command_stays_a_command(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    told = await sends(office, "/trogiup", Lost(Kind.PHOTO, Why.GONE))
    assert "Cầu Nối giúp gì?" in told[0]
    assert told[-1] == "Không nhận được ảnh vừa gửi. Anh/chị vui lòng gửi lại."
