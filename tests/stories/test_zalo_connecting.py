"""The account's consent is lost and given anew: nothing of what people wrote is."""

from __future__ import annotations

import logging

import pytest

from tests.fakes.zalo_oa import How
from tests.talk import Town

QUESTION = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"


async def test_a_lost_consent_is_told_once_and_what_waits_goes_out_when_it_is_given_anew(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    lan = await town.cadre("Hoàng Thị Lan", channel="zalo_oa")
    minh = await town.cadre("Trần Văn Minh", channel="zalo_oa")
    town.oa.grants.revoke()
    before = len(lan.heard)
    for phone in (lan, minh):
        await phone.says("/trogiup")
        await phone.says("/toi")
    await town.oa.until(lambda: [call for call in town.oa.calls if call.error == -1001] or None)
    await town.closes()
    await town.opens()
    await lan.says("/toi")
    told = [record for record in caplog.records if "no longer lets us speak" in record.message]
    assert [record.levelno for record in told] == [logging.ERROR]
    assert len(lan.heard) == before
    await town.connects()
    await lan.hears("Hoàng Thị Lan")
    await minh.hears("Trần Văn Minh")
    await town.oa.until(lambda: len(lan.heard) == before + 3)
    assert len([record for record in caplog.records if "no longer lets us speak" in record.message]) == 1


async def test_an_event_that_comes_again_is_answered_once(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan", channel="zalo_oa")
    await town.oa.person("Hoàng Thị Lan").says(QUESTION, how=How(copies=5))
    await lan.hears("lĩnh vực nào")
    before = len(lan.heard)
    await town.oa.person("Hoàng Thị Lan").says("/toi")
    await lan.hears("Hoàng Thị Lan")
    assert len(lan.heard) == before + 1
