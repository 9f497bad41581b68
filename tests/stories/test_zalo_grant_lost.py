"""The real process dies between Zalo's answer to a renewal and our commit: the one way to lose a grant."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.fakes.zalo_oa import FakeZaloOA, ZaloPerson
from tests.fakes.zalo_oa.server import MESSAGE, OAUTH
from tests.stories.process import Killed

DEAD_TOKEN = -220
RECONNECT = "caunoi zalo-oa connect"


@pytest.fixture
async def oa() -> AsyncIterator[FakeZaloOA]:
    fake = FakeZaloOA()
    await fake.start()
    yield fake
    await fake.stop()


def settings_of(oa: FakeZaloOA) -> dict[str, str]:
    return {
        "ZALO_OA_APP_ID": oa.app_id, "ZALO_OA_APP_SECRET": oa.app_secret, "ZALO_OA_SECRET_KEY": oa.oa_secret,
        "ZALO_OA_API_BASE_URL": oa.base_url, "ZALO_OAUTH_BASE_URL": oa.base_url,
    }  # fmt: skip


async def connects(service: Killed, oa: FakeZaloOA) -> None:
    """The operator runs the command, and an administrator of the account agrees."""
    told = json.loads(await service.asks("zalo-oa", "connect", "--json"))
    await oa.agrees(told, f"http://127.0.0.1:{service.port}")


async def joins(service: Killed, oa: FakeZaloOA, name: str) -> ZaloPerson:
    person = oa.person(name, follows=True)
    await person.says(f"/start {await service.invited('--role', 'cadre', '--unit', '06040')}")
    await person.hears("họ và tên")
    await person.says(name)
    await person.hears(name)
    return person


async def dies_with_a_new_pair_in_hand(service: Killed, oa: FakeZaloOA, url: str, lan: ZaloPerson) -> None:
    """Zalo has answered, the database does not take what it gave, and the process is killed."""
    oa.fail_next(MESSAGE, DEAD_TOKEN)  # so that it renews
    oa.hold(OAUTH)
    await lan.says("/trogiup")
    await oa.until(lambda: oa.holding.get(OAUTH) == 1, 15)
    blocker = sqlite3.connect(str(make_url(url).database), isolation_level=None, timeout=15)
    blocker.execute("BEGIN IMMEDIATE")
    oa.let_go(OAUTH)
    await service.says("a new pair of tokens cannot be kept yet", 30)
    await service.kill()
    blocker.execute("ROLLBACK")
    blocker.close()
    assert oa.grants.rotations == 1, "what we have is dead by now"


def told(service: Killed) -> list[str]:
    """How the operator is told."""
    return [line["message"] for line in service.log if RECONNECT in str(line.get("message"))]


@pytest.mark.parametrize("seeded_url", ["sqlite"], indirect=True)
async def test_a_grant_lost_by_a_kill_is_told_once_and_what_waits_goes_out_once_it_is_given_anew(
    seeded_url: str, tmp_path: Path, oa: FakeZaloOA
) -> None:
    async with Killed(seeded_url, tmp_path / "run", more_env=settings_of(oa)) as service:
        oa.webhook.url = f"http://127.0.0.1:{service.port}/webhooks/zalo-oa"
        await service.start()
        await connects(service, oa)
        lan = await joins(service, oa, "Hoàng Thị Lan")
        before = len(lan.heard)
        await dies_with_a_new_pair_in_hand(service, oa, seeded_url, lan)

        await service.start()
        await service.says(RECONNECT)
        assert await service.answers("/readyz") == 200, "the other channels go on"
        for text in ("/toi", "/trogiup"):
            await lan.says(text)
        assert {attempt.status for attempt in oa.webhook.attempts[-2:]} == {200}, "what is said is taken"
        assert len(told(service)) == 1
        asked = len(oa.called(OAUTH))
        await service.terminate()
        await service.start()
        await lan.says("/toi")
        assert told(service) == [], "he knows"
        assert len(oa.called(OAUTH)) == asked, "nobody asks with a token that Zalo refused"
        assert len(lan.heard) == before

        await connects(service, oa)
        await oa.until(lambda: len(lan.heard) == before + 4, 20)
        heard = [shown.text for shown in lan.heard[before:]]
        assert ["Hoàng Thị Lan" in text for text in heard] == [False, True, False, True], "in order"
        assert [text for text in heard[1:] if text.startswith("(gửi lại)")] == []
        await lan.says("/toi")
        await oa.until(lambda: len(lan.heard) == before + 5, 10)
        await service.terminate()
