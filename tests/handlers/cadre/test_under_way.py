"""What a further message is taken for while something is under way, and what becomes of what is given up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from faq.entry import Status
from faq.load import starter_bank
from faq.match import FieldGuess
from handlers.cadre import opening
from handlers.wording import words
from storage import conversations, figures, questions
from storage.db import Tx
from storage.questions import Question
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")
UNKNOWN = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"
BANK = "UBND xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai?"
UNSURE = "xã báo cáo cho ai"
MOIT = "Thuộc Bộ Công Thương"


@pytest.fixture
async def town(office: Office) -> Office:
    """Lan asks, Minh is her officer."""
    await office.seat("Minh", Role.OFFICER, "20", "MOIT")
    await office.seat("Lan", Role.CADRE, "06040")
    return office


async def sends(office: Office) -> None:
    """Something that the bank does not know is with Minh."""
    await office.says("Lan", UNKNOWN)
    await office.presses("Lan", MOIT)
    await office.told("Minh")


async def asks_back(office: Office) -> None:
    await office.presses("Minh", vi("card-ask-back"))
    await office.says("Minh", "Sở đã cho phép chưa?")
    await office.told("Lan")


async def loses_the_dialog(office: Office) -> None:
    """As after another question of hers that was asked back: what she writes belongs to nothing by itself."""

    async def leave(tx: Tx) -> None:
        await conversations.leave(tx, office.place("Lan"))

    await office.db.write(leave)


async def labels(office: Office, text: str) -> list[str]:
    """What stands under what Lan is told when she says this."""
    await office.says("Lan", text)
    return await office.labels("Lan")


async def asked(office: Office) -> list[Question]:
    """What Lan asked, in that order."""
    lan = await office.person("Lan")
    return list(reversed(await office.db.read(lambda tx: questions.of_asker(tx, lan.id))))


async def counted(office: Office) -> tuple[int, int, int]:
    everything = await office.db.read(lambda tx: figures.overall(tx, office.clock.business()))
    return everything.asked, everything.by_bank, everything.open


@pytest.mark.parametrize("nod", ["Được rồi ạ", "vâng ạ", "không cần nữa ạ", "không", "ok anh", "cảm ơn anh"])
async def test_a_nod_answers_what_was_asked_back(town: Office, nod: str) -> None:
    await sends(town)
    await asks_back(town)
    await loses_the_dialog(town)
    await town.says("Lan", nod)
    assert nod in " ".join(await town.told("Minh"))
    assert [question.state for question in await asked(town)] == ["open"]


async def test_a_button_of_another_question_does_not_end_what_was_asked_back(town: Office) -> None:
    await sends(town)
    await town.says("Lan", BANK)
    helped = await town.token("Lan", vi("bank-helped"))
    await asks_back(town)
    assert vi("dialog-left") not in await town.presses_token("Lan", helped)
    await town.says("Lan", "Chưa cho phép, đang đợi")
    assert "Chưa cho phép, đang đợi" in " ".join(await town.told("Minh"))


async def test_another_matter_is_answered_while_something_is_asked_back(town: Office) -> None:
    await sends(town)
    await asks_back(town)
    assert any(label.startswith("Bổ sung") for label in await labels(town, BANK))
    assert await town.told("Minh") == []
    await town.says("Lan", "Chưa cho phép, đang đợi")
    assert "Chưa cho phép, đang đợi" in " ".join(await town.told("Minh"))


async def test_answers_of_the_bank_do_not_hide_what_is_open(town: Office) -> None:
    await sends(town)
    [first] = await asked(town)
    for _ in range(7):
        assert any(label.startswith("Bổ sung " + first.code) for label in await labels(town, BANK))
    assert first.code in " ".join(await town.says("Lan", "sao lâu thế"))
    assert vi("sort-which") in await town.says("Lan", "Hội chợ có 20 gian hàng")


async def test_what_belongs_to_a_question_goes_to_it_and_is_no_answer_of_the_bank(town: Office) -> None:
    await sends(town)
    belongs = next(label for label in await labels(town, BANK) if label.startswith("Bổ sung"))
    await town.presses("Lan", belongs)
    assert BANK in " ".join(await town.told("Minh"))
    assert await counted(town) == (1, 0, 1)


@pytest.mark.parametrize(
    "text", ["Kinh phí đó lấy ở đâu vậy anh?", "Chợ đó hạng 3 thì sao ạ", "Chợ xuống cấp quá rồi"]
)
async def test_what_leans_or_asks_nothing_is_sorted_first(town: Office, text: str) -> None:
    await sends(town)
    town.clock.forward(timedelta(minutes=20))
    assert vi("sort-which") in await town.says("Lan", text)


async def test_what_holds_in_another_province_is_sorted_first(town: Office) -> None:
    await sends(town)
    example = next(entry for entry in starter_bank() if entry.status is Status.PROVINCIAL_EXAMPLE)
    assert vi("sort-which") in await town.says("Lan", example.question)


async def test_what_the_bank_said_last_is_given_up_and_nothing_else(town: Office) -> None:
    await sends(town)
    town.clock.forward(timedelta(minutes=20))
    await town.says("Lan", BANK)
    assert await town.says("Lan", "thôi không cần nữa ạ") == [vi("bank-glad")]
    assert [question.state for question in await asked(town)] == ["open", "closed"]
    assert await counted(town) == (2, 1, 1)  # it was read, and counts as the bank's


async def test_suggestions_are_given_up_and_not_asked_about_again(town: Office) -> None:
    await town.says("Lan", UNSURE)
    assert await town.says("Lan", "thôi không hỏi nữa") == [vi("dropped", start=UNSURE)]
    town.clock.forward(timedelta(minutes=31))
    await town.ticks()
    assert await town.told("Lan") == []


async def test_what_was_given_up_counts_as_not_asked_until_it_is_sent_on(town: Office) -> None:
    await town.says("Lan", UNKNOWN)
    await town.presses("Lan", vi("sort-never-mind"))
    assert await counted(town) == (0, 0, 0)
    await town.presses("Lan", vi("dropped-send"))
    await town.presses("Lan", MOIT)
    assert await counted(town) == (1, 0, 1)


async def test_giving_up_to_say_more_does_not_open_it_again(town: Office) -> None:
    await sends(town)
    await town.presses("Minh", vi("card-answer"))
    await town.says("Minh", "Gửi Sở Tài chính.")
    await town.presses("Lan", vi("settle-not-solved"))
    assert await town.says("Lan", "thôi, không cần nữa ạ") == [vi("show-given-up")]
    assert [question.state for question in await asked(town)] == ["answered"]


async def test_a_doubt_gives_nothing_up(town: Office) -> None:
    await town.says("Lan", UNKNOWN)
    await town.says("Lan", "Không hỏi?")
    assert (await asked(town))[0].state == "unsorted"


async def test_a_number_that_is_on_no_list_shows_the_list_again(town: Office) -> None:
    await town.says("Lan", UNKNOWN)
    again = await labels(town, "9")
    assert len(await asked(town)) == 1
    await town.says("Lan", str(again.index(MOIT) + 1))
    assert (await asked(town))[0].state == "open"


async def test_who_calls_an_addition_a_new_question_too_late_hears_what_to_do(town: Office) -> None:
    await sends(town)
    await town.says("Lan", "Hội chợ có 20 gian hàng")
    token = await town.token("Lan", vi("sort-new"))
    town.clock.forward(timedelta(minutes=11))
    await town.ticks()
    assert vi("sort-merged") in await town.presses_token("Lan", token)


async def test_huy_is_a_name(town: Office) -> None:
    await town.says("Lan", "/toi")
    await town.presses("Lan", vi("people-button-rename"))
    assert "Huy" in " ".join(await town.says("Lan", "Huy"))
    assert (await town.person("Lan")).name == "Huy"


def test_zalo_shows_every_choice_as_a_button() -> None:
    near = [FieldGuess(field, "MOIT", 0.3) for field in ("electricity", "gas-lpg", "alcohol")]
    assert len(opening.unsorted_choices(vi, 1, near)) <= 5


@pytest.mark.parametrize("no", ["không ạ", "chưa ạ", "không phải ạ"])
async def test_a_no_to_an_officer_hits_no_older_message(town: Office, no: str) -> None:
    await town.says("Lan", UNSURE)
    await sends(town)
    await asks_back(town)
    await loses_the_dialog(town)
    await town.says("Lan", no)
    older, newer = await asked(town)
    assert (older.state, newer.state) == ("offered", "open")
    assert no in " ".join(await town.told("Minh"))


@pytest.mark.parametrize("no", ["không phải ạ", "chưa", "khong phai"])
async def test_a_no_to_which_field_gives_nothing_up(town: Office, no: str) -> None:
    await town.says("Lan", UNKNOWN)
    await town.says("Lan", no)
    assert (await asked(town))[0].state == "unsorted"


@pytest.mark.parametrize("text", ["chưa trả lời", "Chưa thấy trả lời ạ", "lâu quá"])
async def test_what_sounds_impatient_answers_what_was_asked_back(town: Office, text: str) -> None:
    await sends(town)
    await asks_back(town)
    await loses_the_dialog(town)
    await town.says("Lan", text)
    assert text in " ".join(await town.told("Minh"))


async def test_solved_is_answered_by_no(town: Office) -> None:
    await sends(town)
    await town.presses("Minh", vi("card-answer"))
    await town.says("Minh", "Gửi Sở Tài chính.")
    assert "giải quyết xong chưa" in " ".join(await town.says("Lan", "cảm ơn anh"))
    await town.says("Lan", "chưa ạ")
    await town.says("Lan", "nhầm rồi ạ, xã hỏi kinh phí")
    assert "nhầm rồi ạ" in " ".join(await town.told("Minh"))


async def test_an_addition_is_one_also_after_the_bank_s_answer_has_lapsed(town: Office) -> None:
    await sends(town)
    await asks_back(town)
    belongs = next(label for label in await labels(town, BANK) if label.startswith("Bổ sung"))
    token = await town.token("Lan", belongs)
    town.clock.forward(timedelta(hours=25))
    await town.ticks()
    await town.presses_token("Lan", token)
    assert BANK in " ".join(await town.told("Minh"))


async def test_who_is_asked_back_hears_so_under_what_the_bank_answers(town: Office) -> None:
    await sends(town)
    await asks_back(town)
    [first] = await asked(town)
    assert vi("bank-still-asked", code=first.code) in " ".join(await town.says("Lan", BANK))


async def test_an_addition_before_a_reopening_goes_with_it(town: Office) -> None:
    await sends(town)
    await town.presses("Minh", vi("card-answer"))
    await town.says("Minh", "Gửi Sở Tài chính.")
    await town.told("Lan")
    reopen = await town.token("Lan", vi("settle-not-solved"))
    assert vi("sort-which") in await town.says("Lan", "Hội chợ có 20 gian hàng")
    await town.presses_token("Lan", reopen)
    await town.says("Lan", "Sở Tài chính không nhận")
    town.clock.forward(timedelta(minutes=11))
    await town.ticks()
    assert [question.state for question in await asked(town)] == ["open"]
    assert "20 gian hàng" in " ".join(await town.told("Minh"))


async def test_who_takes_back_what_was_asked_back_is_not_waited_for(town: Office) -> None:
    await sends(town)
    await asks_back(town)
    await town.says("Lan", "/thuhoi")
    assert [question.state for question in await asked(town)] == ["recalled"]
    async with town.db.reading() as tx:
        assert (await conversations.at(tx, town.place("Lan"))).dialog is None
