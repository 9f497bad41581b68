"""Files: what is taken, what is refused, and who may have them back."""

from __future__ import annotations

import aiohttp
import pytest

from bot.media import DAILY_BYTES, FILE_BYTES, PHOTO_BYTES
from handlers.incoming import Attachment, Kind, Said
from handlers.outgoing import Message
from storage import media
from storage.place import Place
from tests.bot.channels.webchat.conftest import Running, Visit
from tests.bot.channels.webchat.visitor import key

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
FIELD = b"Content-Disposition: form-data; "
NESTED = b"Content-Type: multipart/mixed; boundary=c"
PDF = b"%PDF-1.7\n" + b"x" * 100


async def test_a_file_goes_up_is_said_and_comes_down(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    status, up_there = await lan.uploads(PDF, "C:\\Tệp\\Công văn 12.pdf")
    assert status == 200
    assert up_there == {
        "media_id": up_there["media_id"], "kind": "file", "name": "Công văn 12.pdf",
        "mime": "application/pdf", "size": len(PDF),
    }  # fmt: skip
    await lan.says("", attachments=[up_there["media_id"]])
    said = (await service.arrived())[-1]
    assert isinstance(said, Said)
    assert said.attachments == (
        Attachment(Kind.FILE, up_there["media_id"], "Công văn 12.pdf", "application/pdf", len(PDF), "web"),
    )
    async with lan.http.get(lan.url(f"media/{up_there['media_id']}")) as response:
        assert await response.read() == PDF
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''C%C3%B4ng")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]


async def test_a_photo_is_shown_and_can_do_nothing(up_sqlite: Running, visit: Visit) -> None:
    lan = await visit(up_sqlite[1]).joins()
    _, photo = await lan.uploads(PNG, "a.html")
    assert photo["kind"] == "photo"
    async with lan.http.get(lan.url(f"media/{photo['media_id']}")) as response:
        assert response.headers["Content-Type"] == "image/png"
        assert response.headers["Content-Disposition"].startswith("inline")
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
        assert response.headers["Cache-Control"] == "private, no-cache"


async def test_what_is_anothers_is_not_there(up: Running, visit: Visit) -> None:
    _, server = up
    lan, minh = await visit(server).joins(), await visit(server).joins()
    _, photo = await lan.uploads(PNG)
    none, missing = await minh.get("media/" + "0" * 32), await minh.get(f"media/{photo['media_id']}")
    assert missing == none
    assert missing[0] == 404
    message = {"client_id": key(), "text": "x", "attachments": [photo["media_id"]]}
    assert (await minh.post("messages", message))[0] == 404
    assert (await visit(server).get(f"media/{photo['media_id']}"))[0] == 401


async def test_what_was_sent_to_a_chat_it_may_fetch_under_its_own_id(up: Running, visit: Visit) -> None:
    service, server = up
    lan, minh, other = await visit(server).joins(), await visit(server).joins(), await visit(server).joins()
    _, photo = await lan.uploads(PNG, "mái nhà.png")
    attachment = Attachment(Kind.PHOTO, photo["media_id"], "mái nhà.png", "image/png", 72, "web")
    for _ in range(2):
        await service.send(minh.chat, Message("Ảnh của xã", attachments=(attachment,)))
    files = [row["files"] for row in (await minh.sees())["rows"]]
    assert files[0] == files[1]  # given twice is given once
    [given] = files[0]
    assert given["id"] != photo["media_id"]
    async with minh.http.get(minh.url(f"media/{given['id']}")) as response:
        assert (response.status, await response.read()) == (200, PNG)
    assert (await minh.get(f"media/{photo['media_id']}"))[0] == 404
    assert (await other.get(f"media/{given['id']}"))[0] == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<!doctype html><script>alert(1)</script>", "a.html"),
        (b"<!doctype html><script>alert(1)</script>", "a.pdf"),
        (b"  \n<html>", "a.txt"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a.svg"),
        (b"MZ\x90\x00", "a.exe"),
        (b"PK\x03\x04 not a zip", "a.docx"),
        (b"\x00\x01\x02", "a.txt"),
        (b"\xff\xfeh\x00", "a.txt"),
        (b"plain", "a.csv"),
        (b"", "a.pdf"),
    ],
)
async def test_pages_programs_and_unknown_kinds_are_refused(
    up_sqlite: Running, visit: Visit, content: bytes, name: str
) -> None:
    service, server = up_sqlite
    lan = await visit(server).joins()
    status, answer = await lan.uploads(content, name)
    assert (status, answer["error"]) == (415, "error_file_kind")
    assert [path for path in service.store._root.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("content", [PNG + b"\0" * PHOTO_BYTES, PDF + b"\0" * FILE_BYTES], ids=["a photo", "a file"])
async def test_too_large_is_refused_and_not_kept(up_sqlite: Running, visit: Visit, content: bytes) -> None:
    service, server = up_sqlite
    lan = await visit(server).joins()
    status, answer = await lan.uploads(content)
    assert (status, answer["error"]) == (413, "error_file_large")
    assert [path for path in service.store._root.rglob("*") if path.is_file()] == []


async def test_a_length_that_is_not_told_does_not_help(up_sqlite: Running, visit: Visit) -> None:
    service, server = up_sqlite
    lan = await visit(server).joins()

    async def endless() -> object:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + PDF
        for _ in range(FILE_BYTES // 65536 + 2):
            yield b"x" * 65536
        yield b"\r\n--b--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    status, answer, _ = await lan.ask("POST", "media", data=endless(), headers=headers)
    assert (status, answer["error"]) == (413, "error_file_large")
    assert [path for path in service.store._root.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b""),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\nx\r\n--b--"),
        ("multipart/form-data; boundary=b", b"--b\r\n" + FIELD + b'name="file"\r\n\r\nx\r\n--b--'),
        ("multipart/form-data; boundary=b", b"--b\r\n" + FIELD + b'name="x"; filename="a"\r\n\r\n%PDF-\r\n--b--'),
        ("multipart/form-data; boundary=b", b"--b\r\n" + NESTED + b"\r\n\r\n--c--\r\n--b--"),
        ("multipart/form-data; boundary=" + "b" * 200, b"--b"),
    ],
)
async def test_what_is_no_upload_is_refused(up_sqlite: Running, visit: Visit, kind: str, body: bytes) -> None:
    lan = await visit(up_sqlite[1]).joins()
    status, answer, _ = await lan.ask("POST", "media", data=body, headers={"Content-Type": kind})
    assert (status, answer["error"]) == (400, "error_form")


@pytest.mark.parametrize("name", ["x", "0" * 31, "G" * 32, "..%2f..%2fetc%2fpasswd", "0" * 33])
async def test_a_file_by_any_other_name_is_not_there(up_sqlite: Running, visit: Visit, name: str) -> None:
    lan = await visit(up_sqlite[1]).joins()
    assert (await lan.get(f"media/{name}"))[0] == 404


async def test_a_day_has_only_so_much_room(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    now, place = service.clock.machine(), Place("web", lan.chat)
    await service.db.write(lambda tx: media.keep(tx, place, "0" * 64, "a", "a/b", DAILY_BYTES, now))
    status, answer = await lan.uploads(PDF)
    assert (status, answer["error"]) == (429, "error_room")


async def test_a_broken_upload_leaves_nothing_behind(up_sqlite: Running, visit: Visit) -> None:
    service, server = up_sqlite
    lan = await visit(server).joins()

    async def broken() -> object:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + PDF
        raise ConnectionResetError

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    with pytest.raises((aiohttp.ClientError, ConnectionResetError)):
        await lan.ask("POST", "media", data=broken(), headers=headers)
    assert (await lan.uploads(PDF))[0] == 200
    assert len([path for path in service.store._root.rglob("*") if path.is_file()]) == 1
