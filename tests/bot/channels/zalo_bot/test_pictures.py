"""One picture goes as such, at an address that Zalo fetches; what it does not take so is said with the address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import Sending, Sent
from bot.channels.files import Files
from bot.channels.zalo_bot import ZaloBotChannel
from bot.media import Fetched
from handlers.clock import Clock
from handlers.incoming import Attachment, Kind
from handlers.outgoing import Button, Message
from storage.db import Database
from storage.place import Place
from tests.bot.channels.zalo_bot.conftest import QUICK, SHORT, settings_of
from tests.fakes.zalo_bot import FakeZaloBot, ZaloBotPerson

JPEG = b"\xff\xd8\xff photo"
PHOTO = Attachment(Kind.PHOTO, "m1", "a.jpg", "image/jpeg", channel="web")


class Kept:
    """Our files, as the world reaches them."""

    def __init__(self) -> None:
        self.origin = ""
        self.mime = "image/jpeg"

    async def open(self, _attachment: Attachment) -> Fetched:
        return Fetched(JPEG, "a.jpg", "image/jpeg")

    async def address(self, attachment: Attachment) -> str:
        if attachment.reference == "gone":
            raise LookupError
        return f"{self.origin}/m/x"

    async def give(self, _request: web.Request) -> web.Response:
        return web.Response(body=JPEG, content_type=self.mime)


@pytest.fixture
async def kept() -> AsyncIterator[Kept]:
    made, app = Kept(), web.Application()
    app.router.add_get("/m/x", made.give)
    server = TestServer(app)
    await server.start_server()
    made.origin = str(server.make_url("")).rstrip("/")
    yield made
    await server.close()


@pytest.fixture
async def channel(
    fake: FakeZaloBot, sqlite_db: Database, clock: Clock, kept: Kept, counted: list[str]
) -> AsyncIterator[ZaloBotChannel]:
    files = Files(kept.open, kept.address, is_public=True)
    made = ZaloBotChannel(
        settings_of(fake), sqlite_db, clock, counted.append, files, backoff=QUICK, timeouts=SHORT
    )  # fmt: skip
    yield made
    await made.stop()


def to(lan: ZaloBotPerson, text: str, *files: Attachment, **how: object) -> Sending:
    return Sending(1, Place("zalo_bot", lan.id), Message(text, attachments=files, **how))  # type: ignore[arg-type]


async def test_a_picture_keeps_its_caption_and_its_choices(channel: ZaloBotChannel, lan: ZaloBotPerson) -> None:
    choices = ((Button("Rõ rồi", "t", number=1),),)
    assert isinstance(await channel.send(to(lan, "Mẫu đây ạ.", PHOTO, rows=choices)), Sent)
    (shown,) = lan.heard
    assert (shown.kinds, shown.text) == (["photo"], "Mẫu đây ạ.\n\nGõ số để chọn:\n1. Rõ rồi")


async def test_a_picture_without_a_word(channel: ZaloBotChannel, lan: ZaloBotPerson) -> None:
    assert isinstance(await channel.send(to(lan, "", PHOTO)), Sent)
    assert [(shown.kinds, shown.text) for shown in lan.heard] == [(["photo"], "")]


@pytest.mark.parametrize(
    "files",
    [
        (PHOTO, replace(PHOTO, reference="m2")),
        (replace(PHOTO, kind=Kind.FILE, mime="application/pdf"),),
        (replace(PHOTO, mime="image/webp"),),
        (replace(PHOTO, reference="gone"),),
    ],
)
async def test_all_else_is_named(channel: ZaloBotChannel, lan: ZaloBotPerson, files: tuple[Attachment, ...]) -> None:
    assert isinstance(await channel.send(to(lan, "Mẫu đây ạ.", *files)), Sent)
    (shown,) = lan.heard
    assert (shown.kinds, shown.text.count("📎")) == ([], len(files))


async def test_a_picture_that_zalo_does_not_take_is_said_with_its_address(
    channel: ZaloBotChannel, lan: ZaloBotPerson, kept: Kept
) -> None:
    kept.mime = "text/html"
    assert isinstance(await channel.send(to(lan, "Mẫu đây ạ.", PHOTO)), Sent)
    (shown,) = lan.heard
    assert shown.text == f"Mẫu đây ạ.\n📎 a.jpg\n{kept.origin}/m/x"


async def test_a_long_text_stays_a_text(channel: ZaloBotChannel, lan: ZaloBotPerson) -> None:
    assert isinstance(await channel.send(to(lan, "Dài. " * 500, PHOTO)), Sent)
    assert {shown.kinds == [] for shown in lan.heard} == {True}
