"""Words, templates, static files and headers."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from bot.web.files import StaticFiles
from bot.web.headers import secure
from bot.web.pages import LANGUAGES, language_of, words

WEB = Path(__file__).parents[3] / "bot" / "web"
CODE = [*WEB.rglob("*.js"), *WEB.rglob("*.html"), *(WEB.parent).glob("channels/webchat/*.py"), WEB.parent / "demo.py"]


@pytest.fixture
async def client() -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    secure(app, https=True)
    app.add_routes(StaticFiles().routes())
    async with TestClient(TestServer(app)) as running:
        yield running


def test_both_languages_have_the_same_words() -> None:
    assert words("vi").keys() == words("en").keys()
    for key, text in words("vi").items():
        placeholders = re.findall(r"\{\w+\}", text)
        assert placeholders == re.findall(r"\{\w+\}", words("en")[key]), key


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    code = "\n".join(file.read_text("utf-8") for file in CODE)
    used = set(re.findall(r"words\.(\w+)", code)) | set(re.findall(r'"((?:error|demo)_\w+)"', code))
    used |= set(re.findall(r'words\([\w."]+\)\["(\w+)"\]', code))
    built = {"online", "connecting", "offline", "reply", "edit", "recall"}  # named by a state or by an icon
    built |= {f"demo_{name}" for name in ("asked", "bank", "open", "overdue")}
    known = set(words("vi"))
    assert used - {"demo_"} <= known
    assert known <= used | built


@pytest.mark.parametrize(
    ("accept", "language"),
    [("", "vi"), ("vi-VN,vi;q=0.9,en;q=0.8", "vi"), ("en-US", "en"), ("fr,en;q=0.5", "en"), ("x" * 5000, "vi")],
)
def test_vietnamese_unless_english_is_preferred(accept: str, language: str) -> None:
    assert language_of(make_mocked_request("GET", "/", headers={"Accept-Language": accept})) == language
    assert language in LANGUAGES


def test_static_files_hold_no_foreign_address_and_no_html_from_strings() -> None:
    for file in [*WEB.rglob("*.js"), *WEB.rglob("*.css"), *WEB.rglob("*.html")]:
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"""["'(]\s*(https?:)?//[a-z]""", text), file
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert forbidden not in text, (file, forbidden)


def test_json_files_are_sound() -> None:
    for language in LANGUAGES:
        assert all(isinstance(text, str) and text for text in json.loads(json.dumps(words(language))).values())


async def test_static_files_are_cached_under_their_version(client: TestClient[web.Request, web.Application]) -> None:
    static = StaticFiles()
    response = await client.get(static.url("js/chat.js"))
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]
    old = await client.get("/static/000000000000/js/chat.js")
    assert (old.status, old.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["../pages.py", "..%2fpages.py", "js/none.js", "%2e%2e/words/vi.json", "js"])
async def test_nothing_else_is_served(client: TestClient[web.Request, web.Application], name: str) -> None:
    assert (await client.get(f"/static/x/{name}")).status == 404


async def test_every_answer_has_the_headers(client: TestClient[web.Request, web.Application]) -> None:
    for path in ("/nothing-here", StaticFiles().url("base.css")):
        headers = (await client.get(path)).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert headers["Content-Security-Policy"].startswith(
            "default-src 'none'; script-src 'self'; style-src 'self'"
        )


def test_a_page_cannot_name_a_file_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        StaticFiles().url("js/none.js")
