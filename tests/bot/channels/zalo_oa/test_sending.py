"""Neutral messages as the phone shows them, and the six ways a send ends."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.channels.base import Gone, Refused, Retry, Sending, Sent, Throttled, Unknown
from bot.channels.zalo_oa import ZaloOaChannel
from bot.channels.zalo_oa.sending import MESSAGE, bodies
from handlers.clock import VIETNAM
from handlers.outgoing import RESENT, Button, Draft, Edit, Menu, Message, Toast, marked_as_resent
from storage.place import Place
from tests.bot.channels.zalo_oa.conftest import Opens, Station, StillClock
from tests.fakes.zalo_oa import FakeZaloOA, ZaloPerson
from tests.fakes.zalo_oa.checks import message as checked
from tests.fakes.zalo_oa.checks import units

LONG = "\n\n".join(f"{n}. " + "chữ 😀 " * 150 for n in range(6))
Sends = Any


def rows(*labels: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(label, f"aB3_-678xyz9.{n}"),) for n, label in enumerate(labels))


@pytest.fixture
def sends(channel: ZaloOaChannel, lan: ZaloPerson) -> Sends:
    """Sends something to Lan; how that ended."""

    async def send(content: Message | Edit | Toast | Menu | str, number: int = 1, to: str = "", **how: Any) -> Any:
        message = Message(content) if isinstance(content, str) else content
        return await channel.send(Sending(number, Place("zalo_oa", to or lan.id), message, **how))

    return send


def whole(lan: ZaloPerson) -> str:
    return "".join(" ".join(shown.text.replace(RESENT, "") for shown in lan.heard).split())


async def test_plain_text_with_buttons_that_come_back(
    sends: Sends, lan: ZaloPerson, station: Station, oa: FakeZaloOA
) -> None:
    message = Draft().bold("😀 LS-0001").line("<b>không phải</b> *markup*").message(rows("Có", "Không"))
    outcome = await sends(message)
    (shown,) = lan.heard
    assert outcome == Sent(shown.id)
    assert (shown.text, shown.buttons) == ("😀 LS-0001\n<b>không phải</b> *markup*", ["Có", "Không"])
    await lan.presses("Không")
    pressed: Any = station.channel.parse(station.inbox.arrivals[-1].payload)
    assert pressed.token == "aB3_-678xyz9.1"


async def test_five_buttons_are_buttons_and_six_are_numbered(sends: Sends, lan: ZaloPerson) -> None:
    await sends(Message("Chọn:", rows=rows(*"abcde")))
    await sends(Message("Chọn:", rows=numbered(*"abcdef")))
    five, six = lan.heard
    assert (five.text, five.buttons) == ("Chọn:", [*"abcde"])
    assert (six.text, six.buttons) == ("Chọn:\n\n1. a\n2. b\n3. c\n4. d\n5. e\n6. f", [])


async def test_numbers_that_mean_others_just_now_are_not_shown_and_none_twice(sends: Sends, lan: ZaloPerson) -> None:
    await sends(Message("Chọn:", rows=rows(*"abcdef")))
    await sends(Message("1. một … 6. sáu", rows=numbered(*"123456")))
    by_name, above = lan.heard
    assert by_name.text == "Chọn:\n\n• a\n• b\n• c\n• d\n• e\n• f"
    assert above.text == "1. một … 6. sáu"


def numbered(*labels: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(label, f"aB3_-678xyz9.{n}", number=n),) for n, label in enumerate(labels, start=1))


async def test_titles_over_the_limit_and_without_anything(sends: Sends, lan: ZaloPerson) -> None:
    labels = ("😀" * 99, "chữ " * 60, "   ", "x" * 100)
    assert isinstance(await sends(Message("Chọn:", rows=rows(*labels))), Sent)
    titles = lan.heard[0].buttons
    assert all(0 < units(title) <= 100 for title in titles)
    assert titles[3] == "x" * 100


async def test_a_button_that_leads_to_a_page(sends: Sends, lan: ZaloPerson) -> None:
    await sends(Message("Xem", rows=((Button("Mở", url="https://example.vn/a?b=c"),),)))
    assert lan.heard[0].keys[0].payload == "https://example.vn/a?b=c"


async def test_a_quote(sends: Sends, lan: ZaloPerson) -> None:
    asked = await lan.says("Hỏi")
    await sends(Message("Đáp", quote=asked))
    await sends(Message("Đáp", quote=asked, rows=rows("Có")))
    assert [shown.quote for shown in lan.heard] == [asked, None], "only a plain text quotes"


async def test_a_quote_that_is_refused_is_left_out(sends: Sends, lan: ZaloPerson, oa: FakeZaloOA) -> None:
    asked = await lan.says("Hỏi")
    lan.deletes(asked)
    for quote in (asked, "none"):
        assert isinstance(await sends(Message("Đáp", quote=quote)), Sent)
    assert [shown.quote for shown in lan.heard] == [None, None]
    assert len(oa.called(MESSAGE)) == 4
    oa.fail_next(MESSAGE, -201, times=9)
    assert isinstance(await sends(Message("Đáp", quote=asked)), Refused)
    assert len(oa.called(MESSAGE)) == 6, "it is tried without the quote once only"


async def test_an_edit_is_said_again(sends: Sends, lan: ZaloPerson) -> None:
    first = await sends(Message("Ngày 10", rows=rows("Có")))
    assert isinstance(await sends(Edit(1, Message("Ngày 12")), edit_of=first.remote_id), Sent)
    assert (lan.heard[1].text, lan.heard[1].quote) == ("(đã sửa)\nNgày 12", first.remote_id)
    await sends(Edit(1, Message("Ngày 12")), edit_of=first.remote_id, resend=True)
    assert lan.heard[2].text == f"{RESENT}\n(đã sửa)\nNgày 12", "a second copy says that it is one"


async def test_what_only_flashes_up_elsewhere_and_menus_are_nothing(sends: Sends, oa: FakeZaloOA) -> None:
    for nothing in (Toast("1", "xong"), Menu((("hangdoi", "Hàng đợi"),))):
        assert await sends(nothing) == Sent(None)
    assert not oa.called(MESSAGE)


# --- long ones ---------------------------------------------------------------------------------------------------


async def test_a_long_text_is_several_messages(sends: Sends, lan: ZaloPerson) -> None:
    asked = await lan.says("Hỏi")
    outcome = await sends(Message(LONG, rows=rows("Có"), quote=asked))
    assert [shown.id for shown in lan.heard] == [outcome.remote_id, *outcome.more_ids]
    assert outcome.texts == tuple(shown.id for shown in lan.heard)
    assert whole(lan) == "".join(LONG.split())
    assert [bool(shown.keys) for shown in lan.heard] == [False] * (len(lan.heard) - 1) + [True]
    assert [shown.quote for shown in lan.heard] == [asked] + [None] * (len(lan.heard) - 1)


@pytest.mark.parametrize("text", ["😀" * 4000, "x" * 5000, "e\u0301" * 3000, LONG * 3, "a\n\n" * 3000])
@pytest.mark.parametrize("resend", [False, True])
def test_every_part_is_within_the_limits(text: str, resend: bool) -> None:
    for body in bodies(Message(text, rows=rows(*map(str, range(9)))), resend=resend):
        checked(body)


async def test_one_that_must_wait_goes_on_where_it_stopped(sends: Sends, lan: ZaloPerson, oa: FakeZaloOA) -> None:
    oa.fail_next(MESSAGE, -32, after=2)
    first = await sends(LONG)
    assert (first.partly, len(lan.heard)) == (True, 2)
    second = await sends(LONG, tries=2)
    assert whole(lan) == "".join(LONG.split())
    assert [shown.id for shown in lan.heard] == [second.remote_id, *second.more_ids]


async def test_a_part_of_which_nobody_knows_makes_a_marked_copy_of_all(
    sends: Sends, lan: ZaloPerson, oa: FakeZaloOA
) -> None:
    oa.drop_next(MESSAGE, effect=True)
    assert isinstance(await sends(LONG), Unknown)
    before = len(lan.heard)
    assert isinstance(await sends(marked_as_resent(Message(LONG)), resend=True, tries=2), Sent)
    assert all(shown.text.startswith(RESENT) for shown in lan.heard[before:])
    assert all(units(shown.text) <= 2000 for shown in lan.heard)


async def test_what_another_process_has_tried_since_is_begun_anew(
    sends: Sends, lan: ZaloPerson, oa: FakeZaloOA
) -> None:
    oa.fail_next(MESSAGE, -32, after=1)
    assert (await sends(LONG)).partly
    again = await sends(marked_as_resent(Message(LONG)), resend=True, tries=3)
    assert len(lan.heard) == 1 + 1 + len(again.more_ids)


async def test_somebody_who_leaves_in_the_middle(sends: Sends, lan: ZaloPerson, oa: FakeZaloOA) -> None:
    oa.fail_next(MESSAGE, -217, after=1)
    outcome = await sends(LONG)
    assert isinstance(outcome, Gone)
    assert outcome.partly


# --- the six ways ------------------------------------------------------------------------------------------------


async def test_too_many_calls_wait_for_the_next_minute(
    sends: Sends, oa: FakeZaloOA, clock: StillClock, lan: ZaloPerson
) -> None:
    oa.per_minute = 0
    clock.passes(seconds=13)
    outcome = await sends("chào")
    assert outcome == Throttled(60.0 - clock.at.second)
    oa.per_minute = 4000
    assert isinstance(await sends("chào", tries=2), Sent)


@pytest.mark.parametrize("error", [-211, -218, -144, -147])
async def test_a_quota_waits_for_the_next_day_in_viet_nam(
    sends: Sends, oa: FakeZaloOA, clock: StillClock, error: int
) -> None:
    oa.fail_next(MESSAGE, error)
    outcome = await sends("chào")
    there = (clock.at + timedelta(seconds=outcome.after)).astimezone(VIETNAM)
    assert (there.date() - clock.at.astimezone(VIETNAM).date(), there.hour, there.minute) == (timedelta(days=1), 0, 0)


async def test_the_last_month_ends_in_viet_nam(sends: Sends, oa: FakeZaloOA, clock: StillClock) -> None:
    clock.at = datetime(2026, 12, 31, 23, 59, 30, tzinfo=VIETNAM)
    oa.person("Lan").him.last_interaction = clock.at.timestamp()
    oa.fail_next(MESSAGE, -211)
    oa.grants.access_life = 10**7
    assert (await sends("chào")).after <= 31


@pytest.mark.parametrize("error", [-204, -205, -209, -212, -219, -221, -223, -224, -242, -320, -321, -14002, -14003])
async def test_what_the_operator_has_to_do_is_said_once_and_waited_for(
    sends: Sends, oa: FakeZaloOA, error: int, caplog: pytest.LogCaptureFixture, lan: ZaloPerson
) -> None:
    oa.fail_next(MESSAGE, error, times=3)
    with caplog.at_level(logging.WARNING):
        for n in range(3):
            assert await sends("chào", tries=n + 1) == Throttled(600)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert isinstance(await sends("chào", tries=4), Sent)
    oa.fail_next(MESSAGE, error)
    await sends("chào")
    assert len(caplog.records) == 2, "it went well meanwhile, so it is said again"


@pytest.mark.parametrize("error", [-213, -217, -227, -244])
async def test_who_left_is_gone(sends: Sends, lan: ZaloPerson, error: int) -> None:
    lan.him.closed = error
    outcome = await sends("chào")
    assert isinstance(outcome, Gone)
    assert not outcome.for_now


@pytest.mark.parametrize("error", [-230, -232])
async def test_who_was_silent_for_too_long_is_gone_for_now(sends: Sends, lan: ZaloPerson, error: int) -> None:
    lan.him.closed = error
    outcome = await sends("chào")
    assert (type(outcome), outcome.for_now, outcome.heard_at) == (Gone, True, None)


@pytest.mark.parametrize("error", [-100, -201, -210, -233, -240, -248, -9999])
async def test_what_zalo_never_takes_is_refused(sends: Sends, oa: FakeZaloOA, error: int) -> None:
    oa.fail_next(MESSAGE, error)
    assert isinstance(await sends("chào"), Refused)
    assert len(oa.called(MESSAGE)) == 1


async def test_empty_and_unknown(sends: Sends) -> None:
    assert isinstance(await sends(""), Refused)
    assert isinstance(await sends("chào", to="123"), Refused)


@pytest.mark.parametrize("effect", [True, False])
@pytest.mark.parametrize("how", ["drop_next", "stall_next"])
async def test_silence_is_unknown(sends: Sends, oa: FakeZaloOA, lan: ZaloPerson, how: str, effect: bool) -> None:
    getattr(oa, how)(MESSAGE, effect=effect)
    assert isinstance(await sends("chào"), Unknown)
    assert len(lan.heard) == effect


@pytest.mark.parametrize(
    "answer",
    [(b"<html>", 500), (b"", 502), (b"", 504), (b"<html>", 200), (b"{}", 200), (b'{"error":"x"}', 200), (b"[]", 200)],
)
async def test_an_answer_that_cannot_be_read_is_unknown(
    sends: Sends, oa: FakeZaloOA, answer: tuple[bytes, int]
) -> None:
    oa.answer_next(MESSAGE, *answer)
    assert isinstance(await sends("chào"), Unknown)


async def test_a_success_without_an_id_is_one(sends: Sends, oa: FakeZaloOA) -> None:
    oa.answer_next(MESSAGE, b'{"error":0,"data":{}}')
    assert await sends("chào") == Sent(None)


async def test_no_connection_is_tried_again(
    channel: ZaloOaChannel, opens: Opens, station: Station, lan: ZaloPerson, oa: FakeZaloOA
) -> None:
    away = await opens(station.db, api_base_url="http://127.0.0.1:1")
    assert isinstance(await away.sends("chào", lan), Retry)
    redirected = await opens(station.db)
    oa.answer_next(MESSAGE, status=302)
    assert isinstance(await redirected.sends("chào", lan), Retry)
    await station.channel.stop()
    assert isinstance(await station.sends("chào", lan), Retry)


async def test_many_at_once(channel: ZaloOaChannel, station: Station, oa: FakeZaloOA) -> None:
    people = [oa.person(f"{n}", follows=True) for n in range(40)]
    oa.latency[MESSAGE] = 0.02
    sends = [station.sends(f"số {person.id}", person, n) for n, person in enumerate(people)]
    assert all(isinstance(outcome, Sent) for outcome in await asyncio.gather(*sends))
    assert [person.heard[0].text for person in people] == [f"số {person.id}" for person in people]
