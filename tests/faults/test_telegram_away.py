"""Telegram is gone for six hours, in virtual time: nobody answers there, or a gateway says 502 to everything.

Promised: the other channel goes on; what is said for Telegram waits, and comes when it is back, oldest first in each
chat; what is worth nothing by then does not come; alerts do not come one by one; and neither during the outage nor
at its end is Telegram asked more often than it can bear.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.outgoing import RESENT
from storage import outbox
from tests.faults.hurried import HurriedClock, hurried
from tests.phones import Phone, TelegramPhone
from tests.stories.moves import ANSWERED_BY_BANK, OTHER_UNKNOWN, chooses_ministry
from tests.stories.process import unmarked_twice
from tests.talk import Town

AWAY = timedelta(hours=6)
ASKED, WAITING = 4, 4
"""Questions before and during the outage."""
MOST_TRIES = 2_000
"""Sends in six hours that come to nothing: a few a minute, however many chats wait."""
MOST_CALLS = MOST_TRIES + 1_500  # and getUpdates twice a minute
ALERTS = ("Nhắc hạn", "Cảnh báo")
MOST_ALERTS = 2
"""However many became due meanwhile: what was being told when Telegram went, and all the rest in one."""
HOW = pytest.mark.parametrize("how", ["refuses connections", "bad gateway"])


class Outage:
    """A town whose officer reads on Telegram and whose cadre writes on the web."""

    def __init__(self, town: Town, how: str) -> None:
        self.town = town
        self.how = how
        self.minh: TelegramPhone
        self.hai: TelegramPhone
        self.huy: Phone
        self.calls_before = 0

    async def opens(self) -> None:
        minh, hai = await self.town.officer("Trần Văn Minh"), await self.town.cadre("Nông Văn Hải")
        assert isinstance(minh, TelegramPhone)
        assert isinstance(hai, TelegramPhone)
        self.minh, self.hai = minh, hai
        self.huy = await self.town.cadre("Lê Quang Huy", channel="web")

    async def asks(self, number: int) -> None:
        await self.huy.says(f"{OTHER_UNKNOWN} (lần {number})")
        if number:
            await self.huy.hears("câu hỏi mới hay bổ sung")
            await self.huy.presses("Câu hỏi mới")
        await chooses_ministry(self.huy)

    async def begins_with_a_press_unanswered(self, press: str) -> None:
        """The press has come, and Telegram is gone before the toast that answers it gets through."""
        self.town.fake.drop_next("answerCallbackQuery", effect=False, times=10**9)
        await self.town.fake.until(lambda: self.town.fake.called("answerCallbackQuery"))
        assert press not in self.town.fake.world.toasts
        self.calls_before = len(self.town.fake.calls)
        self.town.fake.heal()
        if self.how == "bad gateway":
            self.town.fake.answer_next("*", b"<html>502 Bad Gateway</html>", 502, times=10**9)
        else:
            await self.town.fake.goes_away()

    async def ends(self) -> None:
        self.town.fake.heal()
        if self.how != "bad gateway":
            await self.town.fake.comes_back()

    @property
    def tries(self) -> float:
        """Sends on Telegram that came to nothing."""
        sample = self.town.app.meter.registry.get_sample_value
        of = ({"channel": "telegram", "outcome": outcome} for outcome in ("retry", "unknown"))
        return sum(sample("caunoi_sends_total", labels) or 0.0 for labels in of)


@pytest.mark.slow
@HOW
def test_telegram_is_away_for_six_hours(seeded_sqlite: str, tmp_path: Path, how: str) -> None:
    async def story(clock: HurriedClock) -> None:
        async with Town(seeded_sqlite, tmp_path / "data", clock=clock) as town:
            outage = Outage(town, how)
            await outage.opens()
            await goes_through(outage)

    hurried(story)


async def goes_through(outage: Outage) -> None:
    town, minh, hai = outage.town, outage.minh, outage.hai
    for number in range(ASKED):
        await outage.asks(number)
        await minh.hears("Câu hỏi mới")
        await asyncio.sleep(600)
    town.clock.forward(timedelta(hours=16.5))  # their reminders come due one by one, soon after
    pressed = await hai.user.presses("nothing", forged=True)
    await outage.begins_with_a_press_unanswered(pressed)
    for number in range(WAITING):
        await outage.asks(ASKED + number)
        await asyncio.sleep(600)
    await outage.huy.says(ANSWERED_BY_BANK)
    await outage.huy.hears("câu hỏi mới hay bổ sung")
    assert await town.read(outbox.depth)
    await asyncio.sleep(AWAY.total_seconds() - 600 * WAITING)

    heard, calls, tries = len(minh.heard), len(town.fake.calls), outage.tries
    assert tries <= MOST_TRIES
    assert calls - outage.calls_before <= MOST_CALLS
    town.fake.budget(per_bot=(30, 30), per_chat=(1, 4))
    await outage.ends()
    await asyncio.sleep(1200)

    back = [bubble.text.removeprefix(RESENT).strip() for bubble in minh.heard[heard:]]
    cards = [text for text in back if "Câu hỏi mới" in text.partition("\n")[0]]
    assert [text[-2] for text in cards] == [str(ASKED + number) for number in range(WAITING)], back
    alerts = [text.partition("\n")[0] for text in back if text.startswith(ALERTS)]
    assert 1 <= len(alerts) <= MOST_ALERTS, alerts
    assert pressed not in town.fake.world.toasts
    assert unmarked_twice(minh.user.heard) == []
    assert not await town.read(outbox.depth)
    after = town.fake.calls[calls:]
    assert [call for call in after if call.early] == []
    assert len([call for call in after if call.status == 429]) <= 2  # a chat may be told once to go slower
