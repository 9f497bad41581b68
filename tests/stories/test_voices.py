"""A voice is heard on the other side, whatever each of them plays; without ffmpeg as a file or at an address."""

from __future__ import annotations

import re

import pytest
from aiohttp import ClientSession

from tests.bot.sounds import FFMPEG, length_of, sound
from tests.phones import TelegramPhone, WebPhone, ZaloPhone
from tests.stories.moves import UNKNOWN, all_of, chooses_ministry, pair
from tests.stories.test_files import files
from tests.talk import Town


async def with_ffmpeg(town: Town, path: str = FFMPEG) -> None:
    await town.closes()
    town.more = {"ffmpeg_path": path}
    await town.opens()


async def asks(town: Town, asker: str, officer: str) -> tuple[ZaloPhone | TelegramPhone | WebPhone, ...]:
    lan, minh = await pair(town, asker, officer)
    await lan.says(UNKNOWN)
    await chooses_ministry(lan)
    await minh.hears("Câu hỏi mới")
    return lan, minh  # type: ignore[return-value]


async def fetched(address: str, town: Town) -> tuple[str, bytes]:
    here = f"http://127.0.0.1:{town.app.port}/m/" + address.partition("/m/")[2]
    async with ClientSession() as browser, browser.get(here) as answer:
        assert answer.status == 200
        return answer.content_type, await answer.read()


async def test_from_zalo_to_telegram_without_ffmpeg_it_is_the_file_itself(town: Town) -> None:
    await with_ffmpeg(town, "none")
    lan, minh = await asks(town, "zalo_oa", "telegram")
    assert isinstance(lan, ZaloPhone)
    assert isinstance(minh, TelegramPhone)
    await lan.person.sends_voice(sound("aac"))
    await lan.hears("Đã chuyển phần bổ sung")
    await all_of(minh)
    (shown,) = [shown for shown in minh.user.heard if shown.file_id]
    content = town.fake.world.files[shown.file_id or ""].content
    assert (shown.kind, content) == ("document", sound("aac"))


async def test_from_telegram_to_the_web(town: Town) -> None:
    await with_ffmpeg(town)
    lan, minh = await asks(town, "telegram", "web")
    assert isinstance(lan, TelegramPhone)
    assert isinstance(minh, WebPhone)
    await lan.user.sends_voice(sound("ogg"))
    await lan.hears("Đã chuyển phần bổ sung")
    await all_of(minh)
    assert files(minh) == ["voice"]
    kept = minh.file("voice")
    assert kept["mime"] == "audio/mpeg"
    assert length_of(await minh.downloads(kept["id"])) == pytest.approx(1.0, abs=0.2)


async def test_to_zalo_it_is_an_address_that_a_browser_plays(town: Town) -> None:
    await with_ffmpeg(town)
    lan, minh = await pair(town, "zalo_oa", "telegram")
    assert isinstance(minh, TelegramPhone)
    await lan.says(UNKNOWN)
    await chooses_ministry(lan)
    card = await minh.hears("Câu hỏi mới")
    await minh.user.sends_voice(sound("ogg"), reply_to=int(card.id))
    told = await lan.hears("/m/")
    address = re.search(r"\S*/m/\S+", told.text)
    assert address
    mime, content = await fetched(address[0], town)
    assert mime == "audio/mpeg"
    assert length_of(content) == pytest.approx(1.0, abs=0.2)
