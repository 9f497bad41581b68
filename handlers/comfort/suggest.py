"""`Gợi ý trả lời`: what the bank and earlier answers have to say; one tap sends it, as it is or edited."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from faq.kindred import nearest
from handlers.cadre import offering
from handlers.comfort.reminding import open_one
from handlers.comfort.source import Kind, Material, Source, provinces_of, read
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer import answer
from handlers.officer.acting import allowed
from handlers.outgoing import Draft, Style
from storage import past, persons, questions, thread
from storage.past import Past
from storage.questions import Question
from storage.seats import Role

MOST_ENTRIES, MOST_PAST = 3, 3
LEAST = 0.1
"""Confidence below which an entry is no help even to somebody who knows the field."""
LOOKED_AT = 300
"""Answered questions of the province, the newest, among which alike ones are looked for."""


async def suggest(ctx: Context, heard: Heard) -> Effect:
    """Looks for what may help, and shows the first of it."""
    async with ctx.db.reading() as tx:
        asked = await questions.get(tx, int(heard.args["question"]))
    entries = [match for match in await ctx.matches(asked.text) if match.confidence >= LEAST] if asked.text else []
    found = [Source(Kind.ENTRY, match.entry) for match in entries[:MOST_ENTRIES]]
    found += [Source(Kind.PAST, str(earlier)) for earlier in await _earlier(ctx, heard, asked)]

    async def effect(turn: Turn) -> None:
        question = await open_one(turn, heard)
        if question is None:
            return
        if found:
            await show(turn, heard, question, found, 0)
            return
        w, args = turn.words(heard.who), {"question": question.id}
        rows = (Choice(w("card-answer"), "answer", args, Style.PRIMARY), Choice(w("snippet-use"), "snippets", args))
        await turn.say(heard.who, w("suggest-nothing", code=question.code), rows, question_id=question.id)

    return effect


async def _earlier(ctx: Context, heard: Heard, asked: Question) -> list[int]:
    """Answered questions of his own province and ministry that are like this one."""
    if not asked.text or heard.seat(Role.OFFICER) is None:
        return []
    found: list[Past] = []
    for ministry, province in provinces_of(heard.seats):
        found += await ctx.db.read_many(partial(past.answered, ministry=ministry, province=province, limit=LOOKED_AT))
    others = [each for each in found if each.id != asked.id]
    like = await asyncio.to_thread(nearest, asked.text, [each.text for each in others], MOST_PAST)
    return [others[at].id for at in like]


async def another(ctx: Context, heard: Heard) -> Effect:
    """The next one."""
    found, at = [Source.of(each) for each in heard.args["found"]], int(heard.args["at"])

    async def effect(turn: Turn) -> None:
        question = await open_one(turn, heard)
        if question:
            await show(turn, heard, question, found, at)

    return effect


async def show(turn: Turn, heard: Heard, question: Question, found: Sequence[Source], at: int) -> None:
    """One of them in full; what is gone meanwhile is left out."""
    there = [(source, material) for source in found if (material := await read(turn, heard, question, source))]
    w = turn.words(heard.who)
    if not there:
        await turn.say(heard.who, w("suggest-gone"), question_id=question.id)
        return
    at %= len(there)
    source, material = there[at]
    draft = Draft(w("suggest-title", code=question.code, number=at + 1, count=len(there))).line().take(material.shown)
    if not material.plain:
        draft.line().line(w("suggest-look-over" if material.text else "suggest-held"))
    if material.personal:
        draft.line().line(_warning(turn, heard, material))
    kept = [other.args() for other, _ in there]
    following = Choice(w("suggest-next"), "suggested", {"question": question.id, "found": kept, "at": at + 1})
    rows = (_sending(turn, heard, question, source, material), (following,) if len(there) > 1 else ())
    await turn.say(heard.who, draft, *filter(None, rows), role="card", question_id=question.id)


def _sending(
    turn: Turn, heard: Heard, question: Question, source: Source, material: Material
) -> tuple[Choice, ...]:  # fmt: skip
    w, args = turn.words(heard.who), {"question": question.id, "source": source.args()}
    as_it_is = (Choice(w("use-as-it-is"), "use", args, Style.PRIMARY),) if material.text and material.plain else ()
    edited = (Choice(w("use-edited"), "use_edited", args),) if material.text else ()
    return (*as_it_is, *edited)


def _warning(turn: Turn, heard: Heard, material: Material) -> str:
    w = turn.words(heard.who)
    return w("suggest-personal", kinds=", ".join(w(f"personal-{kind}") for kind in material.personal))


async def use(ctx: Context, heard: Heard) -> Effect:
    """Sends it as it is, by the ordinary way of an answer."""
    source = Source.of(heard.args["source"])

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        question = await allowed(turn, heard)
        if question is None:
            return
        material, w = await read(turn, heard, question, source), turn.words(heard.who)
        if material is None or not material.text or not material.plain:
            await turn.say(heard.who, w("suggest-gone"), question_id=question.id)
            return
        if material.personal and not heard.args.get("sure"):
            args = {"question": question.id, "source": source.args()}
            rows = (Choice(w("use-edited"), "use_edited", args, Style.PRIMARY),
                    Choice(w("use-all-the-same"), "use", {**args, "sure": True}))  # fmt: skip
            await turn.say(heard.who, _warning(turn, heard, material), rows, question_id=question.id)
            return
        if await _sent_before(turn, heard, question, material.text):
            await turn.say(heard.who, w("pick-sent-before"), question_id=question.id)  # a double tap
            return
        await answer.give(turn, _as_written(heard, material.text), question)
        asker = await persons.get(turn.tx, question.asker_id)
        if material.entry and asker and await _sent_before(turn, heard, question, material.text):
            await offering.given_to(turn, asker, material.entry, question.id)  # he is told when it changes

    return effect


def _as_written(heard: Heard, text: str) -> Heard:
    return replace(heard, text=text, attachments=(), message_id=None, more_ids=(), reply=None, reply_to=None)


async def _sent_before(turn: Turn, heard: Heard, question: Question, text: str) -> bool:
    """Whether these very words of his have gone out in the present round."""
    return any(
        part.text == text and part.author_id == heard.who.id and part.kind in thread.ANSWERS
        and part.said_at >= question.clock_from for part in await thread.of(turn.tx, question.id)
    )  # fmt: skip


async def use_edited(ctx: Context, heard: Heard) -> Effect:
    """Gives him the text by itself, to be copied; what he writes next is the answer."""
    source = Source.of(heard.args["source"])

    async def effect(turn: Turn) -> None:
        question = await open_one(turn, heard)
        if question is None:
            return
        material, w = await read(turn, heard, question, source), turn.words(heard.who)
        if material is None or not material.text:
            await turn.say(heard.who, w("suggest-gone"), question_id=question.id)
            return
        await turn.expect(heard.place, "answer", question=question.id, source=source.args())
        await turn.say(heard.who, w("use-edited-how", code=question.code), question_id=question.id)
        await turn.say(heard.who, material.text, question_id=question.id)

    return effect
