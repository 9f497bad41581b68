"""Coming in: the page, codes, cookies and the life of sessions."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest

from bot.channels.webchat import Door, Rates
from bot.web.limits import Rate
from handlers.incoming import Said
from storage import sessions
from storage.db import Database
from tests.bot.channels.webchat.conftest import Running, Visit
from tests.bot.channels.webchat.service import running
from tests.bot.channels.webchat.visitor import Visitor, key


async def test_opening_an_invite_link_uses_nothing_up(up_sqlite: Running, visit: Visit) -> None:
    service, server = up_sqlite
    status, page, response = await visit(server).ask("GET", "?code=ABCD-1234")
    assert status == 200
    assert "ABCD-1234" not in page
    assert "Set-Cookie" not in response.headers
    assert await service.arrived() == []


async def test_a_code_is_used_by_a_post_and_reaches_the_handlers_as_start(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins(" ABCD - 1234 ", "  Hoàng\u202e Thị\nLan ")
    [said] = await service.arrived()
    assert isinstance(said, Said)
    assert said.text == "/start ABCD-1234"
    assert said.sender.name == "Hoàng Thị Lan"
    assert said.sender.user_id == said.place.chat == lan.chat
    assert said.place.channel == "web"


async def test_without_a_code_the_start_is_bare(up_sqlite: Running, visit: Visit) -> None:
    service, server = up_sqlite
    await visit(server).joins()
    assert [said.text for said in await service.arrived() if isinstance(said, Said)] == ["/start"]


async def test_the_cookie_is_for_this_door_and_out_of_reach_of_scripts(up_sqlite: Running, visit: Visit) -> None:
    _, server = up_sqlite
    lan = visit(server)
    *_, response = await lan.ask("POST", "session", json={"key": key()})
    cookie = SimpleCookie(response.headers["Set-Cookie"])["caunoi_chat"]
    assert cookie["path"] == "/chat"
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert not cookie["secure"]
    assert len(cookie.value) >= 43  # 256 bits


async def test_over_https_the_cookie_is_secure(sqlite_db: Database, tmp_path: Path, visit: Visit) -> None:
    async with running(sqlite_db, tmp_path, public="https://chat.example.gov.vn") as (_, server):
        headers = {"Origin": "https://chat.example.gov.vn"}
        *_, response = await visit(server).ask("POST", "session", json={"key": key()}, headers=headers)
        cookie = SimpleCookie(response.headers["Set-Cookie"])["__Secure-caunoi_chat"]
        assert cookie["secure"] is True
        status, _ = await visit(server).post("session", {"key": key()})
        assert status == 403  # the address behind the proxy is not ours to be framed under


async def test_only_the_hash_of_the_token_is_kept(up: Running, visit: Visit) -> None:
    service, server = up
    *_, response = await visit(server).ask("POST", "session", json={"key": key()})
    token = SimpleCookie(response.headers["Set-Cookie"])["caunoi_chat"].value
    hashed = hashlib.sha256(token.encode()).hexdigest()
    now = service.clock.machine()
    assert await service.db.read(lambda tx: sessions.find(tx, hashed, now)) is not None
    assert await service.db.read(lambda tx: sessions.find(tx, token, now)) is None


async def test_a_beginning_whose_answer_was_lost_is_begun_again_as_the_same(up: Running, visit: Visit) -> None:
    service, server = up
    begin = {"key": key(), "code": "ONCE-ONLY", "name": "Lan"}
    _, first = await visit(server).post("session", begin)
    _, second = await visit(server).post("session", begin)
    assert first == second
    assert len(await service.arrived()) == 1


async def test_an_old_key_opens_nothing(up_sqlite: Running, visit: Visit) -> None:
    service, server = up_sqlite
    begin = {"key": key()}
    await visit(server).post("session", begin)
    service.clock.later = timedelta(minutes=11)
    status, content = await visit(server).post("session", begin)
    assert (status, content["error"]) == (409, "error_again")


async def test_a_second_code_is_used_in_the_open_chat(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins(name="Lan")
    chat = lan.chat
    await lan.joins("SECOND-CODE", name="")
    assert lan.chat == chat
    starts = [said for said in await service.arrived() if isinstance(said, Said)]
    assert [said.text for said in starts] == ["/start", "/start SECOND-CODE"]
    assert starts[1].sender.name == "Lan"


async def test_each_door_has_its_own_session(up_sqlite: Running, visit: Visit) -> None:
    _, server = up_sqlite
    lan = await visit(server, "/demo/cadre").joins()
    assert (await lan.get("poll"))[0] == 200
    lan.base = "/chat"
    assert (await lan.get("poll"))[0] == 401


async def test_the_door_of_the_demo_may_be_framed_by_itself_only(up_sqlite: Running, visit: Visit) -> None:
    _, server = up_sqlite
    for base, allowed in (("/chat", "'none'"), ("/demo/cadre", "'self'")):
        *_, response = await visit(server, base).ask("GET", "")
        policy = response.headers["Content-Security-Policy"]
        assert f"frame-ancestors {allowed}" in policy
        assert "unsafe" not in policy


async def test_the_page_has_no_inline_script_or_style_and_names_no_other_host(
    up_sqlite: Running, visit: Visit
) -> None:
    _, server = up_sqlite
    _, page, response = await visit(server).ask("GET", "")
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/')
    assert "http://" not in page
    assert "https://" not in page
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("accept", "word"), [("en-GB,en;q=0.8", "I have no code yet"), ("fr", "Tôi chưa có mã")])
async def test_the_frame_of_the_page_speaks_the_browsers_language(
    up_sqlite: Running, visit: Visit, accept: str, word: str
) -> None:
    _, page, _ = await visit(up_sqlite[1]).ask("GET", "", headers={"Accept-Language": accept})
    assert word in page


async def test_the_bare_address_leads_to_the_page_with_its_code(up_sqlite: Running, visit: Visit) -> None:
    lan = visit(up_sqlite[1])
    async with lan.http.get(lan.origin + "/chat?code=ABC", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, "/chat/?code=ABC")


async def test_a_session_ends_when_it_lay_idle(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    service.clock.later = sessions.IDLE - timedelta(hours=1)
    assert (await lan.get("poll"))[0] == 200  # and is thereby in use again
    service.clock.later += timedelta(hours=2)
    assert (await lan.get("poll"))[0] == 200
    service.clock.later += sessions.IDLE
    status, content = await lan.get("poll")
    assert (status, content["message"]) == (401, "Phiên làm việc đã kết thúc. Anh/chị vui lòng vào lại.")


async def test_moving_business_time_ends_no_session(up_sqlite: Running, visit: Visit) -> None:
    service, server = up_sqlite
    lan = await visit(server).joins()
    service.clock.forward(timedelta(days=400))
    assert (await lan.get("poll"))[0] == 200


async def test_leaving_ends_this_session_or_all(up: Running, visit: Visit) -> None:
    _, server = up
    begin = {"key": key()}
    phone, desk, other = visit(server), visit(server), visit(server)
    for one in (phone, desk, other):
        await one.post("session", begin)
    assert await phone.post("leave", {}) == (200, {})
    assert [(await one.get("poll"))[0] for one in (phone, desk, other)] == [401, 200, 200]
    await desk.post("leave", {"everywhere": True})
    assert (await other.get("poll"))[0] == 401


@pytest.mark.parametrize(
    "token", ["", "x", "a" * 43, "a" * 5000, "ngườilạ-ngườilạ-ngườilạ", "'; DROP TABLE sessions; --............"]
)
async def test_a_forged_cookie_is_no_session(up: Running, visit: Visit, token: str) -> None:
    lan = visit(up[1])
    cookie = f"caunoi_chat={token}".encode("utf-8", "surrogatepass").decode("latin-1")
    status, content, _ = await lan.ask("GET", "poll", headers={"Cookie": cookie})
    assert (status, content["error"]) == (401, "error_session")
    status, *_ = await lan.ask("GET", "", headers={"Cookie": cookie})
    assert status == 200


async def test_behind_a_shared_door_every_browser_opens_the_one_chat(
    sqlite_db: Database, tmp_path: Path, visit: Visit
) -> None:
    doors = (Door("/demo/cadre", "caunoi_cadre", True, shared_key="k" * 32),)
    async with running(sqlite_db, tmp_path, doors=doors) as (service, server):
        first = await visit(server, "/demo/cadre").joins("CODE")
        service.clock.later = timedelta(days=1)
        second = await visit(server, "/demo/cadre").joins("CODE")
        assert first.chat == second.chat
        assert len(await service.arrived()) == 1
        await first.says("từ máy này")
        assert await second.texts() == ["từ máy này"]


BAD: list[Any] = [
    {},
    {"key": "short"},
    {"key": 12345678901234567890123456789012},
    {"key": "x" * 40, "code": "a'; --"},
    {"key": "x" * 40, "code": ["a"]},
    {"key": "x" * 40, "name": 5},
    {"key": "x" * 40, "extra": True},
    [],
    "text",
]


@pytest.mark.parametrize("body", BAD)
async def test_what_is_no_beginning_is_refused(up_sqlite: Running, visit: Visit, body: Any) -> None:
    service, server = up_sqlite
    status, content = await visit(server).post("session", body)
    assert status == 400
    assert content["message"]
    assert await service.arrived() == []


async def test_beginnings_are_limited_per_address(sqlite_db: Database, tmp_path: Path, visit: Visit) -> None:
    rates = Rates(beginning=Rate(2, 60))
    async with running(sqlite_db, tmp_path, doors=(Door(),), rates=rates) as (_, server):
        tries = [await visit(server).ask("POST", "session", json={"key": key()}) for _ in range(3)]
        assert [status for status, *_ in tries] == [200, 200, 429]
        assert 1 <= int(tries[2][2].headers["Retry-After"]) <= 61


async def test_codes_are_limited_per_address_whoever_tries(sqlite_db: Database, tmp_path: Path, visit: Visit) -> None:
    rates = Rates(codes=Rate(3, 60))
    async with running(sqlite_db, tmp_path, doors=(Door(),), rates=rates) as (_, server):
        lan = await visit(server).joins("K7Q2-9XMD-4TRP")
        minh = await visit(server).joins("K7Q2-9XMD-4TRQ")
        await minh.says("k7q2 9xmd 4trr")
        await minh.says("Hạn nộp báo cáo là ngày nào?")
        for who, path, body in (
            (visit(server), "session", {"key": key(), "code": "K7Q2-9XMD-4TRS"}),
            (lan, "session", {"key": key(), "code": "K7Q2-9XMD-4TRS"}),
            (lan, "messages", {"client_id": key(), "text": "K7Q2-9XMD-4TRS"}),
            (minh, "messages", {"client_id": key(), "text": "/Start K7Q2-9XMD-4TRS"}),
        ):
            status, content = await who.post(path, body)
            assert (status, content["error"]) == (429, "error_rate")
        assert (await visit(server).joins()).chat


async def test_a_body_that_does_not_come(up_sqlite: Running, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.webchat.gate._SLOWEST_JSON", 0.05)
    head = "Content-Type: application/json\r\nContent-Length: 900\r\nExpect: 100-continue"
    assert b" 408 " in await _sends(visit(up_sqlite[1]), "session", head, b'{"key"')


async def _sends(lan: Visitor, path: str, head: str, body: bytes) -> bytes:
    """The first line of the answer to a body that aiohttp's client would not send."""
    at = lan.origin.removeprefix("http://")
    host, _, port = at.partition(":")
    cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in lan.http.cookie_jar)
    ours = f"Host: {at}\r\nOrigin: {lan.origin}\r\nCookie: {cookies}"
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"POST {lan.base}/{path} HTTP/1.1\r\n{ours}\r\n{head}\r\n\r\n".encode())
    async with asyncio.timeout(5):
        assert b" 100 " in await reader.readuntil(b"\r\n\r\n")
        writer.write(body)
        answer = await reader.readline()
    writer.close()
    return answer
