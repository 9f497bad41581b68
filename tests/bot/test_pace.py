"""Whoever writes faster than he is served waits; nothing he said is lost."""

from __future__ import annotations

from pathlib import Path

from bot.pace import Pace
from tests.talk import Town


def test_a_person_is_served_up_to_his_burst_and_then_waits() -> None:
    pace = Pace(person_per_minute=8, unit_per_minute=1_000)
    assert [pace.wait(1, {"06040"}, f"in:{n}") for n in range(2)] == [0, 0]
    assert 0 < pace.wait(1, {"06040"}, "in:3") <= 7.5
    assert pace.wait(2, {"06040"}, "in:4") == 0


def test_what_is_taken_up_again_is_counted_once() -> None:
    pace = Pace(person_per_minute=8, unit_per_minute=1_000)
    assert [pace.wait(1, {"06040"}, "in:1") for _ in range(9)] == [0] * 9
    assert pace.wait(1, {"06040"}, "in:2") == 0
    assert pace.wait(1, {"06040"}, "in:3") > 0


def test_a_unit_waits_for_all_its_people_together() -> None:
    pace = Pace(person_per_minute=1_000, unit_per_minute=8)
    assert pace.wait(1, {"06040"}, "in:1") == 0
    assert pace.wait(2, {"06040"}, "in:2") == 0
    assert pace.wait(3, {"06040"}, "in:3") > 0
    assert pace.wait(4, {"06001"}, "in:4") == 0


async def test_a_flood_is_served_later_in_order_and_whole(seeded_url: str, tmp_path: Path) -> None:
    async with Town(seeded_url, tmp_path / "data") as town:
        town.app.ctx.pace = Pace(person_per_minute=240, unit_per_minute=100_000)
        lan = town.on_telegram("Lan")
        for number in range(64):
            await lan.says(f"/tracuu khong co gi {number}")
        await town.fake.until(lambda: len(lan.heard) == 64, timeout=15)
