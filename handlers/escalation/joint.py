"""What others contributed to an answer, and what becomes of opinions that were asked for when it is there."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.context import Turn
from handlers.officer import card
from handlers.rules.lifecycle import State
from handlers.wording import Words
from storage import opinions, persons, seats
from storage.opinions import Opinion
from storage.questions import OPEN_STATES, Question
from storage.seats import Seat


async def contributors(turn: Turn, question: Question) -> list[Opinion]:
    """The desks whose opinion was given in this round and stands, once each. What a colleague said stays inside."""
    found = {
        opinion.desk: opinion for opinion in await opinions.of(turn.tx, question.id)
        if opinion.stands and opinion.named and opinion.desk != question.desk
        and opinion.asked_at >= question.clock_from
    }  # fmt: skip
    return list(found.values())


def named(w: Words, found: Sequence[Opinion]) -> str:
    """These desks within a sentence; empty where there is none."""
    return ", ".join(card.desk_called(w, opinion.desk or "", opinion.desk_name) for opinion in found)


async def follow(turn: Turn, was: Question, state: State) -> None:
    """A question that is not open any more needs no opinion: whoever was asked for one is told."""
    if was.state not in OPEN_STATES or state in OPEN_STATES:
        return
    for opinion in await opinions.end(turn.tx, was.id, turn.now):
        for seat in await asked(turn, opinion):
            person = await persons.get(turn.tx, seat.person_id)
            if person:
                key = "opinion-recalled" if state is State.RECALLED else "opinion-not-needed"
                text = turn.words(person)(key, code=was.code)
                await turn.say(person, text, role="opinion", question_id=was.id, seat_id=seat.id)


async def asked(turn: Turn, opinion: Opinion) -> list[Seat]:
    """Who is asked: the colleague, or everybody at the desk."""
    if opinion.desk:
        return await card.desk_of(turn, opinion.desk)
    seat = await seats.get(turn.tx, opinion.seat_id) if opinion.seat_id else None
    return [seat] if seat else []
