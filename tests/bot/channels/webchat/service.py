"""A running web chat with a bot behind it that answers what it hears."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import Outcome, Sending
from bot.channels.webchat import Door, Push, Rates, WebChat
from bot.media import Fetched, MediaStore
from bot.web.files import StaticFiles
from bot.web.headers import secure
from bot.web.limits import Rate
from bot.web.pages import Pages
from handlers.clock import Clock
from handlers.incoming import Edited, Incoming, Pressed, Said
from handlers.outgoing import Button, Draft, Edit, Menu, Message, Recall, Style, Toast
from storage import inbox
from storage.db import Database
from storage.inbox import Arrival, Held
from storage.place import Place

OFTEN = Rate(10_000, 0.001)
FREE = Rates(OFTEN, OFTEN, OFTEN, OFTEN, OFTEN)
"""Limits that no test meets by accident."""


async def refuse(_arrivals: Sequence[Arrival]) -> int:
    """The web chat commits by itself: nobody may call this."""
    raise AssertionError("accept was called")


async def fetched(channel: str, reference: str) -> Fetched:
    """Another channel's files: those whose reference says so are there."""
    if reference == "missing":
        raise ConnectionResetError(channel)
    return Fetched(b"%PDF-1.7 from " + channel.encode(), "elsewhere.pdf", "application/pdf")


class Moved(Clock):
    """A clock whose machine time a test can move, for the life of sessions."""

    def __init__(self) -> None:
        super().__init__()
        self.later = timedelta()

    def machine(self) -> datetime:
        return super().machine() + self.later


class Service:
    """The channel, its server and the rows behind it."""

    def __init__(self, db: Database, folder: Path, *, doors: Sequence[Door], rates: Rates, public: str) -> None:
        self.db = db
        self.clock = Moved()
        self.store = MediaStore(db, self.clock, folder / "media")
        self.static = StaticFiles()
        self.pages = Pages(self.static)
        self.web = WebChat(
            db, self.clock, self.store, self.pages,
            secret=b"s" * 32, public_base_url=public, doors=doors, rates=rates, fetch=fetched,
            push=Push(("push.example.vn",)),
        )  # fmt: skip
        self.heard: list[Incoming] = []
        self._outbox = count(1)
        self._lock = asyncio.Lock()

    def app(self) -> web.Application:
        app = web.Application()
        secure(app, https=False)
        app.add_routes([*self.static.routes(), *self.web.routes(refuse)])
        return app

    async def arrived(self) -> list[Incoming]:
        """What came in since the last call, parsed, in order."""
        async with self._lock:
            new: list[Incoming] = []
            now = self.clock.machine()
            waiting = await self.db.write(lambda tx: inbox.claim(tx, "test", now, timedelta(minutes=1), 50))
            for head in waiting:
                held: Held | None = head
                while held:
                    incoming = self.web.parse(held.payload)
                    assert incoming is not None
                    new.append(incoming)
                    held = await self._finish(held, now)
            self.heard += new
            return new

    async def _finish(self, held: Held, now: datetime) -> Held | None:
        return await self.db.write(lambda tx: inbox.finish(tx, held, "test", now + timedelta(minutes=1)))

    async def send(
        self, chat: str, content: Message | Edit | Recall | Toast | Menu, *, edit_of: str | None = None,
        outbox_id: int = 0,
    ) -> Outcome:  # fmt: skip
        """Sends as delivery would, under a new outbox row unless one is named."""
        number = outbox_id or next(self._outbox)
        return await self.web.send(Sending(number, Place("web", chat), content, edit_of))

    async def answer(self) -> None:
        """Answers everything that came in."""
        for incoming in await self.arrived():
            for message in _answers(incoming):
                await self.send(incoming.place.chat, message)

    async def watched(self, chat: str, times: int) -> None:
        """Waits until so many sockets and polls of a chat are open."""
        async with asyncio.timeout(5):
            while len(self.web._hub._watchers.get(chat, ())) < times:  # noqa: ASYNC110 - nobody else needs an event
                await asyncio.sleep(0)

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        """Answers for as long as the block runs."""
        task = asyncio.create_task(self._answer_always())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _answer_always(self) -> None:
        event = self.db.wakes.event(inbox.QUEUE)
        while True:
            event.clear()
            await self.answer()
            await event.wait()


@asynccontextmanager
async def running(
    db: Database,
    folder: Path,
    *,
    doors: Sequence[Door] = (Door(),),
    rates: Rates = FREE,
    public: str = "http://127.0.0.1",
) -> AsyncIterator[tuple[Service, TestServer]]:
    """A service on a free port."""
    service = Service(db, folder, doors=doors, rates=rates, public=public)
    server = TestServer(service.app())
    await server.start_server()
    try:
        yield service, server
    finally:
        await service.web.stop()
        await server.close()


def _answers(incoming: Incoming) -> list[Message | Toast | Menu]:
    match incoming:
        case Said(text=text) if text.startswith("/start"):
            menu = Menu((("trogiup", "Hướng dẫn sử dụng"), ("hangdoi", "Câu hỏi đang chờ")))
            return [menu, Draft().bold("Kính chào Anh/chị!").line("Anh/chị cứ gõ câu hỏi.").message()]
        case Said(text="nút"):
            rows = (
                (Button("Có, đã rõ", "yes", Style.PRIMARY), Button("Chưa rõ", "no")),
                (Button("Xóa câu hỏi", "drop", Style.DANGER),),
            )
            return [Message("Câu trả lời này có giúp được Anh/chị không?", rows=rows)]
        case Said(text=text, attachments=files, message_id=said):
            return [Message(f"Đã nhận: {text}", attachments=files, quote=said)]
        case Edited(text=text):
            return [Message(f"Đã sửa thành: {text}")]
        case Pressed(token=token, press_id=press):
            return [Toast(press or "", "Đã ghi nhận"), Message(f"Đã chọn: {token}")]
        case _:
            return []
