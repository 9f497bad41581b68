"""Which of the choices before somebody he typed: its number, its label in any spelling, or its token."""

from __future__ import annotations

import re

from faq.text import folded
from handlers.context import Context, Heard
from handlers.giving_up import gives_up_asking
from handlers.phrases import Phrases
from handlers.rules.lifecycle import State
from storage import conversations, questions
from storage.conversations import Choice, Conversation
from storage.db import Tx

_LONGEST_LABEL = 80
_NO = Phrases(("không", "không phải", "chưa", "no"))
_WITH_NOBODY = (State.OFFERED, State.UNSORTED)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{12}\.\d{1,3}", re.ASCII)


async def typed(ctx: Context, tx: Tx, heard: Heard, conversation: Conversation) -> Choice | None:
    """The button that a typed number, label or token means: plain typing does as much as buttons."""
    said = folded(heard.text) if len(heard.text) <= _LONGEST_LABEL else ""
    if not said or heard.attachments:
        return None
    if _TOKEN.fullmatch(heard.text):
        return await conversations.chosen(tx, heard.who.id, heard.text, ctx.clock.machine())
    choices: list[Choice] = []
    if conversation.prompt_id:
        choices = await conversations.open_choices(tx, heard.who.id, conversation.prompt_id, ctx.clock.machine())
    number, _, label = said.partition(" ")
    if number.isascii() and number.isdigit() and len(number) < 3 and 0 < int(number) <= len(choices):
        chosen = choices[int(number) - 1]
        if not label or label == folded(chosen.label):  # "2", or the line as it stands: "2. Chưa rõ, hỏi cán bộ"
            return chosen
    named = _named(choices, said)
    if named or conversation.dialog:
        return named[0] if len(named) == 1 else None
    # A message that came while numbers meant something else has none: its words are typed, the newest counts.
    lately = await conversations.lately(tx, heard.place, heard.who.id, ctx.clock.machine())
    for others in lately:
        if named := _named(others, said):
            return named[0] if len(named) == 1 else None
    return await _declined(tx, lately, heard.text)


def _named(choices: list[Choice], said: str) -> list[Choice]:
    return [choice for choice in choices if said == folded(choice.label)]


async def _declined(tx: Tx, lately: list[list[Choice]], text: str) -> Choice | None:
    """What a plain no means, or that he needs no answer: of the newest message to which that still is a reply.

    Where other questions were shown, a no says that they are not what was asked; a person is asked only by name.
    """
    no, gives_up = _NO.say(text), gives_up_asking(text)
    if "?" in text or not (no or gives_up):
        return None
    for choices in lately:
        for verb in ("not_helped", "not_needed") if no else ("not_needed",):
            meant = [choice for choice in choices if choice.verb == verb]
            if len(meant) == 1 and (await questions.get(tx, int(meant[0].args["question"]))).state in _WITH_NOBODY:
                return meant[0]
    return None
