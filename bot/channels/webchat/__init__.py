"""The web chat: a channel of our own, with its page, its sessions and its sockets."""

from bot.channels.webchat.channel import Push, WebChat
from bot.channels.webchat.doors import Door
from bot.channels.webchat.gate import Rates

__all__ = ["Door", "Push", "Rates", "WebChat"]
