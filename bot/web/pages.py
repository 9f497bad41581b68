"""Pages: templates with everything escaped, and the words of the page's own frame in two languages."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.web.files import StaticFiles

_HERE = Path(__file__).parent
LANGUAGES = ("vi", "en")


@cache
def words(language: str) -> dict[str, str]:
    """The words of the page's frame; what is said in chat comes from the handlers."""
    found: dict[str, str] = json.loads((_HERE / "words" / f"{language}.json").read_text("utf-8"))
    return found


def language_of(request: web.Request) -> str:
    """Vietnamese, unless the browser prefers English."""
    for wanted in request.headers.get("Accept-Language", "")[:200].lower().split(","):
        language = wanted.strip().partition(";")[0].partition("-")[0]
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


class Pages:
    """Renders templates; `static` knows the addresses of files."""

    def __init__(self, static: StaticFiles) -> None:
        self.static = static
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["static"] = static.url

    def answer(self, template: str, language: str, policy: str, **values: Any) -> web.Response:
        """The page as an answer, never cached, under the given content policy."""
        html = self._environment.get_template(template).render(language=language, words=words(language), **values)
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store", "Vary": "Accept-Language"}
        return web.Response(text=html, content_type="text/html", headers=headers)
