"""Zalo Bot Platform: one static token, plain texts, and a small allowance of messages a month.

Facts and their sources: docs/zalo-bot.md. No part of it was tried on a live bot; what the documentation leaves open
is read liberally, and every host and limit is a setting or a constant with its source.
"""

from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.settings import ZaloBotSettings

__all__ = ["ZaloBotChannel", "ZaloBotSettings"]
