"""Telegram: python-telegram-bot's `Bot` calls and `Update.de_json` over one aiohttp session of ours.

Its own polling and webhook loops confirm updates while they are only in memory, and a kill loses them; so receiving
is ours: the raw update is committed, then acknowledged.
"""

from bot.channels.backoff import Backoff
from bot.channels.calling import Timeouts
from bot.channels.telegram import library as library  # first: it decides what comes with `telegram`
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.request import Flooded, NotSent, Unanswered
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.standing import Identity, Webhook
from bot.channels.telegram.uploads import OpenMedia

__all__ = [
    "Backoff",
    "Flooded",
    "Identity",
    "NotSent",
    "OpenMedia",
    "TelegramChannel",
    "TelegramSettings",
    "Timeouts",
    "Unanswered",
    "Webhook",
]
