"""Open questions that a change of units has put into another province go to whoever is responsible there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from handlers import deadlines
from handlers.context import Turn
from handlers.group import topic
from handlers.officer import card, handed, responsible
from storage import audit, persons, questions, seats


async def hand_on(turn: Turn, question_ids: Sequence[int]) -> None:
    """They go with the clock they have; their askers and those who held them hear of it.

    Where nobody is, they stay with whoever holds them.
    """
    left: dict[int, list[str]] = defaultdict(list)
    for question_id in sorted(set(question_ids)):
        question = await questions.get(turn.tx, question_id)
        if question.holder_seat_id is None or question.state not in questions.OPEN_STATES:
            continue
        asked = responsible.asked_of(question, turn.ctx.clock.today())
        target = await responsible.find(turn.tx, asked, holder=question.holder_seat_id)
        if target.seat is None or target.seat.id == question.holder_seat_id:
            continue
        if not await questions.move(turn.tx, question, question.state, **target.holding):
            continue
        await deadlines.handed_on(turn, question)
        detail = {"from": question.holder_seat_id, "to": target.seat.id, **target.noted}
        await audit.note(turn.tx, turn.now, None, "unit-change-moved", question.code, detail)
        left[question.holder_seat_id].append(question.code)
        now_is = await questions.get(turn.tx, question_id)
        await card.to_holder(turn, now_is, target)
        await topic.handed(turn, now_is, target.seat.person_name)
        await handed.tell_asker(turn, now_is, target.seat.person_name)
    for seat in await seats.several(turn.tx, left):
        person = await persons.get(turn.tx, seat.person_id)
        if person:
            codes = ", ".join(left[seat.id])
            await turn.say(person, turn.words(person)("units-left-you", count=len(left[seat.id]), codes=codes))
