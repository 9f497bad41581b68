"""A bucket behind the store: a real S3 client against a server that speaks S3, on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import boto3
import pytest
from aiohttp import ClientSession
from moto.server import ThreadedMotoServer

from bot.bucket import Bucket
from bot.media import Fetched, MediaStore, NotNow
from handlers.clock import Clock
from storage.db import Database
from storage.place import Place

# aiobotocore leaves a connection to the garbage collector now and then.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed connection:ResourceWarning")
HERE = Place("web", "c" * 32)
PDF = Fetched(b"%PDF-1.7 dai", "a.pdf", "application/pdf")


def names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


@pytest.fixture
def server() -> Iterator[str]:
    made = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    made.start()
    host, port = made.get_host_and_port()
    yield f"{host}:{port}"
    made.stop()


def s3(server: str) -> object:
    return boto3.client(
        "s3", endpoint_url=f"http://{server}", aws_access_key_id="key", aws_secret_access_key="a/secret",
        region_name="us-east-1",
    )  # fmt: skip


def keys(server: str) -> list[str]:
    listed = s3(server).list_objects_v2(Bucket="caunoi")  # type: ignore[attr-defined]
    return [each["Key"] for each in listed.get("Contents", ())]


@pytest.fixture
async def bucket(server: str) -> AsyncIterator[Bucket]:
    async with ClientSession() as session:
        await session.post(f"http://{server}/moto-api/reset")  # it remembers earlier tests
    await asyncio.to_thread(lambda: s3(server).create_bucket(Bucket="caunoi"))  # type: ignore[attr-defined]
    made = Bucket(f"s3+http://key:a%2Fsecret@{server}/caunoi/tep")
    yield made
    await made.close()


async def test_what_is_kept_here_is_had_there(
    server: str, bucket: Bucket, sqlite_db: Database, tmp_path: Path
) -> None:
    here = MediaStore(sqlite_db, Clock(), tmp_path / "here", bucket=bucket)
    there = MediaStore(sqlite_db, Clock(), tmp_path / "there", bucket=bucket)
    kept = await here.pass_on(HERE, PDF)
    assert await asyncio.to_thread(keys, server) == [f"tep/{kept.sha256[:2]}/{kept.sha256}"]
    assert await there.fetch(kept.id) == PDF
    assert there.path(kept).read_bytes() == PDF.content, "a copy, for the next time"
    assert await here.pass_on(HERE, PDF) == kept


async def test_a_large_file(bucket: Bucket, sqlite_db: Database, tmp_path: Path) -> None:
    here = MediaStore(sqlite_db, Clock(), tmp_path / "here", bucket=bucket)
    kept = await here.pass_on(HERE, Fetched(b"%PDF-1.7 " + bytes(19_000_000), "a.pdf", ""))
    here.path(kept).unlink()
    found = await here.file(kept)
    assert found
    assert found.stat().st_size == kept.size


async def test_what_nobody_has_is_none(bucket: Bucket, sqlite_db: Database, tmp_path: Path) -> None:
    alone = MediaStore(sqlite_db, Clock(), tmp_path / "here")
    kept = await alone.pass_on(HERE, PDF)
    elsewhere = MediaStore(sqlite_db, Clock(), tmp_path / "there", bucket=bucket)
    assert await elsewhere.file(kept) is None
    assert await elsewhere.fetch(kept.id) is None


async def test_what_was_changed_there_is_not_given_out(
    server: str, bucket: Bucket, sqlite_db: Database, tmp_path: Path
) -> None:
    here = MediaStore(sqlite_db, Clock(), tmp_path / "here", bucket=bucket)
    kept = await here.pass_on(HERE, PDF)
    here.path(kept).unlink()
    changed = {"Bucket": "caunoi", "Key": f"tep/{kept.sha256[:2]}/{kept.sha256}", "Body": b"<html>"}
    await asyncio.to_thread(lambda: s3(server).put_object(**changed))  # type: ignore[attr-defined]
    with pytest.raises(NotNow):
        await here.file(kept)
    assert not here.path(kept).exists()


async def test_a_bucket_that_is_away_keeps_nothing_here_either(sqlite_db: Database, tmp_path: Path) -> None:
    away = Bucket("s3+http://key:a%2Fsecret@127.0.0.1:9/caunoi")
    store = MediaStore(sqlite_db, Clock(), tmp_path / "here", bucket=away)
    with pytest.raises(NotNow) as raised:
        await store.pass_on(HERE, PDF)
    assert "secret" not in str(raised.value)
    assert [path for path in (tmp_path / "here").rglob("*") if path.is_file()] == []
    await away.close()


async def test_the_look_at_it(server: str, bucket: Bucket, tmp_path: Path) -> None:
    await bucket.probe(tmp_path)
    assert names(tmp_path) == []
    none = Bucket(f"s3+http://key:a%2Fsecret@{server}/no-such-bucket")
    with pytest.raises(NotNow):
        await none.probe(tmp_path)
    await none.close()
