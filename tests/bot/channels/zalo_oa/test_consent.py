"""Connecting an account: only while an operator waits, only the account he means, each code once."""

from __future__ import annotations

import asyncio

from bot.channels.base import Retry, Sent
from bot.channels.zalo_oa.consent import await_consent
from tests.bot.channels.zalo_oa.conftest import Station, StillClock
from tests.fakes.zalo_oa import FakeZaloOA, ZaloPerson

OTHER = "77"


async def test_nothing_is_sent_before_the_account_is_connected(
    station: Station, lan: ZaloPerson, oa: FakeZaloOA
) -> None:
    assert await station.sends("chào", lan) == Retry(
        "not connected: nobody has connected the account yet: `caunoi zalo-oa connect`"
    )
    await station.connects(oa)
    assert isinstance(await station.sends("chào", lan), Sent)


async def test_a_consent_for_which_nobody_waits_is_left_unused(station: Station, oa: FakeZaloOA) -> None:
    code = oa.grants.consent()
    assert await station.comes_back(code=code, oa_id=oa.oa_id) == 403
    assert not oa.calls, "nobody asked Zalo"


async def test_it_is_waited_for_half_an_hour(station: Station, oa: FakeZaloOA, clock: StillClock) -> None:
    await await_consent(station.db, clock, station.settings, another=False)
    oa.grants.challenge = station.settings.code_challenge
    clock.passes(minutes=30)
    assert await station.comes_back(code=oa.grants.consent(), oa_id=oa.oa_id) == 403


async def test_what_is_no_callback(station: Station, oa: FakeZaloOA) -> None:
    await await_consent(station.db, station.clock, station.settings, another=False)
    for query in ({}, {"code": "x"}, {"oa_id": "1"}, {"code": "á", "oa_id": "1"}, {"code": "x", "oa_id": "a"}):
        assert await station.comes_back(**query) == 400
    assert not oa.calls


async def test_a_wrong_code_is_refused_and_the_right_one_still_taken(
    station: Station, lan: ZaloPerson, oa: FakeZaloOA
) -> None:
    await await_consent(station.db, station.clock, station.settings, another=False)
    oa.grants.challenge = station.settings.code_challenge
    assert await station.comes_back(code="invented", oa_id=oa.oa_id) == 400
    assert await station.comes_back(code=oa.grants.consent(), oa_id=oa.oa_id) == 200
    assert isinstance(await station.sends("chào", lan), Sent)


async def test_zalo_cannot_be_asked(station: Station, oa: FakeZaloOA) -> None:
    await await_consent(station.db, station.clock, station.settings, another=False)
    oa.grants.challenge = station.settings.code_challenge
    oa.drop_next("/v4/oa/access_token", effect=False)
    code = oa.grants.consent()
    assert await station.comes_back(code=code, oa_id=oa.oa_id) == 503
    assert await station.comes_back(code=code, oa_id=oa.oa_id) == 200


async def test_the_page_is_loaded_twice(station: Station, lan: ZaloPerson, oa: FakeZaloOA) -> None:
    await await_consent(station.db, station.clock, station.settings, another=False)
    oa.grants.challenge = station.settings.code_challenge
    oa.latency["/v4/oa/access_token"] = 0.05
    code = oa.grants.consent()
    both = await asyncio.gather(*(station.comes_back(code=code, oa_id=oa.oa_id) for _ in range(2)))
    assert sorted(both) == [200, 403]
    assert await station.comes_back(code=code, oa_id=oa.oa_id) == 403
    assert isinstance(await station.sends("chào", lan), Sent)


async def test_another_account_is_refused_unless_it_is_meant(
    station: Station, lan: ZaloPerson, oa: FakeZaloOA
) -> None:
    await station.connects(oa)
    ours = oa.oa_id
    await await_consent(station.db, station.clock, station.settings, another=False)
    assert await station.comes_back(code=oa.grants.consent(), oa_id=OTHER) == 403
    oa.world.oa_id = OTHER
    assert await station.comes_back(code=oa.grants.consent(), oa_id=ours) == 403, (
        "the address says ours, Zalo does not"
    )
    oa.world.oa_id = ours
    assert isinstance(await station.sends("chào", lan), Sent), "the old grant is untouched"
    await await_consent(station.db, station.clock, station.settings, another=True)
    oa.world.oa_id = OTHER
    assert await station.comes_back(code=oa.grants.consent(), oa_id=OTHER) == 200


async def test_an_account_that_is_connected_anew_speaks_in_every_process_within_seconds(
    station: Station, lan: ZaloPerson, oa: FakeZaloOA, clock: StillClock
) -> None:
    await station.connects(oa)
    assert isinstance(await station.sends("chào", lan), Sent)
    await station.connects(oa)
    clock.passes(seconds=11)
    assert isinstance(await station.sends("chào", lan), Sent)
    assert oa.grants.rotations == 0
