"""Files of all channels, as one that shows them may ask for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.media import Fetched
from handlers.incoming import Attachment


@dataclass(frozen=True, slots=True)
class Files:
    """Files of all channels."""

    open: Callable[[Attachment], Awaitable[Fetched]]
    """The content. Raises LookupError when nobody has it any more, NotSent when it cannot be had just now."""
    address: Callable[[Attachment], Awaitable[str]]
    """Where it can be had for a while. Raises as `open`."""
    is_public: bool
    """Whether the world reaches our addresses."""
