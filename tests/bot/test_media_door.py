"""Addresses of files: signed, ended by a day, good more than once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.media import Fetched, MediaStore
from bot.media_door import LIVES, PATH, MediaDoor
from storage.db import Database
from storage.place import Place
from tests.bot.platform import LaterClock

HERE = Place("web", "1")
KEY = b"k" * 32


class Office:
    """A store, its door, and somebody who asks there."""

    def __init__(self, store: MediaStore, door: MediaDoor, clock: LaterClock, session: ClientSession) -> None:
        self.store, self.door, self.clock, self.session = store, door, clock, session

    async def keeps(self, content: bytes, name: str) -> str:
        return (await self.store.pass_on(HERE, Fetched(content, name, "application/octet-stream"))).id


@pytest.fixture
async def office(db: Database, tmp_path: Path) -> AsyncIterator[Office]:
    clock = LaterClock()
    store = MediaStore(db, clock, tmp_path / "media")
    app = web.Application()
    server = TestServer(app)
    door = MediaDoor(store, clock, KEY, "")
    app.add_routes(door.route())
    await server.start_server()
    async with ClientSession(server.make_url("/")) as session:
        yield Office(store, door, clock, session)
    await server.close()


async def test_whoever_has_the_address_may_have_the_file_again_and_again(office: Office) -> None:
    address = office.door.address(await office.keeps(b"%PDF-1.7 file", "Tờ trình.pdf"))
    for _ in range(2):
        async with office.session.get(address) as answer:
            assert answer.status == 200
            assert (await answer.read()).startswith(b"%PDF-1.7")
            assert answer.content_type == "application/pdf"
            assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''T%E1%BB%9D")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in answer.headers["Content-Security-Policy"]
    async with office.session.head(address) as answer:
        assert answer.status == 200
    async with office.session.get(address, headers={"Range": "bytes=0-3"}) as answer:
        assert (answer.status, await answer.read()) == (206, b"%PDF")


async def test_photos_are_shown_films_played_and_documents_saved(office: Office) -> None:
    for content, name, shown in (
        (b"\xff\xd8\xff\xe0 photo", "a.jpg", "inline"),
        (b"OggS voice", "a.ogg", "inline"),
        (b"\0\0\0\x18ftypisom", "a.mp4", "inline"),
        (b"%PDF-1.7 <script>", "a.html", "attachment"),
    ):
        async with office.session.get(office.door.address(await office.keeps(content, name))) as answer:
            assert answer.headers["Content-Disposition"].startswith(shown), name
            assert "html" not in answer.content_type
            assert "svg" not in answer.content_type


async def test_it_ends(office: Office) -> None:
    address = office.door.address(await office.keeps(b"%PDF-1.7", "a.pdf"))
    office.clock.later += LIVES - timedelta(minutes=1)
    async with office.session.get(address) as answer:
        assert answer.status == 200
    office.clock.later += timedelta(hours=2)
    async with office.session.get(address) as answer:
        assert answer.status == 410
        assert "hết hạn" in await answer.text()


async def test_nobody_makes_one_up(office: Office) -> None:
    media_id = await office.keeps(b"%PDF-1.7", "a.pdf")
    address = office.door.address(media_id)
    token = address.removeprefix(PATH)
    forged = [token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in range(len(token))]
    other = MediaDoor(office.store, office.clock, b"x" * 32, "").address(media_id).removeprefix(PATH)
    odd = ("", "%00", "..%2f..%2fetc", "é" * 40)
    for each in (*forged, other, media_id, token + "A", token + "=", token[:-1], *odd):
        async with office.session.get(f"{PATH}{each}") as answer:
            assert answer.status == 404, each


async def test_a_file_that_is_gone_is_not_there(office: Office) -> None:
    address = office.door.address("0" * 32)
    async with office.session.get(address) as answer:
        assert answer.status == 404
    for wrong in ("", "00", "0" * 34, "x" * 32):
        with pytest.raises(ValueError, match=r"id|hex"):
            office.door.address(wrong)


async def test_sent_again_within_the_hour_it_is_the_same(office: Office) -> None:
    media_id = await office.keeps(b"%PDF-1.7", "a.pdf")
    assert office.door.address(media_id) == office.door.address(media_id)
