"""What the channel has to be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

TELEGRAM = "https://api.telegram.org"


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """One bot. Secrets stay out of `repr`: it ends in logs and tracebacks."""

    token: str = field(repr=False)
    api_base_url: str = TELEGRAM
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: str | None = field(default=None, repr=False)
    proxy: str | None = field(default=None, repr=False)
    local_files: Path | None = None
    """Where a Bot API server of one's own keeps its files, if it runs in local mode on this machine."""

    def __post_init__(self) -> None:
        if self.mode == "webhook" and not self.webhook_secret:
            # Without it anybody who finds the address could speak in anybody's name.
            raise ValueError("the webhook needs a secret")

    @property
    def bot_id(self) -> str:
        """The public half of the token."""
        return self.token.partition(":")[0][:20]
