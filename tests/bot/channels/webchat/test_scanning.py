"""An upload while a scanner is asked: infected, and nobody there to ask."""

from __future__ import annotations

from pathlib import Path

from bot.bucket import Bucket
from bot.channels.webchat import Door
from bot.clamd import Clamd
from bot.web.pages import words
from storage.db import Database
from tests.bot.channels.webchat.service import running
from tests.bot.channels.webchat.visitor import Visitor
from tests.bot.scanner import EICAR, FakeClamd


async def test_what_the_page_hears(sqlite_db: Database, tmp_path: Path) -> None:
    fake = FakeClamd()
    address = await fake.listens(tmp_path / "clamd.ctl")
    async with running(sqlite_db, tmp_path, doors=(Door(),)) as (service, server):
        service.store._scanner = Clamd(address)
        lan = await Visitor(server).joins()
        assert (await lan.uploads(b"%PDF-1.7 clean"))[0] == 200
        status, told = await lan.uploads(b"%PDF-1.7 " + EICAR)
        assert (status, told["message"]) == (422, words("vi")["error_file_infected"])
        await fake.ends()
        status, told = await lan.uploads(b"%PDF-1.7 clean")
        assert (status, told["message"]) == (503, words("vi")["error_file_unchecked"])
        await lan.http.close()


async def test_what_lies_in_a_bucket_that_is_away(sqlite_db: Database, tmp_path: Path) -> None:
    async with running(sqlite_db, tmp_path, doors=(Door(),)) as (service, server):
        lan = await Visitor(server).joins()
        _, told = await lan.uploads(b"%PDF-1.7 a")
        kept = await service.store.kept(told["media_id"])
        assert kept
        service.store.path(kept).unlink()
        service.store._bucket = Bucket("s3+http://key:secret@127.0.0.1:9/caunoi")
        status, answer = await lan.get(f"media/{told['media_id']}")
        assert (status, answer["message"]) == (503, words("vi")["error_media_away"])
        await service.store._bucket.close()
        await lan.http.close()
