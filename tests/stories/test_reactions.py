"""A thumb under an answer says what its button says; other signs, other messages and other people say nothing."""

from __future__ import annotations

from tests.fakes.telegram import Shown
from tests.phones import Phone, TelegramPhone
from tests.stories.moves import ANSWERED_BY_BANK, asks_a_person, code_in
from tests.talk import Town


def user(phone: Phone) -> TelegramPhone:
    assert isinstance(phone, TelegramPhone)
    return phone


async def reacts(phone: Phone, sign: str, words: str) -> None:
    """Puts a sign under the newest message that holds these words."""
    shown: Shown = next(s for s in reversed(user(phone).user.heard) if words in s.text)
    await user(phone).user.reacts(sign, shown)


async def test_a_thumb_under_the_banks_answer_is_glad_and_closes_the_question(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    await lan.says(ANSWERED_BY_BANK)
    await lan.hears("Căn cứ")
    await reacts(lan, "👍", "Căn cứ")
    glad = await lan.hears("Khi cần, Anh/chị cứ nhắn câu hỏi mới.")
    await reacts(lan, "❤", "Căn cứ")  # once more changes nothing
    await lan.says("/trogiup")
    await lan.hears("Cầu Nối giúp gì?")
    assert len([b for b in lan.heard if b.text == glad.text]) == 1


async def test_a_thumb_down_under_the_banks_answer_sends_the_question_to_a_person(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh", channel="web")
    lan = await town.cadre("Hoàng Thị Lan")
    await lan.says(ANSWERED_BY_BANK)
    await lan.hears("Căn cứ")
    await reacts(lan, "👎", "Căn cứ")
    await minh.hears(code_in(await lan.hears("Đã gửi câu hỏi")))


async def test_signs_under_an_officers_answer_settle_and_reopen_it(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh", channel="web")
    lan = await town.cadre("Hoàng Thị Lan")
    code = code_in(await asks_a_person(lan))
    await minh.says("Theo mẫu số 2.", reply_to=await minh.hears(code))
    await lan.hears("Theo mẫu số 2.")
    await reacts(lan, "🔥", "Theo mẫu số 2.")
    await reacts(lan, "❤", "Theo mẫu số 2.")
    await minh.hears("đã được giải quyết")
    await reacts(lan, "👎", "Theo mẫu số 2.")
    await lan.hears("còn vướng chỗ nào")
    await lan.says("Mẫu số 2 không có ạ.")
    await minh.hears("Mẫu số 2 không có ạ.")


async def test_signs_of_others_and_under_other_messages_change_nothing(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    code = code_in(await asks_a_person(lan))
    card = await minh.hears(code)
    await reacts(minh, "👍", code)
    await reacts(lan, "👍", "Đã gửi câu hỏi")
    await minh.says("Theo mẫu số 2.", reply_to=card)
    await lan.hears("Theo mẫu số 2.")
    stranger = town.fake.user(900, "Khách")
    shown: Shown = next(s for s in user(lan).user.heard if "Theo mẫu số 2." in s.text)
    thumb = {"old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}], "date": 1_795_255_200}
    chat = {"id": user(lan).user.id, "type": "private"}
    town.fake.tell(
        "message_reaction", {"chat": chat, "message_id": shown.id, "user": stranger.person, **thumb}
    )  # fmt: skip
    await lan.says("/cauhoi")
    await lan.hears(code)
    await minh.says("/hangdoi")
    await minh.hears("Không còn câu hỏi nào")
    assert not [b for b in minh.heard if "đã được giải quyết" in b.text]
