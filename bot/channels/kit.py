"""What a channel is made of: docs/add-a-channel.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.base import Channel
from bot.channels.files import Files
from bot.settings import Settings
from handlers.clock import Clock
from storage.db import Database


@dataclass(frozen=True, slots=True)
class Kit:
    """Whatever a channel may need. Most need little of it."""

    settings: Settings
    db: Database
    clock: Clock
    count: Callable[[str], None]
    """Counts what was turned away or is of no use, by why."""
    files: Files


Make = Callable[[Kit], Channel | None]
"""Makes a channel; None where the operator has not set it."""
