"""Files for those who cannot be sent them: a signed address that ends, and that may be asked for more than once.

A platform that takes addresses fetches them when it likes, twice or more; a person opens his days later. Whoever
holds the address may have the file, so it holds a signature and the day on which it ends, and says nothing else.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import struct
from datetime import datetime, timedelta
from urllib.parse import quote

from aiohttp import web

from bot.kinds import PHOTOS, PLAYED
from bot.media import MediaStore, NotNow
from bot.web.headers import FILE_POLICY
from handlers.clock import Clock

PATH = "/m/"
LIVES = timedelta(days=30)
"""Machine time. Long enough for who was away; a question is seldom open for longer."""
_HOUR = 3600
_MAC = 16
_ID = 16
_OVER = (
    "Đường dẫn này đã hết hạn. Hãy mở lại câu hỏi trong cuộc trò chuyện để xem tệp.\n"
    "This address is over. Open the question in the chat to see the file."
)
_AWAY = "Tạm thời chưa mở được tệp, Anh/chị vui lòng thử lại sau ít phút. / The file cannot be had just now."
_NONE = "Không có tệp này. / There is no such file."


class MediaDoor:
    """Gives out addresses of kept files, and the files behind them."""

    def __init__(self, store: MediaStore, clock: Clock, key: bytes, base_url: str) -> None:
        self._store = store
        self._clock = clock
        self._key = key
        self._base = base_url + PATH

    def address(self, media_id: str, lives: timedelta = LIVES) -> str:
        """Where a kept file can be had until then. Raises ValueError for what is no file's id."""
        # By the hour: what is sent again within it has the same address.
        until = int((self._clock.machine() + lives).timestamp()) // _HOUR + 1
        told = bytes.fromhex(media_id) + struct.pack(">I", until)
        if len(told) != _ID + 4:
            raise ValueError("not a file's id")
        return self._base + _url_safe(told + self._mac(told))

    def route(self) -> list[web.RouteDef]:
        """Where they are fetched."""
        return [web.get(PATH + "{token}", self.give)]  # HEAD as well

    async def give(self, request: web.Request) -> web.StreamResponse:
        """One file, whole or the part that was asked for."""
        found = self._read(request.match_info["token"])
        if found is None:
            return web.Response(status=404, text=_NONE)
        media_id, until = found
        if self._clock.machine() >= until:
            return web.Response(status=410, text=_OVER)
        kept = await self._store.kept(media_id)
        try:
            path = await self._store.file(kept) if kept else None
        except NotNow:
            return web.Response(status=503, text=_AWAY, headers={"Retry-After": "30"})
        if kept is None or path is None:
            return web.Response(status=404, text=_NONE)
        shown = "inline" if kept.mime in PHOTOS or kept.mime.startswith(PLAYED) else "attachment"
        headers = {
            "Content-Type": kept.mime,
            "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(kept.name, safe='')}",
            "Content-Security-Policy": FILE_POLICY,
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
            "Cache-Control": "private, max-age=3600",
            # A platform shows it in its own app.
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return web.FileResponse(path, headers=headers)

    def _read(self, token: str) -> tuple[str, datetime] | None:
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        told, mac = raw[:-_MAC], raw[-_MAC:]
        if len(told) != _ID + 4 or not hmac.compare_digest(mac, self._mac(told)) or _url_safe(raw) != token:
            return None
        (until,) = struct.unpack(">I", told[_ID:])
        zone = self._clock.machine().tzinfo
        try:
            return told[:_ID].hex(), datetime.fromtimestamp(until * _HOUR, zone)
        except (OverflowError, OSError, ValueError):
            return None

    def _mac(self, told: bytes) -> bytes:
        return hmac.digest(self._key, told, "sha256")[:_MAC]


def _url_safe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
