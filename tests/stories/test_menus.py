"""The menu of commands follows a person's seats, and Telegram is asked no more often than they change."""

from __future__ import annotations

from datetime import timedelta

from storage.seats import Role
from tests.phones import TelegramPhone
from tests.talk import Town


async def offers(town: Town, phone: TelegramPhone, *commands: str) -> None:
    await town.fake.until(lambda: set(commands) <= set(phone.user.menu))


def calls(town: Town) -> int:
    return len(town.fake.called("setMyCommands"))


async def joins(
    town: Town, name: str, role: Role, unit: str, ministry: str | None = None, **term: object
) -> TelegramPhone:
    phone = town.on_telegram(name)
    await phone.says(f"/start {await town.invited(role, unit, ministry, **term)}")
    return phone


async def test_everybody_is_offered_commands_in_his_apps_language_before_he_says_who_he_is(town: Town) -> None:
    shown = town.fake.world.commands
    await town.fake.until(lambda: len(shown) == 4)
    names = {scope: [command["command"] for command in menu] for scope, menu in shown.items()}
    assert names["default"] == ["tracuu", "cauhoi", "toi", "lienket", "trogiup", "ngonngu", "dulieu"]
    assert names["default|en"] == ["search", "questions", "me", "link", "help", "language", "mydata"]
    assert (names["all_group_chats"], names["all_group_chats|en"]) == (
        ["gannhom", "gonhom"], ["linkgroup", "unlinkgroup"],
    )  # fmt: skip
    await town.closes()
    await town.opens()
    await town.fake.until(lambda: len(town.fake.called("getMyCommands")) == 8)
    assert calls(town) == 4  # what Telegram shows already is not set again


async def test_an_officer_whose_term_ends_is_offered_no_queue_any_more(town: Town) -> None:
    minh = await joins(town, "Minh", Role.OFFICER, "20", "MOIT", seat_until=town.clock.today() + timedelta(days=2))
    await offers(town, minh, "hangdoi", "truc")
    await town.forward(days=3)
    await town.looks_round()
    await town.fake.until(lambda: "hangdoi" not in minh.user.menu)
    before = calls(town)
    await town.looks_round()
    await town.looks_round()
    assert calls(town) == before


async def test_a_seat_that_begins_later_is_offered_its_commands_on_that_day(town: Town) -> None:
    minh = await joins(town, "Minh", Role.OFFICER, "20", "MOIT", seat_from=town.clock.today() + timedelta(days=2))
    await offers(town, minh, "trogiup")
    assert "hangdoi" not in minh.user.menu
    await town.forward(days=2)
    await town.looks_round()
    await offers(town, minh, "hangdoi")


async def test_the_same_code_again_asks_telegram_for_nothing(town: Town) -> None:
    code = await town.invited(Role.OFFICER, "20", "MOIT", uses=2)
    minh = town.on_telegram("Minh")
    await minh.says(f"/start {code}")
    await offers(town, minh, "hangdoi")
    before = calls(town)
    await minh.says(code)
    await minh.hears("đã")
    assert calls(town) == before


async def test_who_chose_english_is_offered_english_commands(town: Town) -> None:
    minh = await joins(town, "Minh", Role.OFFICER, "20", "MOIT")
    await minh.says("/ngonngu en")
    await offers(town, minh, "queue", "duty")


async def test_a_menu_that_telegram_does_not_take_holds_up_nothing(town: Town) -> None:
    town.fake.fail_next("setMyCommands", 429, retry_after=3600, times=9)
    minh = await joins(town, "Minh", Role.OFFICER, "20", "MOIT")
    await minh.hears("Đã xong. Anh/chị là")
    await minh.says("/hangdoi")
    await minh.hears("Không còn câu hỏi nào")
    assert minh.user.menu == []
