"""`Nhắc tôi lúc…`, `/nhac`: somebody wants to be told of a question again, at a time that he chooses or types."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from faq.text import folded
from handlers import access, beginnings
from handlers.clock import VIETNAM
from handlers.comfort import kept
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer.acting import allowed
from handlers.outgoing import Draft
from handlers.rules.moment import Unfit, read
from handlers.show import nothing_there, stands
from handlers.wording import Words
from storage import questions, reminders
from storage.questions import OPEN_STATES, Question, read_code

_SOON, _AFTERNOON, _MORNING = timedelta(hours=1), time(14), time(8)
_CODE_FIRST = re.compile(r"\s*#?((?:[0-9][\s.-]{0,2}){8}[0-9])(?![0-9])\s*(.*)", re.DOTALL)
_NOT = ("bo", "huy", "xoa", "off", "cancel")
MOST_OF_IT = 60
"""Characters by which a question is known."""


async def begin(ctx: Context, heard: Heard) -> Effect:
    """The button: when? By a tap, or typed."""

    async def effect(turn: Turn) -> None:
        question = await open_one(turn, heard)
        if question:
            w = turn.words(heard.who)
            await turn.expect(heard.place, "remind", question=question.id)
            set_for = await reminders.at(turn.tx, heard.who.id, question.id)
            said = Draft(w("remind-when", code=question.code))
            if set_for:
                said.line(w("remind-set-for", at=w.time(set_for, turn.now)))
            await turn.say(heard.who, said, *_times(turn, w, question, undo=bool(set_for)), question_id=question.id)

    return effect


def _times(turn: Turn, w: Words, question: Question, *, undo: bool) -> list[tuple[Choice, ...]]:
    args, here = {"question": question.id}, turn.now.astimezone(VIETNAM)
    row = [Choice(w("remind-in-an-hour"), "remind_at", {**args, "minutes": _SOON.total_seconds() // 60})]
    if here.time() < _AFTERNOON:
        at = datetime.combine(here.date(), _AFTERNOON, VIETNAM)
        row.append(Choice(w("remind-this-afternoon"), "remind_at", {**args, "at": at.isoformat()}))
    at = datetime.combine(here.date() + timedelta(days=1), _MORNING, VIETNAM)
    row.append(Choice(w("remind-tomorrow"), "remind_at", {**args, "at": at.isoformat()}))
    rows: list[tuple[Choice, ...]] = [(choice,) for choice in row]
    return [*rows, (Choice(w("remind-not"), "remind_not", args),)] if undo else rows


async def typed(ctx: Context, heard: Heard) -> Effect:
    """The time, as it was typed."""

    async def effect(turn: Turn) -> None:
        question = await open_one(turn, heard)
        if question:
            found = read(heard.text, turn.now)
            if isinstance(found, Unfit):
                await _unfit(turn, heard, question, found)
            else:
                await _set(turn, heard, question, found)

    return effect


async def at(ctx: Context, heard: Heard) -> Effect:
    """One of the times that are offered."""

    async def effect(turn: Turn) -> None:
        question = await open_one(turn, heard)
        if question:
            minutes, fixed = heard.args.get("minutes"), heard.args.get("at")
            when = turn.now + timedelta(minutes=minutes) if minutes else datetime.fromisoformat(str(fixed))
            if when > turn.now:
                await _set(turn, heard, question, when)
            else:
                await _unfit(turn, heard, question, Unfit.PAST)

    return effect


async def drop(ctx: Context, heard: Heard) -> Effect:
    """No reminder after all."""

    async def effect(turn: Turn) -> None:
        question = await open_one(turn, heard)
        if question:
            await _drop(turn, heard, question)

    return effect


async def command(ctx: Context, heard: Heard) -> Effect:
    """`/nhac` lists what is set; `/nhac 482-715-364 15:30` sets one, `/nhac 482-715-364 bỏ` drops it. As a reply to a
    question's card it needs no code."""
    rest = str(heard.args.get("rest", ""))
    coded = _CODE_FIRST.fullmatch(rest)
    replied_to = heard.reply.question_id if heard.reply else None
    when = coded[2] if coded else rest

    async def effect(turn: Turn) -> None:
        if not rest:
            await _listed(turn, heard)
            return
        if coded is None and replied_to is None:
            await turn.say(heard.who, turn.words(heard.who)("remind-how"))
            return
        found = await questions.by_code(turn.tx, read_code(coded[1]) or "") if coded else None
        meant = found.id if found else None if coded else replied_to
        question = await open_one(turn, heard.having(question=meant)) if meant else None
        if meant is None:
            await nothing_there(turn, heard)  # as for one that is none of his
        elif question and folded(when) in _NOT:
            await _drop(turn, heard, question)
        elif question:
            at = read(when, turn.now)
            if isinstance(at, Unfit):
                await turn.say(heard.who, turn.words(heard.who)(f"remind-{at.value}"))
            else:
                await _set(turn, heard, question, at)

    return effect


