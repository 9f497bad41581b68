"""Where tokens are locked away: in the database they stand encrypted, under a key that comes of SECRET_KEY."""

from __future__ import annotations

import base64
import logging

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.channels.zalo_oa.exchange import NotConnected
from bot.channels.zalo_oa.settings import ZaloOaSettings

log = logging.getLogger(__name__)


class Vault:
    """Of one app."""

    def __init__(self, settings: ZaloOaSettings) -> None:
        keys = (settings.key, *settings.older_keys)
        self._lock = MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
        self._said = False

    def shut(self, token: str) -> str:
        """The token as it is kept."""
        return self._lock.encrypt(token.encode()).decode()

    def open(self, kept: str) -> str:
        """What was kept. Raises NotConnected where it was kept under another key, which is said once."""
        try:
            return self._lock.decrypt(kept).decode()
        except InvalidToken:
            if not self._said:
                # Nothing is noted of it in the database: with the old key all is well again.
                log.error(
                    "the tokens of Zalo OA were kept under another SECRET_KEY: put that one back, or connect the"
                    " account anew with `caunoi zalo-oa connect`; until then nothing is sent and nothing is lost"
                )
            self._said = True
        raise NotConnected("the tokens were kept under another SECRET_KEY")
