"""Files of a Bot API server in local mode: read where it says, and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.channels.telegram.local import LOCAL
from bot.fetching import NotFetched
from handlers.clock import Clock
from storage.db import Database
from tests.bot.channels.telegram.conftest import QUICK, SHORT
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.world import File


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bot-api"
    made.mkdir()
    return made


@pytest.fixture
async def channel(fake: FakeTelegram, sqlite_db: Database, folder: Path) -> AsyncIterator[TelegramChannel]:
    settings = TelegramSettings(fake.token, fake.base_url, local_files=folder)
    made = TelegramChannel(settings, sqlite_db, Clock(), backoff=QUICK, timeouts=SHORT)
    yield made
    await made.stop()


def told(fake: FakeTelegram, path: Path | str) -> str:
    """The id of a file of which the server tells this path."""
    fake.world.files["Ag-local"] = File("Ag-local", "document", "a.pdf", "application/pdf", b"", str(path))
    return "Ag-local"


async def test_a_file_is_read_from_the_servers_folder(
    channel: TelegramChannel, fake: FakeTelegram, folder: Path
) -> None:
    (folder / "documents").mkdir()
    (folder / "documents" / "file_1.pdf").write_bytes(b"%PDF-1.7")
    found = await channel.fetch(told(fake, folder / "documents" / "file_1.pdf"))
    assert found == (b"%PDF-1.7", "file_1.pdf", "application/pdf")


async def test_a_server_that_serves_by_http_all_the_same_is_asked(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    kept = fake.world.keep("document", "a.pdf", "application/pdf", b"%PDF-1.7 by http")
    assert (await channel.fetch(kept.id))[0] == b"%PDF-1.7 by http"


@pytest.mark.parametrize(
    "named", ["outside.txt", "bot-api/../outside.txt", "bot-api/link", "bot-api", "bot-api/none"]
)
async def test_nothing_outside_of_it_is_read(
    channel: TelegramChannel, fake: FakeTelegram, folder: Path, named: str
) -> None:
    (folder.parent / "outside.txt").write_text("secret")
    (folder / "link").symlink_to(folder.parent / "outside.txt")
    with pytest.raises(NotFetched) as refused:
        await channel.fetch(told(fake, folder.parent / named))
    assert not refused.value.temporary
    assert str(folder) not in str(refused.value)  # the path of a real server holds the token


async def test_more_than_fits_into_memory_is_refused(
    channel: TelegramChannel, fake: FakeTelegram, folder: Path
) -> None:
    with (folder / "big.bin").open("wb") as file:
        file.truncate(LOCAL.download + 1)
    with pytest.raises(NotFetched, match="larger than 100 MB"):
        await channel.fetch(told(fake, folder / "big.bin"))


async def test_without_a_folder_no_path_on_a_disk_is_read(
    fake: FakeTelegram, sqlite_db: Database, folder: Path
) -> None:
    (folder / "a.pdf").write_bytes(b"x")
    settings = TelegramSettings(fake.token, fake.base_url)
    plain = TelegramChannel(settings, sqlite_db, Clock(), backoff=QUICK, timeouts=SHORT)
    with pytest.raises(NotFetched):
        await plain.fetch(told(fake, folder / "a.pdf"))
    await plain.stop()
