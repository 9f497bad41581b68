"""Each hostile file goes up by the real upload: it is refused in words, or served so that it can do nothing."""

from __future__ import annotations

import contextlib
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path
from unicodedata import category

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.webchat import Door
from bot.kinds import SUFFIXES
from bot.media import MediaStore, TooLarge, Unwelcome
from bot.media_door import MediaDoor
from bot.web.pages import words
from handlers.clock import Clock
from storage.db import Database
from storage.place import Place
from tests.bot.channels.webchat.service import running
from tests.bot.channels.webchat.visitor import Visitor
from tests.hostile_files import HOSTILE, LARGE, Hostile

HERE = Place("web", "c" * 32)
INLINE = ("image/", "audio/", "video/")


class Standing:
    """A web chat, the door of kept files, and somebody in the chat."""

    def __init__(self, chat: TestServer, door: MediaDoor, lan: Visitor) -> None:
        self.chat, self.door, self.lan = chat, door, lan


@pytest.fixture
async def standing(sqlite_db: Database, tmp_path: Path) -> AsyncIterator[Standing]:
    async with running(sqlite_db, tmp_path, doors=(Door(),)) as (service, chat):
        app = web.Application()
        kept = TestServer(app)
        door = MediaDoor(service.store, service.clock, b"k" * 32, "")
        app.add_routes(door.route())
        await kept.start_server()
        door._base = str(kept.make_url("/m/"))
        lan = await Visitor(chat).joins()
        yield Standing(chat, door, lan)
        await lan.http.close()
        await kept.close()


def test_there_are_enough_of_them() -> None:
    assert len({(each.name, each.content) for each in HOSTILE}) == len(HOSTILE) >= 60


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda each: each.what)
async def test_by_upload(standing: Standing, hostile: Hostile) -> None:
    lan = standing.lan
    status, told = await lan.uploads(hostile.content, hostile.name)
    if hostile.refused:
        code, key = (413, "error_file_large") if hostile.fate == LARGE else (415, "error_file_kind")
        assert (status, told["error"], told["message"]) == (code, key, words("vi")[key])
        return
    assert (status, told["mime"]) == (200, hostile.fate)
    assert_harmless(told["name"], hostile.fate)
    async with lan.http.get(lan.url(f"media/{told['media_id']}")) as answer:
        await assert_served_harmless(answer, hostile)
    async with aiohttp.ClientSession() as stranger, stranger.get(standing.door.address(told["media_id"])) as answer:
        await assert_served_harmless(answer, hostile)


def assert_harmless(name: str, mime: str) -> None:
    assert name
    assert len(name) <= 120
    assert not set("/\\\r\n\0") & set(name)
    assert all(category(letter) != "Cf" for letter in name), "nothing that turns the direction of reading"
    assert name.lower().endswith(tuple(f".{suffix}" for suffix in SUFFIXES[mime]))


async def assert_served_harmless(answer: aiohttp.ClientResponse, hostile: Hostile) -> None:
    assert answer.status == 200
    headers = answer.headers
    assert headers["Content-Type"].partition(";")[0] == hostile.fate
    shown = "inline" if hostile.fate.startswith(INLINE) else "attachment"
    assert headers["Content-Disposition"].startswith(f"{shown}; filename*=UTF-8''")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'; sandbox" in headers["Content-Security-Policy"]
    assert await answer.read() == hostile.content


async def test_memory_stays_flat(sqlite_db: Database, tmp_path: Path) -> None:
    store = MediaStore(sqlite_db, Clock(), tmp_path / "media")
    contents = [(each, memoryview(each.content)) for each in HOSTILE]
    peaks: dict[str, int] = {}
    tracemalloc.start()
    try:
        for hostile, content in contents:
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            try:
                await store.take_in(HERE, hostile.name, pieces(content))
            except (TooLarge, Unwelcome):
                assert hostile.refused, hostile.what
            peaks[hostile.what] = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    worst = max(peaks, key=lambda what: peaks[what])
    assert peaks[worst] < 3 * 1024 * 1024, (worst, peaks[worst])


async def pieces(content: memoryview) -> AsyncIterator[bytes]:
    for at in range(0, len(content), 64 * 1024):
        yield bytes(content[at : at + 64 * 1024])


async def test_a_body_without_an_end_is_cut_off(standing: Standing) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7'
        while True:
            sent += 256 * 1024
            yield bytes(256 * 1024)

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    with contextlib.suppress(aiohttp.ClientError):  # closed while we still speak
        async with standing.lan.http.post(standing.lan.url("media"), data=endless(), headers=headers) as answer:
            assert answer.status == 413
    assert 20 * 1024 * 1024 < sent < 64 * 1024 * 1024
