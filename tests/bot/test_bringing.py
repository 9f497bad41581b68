"""Files that lie at addresses are kept before anybody handles the message; what cannot be had is named."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.allowed import Allowed
from bot.bringing import TRIED_FOR, Bringing
from bot.channels.base import FileLimits
from bot.channels.calling import NotSent
from bot.fetching import Fetching
from bot.media import FILE_BYTES, PHOTO_BYTES, Fetched, MediaStore
from handlers.context import Later
from handlers.incoming import Attachment, Edited, Kind, Lost, Overheard, Pressed, Reach, Said, Sender, Why
from storage.db import Database
from storage.place import Place
from tests.bot.platform import LaterClock

HERE = Place("zalo_oa", "1")
LAN = Sender("zalo_oa", "1", "Lan")
AT = datetime(2026, 11, 22, tzinfo=UTC)
JPEG, PDF, AAC, OGG = b"\xff\xd8\xff\xe0 photo", b"%PDF-1.7 file", b"\xff\xf1 voice", b"OggS voice"


class Kept:
    """A platform that keeps files, and the bringing of them."""

    def __init__(self, store: MediaStore, clock: LaterClock) -> None:
        self.store, self.clock = store, clock
        self.files: dict[str, bytes] = {}
        self.broken: set[str] = set()
        self.asked: list[str] = []
        self.origin = ""

    @property
    def bringing(self) -> Bringing:
        fetching = {"zalo_oa": Fetching(Allowed.of([self.origin]))}
        limits = {"zalo_oa": FileLimits(received=FILE_BYTES), "telegram": FileLimits(received=20_000_000)}
        return Bringing(self.store, self.clock, fetching, limits, self.opened)

    async def opened(self, attachment: Attachment) -> Fetched:
        if attachment.reference in self.broken:
            raise NotSent("late")
        return Fetched(self.files[attachment.reference], attachment.name, attachment.mime)

    def at(self, name: str, kind: Kind = Kind.FILE, content: bytes | None = None) -> Attachment:
        if content is not None:
            self.files[name] = content
        return Attachment(kind, f"{self.origin}/{name}", name if kind is Kind.FILE else "", channel="zalo_oa")

    async def answer(self, request: web.Request) -> web.Response:
        name = request.path.strip("/")
        self.asked.append(name)
        if name in self.broken:
            return web.Response(status=500)
        return web.Response(body=self.files[name]) if name in self.files else web.Response(status=404)


@pytest.fixture
async def kept(db: Database, tmp_path: Path) -> AsyncIterator[Kept]:
    clock = LaterClock()
    found = Kept(MediaStore(db, clock, tmp_path / "media"), clock)
    app = web.Application(client_max_size=0)
    app.router.add_get("/{path:.*}", found.answer)
    server = TestServer(app)
    await server.start_server()
    found.origin = str(server.make_url("")).rstrip("/")
    yield found
    await server.close()


def said(*attachments: Attachment, text: str = "") -> Said:
    return Said(LAN, HERE, "m", AT, text, attachments)


async def brought(kept: Kept, *attachments: Attachment) -> Said:
    found = await kept.bringing.bring(said(*attachments), kept.clock.business())
    assert isinstance(found, Said)
    return found


async def test_files_are_kept_in_their_order_as_what_they_are(kept: Kept) -> None:
    found = await brought(
        kept,
        kept.at("a.jpg", Kind.PHOTO, JPEG),
        kept.at("Tờ trình.pdf", Kind.FILE, PDF),
        kept.at("v.aac", Kind.AUDIO, AAC),
        kept.at("v.ogg", Kind.VOICE, OGG),
        kept.at("sticker.png", Kind.STICKER, b"\x89PNG\r\n\x1a\n"),
        kept.at("lies.jpg", Kind.PHOTO, PDF),
    )
    assert [(each.kind, each.mime) for each in found.attachments] == [
        (Kind.PHOTO, "image/jpeg"),
        (Kind.FILE, "application/pdf"),
        (Kind.AUDIO, "audio/aac"),
        (Kind.VOICE, "audio/ogg"),
        (Kind.PHOTO, "image/png"),
        (Kind.FILE, "application/pdf"),
    ]
    assert found.attachments[1].name == "Tờ trình.pdf"
    assert {each.channel for each in found.attachments} == {"web"}
    contents = [await kept.store.fetch(each.reference) for each in found.attachments]
    assert [each.content for each in contents if each][:2] == [JPEG, PDF]
    assert found.lost == ()


async def test_what_holds_no_address_of_ours_to_fetch_stays(kept: Kept) -> None:
    place = Attachment(Kind.LOCATION, "10.5,106.7", channel="zalo_oa")
    other = Attachment(Kind.PHOTO, "https://evil.example/a.jpg", channel="telegram")
    same = said(place, other, text="ở đây")
    press, reach = Pressed(LAN, HERE, "t", AT), Reach(LAN, HERE, True, AT)
    for incoming in (same, press, reach):
        assert await kept.bringing.bring(incoming, AT) == incoming
    assert kept.asked == []


async def test_what_is_gone_or_too_large_is_named_and_the_rest_comes(kept: Kept) -> None:
    found = await brought(
        kept,
        kept.at("none.pdf"),
        kept.at("big", Kind.PHOTO, JPEG + bytes(PHOTO_BYTES)),
        Attachment(Kind.PHOTO, "https://evil.example/a.jpg", channel="zalo_oa"),
        kept.at("a.jpg", Kind.PHOTO, JPEG),
    )
    assert [each.kind for each in found.attachments] == [Kind.PHOTO]
    assert found.lost == (
        Lost(Kind.FILE, Why.GONE, "none.pdf"),
        Lost(Kind.PHOTO, Why.LARGE),
        Lost(Kind.PHOTO, Why.GONE),
    )


async def test_what_may_still_come_is_waited_for_a_while(kept: Kept) -> None:
    attachment = kept.at("a.jpg", Kind.PHOTO, JPEG)
    kept.broken.add("a.jpg")
    received_at = kept.clock.business()
    with pytest.raises(Later):
        await kept.bringing.bring(said(attachment), received_at)
    late = await kept.bringing.bring(said(attachment), received_at - TRIED_FOR)
    assert isinstance(late, Said)
    assert late.lost == (Lost(Kind.PHOTO, Why.GONE),)
    kept.broken.clear()
    assert (await brought(kept, attachment)).attachments[0].mime == "image/jpeg"


async def test_a_corrected_message_brings_its_files_too(kept: Kept) -> None:
    edited = Edited(LAN, HERE, "m", AT + timedelta(minutes=1), "sửa", (kept.at("a.pdf", Kind.FILE, PDF),))
    found = await kept.bringing.bring(edited, kept.clock.business())
    assert isinstance(found, Edited)
    assert found.attachments[0].channel == "web"


async def test_what_a_human_at_the_desk_sends_is_kept_and_our_own_is_not_fetched(kept: Kept) -> None:
    attachment = kept.at("a.jpg", Kind.PHOTO, JPEG)
    ours = Overheard(LAN, HERE, "m", AT, "", (attachment,))
    assert await kept.bringing.bring(ours, AT) is ours
    assert kept.asked == []
    found = await kept.bringing.bring(replace(ours, by_hand=True), kept.clock.business())
    assert isinstance(found, Overheard)
    assert [(each.kind, each.channel) for each in found.attachments] == [(Kind.PHOTO, "web")]


async def test_what_stays_with_its_platform_is_looked_at_by_what_is_told_of_it(kept: Kept) -> None:
    def telegram(name: str, size: int = 10, kind: Kind = Kind.FILE) -> Attachment:
        return Attachment(kind, "AgX", name, "", size, "telegram")

    found = await brought(
        kept,
        telegram("to-trinh.pdf"),
        telegram("hồ sơ không đuôi"),
        telegram("cai-dat.exe"),
        telegram("anh\u202egnp.scr"),
        telegram("nen.rar"),
        telegram("phim.mp4", 20_000_001, Kind.VIDEO),
        telegram("", 900, Kind.STICKER),
    )
    assert [each.name for each in found.attachments] == ["to-trinh.pdf", "hồ sơ không đuôi", ""]
    assert [(each.kind, each.why) for each in found.lost] == [
        (Kind.FILE, Why.KIND), (Kind.FILE, Why.KIND), (Kind.FILE, Why.KIND), (Kind.VIDEO, Why.LARGE)
    ]  # fmt: skip


async def test_what_the_channel_could_not_read_stays_named(kept: Kept) -> None:
    missing = Lost(Kind.PHOTO, Why.GONE)
    said_so = replace(said(kept.at("a.jpg", Kind.PHOTO, JPEG)), lost=(missing,))
    found = await kept.bringing.bring(said_so, kept.clock.business())
    assert isinstance(found, Said)
    assert (len(found.attachments), found.lost) == (1, (missing,))


async def test_a_second_try_keeps_nothing_twice(kept: Kept) -> None:
    good, late = kept.at("a.jpg", Kind.PHOTO, JPEG), kept.at("b.jpg", Kind.PHOTO, JPEG + b"b")
    kept.broken.add("b.jpg")
    for _ in range(2):
        with pytest.raises(Later):
            await kept.bringing.bring(said(good, late), kept.clock.business())
    kept.broken.clear()
    first = await brought(kept, good, late)
    second = await brought(kept, good, late)
    assert first.attachments == second.attachments
    assert len({each.reference for each in first.attachments}) == 2
