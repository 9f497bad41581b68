"""An officer hands a question to another officer of the province, with the original deadline."""

from __future__ import annotations

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.group import topic
from handlers.officer import card, handed
from handlers.officer.acting import acting
from handlers.outgoing import Style
from handlers.overtaken import advance
from handlers.rules.lifecycle import Verb
from handlers.show import nothing_there
from storage import audit, questions, seats
from storage.questions import Question
from storage.seats import Role, Seat

MOST_SHOWN = 12


async def begin(ctx: Context, heard: Heard) -> Effect:
    """To whom? The other officers of the province, of both ministries."""

    async def effect(turn: Turn) -> None:
        question = await acting(turn, heard, Verb.TRANSFER)
        if question is None:
            return
        w = turn.words(heard.who)
        others = [seat for seat in await candidates(turn, question) if seat.person_id != heard.who.id]
        rows = [
            (Choice(w("transfer-to", name=seat.person_name, ministry=w.ministry(seat.ministry or "")), "transfer_to",
                    {"question": question.id, "seat": seat.id, "was": question.holder_seat_id}),)
            for seat in others[:MOST_SHOWN]
        ]  # fmt: skip
        if rows:
            await turn.say(heard.who, w("transfer-whom", code=question.code), *rows, question_id=question.id)
        else:
            up = Choice(w("card-escalate"), "escalate", {"question": question.id}, Style.PRIMARY)
            await turn.say(heard.who, w("transfer-nobody", code=question.code), (up,), question_id=question.id)

    return effect


async def candidates(turn: Turn, question: Question) -> list[Seat]:
    """Who may be handed a question: officers who are there in its province, those of its ministry first."""
    today = turn.ctx.clock.today()
    there = await seats.colleagues(turn.tx, question.province or "", today)
    others = [
        seat for seat in there
        if seat.id != question.holder_seat_id and seat.person_id != question.asker_id
        and not await seats.absence(turn.tx, seat.id, today)
    ]  # fmt: skip
    return sorted(others, key=lambda seat: (seat.ministry != question.ministry, seat.id))


async def transfer(ctx: Context, heard: Heard) -> Effect:
    """To him: from now on the question is his."""

    async def effect(turn: Turn) -> None:
        question = await acting(turn, heard, Verb.TRANSFER)
        if question is None:
            return
        chosen = int(heard.args["seat"])
        to = next((s for s in await candidates(turn, question) if s.id == chosen), None)
        if question.holder_seat_id == chosen and question.holder_name:  # a double tap
            w = turn.words(heard.who)
            await turn.say(heard.who, w("transfer-done", code=question.code, name=question.holder_name))
            return
        if question.holder_seat_id != heard.args.get("was", question.holder_seat_id):
            await _was_faster(turn, heard, question)
            return
        if to is None or to.role is not Role.OFFICER:
            await nothing_there(turn, heard)
            return
        await advance(turn, question, Verb.TRANSFER, holder_seat_id=to.id, desk=None, ministry=to.ministry,
                      escalated=False)  # fmt: skip
        detail = {"to": to.id, "from": question.holder_seat_id, "ministry": question.ministry}
        await audit.note(turn.tx, turn.now, heard.who.id, "transfer", question.code, detail)
        await _tell(turn, heard, await questions.get(turn.tx, question.id), to)

    return effect


async def _was_faster(turn: Turn, heard: Heard, question: Question) -> None:
    """Somebody handed it on since he was asked to whom: whoever has it now is not passed over unawares."""
    w = turn.words(heard.who)
    again = Choice(w("card-transfer"), "transfer", {"question": question.id})
    text = w("transfer-was-faster", code=question.code, holder=card.holder(w, question))
    await turn.say(heard.who, text, (again,), role="card", question_id=question.id)


async def _tell(turn: Turn, heard: Heard, question: Question, to: Seat) -> None:
    await card.send(turn, question, [to], "card-transferred", name=heard.who.name)
    await topic.handed(turn, question, to.person_name)
    w = turn.words(heard.who)
    await turn.say(heard.who, w("transfer-done", code=question.code, name=to.person_name))
    await handed.tell_asker(turn, question, to.person_name)
