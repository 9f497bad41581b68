"""`/visao`: how a deadline came about, and what was said about it when. It is shown, never asserted."""

from __future__ import annotations

from handlers import access, deadlines, timeline
from handlers.context import Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from handlers.rules import policy
from handlers.rules.ladder import Running, spoken_of
from handlers.wording import Words
from storage import alerts, clocks, questions
from storage.clocks import Clock, Kind
from storage.questions import Question, read_code

MOST_SPANS = 40
"""A line each; what came before them is summed up."""
_ASIDE = (Kind.DESK, Kind.PART)
"""What may end without an answer: it went elsewhere, or the opinion was given."""


async def why(ctx: Context, heard: Heard) -> Effect:
    """By a code behind the command, as a reply to what is about a question, or by the button."""
    code = read_code(str(heard.args.get("rest", "")))
    of = heard.args.get("question") or (heard.reply.question_id if heard.reply else None)

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        w, today = turn.words(heard.who), ctx.clock.today()
        if code is None and of is None:
            typed = bool(str(heard.args.get("rest", "")).strip())
            await turn.say(heard.who, w("show-nothing" if typed else "why-which"))
            return
        if code is not None:
            found = await access.question_for(turn.tx, heard.who.id, heard.seats, code, today)
        else:
            found = await questions.get(turn.tx, int(of or 0))
            if not await access.visible(turn.tx, heard.who.id, heard.seats, found, today):
                found = None
        if found is None:
            await turn.say(heard.who, w("show-nothing"))
        else:
            inside = await access.inside(turn.tx, heard.who.id, heard.seats, found, today)
            await turn.say(heard.who, await told(turn, w, found, inside=inside), question_id=found.id)

    return effect


async def told(turn: Turn, w: Words, question: Question, *, inside: bool) -> Draft:
    """The timelines of all clocks of a question, what holds now first; what others owe is told `inside` alone."""
    draft = Draft().bold(w("why-heading", code=question.code))
    found = [clock for clock in await clocks.of(turn.tx, question.id) if inside or clock.kind is not Kind.PART]
    if not found:
        return draft.line(w("why-none"))
    stood = await clocks.pauses_of(turn.tx, question.id)
    ended = {clock.stopped_at for clock in found if clock.kind is Kind.ANSWER}
    for clock in sorted(found, key=_what_holds_first):
        await _tell(turn, w, draft, question, clock, stood)
        _standing(turn, w, draft, clock, stood, handed_on=clock.kind in _ASIDE and clock.stopped_at not in ended)
        await _raised(turn, w, draft, clock)
    return draft


def _what_holds_first(clock: Clock) -> tuple[bool, int, int]:
    return clock.stopped_at is not None, list(Kind).index(clock.kind), -clock.round


async def _tell(
    turn: Turn, w: Words, draft: Draft, question: Question, clock: Clock, stood: list[clocks.Pause]
) -> None:
    hours = turn.ctx.policy.deadline_hours
    rules = await turn.ctx.in_force.of(turn.tx, clock.ministry, hours, clock.ruling)
    pauses = deadlines.to_the_minute(stood, clock.since)
    by = Running(clock.since, policy.read(clock.policy), rules.calendar, clock.province, pauses)
    found = by.deadline
    draft.line().bold(w(f"clock-{clock.kind.value}-heading", round=clock.round))
    draft.line(w("why-since", event=_event(question, clock), time=w.time(clock.since, turn.now)))
    draft.line(w("timeline-by", policy=timeline.policy(w, by.policy)))
    lines = list(timeline.told(w, found, turn.now))
    if len(lines) > MOST_SPANS:
        draft.line(w("why-earlier", count=len(lines) - MOST_SPANS))
    for line in lines[-MOST_SPANS:]:
        draft.line(line)
    draft.line(w("timeline-total", lasts=timeline.lasts(w, found.counted)))
    draft.line(w("timeline-due", due=w.time(clock.due_at, turn.now)))


def _event(question: Question, clock: Clock) -> str:
    """What it is counted from. Whoever was shown what the bank says sends his question on later than he asked it."""
    if clock.kind in _ASIDE:
        return clock.kind.value
    if clock.round > 1:
        return "again"
    return "asked" if clock.since == question.asked_at else "sent"


async def _raised(turn: Turn, w: Words, draft: Draft, clock: Clock) -> None:
    for alert in await alerts.of_clock(turn.tx, clock.id):
        rung = spoken_of(alert.rung, alert.tell)
        name = rung if w.has(f"rung-{rung}") else "step"
        draft.line(w("why-raised", what=w(f"rung-{name}", count=alert.count), time=w.time(alert.due_at, turn.now)))


def _standing(
    turn: Turn, w: Words, draft: Draft, clock: Clock, stood: list[clocks.Pause], *, handed_on: bool
) -> None:
    """Where the clock stands: met, missed, handed on before that, or still running."""
    if clock.stopped_at is not None and handed_on:
        key = "why-part-given" if clock.kind is Kind.PART else "why-handed-on"
        draft.line(w(key, time=w.time(clock.stopped_at, turn.now)))
    elif clock.stopped_at is not None:
        earlier, later = sorted((clock.stopped_at, clock.due_at))
        key = "why-late" if clock.stopped_at > clock.due_at else "why-in-time"
        by = timeline.from_to(w, earlier, later)
        draft.line(w(key, time=w.time(clock.stopped_at, turn.now), by=by))
    elif clock.due_at <= turn.now:  # asked back or not: what was missed before stays missed
        draft.line(w("why-overdue", by=timeline.from_to(w, clock.due_at, turn.now)))
    elif stood and stood[-1].ended_at is None and stood[-1].ends_at > turn.now:
        last = stood[-1]
        since, until = w.time(last.begins_at, turn.now), w.time(last.ends_at, turn.now)
        draft.line(w("why-stands-still", since=since, until=until))
    else:
        draft.line(w("why-left", left=timeline.from_to(w, turn.now, clock.due_at)))
