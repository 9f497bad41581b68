"""What a Bot API error means for a send: one of the six outcomes."""

from __future__ import annotations

import logging

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.channels.base import Gone, Outcome, Refused, Retry, Throttled, Unknown
from bot.channels.telegram.request import Flooded, NotHad, NotSent

log = logging.getLogger(__name__)

# Bot API errors have no codes beyond the HTTP status: these are pieces of the descriptions, in lower case.
_GONE = ("chat not found", "peer_id_invalid", "user is deactivated", "group chat was deactivated", "chat_id is empty")
_TOO_OLD = ("query is too old", "query id is invalid")


class Rejected:
    """Says once that the token is not accepted, and again only after it was: a wrong token fails each single send."""

    def __init__(self) -> None:
        self._said = False

    def say(self) -> None:
        """The one clear message."""
        if not self._said:
            log.error("Telegram does not accept the bot token: check TELEGRAM_BOT_TOKEN and TELEGRAM_API_BASE_URL")
        self._said = True

    def accepted(self) -> None:
        """A call went through."""
        self._said = False


def outcome_of(error: TelegramError, rejected: Rejected) -> Outcome:
    """The outcome of a call that ended in `error`. The order matters: BadRequest is a NetworkError to the library."""
    match error:
        case Flooded():
            return Throttled(error.after)
        case ChatMigrated():
            return Gone("the group moved", str(error.new_chat_id))
        case Forbidden():
            return Gone(error.message)
        case InvalidToken():
            rejected.say()
            return Retry("the bot token is not accepted")
        case BadRequest() if about_topic(error):
            return Gone(error.message, topic_lost=True)
        case BadRequest():
            return Gone(error.message) if _says(error, *_GONE) else Refused(error.message)
        case NotHad():
            return Retry(error.message, of_line=False)
        case NotSent() | Conflict():
            return Retry(error.message)
        case NetworkError():
            return Unknown(error.message)
        case _:
            return Unknown(f"{type(error).__name__}: {error.message}")


def about_recipient(error: BadRequest) -> bool:
    """The chat itself cannot be written to; another form of the message would not help."""
    return _says(error, *_GONE)


def about_quote(error: BadRequest) -> bool:
    """The quoted message is not there, or may not be quoted: "message to be replied not found" and its kin."""
    return _says(error, "repl")


def about_topic(error: BadRequest) -> bool:
    """The topic is not there, or nothing can be written there."""
    return _says(error, "message thread not found", "topic_deleted", "topic_id_invalid", "topic_closed")


def topic_unchanged(error: BadRequest) -> bool:
    """It is closed, or open, already."""
    return _says(error, "topic_not_modified")


def unchanged(error: BadRequest) -> bool:
    """An edit to what stands there already."""
    return _says(error, "message is not modified")


def without_text(error: BadRequest) -> bool:
    """An edit of the text of a photo or file: what reads as its text is its caption."""
    return _says(error, "there is no text in the message to edit")


def not_there(error: BadRequest) -> bool:
    """The message to delete went before."""
    return _says(error, "message to delete not found", "message_id_invalid")


def too_old(error: BadRequest) -> bool:
    """An answer to a press that nobody waits for any more."""
    return _says(error, *_TOO_OLD)


def _says(error: BadRequest, *pieces: str) -> bool:
    said = error.message.lower()
    return any(piece in said for piece in pieces)
