"""What goes wrong on purpose at the fake Official Account goes wrong as planned, and then no more."""

from __future__ import annotations

import aiohttp
import pytest

from tests.fakes.conftest import Api
from tests.fakes.zalo_oa import FakeZaloOA
from tests.fakes.zalo_oa.server import ACCOUNT, MESSAGE


@pytest.mark.parametrize("error", [-216, -220, -213, -211, -217, -32, -209])
async def test_planned_refusals_are_used_up(oa: FakeZaloOA, api: Api, error: int) -> None:
    lan = oa.person("Lan", follows=True)
    oa.fail_next(MESSAGE, error)
    assert (await api.get(ACCOUNT))["error"] == 0, "another call is not meant"
    assert [(await api.send(lan.id, {"text": "x"}))["error"] for _ in range(2)] == [error, 0]
    assert [call.error for call in oa.called(MESSAGE)] == [error, 0]
    assert len(lan.heard) == 1


async def test_refusals_after_some_calls_and_healing(oa: FakeZaloOA, api: Api) -> None:
    oa.fail_next("*", -32, after=1, times=2)
    assert [(await api.get(ACCOUNT))["error"] for _ in range(4)] == [0, -32, -32, 0]
    oa.fail_next("*", -32)
    oa.heal()
    assert (await api.get(ACCOUNT))["error"] == 0


@pytest.mark.parametrize("effect", [False, True])
async def test_500(oa: FakeZaloOA, api: Api, effect: bool) -> None:
    lan = oa.person("Lan", follows=True)
    oa.answer_next(MESSAGE, b"<html>", 500, effect=effect)
    body = {"recipient": {"user_id": lan.id}, "message": {"text": "x"}}
    async with api.session.post(oa.base_url + MESSAGE, json=body, headers=api.headers) as response:
        assert (response.status, await response.read()) == (500, b"<html>")
    assert len(lan.heard) == effect


@pytest.mark.parametrize("effect", [False, True], ids=["lost", "accepted"])
@pytest.mark.parametrize("how", ["drop_next", "stall_next"])
async def test_no_answer(oa: FakeZaloOA, api: Api, how: str, effect: bool) -> None:
    lan = oa.person("Lan", follows=True)
    getattr(oa, how)(MESSAGE, effect=effect)
    body = {"recipient": {"user_id": lan.id}, "message": {"text": "x"}}
    wait = aiohttp.ClientTimeout(total=0.2)
    with pytest.raises((aiohttp.ClientError, TimeoutError)) as raised:
        await api.session.post(oa.base_url + MESSAGE, json=body, headers=api.headers, timeout=wait)
    assert isinstance(raised.value, TimeoutError) == (how == "stall_next")
    assert (len(lan.heard), oa.called(MESSAGE)[0].effect) == (effect, effect)


async def test_going_away_and_coming_back(oa: FakeZaloOA, api: Api) -> None:
    await oa.goes_away()
    with pytest.raises(aiohttp.ClientError):
        await api.get(ACCOUNT)
    await oa.comes_back()
    assert (await api.get(ACCOUNT))["error"] == 0
