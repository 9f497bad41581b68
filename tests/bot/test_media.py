"""The media store: what a file is, and that nothing half-received stays."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.kinds import file_name, kind_of, mime_of
from bot.media import Fetched, MediaStore, TooLarge, Unwelcome
from handlers.clock import Clock
from handlers.incoming import Kind
from storage.db import Database
from storage.place import Place

PLACE = Place("web", "c" * 32)
PDF = b"%PDF-1.7\n..."


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(_member(name), content)
    return buffer.getvalue()


def _member(name: str) -> str:
    return "[Content_Types].xml" if name == "types" else name.replace("__", "/").replace("_dot_", ".")


def docx(**members: bytes) -> bytes:
    """A document, or with a workbook among its members a table."""
    body = {} if "xl__workbook_dot_xml" in members else {"word__document_dot_xml": b"x"}
    return zipped(types=b"x", **body, **members)


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


@pytest.fixture
def store(sqlite_db: Database, tmp_path: Path) -> MediaStore:
    return MediaStore(sqlite_db, Clock(), tmp_path / "media")


def files(store: MediaStore) -> list[Path]:
    return [path for path in store._root.rglob("*") if path.is_file()]


OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = [
    (b"\xff\xd8\xff\xe0rest", "a", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\nrest", "a", "image/png"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "a", "image/webp"),
    (b"RIFF\0\0\0\0WAVEfmt ", "a", "audio/wav"),
    (b"\0\0\0\x18ftypheic", "a", "image/heic"),
    (b"\0\0\0\x18ftypM4A ", "a", "audio/mp4"),
    (PDF, "a.exe", "application/pdf"),
    (b"OggS....", "a", "audio/ogg"),
    (b"ID3.....", "a", "audio/mpeg"),
    (b"#!AMR\n", "a", "audio/amr"),
    (b"\x1a\x45\xdf\xa3...webm", "a", "audio/webm"),
    ("Biên bản họp".encode(), "a.TXT", "text/plain"),
    (docx(), "a", OFFICE + "wordprocessingml.document"),
    (docx(xl__workbook_dot_xml=b"x"), "a", OFFICE + "spreadsheetml.sheet"),
    (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "a.odt", "application/vnd.oasis.opendocument.text"),
]  # fmt: skip
REFUSED = [
    (b"<html>", "a.pdf"),
    (b"<svg/>", "a.svg"),
    (b" <?xml version='1.0'?><svg/>", "a.txt"),
    (b"XXXX\0\0\0\0WEBP", "a.webp"),
    (b"MZ", "a.exe"),
    (b"text", "a.md"),
    (b"te\x00xt", "a.txt"),
    (docx(word__vbaProject_dot_bin=b"x"), "a.docm"),
    (zipped(mimetype=b"application/epub+zip"), "a.odt"),
    (zipped(anything=b"x"), "a.zip"),
    (docx()[:40], "a.docx"),
]


@pytest.mark.parametrize(("content", "name", "mime"), KINDS, ids=range(len(KINDS)))
def test_what_a_file_is_is_told_by_its_content(tmp_path: Path, content: bytes, name: str, mime: str) -> None:
    (tmp_path / "file").write_bytes(content)
    assert mime_of(tmp_path / "file", name) == mime


@pytest.mark.parametrize(("content", "name"), REFUSED, ids=range(len(REFUSED)))
def test_what_we_do_not_take(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / "file").write_bytes(content)
    assert mime_of(tmp_path / "file", name) is None


def test_only_what_browsers_show_is_a_photo() -> None:
    assert kind_of("image/png") is Kind.PHOTO
    assert kind_of("image/heic") is Kind.FILE
    assert kind_of("audio/ogg") is Kind.VOICE
    assert kind_of("audio/mpeg") is Kind.AUDIO
    assert kind_of("application/pdf") is Kind.FILE


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\Công văn.pdf", "Công văn.pdf"),
        ("a\x00b\u202efdp.exe", "abfdp.exe"),
        ("", "tệp"),
        ("x" * 500 + ".pdf", "x" * 110 + ".pdf"),
        ("no dot " + "y" * 500, ("no dot " + "y" * 500)[:120]),
        ("nhiều   khoảng\ntrắng.txt", "nhiều khoảng trắng.txt"),
    ],
)
def test_names_are_harmless(name: str, kept: str) -> None:
    assert file_name(name) == kept


async def test_a_file_is_kept_once_however_often_it_comes(store: MediaStore) -> None:
    first = await store.take_in(PLACE, "a.pdf", chunks(PDF[:4], PDF[4:]))
    second = await store.take_in(PLACE, "b.pdf", chunks(PDF))
    assert first.id != second.id
    assert store.path(first) == store.path(second)
    assert files(store) == [store.path(first)]
    assert await store.fetch(first.id) == Fetched(PDF, "a.pdf", "application/pdf")
    assert await store.of_place(first.id, PLACE) == first
    assert await store.of_place(first.id, Place("web", "d" * 32)) is None


async def test_what_is_refused_or_breaks_off_leaves_nothing(store: MediaStore) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield PDF
        raise ConnectionResetError

    with pytest.raises(Unwelcome):
        await store.take_in(PLACE, "a.html", chunks(b"<html>"))
    with pytest.raises(Unwelcome):
        await store.take_in(PLACE, "a.pdf", chunks())
    with pytest.raises(TooLarge):
        await store.take_in(PLACE, "a.pdf", chunks(*[b"%PDF-" + b"x" * 1024 * 1024] * 21))
    with pytest.raises(ConnectionResetError):
        await store.take_in(PLACE, "a.pdf", broken())
    assert files(store) == []


async def test_what_another_channel_brings_is_kept_once_and_only_if_we_take_it(store: MediaStore) -> None:
    with pytest.raises(Unwelcome):
        await store.pass_on(PLACE, Fetched(b"<html>", "trang.html", "text/html"))
    kept = await store.pass_on(PLACE, Fetched(PDF, "a.pdf", ""))
    assert kept.place == PLACE
    assert await store.pass_on(PLACE, Fetched(PDF, "a.pdf", "")) == kept, "another try makes no second row"
    assert await store.pass_on(PLACE, Fetched(PDF, "b.pdf", "")) != kept
    assert await store.pass_on(Place("web", "d" * 32), Fetched(PDF, "a.pdf", "")) != kept


async def test_a_file_that_is_not_there_is_none(store: MediaStore) -> None:
    assert await store.fetch("0" * 32) is None
    kept = await store.take_in(PLACE, "a.pdf", chunks(PDF))
    store.path(kept).unlink()
    assert await store.fetch(kept.id) is None
