"""The callback to which Zalo brings back an administrator of the Official Account after he consented.

The link with our app's id is public, so anybody may consent for an account of his own and come here. A consent is
kept only while an operator waits for one (`caunoi zalo-oa connect`), and only of the account that was connected
before, unless he said that it is another.
"""

from __future__ import annotations

import logging
import re

from aiohttp import web

from bot.channels.zalo_oa.settings import CALLBACK
from bot.channels.zalo_oa.tokens import NotConnected, NotNow, Tokens
from storage.db import Unavailable

log = logging.getLogger(__name__)

_CODE = re.compile(r"[\x21-\x7e]{1,4096}", re.ASCII)
_ACCOUNT = re.compile(r"[0-9]{1,32}", re.ASCII)
_CONNECTED = "Đã kết nối Zalo OA. Bạn có thể đóng trang này. / Connected; you may close this page."
_UNASKED = (
    "Không có ai đang chờ kết nối tài khoản này. Hãy chạy `caunoi zalo-oa connect` rồi mở lại đường dẫn.\n"
    "Nobody waits for this account: run `caunoi zalo-oa connect`, then open the link again."
)
_REFUSED = (
    "Zalo không nhận mã này (mã dùng một lần, trong 10 phút). Hãy mở lại đường dẫn kết nối.\n"
    "Zalo refuses the code (it is good once, for ten minutes): open the link again."
)
_LATER = (
    "Chưa hỏi được Zalo. Hãy mở lại đường dẫn kết nối sau ít phút.\n"
    "Zalo could not be asked: open the link again in a few minutes."
)


class Consent:
    """The route of one app."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def route(self) -> web.RouteDef:
        """Where Zalo leads back to."""
        return web.get(CALLBACK, self.come_back)

    async def come_back(self, request: web.Request) -> web.Response:
        """An administrator with a code."""
        code, account = request.query.get("code", ""), request.query.get("oa_id", "")
        if not _CODE.fullmatch(code) or not _ACCOUNT.fullmatch(account):
            return _page(_REFUSED, 400)
        try:
            taken = await self._tokens.consented(code, account)
        except NotConnected as refused:
            log.warning("Zalo refused a consent's code", extra={"why": str(refused)})
            return _page(_REFUSED, 400)
        except (NotNow, Unavailable):
            return _page(_LATER, 503)
        return _page(_CONNECTED, 200) if taken else _page(_UNASKED, 403)


def _page(text: str, status: int) -> web.Response:
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return web.Response(text=text, status=status, headers=headers)
