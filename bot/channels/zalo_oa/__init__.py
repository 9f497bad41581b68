"""Zalo Official Account: OAuth, signed events, consultation messages.

Facts and their sources: docs/zalo.md. No part of it was tried on a live account; what the documentation leaves open
is read liberally, and every host, limit and window is a setting or a constant with its source.
"""

from bot.channels.zalo_oa.channel import ZaloOaChannel
from bot.channels.zalo_oa.settings import ZaloOaSettings

__all__ = ["ZaloOaChannel", "ZaloOaSettings"]
