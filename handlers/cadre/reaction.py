"""A sign under an answer: it is the button that would have said the same, and nothing where there is none."""

from __future__ import annotations

from datetime import datetime

from handlers import early
from handlers.context import Context
from handlers.incoming import Reacted
from handlers.outgoing import Message, from_json
from handlers.rules.lifecycle import State
from storage import conversations, copies, questions
from storage.conversations import Choice
from storage.db import Tx

_SAYS: dict[bool, dict[str, tuple[State, ...]]] = {
    True: {"helped": (State.OFFERED,), "settled": (State.ANSWERED,)},
    False: {"not_helped": (State.OFFERED, State.CLOSED), "reopen": (State.ANSWERED, State.CLOSED)},
}
"""Which buttons a sign may stand for, and while the question stands where: a sign that is late changes nothing, and
nobody who pressed no button is told that it is an old one."""


async def meant(ctx: Context, tx: Tx, person_id: int, reacted: Reacted, received_at: datetime) -> Choice | None:
    """The button under the message that the sign stands for; None where it says nothing to us."""
    link = await early.link(tx, reacted.place, reacted.message_id, received_at, ctx.clock.business())
    content = await copies.content(tx, link.outbox_id) if link and link.outbox_id else None
    shown = from_json(content) if content else None
    for button in shown.buttons if isinstance(shown, Message) else ():
        machine = ctx.clock.machine()
        choice = await conversations.chosen(tx, person_id, button.token, machine)
        states = _SAYS[reacted.liked].get(choice.verb) if choice else None
        if choice and states:
            question = await questions.get(tx, int(choice.args["question"]))
            return choice if question.state in states else None
    return None
