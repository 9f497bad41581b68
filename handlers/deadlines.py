"""The clocks of a question follow what happens to it: they start, stand while its asker is asked back, and stop."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.context import Turn
from handlers.in_force import Rules, as_standard
from handlers.rules import ladder
from handlers.rules.deadline import NeverDueError, Pause
from handlers.rules.ladder import Running
from handlers.rules.lifecycle import State, Verb
from handlers.rules.policy import Policy
from storage import audit, clocks, questions
from storage.clocks import Clock, Kind, Timing
from storage.questions import OPEN_STATES, Question

log = logging.getLogger(__name__)

_HANDING_ON = (Verb.TRANSFER, Verb.CORRECT, Verb.ESCALATE, Verb.RETURN)
"""What ends the time of a desk, or of a lead, that had the question."""
_SHORTEST = timedelta(minutes=1)
"""A pause of less is none."""


async def rules_of(turn: Turn, ministry: str) -> Rules:
    """What holds for a ministry."""
    return await turn.ctx.in_force.of(turn.tx, ministry, turn.ctx.policy.deadline_hours)


@dataclass(frozen=True, slots=True)
class Planned:
    """The clock for the first answer of a round, and by what it was computed."""

    rules: Rules
    timing: Timing

    @property
    def due_at(self) -> datetime:
        return self.timing.due_at


async def planned(turn: Turn, ministry: str, field: str | None, province: str | None, since: datetime) -> Planned:
    """The clock for a first answer; `begin` starts it."""
    rules = await rules_of(turn, ministry)
    return Planned(rules, timed(rules, rules.policies.of(field).answer, since, province))


async def begin(turn: Turn, question: Question, plan: Planned) -> None:
    """Starts the clocks of a question that was opened, or opened again."""
    since = question.clock_from
    await clocks.start(turn.tx, question.id, Kind.ANSWER, question.round, since, plan.timing)
    resolution = plan.rules.policies.of(question.field).resolution
    if resolution is None:
        return
    if question.round == 1:
        whole = timed(plan.rules, resolution, since, question.province)
        await clocks.start(turn.tx, question.id, Kind.RESOLUTION, 1, since, whole)
    else:
        await _retime(turn, question, [c for c in await clocks.of(turn.tx, question.id) if c.kind is Kind.RESOLUTION])


async def at_desk(turn: Turn, question: Question) -> datetime:
    """Starts the clock of the desk, or the lead, to which a question was handed up; until when it has time."""
    rules = await rules_of(turn, question.ministry or "")
    within = rules.policies.of(question.field)
    times = sum(clock.kind is Kind.DESK for clock in await clocks.of(turn.tx, question.id))
    timing = timed(rules, within.desk or within.answer, turn.now, question.province)
    await clocks.start(turn.tx, question.id, Kind.DESK, times + 1, turn.now, timing)
    return timing.due_at


async def of_part(turn: Turn, question: Question, opinion_id: int) -> datetime:
    """Starts the clock of a desk that was asked for its opinion; until when it has time."""
    rules = await rules_of(turn, question.ministry or "")
    within = rules.policies.of(question.field)
    timing = timed(rules, within.desk or within.answer, turn.now, question.province)
    await clocks.start(turn.tx, question.id, Kind.PART, opinion_id, turn.now, timing)
    return timing.due_at


async def follow(turn: Turn, was: Question, verb: Verb, state: State) -> None:
    """What a verb does to the clocks. Routing and reopening start them, with the deadline that they write."""
    if verb is Verb.ASK_BACK:
        await _pause(turn, was)
    elif state not in OPEN_STATES:
        if was.state in OPEN_STATES:
            await clocks.end_pause(turn.tx, was.id, turn.now)
            await clocks.stop(turn.tx, was.id, turn.now)
    elif was.state == State.WAITING and state == State.OPEN:
        if await clocks.end_pause(turn.tx, was.id, turn.now):
            await _retime(turn, was, await _running(turn, was))
    elif verb is Verb.UNANSWER:
        await _retime(turn, was, await _of_round(turn, was))
    if verb in _HANDING_ON:
        await handed_on(turn, was)


async def handed_on(turn: Turn, was: Question) -> None:
    """Whoever had it has it no more: the time that was his own, as a desk's or a lead's, is over."""
    for clock in await _running(turn, was):
        if clock.kind is Kind.DESK:
            await clocks.stop_one(turn.tx, clock.id, turn.now)


async def recompute(turn: Turn, clock: Clock, rules: Rules) -> datetime:
    """Computes a running clock by what holds now; its deadline."""
    question = await questions.get(turn.tx, clock.question_id)
    return await _computed(turn, question, clock, rules)


async def _pause(turn: Turn, question: Question) -> None:
    """The clocks stand until the asker answers, and not for ever: all pauses together have a limit."""
    stood = [p for p in await clocks.pauses_of(turn.tx, question.id) if p.until > question.clock_from]
    if any(pause.ended_at is None and pause.ends_at > turn.now for pause in stood):
        return
    rules = await rules_of(turn, question.ministry or "")
    left = timedelta(hours=rules.policies.waits.amount) - sum((p.until - p.begins_at for p in stood), timedelta())
    if left >= _SHORTEST:
        await clocks.pause(turn.tx, question.id, turn.now, turn.now + left)
        await _retime(turn, question, await _running(turn, question))


async def _running(turn: Turn, question: Question) -> list[Clock]:
    return [clock for clock in await clocks.of(turn.tx, question.id) if clock.stopped_at is None]


async def _of_round(turn: Turn, question: Question) -> list[Clock]:
    """The clocks that run while this round is open."""
    found = await clocks.of(turn.tx, question.id)
    of_round = [
        c for c in found if c.kind is Kind.RESOLUTION or (c.kind is Kind.ANSWER and c.round == question.round)
    ]
    answered = {clock.stopped_at for clock in of_round}
    # A desk's clock that stopped then stopped because it was answered, not because it went elsewhere.
    return of_round + [c for c in found if c.kind is Kind.DESK and c.stopped_at in answered]


async def _retime(turn: Turn, question: Question, found: Sequence[Clock]) -> None:
    for clock in found:
        await _computed(turn, question, clock, await rules_of(turn, clock.ministry))


async def _field_of(turn: Turn, question: Question, clock: Clock, rules: Rules) -> str | None:
    """The field that it had when the clock began: whoever corrects it later does not change what was promised."""
    if rules.policies.fields:
        for line in await audit.corrections(turn.tx, question.code):
            if line.at > clock.since:
                return str(line.detail["was"])
    return question.field


async def _computed(turn: Turn, question: Question, clock: Clock, rules: Rules) -> datetime:
    within = rules.policies.of(await _field_of(turn, question, clock, rules))
    policy = {Kind.ANSWER: within.answer, Kind.RESOLUTION: within.resolution}.get(clock.kind, within.desk)
    stood = await clocks.pauses_of(turn.tx, question.id)
    raised = await clocks.raised(turn.tx, clock.id)
    timing = timed(rules, policy or within.answer, clock.since, clock.province, stood, raised)
    await clocks.retime(turn.tx, clock.id, timing)
    if clock.kind is Kind.ANSWER and clock.round == question.round:
        first = {"first_due_at": timing.due_at} if clock.round == 1 else {}
        await questions.rewrite(turn.tx, question.id, due_at=timing.due_at, **first)
    return timing.due_at


def to_the_minute(stood: Sequence[clocks.Pause], since: datetime) -> tuple[Pause, ...]:
    """Pauses since then as they are shown, without seconds: what is counted between them adds up on paper."""
    return tuple(
        Pause(_minute(pause.begins_at), _minute(pause.until)) for pause in stood if _minute(pause.until) > since
    )


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def timed(
    rules: Rules, policy: Policy, since: datetime, province: str | None, stood: Sequence[clocks.Pause] = (),
    raised: Collection[tuple[str, int]] = (),
) -> Timing:  # fmt: skip
    """When a clock is due and what it says when; it wakes at the first rung that was not `raised`."""
    pauses = to_the_minute(stood, since)
    waited = [(number, pause.ends_at) for number, pause in enumerate(stood) if pause.ended_at is None]
    by = Running(since, policy, rules.calendar, province, pauses)
    try:
        due, found = by.deadline.due, ladder.rungs(by, rules.policies.ladder, waited)
    except NeverDueError:
        log.error("by this calendar nothing is ever due", extra={"ministry": rules.ministry, "ruling": rules.ruling})
        return timed(as_standard(rules), policy, since, province, stood, raised)
    ahead = (rung.at for rung in found if (rung.name, rung.count) not in raised)
    repeated = (rung.at for rung in ladder.repetitions(found) if (rung.name, rung.count) not in raised)
    rungs = tuple((rung.name, rung.count, rung.at, tuple(who.value for who in rung.tell)) for rung in found)
    wakes = next(ahead, None) or next(repeated)
    return Timing(str(policy), due, rungs, wakes, rules.ministry, rules.ruling, province)
