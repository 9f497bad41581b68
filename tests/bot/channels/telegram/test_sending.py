"""Neutral messages as the phone shows them, and the six ways a send ends."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from bot.channels.base import Gone, Refused, Retry, Sending, Sent, Throttled, Unknown
from bot.channels.telegram import TelegramChannel, TelegramSettings
from handlers.clock import Clock
from handlers.outgoing import RESENT, Button, Draft, Edit, Menu, Message, Recall, Style, Toast, marked_as_resent
from storage.db import Database
from storage.place import Place
from tests.bot.channels.inbox import Inbox
from tests.bot.channels.telegram.conftest import SHORT
from tests.fakes.telegram import FakeTelegram, FakeUser

LAN = Place("telegram", "101")
ROWS = (
    (Button("Có", "p:1", Style.PRIMARY), Button("Không", "p:2", Style.DANGER)),
    (Button("Web", url="https://x.vn"),),
)
LONG = "\n\n".join(f"{n}. " + "chữ 😀 " * 150 for n in range(12))


def sending(
    content: Message | Edit | Recall | Toast | Menu, place: Place = LAN, number: int = 1, **how: Any
) -> Sending:
    return Sending(number, place, content, **how)


async def test_a_message_with_emphasis_and_buttons(channel: TelegramChannel, lan: FakeUser) -> None:
    message = Draft().bold("😀 LS-0001").line("<b>không phải</b> *markup*").italic("còn hạn").message(ROWS)
    outcome = await channel.send(sending(message))
    (shown,) = lan.heard
    assert outcome == Sent(str(shown.id))
    assert shown.text == "😀 LS-0001\n<b>không phải</b> *markup*\ncòn hạn"
    assert (shown.styled("bold"), shown.styled("italic")) == (["😀 LS-0001"], ["còn hạn"])
    assert [[(b.label, b.data, b.url, b.style) for b in row] for row in shown.rows] == [
        [("Có", "p:1", None, "primary"), ("Không", "p:2", None, "danger")],
        [("Web", None, "https://x.vn", None)],
    ]


async def test_links_are_not_previewed(channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram) -> None:
    await channel.send(sending(Message("https://example.vn")))
    assert fake.calls[-1].parameters["link_preview_options"] == {"is_disabled": True}


async def test_a_quote(channel: TelegramChannel, lan: FakeUser) -> None:
    asked = await lan.says("Hỏi")
    await channel.send(sending(Message("Đáp", quote=str(asked))))
    assert (await lan.hears("Đáp")).reply_to == asked


@pytest.mark.parametrize("quote", ["999", "không phải số", ""])
async def test_a_quote_that_is_gone_does_not_hold_the_message(
    channel: TelegramChannel, lan: FakeUser, quote: str
) -> None:
    assert isinstance(await channel.send(sending(Message("Đáp", quote=quote))), Sent)
    assert (await lan.hears("Đáp")).reply_to is None


async def test_a_quote_that_is_refused_is_left_out(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram
) -> None:
    fake.fail_next("sendMessage", 400, description="Bad Request: message to be replied not found")
    assert isinstance(await channel.send(sending(Message("Đáp", quote="1"))), Sent)
    assert [("reply_parameters" in call.parameters) for call in fake.called("sendMessage")] == [True, False]


async def test_it_is_tried_without_the_quote_once_only(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram
) -> None:
    fake.fail_next("sendMessage", 400, description="Bad Request: message to be replied not found", times=9)
    assert isinstance(await channel.send(sending(Message("Đáp", quote="1"))), Refused)
    assert len(fake.called("sendMessage")) == 2


async def test_a_topic(channel: TelegramChannel, fake: FakeTelegram) -> None:
    group = fake.group(-100, topics=(12,))
    await channel.send(sending(Message("Điện"), Place("telegram", "-100", "12")))
    assert group.heard[0].topic == 12
    group.closes_topic(12)
    outcome = await channel.send(sending(Message("Điện"), Place("telegram", "-100", "12")))
    assert isinstance(outcome, Gone)
    assert (outcome.topic_lost, outcome.moved_to) == (True, None), "where it goes then is not for the channel to say"


async def test_a_topic_of_a_private_chat_that_went_away(channel: TelegramChannel, lan: FakeUser) -> None:
    assert isinstance(await channel.send(sending(Message("Đáp"), Place("telegram", "101", "7"))), Sent)
    assert (await lan.hears("Đáp")).topic is None


# --- long ones ---------------------------------------------------------------------------------------------------


async def test_a_long_text_is_several_messages(channel: TelegramChannel, lan: FakeUser) -> None:
    asked = await lan.says("Hỏi")
    outcome = await channel.send(sending(Message(LONG, rows=ROWS, quote=str(asked))))
    assert isinstance(outcome, Sent)
    assert [str(shown.id) for shown in lan.heard] == [outcome.remote_id, *outcome.more_ids]
    assert "".join(" ".join(s.text for s in lan.heard).split()) == "".join(LONG.split())
    assert [bool(shown.rows) for shown in lan.heard] == [False] * (len(lan.heard) - 1) + [True]
    assert [shown.reply_to for shown in lan.heard] == [asked] + [None] * (len(lan.heard) - 1)


async def test_a_long_text_that_must_wait_goes_on_where_it_stopped(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram
) -> None:
    fake.budget(per_chat=(0.001, 2))
    first = await channel.send(sending(Message(LONG)))
    assert isinstance(first, Throttled)
    assert first.partly
    fake.budget()
    second = await channel.send(sending(Message(LONG), tries=2))
    assert isinstance(second, Sent)
    assert "".join(" ".join(s.text for s in lan.heard).split()) == "".join(LONG.split())
    assert len(second.more_ids) == len(lan.heard) - 1


async def test_a_long_text_of_which_a_part_is_there_says_so_when_its_reader_has_gone(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram
) -> None:
    fake.budget(per_chat=(0.001, 2))
    assert isinstance(await channel.send(sending(Message(LONG))), Throttled)
    lan.blocks()
    fake.budget()
    outcome = await channel.send(sending(Message(LONG), tries=2))
    assert isinstance(outcome, Gone)
    assert outcome.partly
    short = await channel.send(sending(Message("ngắn")))
    assert isinstance(short, Gone)
    assert not short.partly


async def test_a_long_text_of_which_a_part_may_be_there_is_begun_anew(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram
) -> None:
    fake.fail_next("sendMessage", 500, times=1, effect=True)
    assert isinstance(await channel.send(sending(Message(LONG))), Unknown)
    again = await channel.send(sending(marked_as_resent(Message(LONG)), resend=True, tries=2))
    assert isinstance(again, Sent)
    first, *copy = lan.heard
    assert not first.text.startswith(RESENT)
    assert all(shown.text.startswith(f"{RESENT}\n") for shown in copy), "any of them may be there already"
    assert "".join(" ".join(shown.text.removeprefix(RESENT) for shown in copy).split()) == "".join(LONG.split())


async def test_what_another_sender_has_tried_since_is_begun_anew(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram
) -> None:
    fake.budget(per_chat=(0.001, 2))
    assert isinstance(await channel.send(sending(Message(LONG))), Throttled)
    fake.budget()
    before = len(lan.heard)
    again = await channel.send(sending(marked_as_resent(Message(LONG)), resend=True, tries=3))
    assert isinstance(again, Sent)
    assert all(shown.text.startswith(RESENT) for shown in lan.heard[before:])
    assert "".join(" ".join(shown.text.removeprefix(RESENT) for shown in lan.heard[before:]).split()) == "".join(
        LONG.split()
    )


@pytest.mark.parametrize(("status", "kind"), [(400, Refused), (403, Gone), (500, Unknown)])
async def test_a_failure_in_the_middle_says_how_far_it_came(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram, status: int, kind: type
) -> None:
    fake.budget(per_chat=(0.001, 1))
    assert isinstance(await channel.send(sending(Message(LONG))), Throttled)
    fake.budget()
    fake.fail_next("sendMessage", status)
    outcome = await channel.send(sending(Message(LONG), tries=2))
    assert isinstance(outcome, kind)
    assert "1 of " in str(outcome)


# --- presses and menus -------------------------------------------------------------------------------------------


async def test_the_answer_to_a_press(channel: TelegramChannel, lan: FakeUser) -> None:
    await channel.send(sending(Message("Giúp được không?", rows=ROWS)))
    press = await lan.presses("Có")
    assert await channel.send(sending(Toast(press, "Cảm ơn! " * 60))) == Sent(None)
    assert (await lan.toast(press)).startswith("Cảm ơn!")


async def test_an_answer_without_words(channel: TelegramChannel, lan: FakeUser) -> None:
    await channel.send(sending(Message("Giúp được không?", rows=ROWS)))
    press = await lan.presses("Có")
    assert await channel.send(sending(Toast(press))) == Sent(None)
    assert await lan.toast(press) == ""


async def test_a_press_nobody_waits_for_any_more(channel: TelegramChannel, lan: FakeUser) -> None:
    assert await channel.send(sending(Toast("1", "muộn"))) == Sent(None)


async def test_a_menu_for_this_chat(channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram) -> None:
    menu = Menu((("hangdoi", "Hàng đợi"), ("truc", "Lịch trực")))
    assert await channel.send(sending(menu)) == Sent(None)
    assert lan.menu == ["hangdoi", "truc"]
    assert "language_code" not in fake.calls[-1].parameters
    assert await channel.send(sending(Menu(()))) == Sent(None)
    assert lan.menu == []


# --- the six ways ------------------------------------------------------------------------------------------------


async def test_throttled(channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram) -> None:
    fake.fail_next("sendMessage", 429, retry_after=17)
    assert await channel.send(sending(Message("x"))) == Throttled(17)


async def test_a_person_who_blocked_the_bot_is_gone(channel: TelegramChannel, lan: FakeUser) -> None:
    lan.blocks()
    assert isinstance(await channel.send(sending(Message("x"))), Gone)


async def test_an_account_that_is_no_more_is_gone(channel: TelegramChannel, lan: FakeUser) -> None:
    lan.deactivates()
    assert isinstance(await channel.send(sending(Message("x"))), Gone)


async def test_a_person_who_never_wrote_is_gone(channel: TelegramChannel, fake: FakeTelegram) -> None:
    fake.user(102)
    outcome = await channel.send(sending(Message("x"), Place("telegram", "102")))
    assert outcome == Gone("Chat not found")


async def test_a_group_that_threw_the_bot_out_is_gone(channel: TelegramChannel, fake: FakeTelegram) -> None:
    fake.group(-5).throws_out_the_bot()
    assert isinstance(await channel.send(sending(Message("x"), Place("telegram", "-5"))), Gone)


async def test_a_group_that_moved_says_where(channel: TelegramChannel, fake: FakeTelegram) -> None:
    fake.group(-5).migrates(-1009)
    outcome = await channel.send(sending(Message("x"), Place("telegram", "-5")))
    assert isinstance(outcome, Gone)
    assert outcome.moved_to == "-1009"


@pytest.mark.parametrize(
    "message",
    [
        Message(""),
        Message("x", rows=((Button("x", "t" * 65),),)),
        Message("x", rows=((Button("", "t"),),)),
        Message("x", rows=((Button("x", url="ftp://x"),),)),
        Message("a\ud800b"),
    ],
    ids=["empty", "long data", "no label", "odd address", "surrogate"],
)
async def test_what_telegram_never_takes_is_refused(
    channel: TelegramChannel, lan: FakeUser, message: Message
) -> None:
    assert isinstance(await channel.send(sending(message)), Refused)


@pytest.mark.parametrize("chat", ["abc", "1.5", ""])
async def test_a_place_that_is_no_chat_is_refused(channel: TelegramChannel, chat: str) -> None:
    assert isinstance(await channel.send(sending(Message("x"), Place("telegram", chat))), Refused)


async def test_no_connection_is_tried_again(sqlite_db: Database) -> None:
    settings = TelegramSettings("1:a", "http://127.0.0.1:1")
    channel = TelegramChannel(settings, sqlite_db, Clock(), timeouts=SHORT)
    assert isinstance(await channel.send(sending(Message("x"))), Retry)
    await channel.stop()
    assert isinstance(await channel.send(sending(Message("x"))), Retry)


@pytest.mark.parametrize("effect", [True, False])
async def test_a_broken_connection_is_unknown(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram, effect: bool
) -> None:
    fake.drop_next("sendMessage", effect=effect)
    assert isinstance(await channel.send(sending(Message("x"))), Unknown)
    assert len(lan.heard) == effect


async def test_a_silent_server_is_unknown(channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram) -> None:
    fake.stall_next("sendMessage", effect=True)
    assert isinstance(await channel.send(sending(Message("x"))), Unknown)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_server_error_is_unknown(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram, status: int
) -> None:
    fake.fail_next("sendMessage", status)
    assert isinstance(await channel.send(sending(Message("x"))), Unknown)


@pytest.mark.parametrize(
    "answer", [b'{"ok":true,"result":{}}', b'{"ok":true,"result":[1]}', b'{"ok":true,"result":5}', b"{}", b"x"]
)
async def test_an_answer_that_cannot_be_read_is_unknown(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram, answer: bytes
) -> None:
    fake.answer_next("sendMessage", answer)
    assert isinstance(await channel.send(sending(Message("x"))), Unknown)


async def test_an_answer_of_which_only_the_id_can_be_read_is_a_success(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram
) -> None:
    """A field of a newer Bot API, in a shape that the library does not know."""
    fake.answer_next("sendMessage", b'{"ok":true,"result":{"message_id":77,"entities":5,"chat":[]}}')
    assert await channel.send(sending(Message("x"))) == Sent("77")


async def test_a_wrong_token_is_said_once(
    fake: FakeTelegram, sqlite_db: Database, caplog: pytest.LogCaptureFixture, inbox: Inbox
) -> None:
    channel = TelegramChannel(TelegramSettings("1:wrong", fake.base_url), sqlite_db, Clock(), timeouts=SHORT)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert isinstance(await channel.send(sending(Message("x"))), Retry)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    await channel.stop()


async def test_many_at_once(channel: TelegramChannel, fake: FakeTelegram) -> None:
    people = [fake.user(1000 + n, known=True) for n in range(40)]
    fake.latency = 0.02
    sends = [channel.send(sending(Message(f"số {p.id}"), Place("telegram", str(p.id)), p.id)) for p in people]
    assert all(isinstance(outcome, Sent) for outcome in await asyncio.gather(*sends))
    assert [p.heard[0].text for p in people] == [f"số {p.id}" for p in people]
