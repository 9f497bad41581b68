"""Consent, codes and tokens of the fake Official Account."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.fakes.conftest import Api
from tests.fakes.receiver import Receiver
from tests.fakes.watch import Watch
from tests.fakes.zalo_oa import FakeZaloOA, challenge_of
from tests.fakes.zalo_oa.server import ACCOUNT, CONSENT, OAUTH

VERIFIER = "v" * 43


async def works(api: Api, token: str) -> bool:
    api.headers = {"access_token": token}
    told = await api.get(ACCOUNT)
    assert told["error"] in (0, -216, -220)
    return bool(told["error"] == 0)


async def first(oa: FakeZaloOA, api: Api, code: str, verifier: str = VERIFIER) -> dict[str, object]:
    oa.grants.challenge = oa.grants.challenge or challenge_of(VERIFIER)
    return await api.token(grant_type="authorization_code", code=code, code_verifier=verifier)


async def test_a_code_is_good_for_one_pair(oa: FakeZaloOA, api: Api) -> None:
    code = oa.grants.consent()
    told = await first(oa, api, code)
    assert sorted(told) == ["access_token", "expires_in", "refresh_token"]
    assert told["expires_in"] == "90000"
    assert await works(api, str(told["access_token"]))
    assert (await first(oa, api, code))["error"] == -1001


async def test_codes_that_open_nothing(oa: FakeZaloOA, api: Api, watch: Watch) -> None:
    assert "error" in await first(oa, api, "invented")
    assert "error" in await first(oa, api, oa.grants.consent(), "w" * 43)
    oa.grants.challenge = challenge_of("v" * 42)
    assert "error" in await first(oa, api, oa.grants.consent(), "v" * 42)
    oa.grants.challenge = challenge_of(VERIFIER)
    late = oa.grants.consent()
    watch.forward(minutes=10, seconds=1)
    assert "error" in await first(oa, api, late)
    assert "error" not in await first(oa, api, oa.grants.consent())


async def test_a_challenge_as_the_standard_has_it() -> None:
    # RFC 7636, appendix B
    assert (
        challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


async def test_what_a_refresh_must_carry(oa: FakeZaloOA, api: Api) -> None:
    pair = oa.tokens()
    assert (await api.token("wrong", grant_type="refresh_token", refresh_token=pair.refresh))["error"] == -14004
    assert (await api.token(grant_type="refresh_token", refresh_token=pair.refresh, app_id="1"))["error"] == -14004
    assert (await api.token(grant_type="refresh_token"))["error"] == -14003
    secret = {"grant_type": "refresh_token", "refresh_token": pair.refresh, "secret_key": oa.grants.app_secret}
    assert (await api.token(**secret))["error"] == -14003
    headers = {"secret_key": oa.grants.app_secret}
    form = {"app_id": oa.app_id, "grant_type": "refresh_token", "refresh_token": pair.refresh}
    async with api.session.post(oa.base_url + OAUTH, json=form, headers=headers) as response:
        assert (await response.json())["error"] == -14003
    async with api.session.post(oa.base_url + OAUTH, data=form) as response:
        assert (await response.json())["error"] == -14004
    assert "error" not in await api.refresh(pair.refresh), "nothing of this used the token up"


async def test_a_refresh_gives_a_new_pair_and_kills_the_old_one(oa: FakeZaloOA, api: Api) -> None:
    old = oa.tokens()
    told = await api.refresh(old.refresh)
    assert told["refresh_token"] != old.refresh
    assert not await works(api, old.access)
    assert await works(api, str(told["access_token"]))
    again = await api.refresh(str(told["refresh_token"]))
    assert await works(api, str(again["access_token"]))
    assert oa.grants.rotations == 2


async def test_a_refresh_token_used_twice_ends_the_grant(oa: FakeZaloOA, api: Api) -> None:
    other, old = oa.tokens(), oa.tokens()
    told = await api.refresh(old.refresh)
    assert (await api.refresh(old.refresh))["error"] == -1001
    assert not await works(api, str(told["access_token"]))
    assert (await api.refresh(str(told["refresh_token"])))["error"] == -1001
    assert await works(api, other.access), "another grant lives on"


async def test_an_invented_refresh_token_ends_nothing(oa: FakeZaloOA, api: Api) -> None:
    pair = oa.tokens()
    assert (await api.refresh("invented"))["error"] == -1001
    assert await works(api, pair.access)


async def test_tokens_end_by_the_clock(oa: FakeZaloOA, api: Api, watch: Watch) -> None:
    pair = oa.tokens()
    watch.forward(hours=25)
    assert await works(api, pair.access)
    watch.forward(seconds=1)
    assert not await works(api, pair.access)
    assert (await api.get(ACCOUNT))["error"] == -220
    told = await api.refresh(pair.refresh)
    watch.forward(days=90, seconds=1)
    assert (await api.refresh(str(told["refresh_token"])))["error"] == -1001


async def test_short_lives(oa: FakeZaloOA, api: Api, watch: Watch) -> None:
    oa.grants.access_life = 5
    told = await api.refresh(oa.tokens().refresh)
    assert told["expires_in"] == "5"
    watch.forward(seconds=6)
    assert not await works(api, str(told["access_token"]))


async def test_the_account_removes_the_app(oa: FakeZaloOA, api: Api) -> None:
    pair = oa.tokens()
    oa.grants.revoke()
    assert not await works(api, pair.access)
    assert (await api.refresh(pair.refresh))["error"] == -1001


async def test_two_who_refresh_at_once(oa: FakeZaloOA, api: Api) -> None:
    pair = oa.tokens()
    oa.hold(OAUTH)
    one = asyncio.create_task(api.refresh(pair.refresh))
    await oa.until(lambda: oa.holding.get(OAUTH) == 1)
    two = await api.refresh(pair.refresh)  # refused at once: only answers that something came of are held
    oa.let_go(OAUTH)
    assert two["error"] == -1001
    assert not await works(api, str((await one)["access_token"])), "what the first was given is dead on arrival"


async def test_an_answer_takes_its_time(oa: FakeZaloOA, api: Api) -> None:
    pair = oa.tokens()
    oa.latency[OAUTH] = 0.05
    loop = asyncio.get_running_loop()
    began = loop.time()
    one, two = await asyncio.gather(api.refresh(pair.refresh), api.refresh(pair.refresh))
    assert loop.time() - began >= 0.05
    assert sorted("error" in told for told in (one, two)) == [False, True]


async def test_the_pair_is_rotated_and_the_answer_lost(oa: FakeZaloOA, api: Api) -> None:
    pair = oa.tokens()
    oa.drop_next(OAUTH, effect=True)
    with pytest.raises(aiohttp.ClientError):
        await api.refresh(pair.refresh)
    assert oa.grants.rotations == 1
    assert (await api.refresh(pair.refresh))["error"] == -1001


async def test_the_connection_breaks_before_anything_is_rotated(oa: FakeZaloOA, api: Api) -> None:
    pair = oa.tokens()
    oa.drop_next(OAUTH, effect=False)
    with pytest.raises(aiohttp.ClientError):
        await api.refresh(pair.refresh)
    assert "error" not in await api.refresh(pair.refresh)


async def test_too_many_refreshes(oa: FakeZaloOA, api: Api) -> None:
    pair = oa.tokens()
    oa.fail_next(OAUTH, -32)
    assert (await api.refresh(pair.refresh))["error"] == -32
    assert "error" not in await api.refresh(pair.refresh)


async def test_an_administrator_follows_the_link(oa: FakeZaloOA, api: Api, app: Receiver) -> None:
    oa.grants.challenge, oa.callback_url = challenge_of(VERIFIER), app.at("/page")
    asked = {"app_id": oa.app_id, "redirect_uri": oa.callback_url, "code_challenge": oa.grants.challenge}
    async with api.session.get(oa.base_url + CONSENT, params=asked) as response:
        assert (response.url.path, response.url.query["oa_id"]) == ("/page", oa.oa_id)
        told = await first(oa, api, response.url.query["code"])
    assert await works(api, str(told["access_token"]))
    for wrong in asked:
        async with api.session.get(oa.base_url + CONSENT, params={**asked, wrong: "x"}) as response:
            assert response.status == 400
