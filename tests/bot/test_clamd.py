"""The scanner: what it finds is refused, what it cannot read is told, and while it is away nothing gets through."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bringing import TRIED_FOR, Bringing
from bot.channels.base import FileLimits
from bot.clamd import Clamd
from bot.media import Fetched, Infected, MediaStore, NotNow, TooLarge
from handlers.context import Later
from handlers.incoming import Attachment, Kind, Lost, Said, Sender, Why
from storage.db import Database
from storage.place import Place
from tests.bot.platform import LaterClock
from tests.bot.scanner import EICAR, FakeClamd

HERE = Place("telegram", "5")
CLEAN, SICK = b"%PDF-1.7 clean", b"%PDF-1.7 " + EICAR


@pytest.fixture
async def fake() -> AsyncIterator[FakeClamd]:
    made = FakeClamd()
    yield made
    await made.ends()


def written(tmp_path: Path, content: bytes) -> Path:
    (tmp_path / "file").write_bytes(content)
    return tmp_path / "file"


@pytest.mark.parametrize("by_path", [True, False])
async def test_clean_and_infected(fake: FakeClamd, tmp_path: Path, *, by_path: bool) -> None:
    clamd = Clamd(await fake.listens(tmp_path / "clamd.ctl" if by_path else None))
    assert await clamd.passes(written(tmp_path, CLEAN))
    assert not await clamd.passes(written(tmp_path, SICK))
    assert not await clamd.passes(written(tmp_path, bytes(700_000) + EICAR + bytes(700_000)))
    assert fake.scanned == [len(CLEAN), len(SICK), 1_400_000 + len(EICAR)]
    assert (await clamd.version()).startswith("ClamAV 1.4.3")


async def test_a_socket_s_path_may_say_that_it_is_one(fake: FakeClamd, tmp_path: Path) -> None:
    assert await Clamd("unix:" + await fake.listens(tmp_path / "c")).passes(written(tmp_path, CLEAN))


async def test_what_is_longer_than_it_reads_is_too_large(fake: FakeClamd, tmp_path: Path) -> None:
    fake.most = 1_000_000
    with pytest.raises(TooLarge):
        await Clamd(await fake.listens()).passes(written(tmp_path, bytes(5_000_000)))


@pytest.mark.parametrize(
    "answer", [b"", b"\0", b"stream: maybe\0", b"x" * 10_000, b"stream: OK", b"OKAY\0", b"ERROR\0"]
)
async def test_an_answer_that_is_none_lets_nothing_through(fake: FakeClamd, tmp_path: Path, answer: bytes) -> None:
    fake.answer = answer
    with pytest.raises(NotNow):
        await Clamd(await fake.listens()).passes(written(tmp_path, CLEAN))


async def test_slow_and_away(fake: FakeClamd, tmp_path: Path) -> None:
    fake.silent = True
    address = await fake.listens()
    with pytest.raises(NotNow):
        await Clamd(address, seconds=0.2).passes(written(tmp_path, CLEAN))
    await fake.ends()
    for gone in (address, str(tmp_path / "no.ctl")):
        with pytest.raises(NotNow):
            await Clamd(gone).passes(written(tmp_path, CLEAN))


class Post:
    """A store with the scanner, and the bringing-in of what stays on Telegram."""

    def __init__(self, db: Database, root: Path, address: str) -> None:
        self.clock = LaterClock()
        self.store = MediaStore(db, self.clock, root, scanner=Clamd(address, seconds=1.0))
        self.content = CLEAN
        limits = {"telegram": FileLimits(received=20_000_000)}
        self.bringing = Bringing(self.store, self.clock, {}, limits, self._opened)

    async def _opened(self, _attachment: Attachment) -> Fetched:
        return Fetched(self.content, "a.pdf", "application/pdf")

    async def brings(self, received: timedelta = timedelta()) -> Said:
        file = Attachment(Kind.FILE, "AgX", "a.pdf", "application/pdf", 20, "telegram")
        said = Said(Sender("telegram", "5", "Lan"), HERE, "1", self.clock.business(), "đây", (file,))
        found = await self.bringing.bring(said, self.clock.business() - received)
        assert isinstance(found, Said)
        return found


async def test_what_stays_on_telegram_is_scanned_too(fake: FakeClamd, sqlite_db: Database, tmp_path: Path) -> None:
    post = Post(sqlite_db, tmp_path / "media", await fake.listens())
    assert (await post.brings()).lost == ()
    post.content = SICK
    found = await post.brings()
    assert (found.attachments, found.lost) == ((), (Lost(Kind.FILE, Why.INFECTED, "a.pdf"),))
    post.content = b"MZ program"
    assert (await post.brings()).lost == (Lost(Kind.FILE, Why.KIND, "a.pdf"),)
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


async def test_while_it_is_away_the_message_waits_and_then_says_what_is_missing(
    fake: FakeClamd, sqlite_db: Database, tmp_path: Path
) -> None:
    post = Post(sqlite_db, tmp_path / "media", await fake.listens())
    await fake.ends()
    with pytest.raises(Later):
        await post.brings()
    assert (await post.brings(TRIED_FOR)).lost == (Lost(Kind.FILE, Why.UNCHECKED, "a.pdf"),)


async def test_nothing_infected_is_kept(fake: FakeClamd, sqlite_db: Database, tmp_path: Path) -> None:
    store = Post(sqlite_db, tmp_path / "media", await fake.listens()).store
    with pytest.raises(Infected):
        await store.pass_on(HERE, Fetched(SICK, "a.pdf", ""))
    await fake.ends()
    with pytest.raises(NotNow):
        await store.pass_on(HERE, Fetched(CLEAN, "a.pdf", ""))
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []
