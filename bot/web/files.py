"""Static files, read once and served under the hash of all of them: cached for a year, never stale.

Modules import each other by relative address, so they all must live under the same version.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from aiohttp import web

_ROOT = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}


class StaticFiles:
    """The files under `bot/web/static`, in memory."""

    def __init__(self, root: Path = _ROOT, at: str = "/static") -> None:
        self._at = at
        self._files = {
            file.relative_to(root).as_posix(): (file.read_bytes(), _TYPES[file.suffix])
            for file in sorted(root.rglob("*"))
            if file.suffix in _TYPES
        }
        digest = hashlib.sha256()
        for name, (content, _) in self._files.items():
            digest.update(name.encode() + b"\0" + content)
        self.version = digest.hexdigest()[:12]

    def url(self, name: str) -> str:
        """The address of a file. Raises KeyError for one that is not there: a page must not name it."""
        self._files[name]
        return f"{self._at}/{self.version}/{name}"

    def content(self, name: str) -> bytes:
        """A file that is served under another address, too."""
        return self._files[name][0]

    def routes(self) -> list[web.RouteDef]:
        """The routes on which the files are served."""
        return [web.get(self._at + "/{version}/{name:.+}", self._serve)]

    async def _serve(self, request: web.Request) -> web.Response:
        content, kind = self._files.get(request.match_info["name"], (None, ""))
        if content is None:
            raise web.HTTPNotFound
        # A page of an older release may still ask under its version: it gets today's file, uncached.
        current = request.match_info["version"] == self.version
        caching = "public, max-age=31536000, immutable" if current else "no-cache"
        charset = None if kind.startswith("image/png") else "utf-8"
        return web.Response(body=content, content_type=kind, charset=charset, headers={"Cache-Control": caching})
