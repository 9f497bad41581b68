"""What the channel has to be told."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from bot.settings import Settings
from bot.wrong import wrong

OPENAPI = "https://openapi.zalo.me"
OAUTH = "https://oauth.zaloapp.com"
CALLBACK = "/zalo-oa/callback"
NAME = "zalo_oa"


@dataclass(frozen=True, slots=True)
class ZaloOaSettings:
    """One app and its Official Account. Secrets stay out of `repr`: it ends in logs and tracebacks."""

    app_id: str
    app_secret: str = field(repr=False)
    """Signs our OAuth calls."""
    secret_key: str | None = field(repr=False)
    """The Official Account's own key, which signs events; None where the console shows only one secret."""
    key: bytes = field(repr=False)
    """32 bytes: tokens are kept encrypted under it, and the code verifier comes of it."""
    older_keys: tuple[bytes, ...] = field(default=(), repr=False)
    """What tokens may still be encrypted under."""
    api_base_url: str = OPENAPI
    oauth_base_url: str = OAUTH
    public_base_url: str = ""
    agent_pause: timedelta = timedelta(minutes=60)
    """For how long the bank is silent for somebody to whom a human at the account writes."""
    allow_paid: bool = False
    """Whether messages may be sent that Zalo bills (48 hours to 7 days after the person last did something)."""

    @classmethod
    def of(cls, settings: Settings) -> ZaloOaSettings:
        """What the operator set. Raises Wrong where something is missing."""
        if not settings.zalo_oa_app_id:
            raise wrong("ZALO_OA_APP_ID")
        if settings.zalo_oa_app_secret is None:
            raise wrong("ZALO_OA_APP_SECRET")
        own = settings.zalo_oa_secret_key
        return cls(
            settings.zalo_oa_app_id,
            settings.zalo_oa_app_secret.get_secret_value(),
            own.get_secret_value() if own else None,
            settings.key("zalo-oa"),
            api_base_url=settings.zalo_oa_api_base_url,
            oauth_base_url=settings.zalo_oauth_base_url,
            public_base_url=settings.base_url,
            agent_pause=timedelta(minutes=settings.zalo_oa_agent_pause_minutes),
            allow_paid=settings.zalo_oa_allow_paid,
        )

    @property
    def consent_url(self) -> str:
        """The link that an administrator of the account opens. The same as the console shows."""
        asked = {"app_id": self.app_id, "redirect_uri": self.callback_url, "code_challenge": self.code_challenge}
        return f"{self.oauth_base_url}/v4/oa/permission?{urlencode(asked)}"

    @property
    def event_key(self) -> str:
        """What events are signed with."""
        return self.secret_key or self.app_secret

    @property
    def callback_url(self) -> str:
        """Where an administrator of the account is brought back to after he consented."""
        return self.public_base_url + CALLBACK

    @property
    def code_verifier(self) -> str:
        """PKCE's verifier, 43 characters. The console keeps one fixed challenge, so it never changes (RFC 7636)."""
        return _url_safe(hashlib.sha256(b"verifier" + self.key).digest())

    @property
    def code_challenge(self) -> str:
        """What the console has to be told."""
        return _url_safe(hashlib.sha256(self.code_verifier.encode()).digest())


def _url_safe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
