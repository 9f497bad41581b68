"""A neutral message as one plain text: for a channel where there is nothing but words."""

from __future__ import annotations

from bot.channels.base import Sending
from handlers.outgoing import Edit, Message, marked_as_resent, said_again


def text_of(sending: Sending) -> str | None:
    """What is to be said, with its choices below; None for what flashes up, and for a menu: there are none.

    What was corrected is said again. A number or a name that is typed chooses.
    """
    match sending.content:
        case Message() as message:
            pass
        case Edit(message=edited):
            message = marked_as_resent(said_again(edited)) if sending.resend else said_again(edited)
        case _:
            return None
    choices = (f"{b.number}. {b.label}" if b.number else f"• {b.label}" for b in message.buttons if not b.url)
    links = (f"{b.label}: {b.url}" for b in message.buttons if b.url)
    return "\n".join((message.text, *(f"📎 {each.name}" for each in message.attachments), *choices, *links))
