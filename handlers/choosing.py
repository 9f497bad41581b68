"""Which of the choices before somebody he typed: its number, its label in any spelling, or its token."""

from __future__ import annotations

import re

from faq.text import folded
from handlers.context import Context, Heard
from handlers.giving_up import gives_up_asking
from storage import conversations
from storage.conversations import Choice, Conversation
from storage.db import Tx

_LONGEST_LABEL = 80
_NO = frozenset(("khong", "ko", "k", "khong phai", "ko phai", "chua", "no"))
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
    alike = [choice for choice in choices if _means(choice, said)]
    if alike or conversation.dialog:
        return alike[0] if len(alike) == 1 else None
    # A message that came while numbers meant something else has none: its labels are typed, the newest counts.
    for others in await conversations.lately(tx, heard.place, heard.who.id, ctx.clock.machine()):
        if alike := [choice for choice in others if _means(choice, said)]:
            return alike[0] if len(alike) == 1 else None
    return None


def _means(choice: Choice, said: str) -> bool:
    """Whether these words are its label, or say what it is for: not what was asked, or asked no longer."""
    if choice.verb == "not_helped" and said in _NO:
        return True
    return said == folded(choice.label) or (choice.verb == "not_needed" and gives_up_asking(said))
