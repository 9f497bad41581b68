"""What the bank has to say to a text, and keeping the question it was asked with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from faq.entry import Entry, Standing, standing
from faq.match import FieldGuess, decide
from faq.text import words
from handlers import beginnings
from handlers.cadre import keeping, offering, opening
from handlers.context import Context, Effect, Heard, Turn
from handlers.overtaken import advance
from handlers.rules.lifecycle import State, Verb
from storage import questions
from storage.questions import Question
from storage.seats import Role

PLAIN = Standing.PLAIN
_LEANS = frozenset(("đó", "này", "ấy", "nọ", "vậy"))
_LEANS_AT_THE_END = frozenset(("do", "nay", "ay", "vay"))
"""Words of who goes on with something. Without their marks they are other words too often, but for the last one."""
MOST_OF_ANOTHER = 40
"""Characters of a question by which a button names it."""
NUDGE_AFTER = timedelta(minutes=30)
"""Shown suggestions and not a word back: ask once whether an answer is still needed."""
LAPSE_AFTER = timedelta(days=1)
"""Shown an answer and not a word back: it will have been read."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the bank says: `answer`, `suggest` or `route`, the entries to show, and which fields are near."""

    decision: str
    entries: tuple[Entry, ...]
    guesses: tuple[FieldGuess, ...]


async def look_up(ctx: Context, text: str) -> Found:
    """Asks the bank. Nothing is kept."""
    bank = ctx.bank  # there may be another one by the time an encoder has thought about it
    matches = await ctx.matches(text)
    nearest = bank.get(matches[0].entry) if matches else None
    decision = decide(matches, ctx.thresholds(nearest.ministry if nearest else ""))
    entries = [entry for match in decision.matches if (entry := bank.get(match.entry))]
    most = {"answer": 1, "suggest": offering.MOST_SUGGESTIONS}.get(decision.kind, 0)
    ctx.meter.bank_decided(decision.kind)
    return Found(decision.kind, tuple(entries[:most]), bank.guess_field(matches))


async def offer(
    turn: Turn, heard: Heard, found: Found, kept: Question | None = None, also: Question | None = None
) -> None:
    """Shows what was found, under a question that is kept now or was `kept` unsorted before.

    It may be more of a question that is under way, `also`: then one tap makes it that.
    """
    shown = tuple(entry.id for entry in found.entries)
    province = next((seat.province for seat in heard.seats if seat.role is Role.CADRE), None)
    plain = found.decision == "answer" and standing(found.entries[0], turn.ctx.clock.today(), province) is PLAIN
    said = "suggest" if found.decision == "answer" and not plain else found.decision
    wake_at = turn.now + (LAPSE_AFTER if plain else NUDGE_AFTER)
    if kept is None:
        question = await keeping.keep(turn, heard, State.OFFERED, said, shown, wake_at)
    else:
        question = await _take_up(turn, kept, said, shown, wake_at)
    w = turn.words(heard.who)
    # A button or a number has no words of its own: what is shown is about what was asked.
    quote = heard.message_id if heard.text else await opening.first_word(turn, heard.who, question)
    if found.decision == "answer":
        entry, today = found.entries[0], turn.ctx.clock.today()
        draft = offering.answer(w, entry, today, province, turn.now)
        buttons = offering.did_it_help(w, entry, today, question.id)
        if also:
            if also.state == State.WAITING:
                draft.line().line(w("bank-still-asked", code=also.code))
            [start] = await beginnings.of(turn, w, [also], MOST_OF_ANOTHER)
            buttons = (*buttons, (offering.addition_to(w, also, start, question),))
        await turn.say(heard.who, draft, *buttons, quote=quote, role="bank", question_id=question.id)
        await offering.given_to(turn, heard.who, entry, question.id)
    elif found.entries:
        buttons = offering.choose_one(w, found.entries, question.id)
        await turn.say(heard.who, offering.suggestions(w, found.entries), *buttons, quote=quote,
                       question_id=question.id)  # fmt: skip
    else:
        meant = bool(heard.attachments) or keeping.stands_for_itself(question.text)
        await opening.to_a_person(turn, heard, question, found.guesses, meant=meant)


def answered(heard: Heard, found: Found, also: Question | None) -> Effect:
    """What the bank says; one tap makes it more of `also`, which is under way."""

    async def effect(turn: Turn) -> None:
        await offer(turn, heard, found, also=also)

    return effect


def speaks_for_itself(ctx: Context, heard: Heard, found: Found) -> bool:
    """Whether a text can be answered before it is sorted: the bank is sure, and it asks without leaning on another.

    "Chợ đó hạng 3 thì sao" leans, and "Chợ xuống cấp quá rồi" asks nothing: both are more of what was asked before.
    """
    if found.decision != "answer" or heard.attachments or not keeping.stands_for_itself(heard.text):
        return False
    province = next((seat.province for seat in heard.seats if seat.role is Role.CADRE), None)
    plain = standing(found.entries[0], ctx.clock.today(), province) is PLAIN
    said = ctx.bank.lexicon.wording(heard.text)
    last = words(heard.text)[-1]
    leans = _LEANS.intersection(words(heard.text)) or (heard.text.isascii() and last in _LEANS_AT_THE_END)
    return plain and bool(said.facets) and not leans


async def _take_up(turn: Turn, kept: Question, decision: str, shown: tuple[str, ...], wake_at: datetime) -> Question:
    await advance(turn, kept, Verb.CHOOSE, offered=list(shown), bank_said=decision, wake_at=wake_at)
    return await questions.get(turn.tx, kept.id)
