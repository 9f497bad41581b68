"""The real process is killed: nothing is lost, and no message comes twice without saying so.

What is checked is read from the history of the fake Telegram alone.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from handlers.outgoing import RESENT
from tests.fakes.telegram import FakeUser
from tests.stories.asking import BANK_QUESTION, Asking
from tests.stories.process import Killed, unmarked_twice

UNKNOWN = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"


@pytest.mark.parametrize("mode", ["polling", pytest.param("webhook", marks=pytest.mark.slow)])
async def test_killed_between_question_and_answer(seeded_url: str, tmp_path: Path, mode: str) -> None:
    async with Killed(seeded_url, tmp_path / "run", mode) as service:
        await service.start()
        if mode == "webhook":
            await service.asks("webhook", "set", "telegram")
        lan, minh = service.fake.user(1, "Hoàng Thị Lan"), service.fake.user(2, "Trần Văn Minh")
        officer, cadre = await asyncio.gather(
            service.invited("--role", "officer", "--unit", "20", "--ministry", "MOIT"),
            service.invited("--role", "cadre", "--unit", "06040"),
        )
        await minh.says(f"/start {officer}")
        await lan.says(f"/start {cadre}")
        await minh.hears("Đã xong. Anh/chị là")
        await lan.hears("Đã xong. Anh/chị là")
        await lan.says(BANK_QUESTION)
        offered = await lan.hears("trước ngày 30/11")
        await lan.presses("Chưa rõ, hỏi cán bộ", on=offered)
        card = await minh.hears(BANK_QUESTION)

        await service.kill()
        await minh.says("Gửi báo cáo trước 30/11 về UBND tỉnh, theo Điều 20.", reply_to=card)
        await service.start()

        await _picks_if_asked(service, minh)
        answer = await lan.hears("theo Điều 20", 15)
        assert "Trần Văn Minh" in answer.text
        await lan.presses("Đã giải quyết", on=answer)
        await lan.hears("đánh giá")
        await lan.presses("5 ★")
        await minh.hears("5 sao")
        for person in (lan, minh):
            assert unmarked_twice(person.heard) == []
        assert [s.text for s in lan.heard if "theo Điều 20" in s.text and not s.text.startswith(RESENT)]


async def _picks_if_asked(service: Killed, officer: FakeUser) -> None:
    """A reply to a card whose id died with the process finds nothing: then the officer is asked what he means."""

    def look() -> list[str]:
        texts = [shown.text for shown in officer.heard]
        return [text for text in texts if "trả lời câu hỏi nào" in text or "Đã gửi trả lời" in text]

    if "trả lời câu hỏi nào" in (await service.fake.until(look, 15))[0]:
        await officer.presses("1")


@pytest.mark.slow
async def test_killed_at_random_moments_under_load(seeded_url: str, tmp_path: Path) -> None:
    dice = random.Random(20261121)
    kills = 4
    async with Killed(seeded_url, tmp_path / "run") as service:
        service.fake.latency = 0.01
        load = Asking(service.fake, 6)
        for _ in range(kills):
            await load.ask(2)
            await service.start()
            sends = len(service.fake.called("sendMessage"))
            await service.sends(sends + dice.randint(1, 8))  # seen when a call comes, before it has an effect
            await service.kill()
        await service.start()
        await load.all_answered(30)
        await service.terminate()
        assert load.faults() == []
        assert load.marked <= 4 * kills  # each kill comes while something is being sent, three at once or more


async def test_stopped_under_load_nothing_is_lost_and_nothing_is_said_twice(seeded_url: str, tmp_path: Path) -> None:
    async with Killed(seeded_url, tmp_path / "run") as service:
        service.fake.latency = 0.02
        load = Asking(service.fake, 8)
        for _ in range(2):
            await load.ask(4)
            await service.start()
            sends = len(service.fake.called("sendMessage"))
            await service.sends(sends + 5)
            assert await service.terminate() < 10
        await service.start()
        await load.all_answered(30)
        await service.terminate()
        assert load.faults() == []
        assert load.marked == 0
