"""Doors: the addresses at which the one web chat is entered, each with a cookie of its own."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.headers import FRAMED_POLICY, PAGE_POLICY


@dataclass(frozen=True, slots=True)
class Door:
    """An entrance. The ordinary one is `/chat`; the demo has one more for each of its phones."""

    base: str = "/chat"
    cookie: str = "caunoi_chat"
    may_frame: bool = False
    """Our own demo page may show it in a frame and put texts into its composer."""
    subtitle: str = ""
    """Who this is, under the product's name."""
    auto_code: str | None = None
    """An invite code which the page uses by itself on its first load (demo only)."""
    auto_name: str = ""
    shared_key: str | None = None
    """Where set, every browser that comes in here opens the one chat of this key (demo only)."""

    @property
    def policy(self) -> str:
        """The content policy of its page."""
        return FRAMED_POLICY if self.may_frame else PAGE_POLICY

    def cookie_name(self, *, https: bool) -> str:
        """The cookie's name; the prefix makes browsers refuse it when set without Secure."""
        return ("__Secure-" if https else "") + self.cookie
