"""What the channel has to be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.settings import Settings
from bot.wrong import wrong

NAME = "zalo_bot"
PATH = "/webhooks/zalo-bot"
API = "https://bot-api.zaloplatforms.com"


@dataclass(frozen=True, slots=True)
class ZaloBotSettings:
    """One bot. Secrets stay out of `repr`: it ends in logs and tracebacks."""

    token: str = field(repr=False)
    api_base_url: str = API
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: str | None = field(default=None, repr=False)
    monthly_messages: int = 3_000
    public_base_url: str = ""
    per_second: float = 1.0

    def __post_init__(self) -> None:
        if self.mode == "webhook" and not self.webhook_secret:
            # Without it anybody who finds the address could speak in anybody's name.
            raise ValueError("the webhook needs a secret")

    @classmethod
    def of(cls, settings: Settings) -> ZaloBotSettings:
        """What the operator set. Raises Wrong where something is missing."""
        if settings.zalo_bot_token is None:
            raise wrong("ZALO_BOT_TOKEN")
        secret = settings.zalo_bot_webhook_secret
        return cls(
            settings.zalo_bot_token.get_secret_value(),
            settings.zalo_bot_api_base_url,
            settings.zalo_bot_mode,
            secret.get_secret_value() if secret else None,
            settings.zalo_bot_monthly_messages,
            settings.base_url,
            settings.zalo_bot_per_second,
        )

    @property
    def bot_id(self) -> str:
        """The public half of the token."""
        return self.token.partition(":")[0]

    @property
    def key(self) -> str:
        """Under which this bot's rows are kept: another bot begins anew."""
        return f"{NAME}:{self.bot_id}"

    @property
    def webhook_url(self) -> str:
        """Where Zalo delivers in webhook mode."""
        return self.public_base_url + PATH

    @property
    def page(self) -> str:
        """Where people read and open what a message here cannot hold."""
        return f"{self.public_base_url}/chat/"