async def open_one(turn: Turn, heard: Heard) -> Question | None:
    """The question meant, if it is open and his to answer; None after having said how it stands."""
    await turn.toast(heard)
    question = await allowed(turn, heard)
    if question and question.state not in OPEN_STATES:
        await turn.expect(heard.place, None)
        await stands(turn, heard, question)
        return None
    return question


async def _set(turn: Turn, heard: Heard, question: Question, at: datetime) -> None:
    await turn.expect(heard.place, None)
    await reminders.put(turn.tx, heard.who.id, question.id, at, turn.now)
    w = turn.words(heard.who)
    done = Draft(w("remind-done", code=question.code, at=w.time(at, turn.now)))
    if question.due_at and turn.now < question.due_at < at:
        done.line(w("remind-after-due", due=w.time(question.due_at, turn.now)))
    await turn.say(heard.who, done, role="card", question_id=question.id)


async def _drop(turn: Turn, heard: Heard, question: Question) -> None:
    await turn.expect(heard.place, None)
    was = await reminders.drop(turn.tx, heard.who.id, question.id, turn.now)
    key = "remind-dropped" if was else "remind-none-of-it"
    await turn.say(heard.who, turn.words(heard.who)(key, code=question.code), question_id=question.id)


async def _unfit(turn: Turn, heard: Heard, question: Question, why: Unfit) -> None:
    """He may type again; and what was no time at all may have been his answer."""
    w = turn.words(heard.who)
    await turn.expect(heard.place, "remind", question=question.id)
    rows = _times(turn, w, question, undo=False)
    if why is Unfit.UNREADABLE and heard.message_id:
        rows.append((kept.as_answer(w, heard, question),))
    await turn.say(heard.who, w(f"remind-{why.value}"), *rows, question_id=question.id)


async def _listed(turn: Turn, heard: Heard) -> None:
    w, today = turn.words(heard.who), turn.ctx.clock.today()
    draft, choices = Draft().bold(w("remind-list")), list[Choice]()
    for each in await reminders.of(turn.tx, heard.who.id):
        question = await questions.get(turn.tx, each.question_id)
        his = await access.answering(turn.tx, heard.who.id, heard.seats, question, today)
        if his is None or question.state not in OPEN_STATES:
            continue
        [start] = await beginnings.of(turn, w, [question], MOST_OF_IT)
        number = str(len(choices) + 1)
        draft.line(f"{number}. {w.time(each.at, turn.now)} · {question.code} · {start}")
        choices.append(Choice(number, "show", {"question": question.id}))
    if not choices:
        await turn.say(heard.who, Draft(w("remind-list-empty")).line(w("remind-how")))
        return
    rows = [tuple(choices[i : i + 4]) for i in range(0, len(choices), 4)]
    await turn.say(heard.who, draft.line().line(w("remind-how")), *rows)
