"""Sending: plain texts, six ways to end, and a month's allowance that is counted before anything leaves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.base import Outcome, Purpose, Refused, Retry, Sending, Sent, Throttled, Unknown
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_bot.allowance import month_of, until_next_month
from bot.channels.zalo_bot.parts import CHOOSE_BY_NAME
from bot.logs import Redactor
from handlers.clock import Clock
from handlers.outgoing import Button, Edit, Menu, Message, Toast
from handlers.unreachable import NOT_BY_THIS_CHANNEL
from storage.channels import quotas
from storage.db import Database
from storage.place import Place
from tests.bot.channels.inbox import Inbox
from tests.bot.channels.zalo_bot.conftest import BOT, SHORT, settings_of
from tests.fakes.zalo_bot import FakeZaloBot, ZaloBotPerson

KEY = f"zalo_bot:{BOT}"


def sending(to: ZaloBotPerson | str, content: object = Message("Chào chị"), **given: object) -> Sending:
    chat = to if isinstance(to, str) else to.id
    return Sending(1, Place("zalo_bot", chat), content, **given)  # type: ignore[arg-type]


async def used(db: Database, clock: Clock) -> int:
    return await db.read(lambda tx: quotas.used(tx, KEY, month_of(clock.business())))


async def test_a_message_is_shown_under_its_id(
    channel: ZaloBotChannel, fake: FakeZaloBot, lan: ZaloBotPerson
) -> None:
    rows = ((Button("Đã giải quyết", "a.0"),),)
    outcome = await channel.send(sending(lan, Message("Theo *Điều* 20 <b>", rows=rows, quote="5")))
    [shown] = lan.heard
    assert outcome == Sent(shown.id)
    assert shown.text.startswith("Theo *Điều* 20 <b>\n")
    assert (shown.parse_mode, shown.styles) == (None, [])
    assert set(fake.calls[0].parameters) == {"chat_id", "text"}


async def test_a_long_one_takes_three_and_all_are_its_ids(channel: ZaloBotChannel, lan: ZaloBotPerson) -> None:
    outcome = await channel.send(sending(lan, Message("Một câu dài. " * 800)))
    ids = tuple(shown.id for shown in lan.heard)
    assert len(ids) == 3
    assert outcome == Sent(ids[0], ids[1:], ids)


async def test_an_edit_is_said_again(channel: ZaloBotChannel, lan: ZaloBotPerson) -> None:
    solved = Button("Đã giải quyết", "a.0", number=1)  # what 1 means may have changed since it was said first
    edit = Edit(7, Message("15 triệu", rows=((solved,),), quote="55"))
    await channel.send(sending(lan, edit, edit_of="x"))
    assert lan.heard[-1].text == f"(đã sửa)\n15 triệu\n\n{CHOOSE_BY_NAME}\n• Đã giải quyết"
    await channel.send(sending(lan, edit, edit_of="x", resend=True))
    assert lan.heard[-1].text == f"(gửi lại)\n(đã sửa)\n15 triệu\n\n{CHOOSE_BY_NAME}\n• Đã giải quyết"


@pytest.mark.parametrize("content", [Toast("q", "Đã lưu"), Menu((("trogiup", "Trợ giúp"),))])
async def test_toasts_and_menus_cost_nothing(
    channel: ZaloBotChannel, fake: FakeZaloBot, lan: ZaloBotPerson, content: object
) -> None:
    assert await channel.send(sending(lan, content)) == Sent(None)
    assert fake.calls == []


async def test_nothing_to_say_is_refused(channel: ZaloBotChannel, lan: ZaloBotPerson) -> None:
    assert await channel.send(sending(lan, Message(""))) == Refused("an empty message")


Plan = Callable[[FakeZaloBot], None]


@pytest.mark.parametrize(
    ("plan", "expected", "costs"),
    [
        (lambda fake: fake.fail_next("sendMessage", 400), Refused, 0),
        (lambda fake: fake.fail_next("sendMessage", 404), Refused, 0),
        (lambda fake: fake.fail_next("sendMessage", 403), Retry, 0),
        (lambda fake: fake.fail_next("sendMessage", 408, effect=True), Unknown, 1),
        (lambda fake: fake.fail_next("sendMessage", 429), Throttled, 0),
        (lambda fake: fake.fail_next("sendMessage", 401), Throttled, 0),
        (lambda fake: fake.fail_next("sendMessage", 500), Unknown, 1),
        (lambda fake: fake.answer_next("sendMessage", b"<html>", 200, effect=True), Unknown, 1),
        (lambda fake: fake.answer_next("sendMessage", b"<html>", 502), Unknown, 1),
        (lambda fake: fake.answer_next("sendMessage", b"<html>", 401), Throttled, 0),
        (lambda fake: fake.answer_next("sendMessage", b"<html>", 403), Retry, 0),
        (lambda fake: fake.answer_next("sendMessage", b"<html>", 404), Refused, 0),
        (lambda fake: fake.answer_next("sendMessage", b'{"ok":false,"error_code":"429"}', 200), Throttled, 0),
        (lambda fake: fake.answer_next("sendMessage", b'{"ok":false}', 200), Unknown, 1),
        (lambda fake: fake.answer_next("sendMessage", b"[1]", 200), Unknown, 1),
        (lambda fake: fake.answer_next("sendMessage", b"", 302), Retry, 0),
        (lambda fake: fake.drop_next("sendMessage", effect=True), Unknown, 1),
    ],
    ids=["400", "404", "403", "408", "429", "401", "500", "html 200", "html 502", "html 401", "html 403", "html 404",
         "429 as text", "no number", "list", "redirect", "drop"],
)  # fmt: skip
@pytest.mark.parametrize("error_statuses", [False, True])
async def test_what_an_error_means(
    channel: ZaloBotChannel, fake: FakeZaloBot, lan: ZaloBotPerson, sqlite_db: Database, clock: Clock, plan: Plan,
    expected: type[Outcome], costs: int, error_statuses: bool,
) -> None:  # fmt: skip
    fake.error_statuses = error_statuses
    plan(fake)
    outcome = await channel.send(sending(lan))
    assert isinstance(outcome, expected), outcome
    assert await used(sqlite_db, clock) == costs
    assert fake.token not in repr(outcome)


async def test_somebody_who_never_wrote_is_refused(channel: ZaloBotChannel) -> None:
    outcome = await channel.send(sending("6ede9afa66b88fe6d6a9"))
    assert isinstance(outcome, Refused)
    assert not outcome.elsewhere


async def test_nobody_is_there(channel: ZaloBotChannel, fake: FakeZaloBot, lan: ZaloBotPerson) -> None:
    await fake.goes_away()
    assert isinstance(await channel.send(sending(lan)), Retry)
    await fake.comes_back()
    assert isinstance(await channel.send(sending(lan)), Sent)


async def test_a_refused_token_stops_the_channel_and_is_told_once(
    fake: FakeZaloBot, lan: ZaloBotPerson, sqlite_db: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    channel = ZaloBotChannel(settings_of(fake), sqlite_db, clock, lambda _: None, timeouts=SHORT)
    fake.fail_next("sendMessage", 401, times=9)
    for _ in range(3):
        outcome = await channel.send(sending(lan))
        assert isinstance(outcome, Throttled)
        assert 590 < outcome.after <= 600
    assert len(fake.calls) == 1
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 1
    await channel.stop()


async def test_waits_for_429_grow_and_the_operator_hears_of_it_once(
    channel: ZaloBotChannel, fake: FakeZaloBot, lan: ZaloBotPerson, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail_next("sendMessage", 429, times=8)
    outcomes = [await channel.send(sending(lan)) for _ in range(8)]
    waits = [outcome.after for outcome in outcomes if isinstance(outcome, Throttled)]
    assert len(waits) == 8
    assert waits[0] <= 5
    assert 300 < waits[-1] <= 640
    assert caplog.text.count("allowance") == 1
    assert isinstance(await channel.send(sending(lan)), Sent)


async def test_after_a_wait_it_goes_on_where_it_stopped(
    channel: ZaloBotChannel, fake: FakeZaloBot, lan: ZaloBotPerson, sqlite_db: Database, clock: Clock
) -> None:
    long = Message("Một câu dài. " * 800)
    fake.fail_next("sendMessage", 403, after=1)
    first = await channel.send(sending(lan, long))
    assert isinstance(first, Retry)
    assert first.partly
    assert await used(sqlite_db, clock) == 1
    assert isinstance(await channel.send(sending(lan, long, tries=2, resend=True)), Sent)
    assert len(lan.heard) == 3
    assert await used(sqlite_db, clock) == 3


async def test_the_token_is_nowhere(
    channel: ZaloBotChannel, fake: FakeZaloBot, lan: ZaloBotPerson, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """It stands in each address, and errors quote addresses: here it is a canary."""
    caplog.set_level(logging.DEBUG)
    fake.fail_next("sendMessage", 400, f"no such bot {fake.token}")
    told = [repr(await channel.send(sending(lan)))]
    plans: tuple[Plan, ...] = (
        lambda fake: fake.drop_next("*", effect=False),
        lambda fake: fake.answer_next("*", fake.token.encode(), 500),
        lambda fake: fake.fail_next("*", 401, fake.token),
    )
    for plan in plans:
        plan(fake)
        told.append(repr(await channel.send(sending(lan))))
    await fake.goes_away()
    told.append(repr(await channel.send(sending(lan))))
    await channel.start(inbox.accept)
    await channel.stop()
    told += [repr(settings_of(fake, webhook_secret="canary-secret")), repr(channel)]
    secret = fake.token.partition(":")[2]
    assert secret not in "".join(told) + caplog.text
    assert "canary-secret" not in "".join(told)
    assert secret not in Redactor([fake.token])(f"{fake.base_url}/bot{fake.token}/getMe")
    await fake.comes_back()


# --- the month's messages ----------------------------------------------------------------------------------------


def of_ten(fake: FakeZaloBot, db: Database, clock: Clock) -> ZaloBotChannel:
    """A bot that may send ten messages a month."""
    return ZaloBotChannel(settings_of(fake, monthly_messages=10), db, clock, lambda _: None, timeouts=SHORT)


async def test_notices_end_at_90_per_cent_and_answers_at_the_end(
    db: Database, fake: FakeZaloBot, lan: ZaloBotPerson, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    notice, answer = sending(lan, purpose=Purpose.NOTICE), sending(lan, purpose=Purpose.ANSWER)
    channel = of_ten(fake, db, clock)
    for _ in range(9):
        assert isinstance(await channel.send(notice), Sent)
    assert caplog.text.count("most of this month's messages") == 1
    await channel.stop()

    channel = of_ten(fake, db, clock)  # another process
    held = await channel.send(notice)
    assert isinstance(held, Throttled)
    assert held.elsewhere
    assert held.after == pytest.approx(until_next_month(clock.business()), abs=5)
    assert isinstance(await channel.send(answer), Sent)
    last = await channel.send(answer)
    assert isinstance(last, Throttled)
    assert last.elsewhere
    assert len(lan.heard) == 10
    assert caplog.text.count("most of this month's messages") == 1

    clock.forward(timedelta(seconds=held.after + 1))
    assert isinstance(await channel.send(notice), Sent)
    await channel.stop()


async def test_a_message_that_does_not_fit_whole_is_not_begun(
    sqlite_db: Database, fake: FakeZaloBot, lan: ZaloBotPerson, clock: Clock
) -> None:
    channel = of_ten(fake, sqlite_db, clock)
    for _ in range(8):
        await channel.send(sending(lan))
    assert isinstance(await channel.send(sending(lan, Message("Một câu dài. " * 800))), Throttled)
    assert len(lan.heard) == 8
    assert await used(sqlite_db, clock) == 8
    await channel.stop()


async def test_a_broadcast_never_costs_one(
    channel: ZaloBotChannel, fake: FakeZaloBot, lan: ZaloBotPerson, sqlite_db: Database, clock: Clock
) -> None:
    outcome = await channel.send(sending(lan, purpose=Purpose.BROADCAST))
    assert outcome == Refused(NOT_BY_THIS_CHANNEL, elsewhere=True)
    assert fake.calls == []
    assert await used(sqlite_db, clock) == 0


async def test_rivals_take_no_more_than_there_is(db: Database) -> None:
    taken = [await db.write(lambda tx: quotas.take(tx, KEY, "2026-11", 3, 10)) for _ in range(4)]
    assert taken == [3, 6, 9, None]
    assert await db.write(lambda tx: quotas.take(tx, KEY, "2026-12", 3, 10)) == 3
    assert await db.write(lambda tx: quotas.take(tx, "zalo_bot:2", "2026-11", 3, 10)) == 3
    await db.write(lambda tx: quotas.give_back(tx, KEY, "2026-11", 2))
    assert await db.read(lambda tx: quotas.used(tx, KEY, "2026-11")) == 7
    await db.write(lambda tx: quotas.give_back(tx, KEY, "2026-11", 99))
    assert await db.read(lambda tx: quotas.used(tx, KEY, "2026-11")) == 0
    assert await db.write(lambda tx: quotas.warn(tx, KEY, "2026-11"))
    assert not await db.write(lambda tx: quotas.warn(tx, KEY, "2026-11"))


@pytest.mark.parametrize(
    ("at", "month", "seconds"),
    [
        (datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC), "2026-11", 1),
        (datetime(2026, 11, 30, 17, 0, tzinfo=UTC), "2026-12", 31 * 86_400),
        (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), "2026-12", 60),
        (datetime(2027, 1, 31, 12, 0, tzinfo=UTC), "2027-01", 5 * 3600),
        (datetime(2028, 2, 28, 17, 0, tzinfo=UTC), "2028-02", 86_400),
    ],
)
def test_months_are_those_of_viet_nam(at: datetime, month: str, seconds: float) -> None:
    assert (month_of(at), until_next_month(at)) == (month, seconds)
