"""Questions that an officer holds, written as rows: as many as a test of lists needs, due whenever it likes."""

from __future__ import annotations

from datetime import timedelta

from storage import questions, thread
from storage.db import Tx
from storage.questions import NewQuestion, Question
from storage.seats import Role
from tests.handlers.office import Office


async def officer_and_asker(office: Office) -> None:
    """Minh is the officer of Lạng Sơn, Lan one of its cadres."""
    await office.seat("Minh", Role.OFFICER, "20", "MOIT")
    await office.seat("Lan", Role.CADRE, "06040")


async def held(
    office: Office, text: str, due_in: timedelta = timedelta(hours=24), *, field: str = "electricity",
    state: str = "open", asker: str = "Lan", holder: str = "Minh",
) -> Question:  # fmt: skip
    """A question of the asker's that lies with the officer."""
    person, [seat, *_] = await office.person(asker), await office.seats_of(holder)
    now = office.clock.business()
    new = NewQuestion(person.id, office.place(asker), state, "06040", seat.province, seat.ministry, field, text, (),
                      "route", now, None)  # fmt: skip

    async def body(tx: Tx) -> Question:
        made = await questions.make(tx, new)
        await questions.rewrite(tx, made, holder_seat_id=seat.id, due_at=now + due_in, first_due_at=now + due_in)
        await thread.say(tx, made, person.id, "asked", text, now, ())
        return await questions.get(tx, made)

    return await office.db.write(body)
