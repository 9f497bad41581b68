"""A field is corrected at the moment in which a colleague answers: one of them is first, and the other is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from handlers.context import Later
from handlers.wording import words
from storage import audit, questions, thread
from storage.questions import Question
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")
ROUNDS = 6


async def _until_done(do: Callable[[], Awaitable[object]]) -> None:
    """As the inbox does it: who is overtaken is handled again."""
    while True:
        try:
            await do()
            return
        except Later as later:
            await asyncio.sleep(later.seconds)


async def _race(office: Office, number: int) -> tuple[Question, str, str]:
    """The question after Minh has corrected its field and Tuấn has answered; what each of them was told."""
    lan = f"lan {number}"
    await office.seat(lan, Role.CADRE, "06040")
    await office.says(lan, "qzx wvk jjjj ppp mmm?")
    await office.presses(lan, "Thuộc Bộ Công Thương")
    [asked] = await _of(office, lan)
    await office.says("minh", asked.code)
    await office.presses("minh", "Việc khác")
    await office.presses("minh", "Sai lĩnh vực")
    field = await office.token("minh", "Thuộc Bộ Nông nghiệp và Môi trường")
    await office.says("tuấn", asked.code)
    await office.presses("tuấn", "Trả lời")
    both = [lambda: office.presses_token("minh", field), lambda: office.says("tuấn", "Xin trả lời.")]
    await asyncio.gather(*(_until_done(do) for do in (both if number % 2 else both[::-1])))
    [now_is] = await _of(office, lan)
    return now_is, "\n".join(await _all(office, "minh")), "\n".join(await _all(office, "tuấn"))


async def _of(office: Office, who: str) -> list[Question]:
    person = await office.person(who)
    return await office.db.read(lambda tx: questions.of_asker(tx, person.id, limit=1))


async def _all(office: Office, who: str) -> list[str]:
    office.read_up_to[who] = 0
    return await office.told(who)


async def test_exactly_one_of_the_two_is_first(office: Office) -> None:
    for who, ministry in (("minh", "MOIT"), ("tuấn", "MOIT"), ("hoa", "MAE")):
        await office.seat(who, Role.OFFICER, "20", ministry)
    for number in range(ROUNDS):
        question, minh, tuan = await _race(office, number)
        spoken = await office.db.read(lambda tx, q=question: thread.of(tx, q.id, internal=True))  # type: ignore[misc]
        kinds = [part.kind for part in spoken if part.author_name == "tuấn"]
        corrected = await office.db.read(lambda tx, q=question: audit.corrections(tx, q.code))  # type: ignore[misc]
        if question.state == "answered":
            assert (question.ministry, kinds, corrected) == ("MOIT", ["answer"], [])
            assert vi("show-stands", code=question.code, stands=vi("state-answered")) in minh
        else:
            assert (question.ministry, question.holder_name, len(corrected)) == ("MAE", "hoa", 1)
            assert "answer" not in kinds
            general = vi.field("mae-general")
            assert vi("moved-unsent", code=question.code, field=general, holder="hoa") in tuan
