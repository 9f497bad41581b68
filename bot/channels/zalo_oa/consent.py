"""The callback to which Zalo brings back an administrator of the Official Account after he consented.

The link with our app's id is public, so anybody may consent for an account of his own and come here. A consent is
kept only while an operator waits for one (`caunoi zalo-oa connect`), and only of the account that was connected
before, unless he said that it is another. Which account it is says Zalo, by the token: what stands in the address,
anybody can have written there.
"""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import timedelta
from functools import partial

from aiohttp import web

from bot.channels.calling import Caller, NotSent, Unanswered
from bot.channels.zalo_oa.exchange import Exchange, NotConnected, NotNow, Pair
from bot.channels.zalo_oa.settings import CALLBACK, ZaloOaSettings
from bot.channels.zalo_oa.tokens import Tokens, channel_of
from handlers.clock import Clock
from storage import grants
from storage.db import Database, Unavailable

log = logging.getLogger(__name__)

AWAITED = timedelta(minutes=30)
ACCOUNT = "/v2.0/oa/getoa"
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


async def await_consent(db: Database, clock: Clock, settings: ZaloOaSettings, *, another: bool) -> None:
    """Lets the next consent in: of the account that is connected, or of `another`."""
    channel, now = channel_of(settings), clock.machine()
    grant = await db.read(partial(grants.find, channel=channel))
    account = grant.account if grant and not another else None
    await db.write(lambda tx: grants.await_consent(tx, channel, now + AWAITED, now, account))


class Consent:
    """The route of one app."""

    def __init__(self, settings: ZaloOaSettings, db: Database, clock: Clock, caller: Caller, tokens: Tokens) -> None:
        self._settings = settings
        self._db = db
        self._clock = clock
        self._caller = caller
        self._tokens = tokens
        self._exchange = Exchange(settings, caller)
        self._one = asyncio.Lock()
        """A page that is loaded twice shall not use its code twice."""

    def route(self) -> web.RouteDef:
        """Where Zalo leads back to."""
        return web.get(CALLBACK, self.come_back)

    async def come_back(self, request: web.Request) -> web.Response:
        """An administrator with a code."""
        code, account = request.query.get("code", ""), request.query.get("oa_id", "")
        if not _CODE.fullmatch(code) or not _ACCOUNT.fullmatch(account):
            return _page(_REFUSED, 400)
        try:
            async with self._one:
                # Not cut off when he closes the page: the code is used, and the pair is to be kept.
                taken = await asyncio.shield(self._taken(code, account))
        except NotConnected as refused:
            log.warning("Zalo refused a consent's code", extra={"why": str(refused)})
            return _page(_REFUSED, 400)
        except (NotNow, Unavailable):
            return _page(_LATER, 503)
        return _page(_CONNECTED, 200) if taken else _page(_UNASKED, 403)

    async def _taken(self, code: str, account: str) -> bool:
        """Takes a code against the first pair; False when nobody waits for this account's consent."""
        channel, now = channel_of(self._settings), self._clock.machine()
        awaited = await self._db.read(lambda tx: grants.awaits(tx, channel, now))
        if awaited is None or awaited not in ("", account):
            return False
        pair = await self._exchange.of_code(code)
        whose = await self._whose(pair) or ("" if awaited else account)
        if whose != account:
            log.error("a consent was not for the account that it named", extra={"named": account, "account": whose})
            return False
        if not await self._tokens.keep(pair, account):
            return False
        log.info("Zalo OA is connected", extra={"account": account})
        return True

    async def _whose(self, pair: Pair) -> str | None:
        """The account that a pair speaks for; None where Zalo answers, and does not say. Raises NotNow."""
        url, headers = self._settings.api_base_url + ACCOUNT, {"access_token": pair.access}
        try:
            answer = await self._caller.call("GET", url, headers=headers)
        except (NotSent, Unanswered) as error:
            raise NotNow(str(error)) from None
        told = (answer.json or {}).get("data")
        found = told.get("oaid") or told.get("oa_id") if isinstance(told, dict) else None
        return str(found) if found else None


def _page(text: str, status: int) -> web.Response:
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return web.Response(text=text, status=status, headers=headers)
