"""Which of the choices before somebody he typed: its number, its label in any spelling, or its token."""

from __future__ import annotations

import re

from faq.text import folded
from handlers.cadre.small_talk import is_no
from handlers.context import Context, Heard
from handlers.giving_up import gives_up_asking
from handlers.phrases import Phrases
from handlers.rules.lifecycle import State
from storage import conversations, questions
from storage.conversations import Choice, Conversation
from storage.db import Tx

_LONGEST_LABEL = 80
_NOT_THIS = Phrases(("không phải", "chưa"))
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
    return await _declined(tx, heard, lately[0]) if lately else None


def _named(choices: list[Choice], said: str) -> list[Choice]:
    return [choice for choice in choices if said == folded(choice.label)]


async def _declined(tx: Tx, heard: Heard, newest: list[Choice]) -> Choice | None:
    """What a plain no means, or that he needs no answer: to the newest message alone, and to nobody who asked back.

    Where other questions were shown, a no says that they are not what was asked; after an answer, that it is not
    solved; a person is asked only by name.
    """
    verbs = []
    if "?" not in heard.text and is_no(heard.text):
        asked_whether = any(choice.verb == "send_on" for choice in newest)
        verbs = ["not_helped", "reopen"] + ["not_needed"] * (asked_whether and not _NOT_THIS.say(heard.text))
    elif gives_up_asking(heard.text):
        verbs = ["not_needed"]
    for verb in verbs:
        meant = [choice for choice in newest if choice.verb == verb]
        if len(meant) == 1 and await _awaits(tx, heard, meant[0]):
            return meant[0]
    return None


async def _awaits(tx: Tx, heard: Heard, choice: Choice) -> bool:
    """Whether a choice still leads somewhere, and no officer waits for a word of his that this may be."""
    if await questions.of_asker(tx, heard.who.id, State.WAITING, limit=1):
        return False
    question = await questions.get(tx, int(choice.args["question"]))
    return question.state in ((State.ANSWERED,) if choice.verb == "reopen" else _WITH_NOBODY)
