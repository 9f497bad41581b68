"""What waited at the ministry's desk because nobody was on duty goes to whoever is responsible now."""

from __future__ import annotations

from handlers.context import Turn
from handlers.group import topic
from handlers.officer import card, handed, responsible
from storage import audit, questions
from storage.questions import Question
from storage.seats import Role, Seat


async def adopt(turn: Turn, seat: Seat) -> None:
    """An officer came: what waits in his province is his, as far as it is his field and he has room."""
    if seat.role is Role.OFFICER and seat.ministry and seat.province:
        await in_province(turn, seat.ministry, seat.province)


async def in_province(turn: Turn, ministry: str, province: str) -> None:
    """Moves those questions to whoever is responsible for each and sends their cards; the askers see his name."""
    today = turn.ctx.clock.today()
    if not await responsible.anybody(turn.tx, ministry, province, today):
        return  # the clock asks twice a minute: as long as nobody comes, that must cost next to nothing
    nobodys = set()
    for question in await questions.unheld_in(turn.tx, ministry, province):
        asked = responsible.asked_of(question, today)
        if asked in nobodys:
            continue
        target = await responsible.find(turn.tx, asked)
        if target.seat is None:
            nobodys.add(asked)
        elif await questions.move(turn.tx, question, question.state, **target.holding):
            await audit.note(turn.tx, turn.now, target.seat.person_id, "adopt", question.code, {"to": target.seat.id})
            await _tell(turn, await questions.get(turn.tx, question.id), target.seat)


async def _tell(turn: Turn, question: Question, seat: Seat) -> None:
    await card.send(turn, question, [seat])
    await topic.handed(turn, question, seat.person_name)
    await handed.tell_asker(turn, question, seat.person_name)
