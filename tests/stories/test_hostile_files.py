"""Each hostile file is sent on Zalo: its sender hears what became of it, and what is kept can do nothing."""

from __future__ import annotations

import hashlib
from collections import Counter

from aiohttp import ClientSession
from sqlalchemy import select

from bot.kinds import file_name
from storage.tables import media
from tests.bot.test_hostile_files import assert_harmless, assert_served_harmless
from tests.hostile_files import HOSTILE, LARGE, Hostile
from tests.stories.moves import UNKNOWN, all_of, chooses_ministry, pair
from tests.talk import Town, ZaloPhone

TOLD = {True: "quá lớn (ảnh tối đa", False: "loại tệp này không chuyển đi được"}


async def test_by_zalo(town: Town) -> None:
    lan, minh = await pair(town, "zalo_oa", "web")
    assert isinstance(lan, ZaloPhone)
    await lan.says(UNKNOWN)
    await chooses_ministry(lan)
    await minh.hears("Câu hỏi mới")
    for hostile in HOSTILE:
        if not hostile.content:
            continue  # an empty answer of a platform is a passing fault: bringing-in tries again (test_bringing)
        await lan.person.sends_file(hostile.content, hostile.name)
        if hostile.refused:
            heard = await lan.hears(TOLD[hostile.fate == LARGE])
            assert file_name(hostile.name) in heard.text or hostile.name in heard.text, hostile.what
        else:
            await lan.hears("Đã chuyển phần bổ sung")
    await all_kept_are_harmless(town, [each for each in HOSTILE if not each.refused])
    await all_of(minh)
    passed_on = Counter(file for bubble in minh.heard for file in bubble.files)
    assert passed_on.total() == sum(not each.refused for each in HOSTILE)


async def all_kept_are_harmless(town: Town, expected: list[Hostile]) -> None:
    """Whatever lies in the store is served so that it can do nothing; and nothing lies there but what was let in."""
    by_hash = {hashlib.sha256(each.content).hexdigest(): each for each in expected}
    rows = await town.app.db.read(lambda tx: tx.rows(select(media.c.id, media.c.sha256, media.c.name, media.c.mime)))
    assert {row.sha256 for row in rows} == set(by_hash)
    async with ClientSession() as stranger:
        for row in rows:
            assert_harmless(row.name, row.mime)
            path = town.app.media_door.address(row.id).partition("/m/")[2]
            async with stranger.get(f"http://127.0.0.1:{town.app.port}/m/{path}") as answer:
                await assert_served_harmless(answer, by_hash[row.sha256])
