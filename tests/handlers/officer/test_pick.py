"""What is written without a reply: which question it answers, or on which it is an opinion."""

from __future__ import annotations

from datetime import timedelta

from handlers.officer.pick import MOST_SHOWN
from handlers.wording import words
from storage import desks, opinions, questions
from storage.desks import Bureau
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")
WRITTEN = "Theo Điều 9 thì xã làm được."


async def _asked(office: Office, count: int) -> list[str]:
    """So many questions, each of them asked of the bureau where Bình sits, as well; their codes."""
    await office.seat("hà", Role.EXPERT, "MOIT", "MOIT")
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.seat("lan", Role.CADRE, "06040")
    await office.db.write(lambda tx: desks.put(tx, Bureau("MOIT-X", "MOIT", "cục", "Cục X", frozenset())))
    await office.seat("bình", Role.EXPERT, "MOIT-X", "MOIT")
    codes = []
    for number in range(1, count + 1):
        told = await office.says("lan", f"qzx wvk jjjj {'p' * number} mmm?")
        if vi("sort-which") in told:
            await office.presses("lan", vi("sort-new"))
        await office.presses("lan", "Thuộc Bộ Công Thương")
        at = office.clock.business() + timedelta(minutes=number)
        await office.db.write(lambda tx, n=number, at=at: opinions.ask(tx, n, 2, "MOIT-X", None, at))  # type: ignore[misc]
        codes.append((await office.db.read(lambda tx, n=number: questions.get(tx, n))).code)  # type: ignore[misc]
    await office.told("lan")
    return codes


async def test_the_newest_opinions_are_offered_and_the_others_named(office: Office) -> None:
    codes = await _asked(office, MOST_SHOWN + 2)
    [told] = await office.says("bình", WRITTEN)
    assert told.startswith(vi("pick-opinion-which"))
    assert f"1. {codes[-1]}" in told
    assert codes[1] not in told
    assert vi("pick-more-opinions") in told
    await office.says("bình", "2")
    assert WRITTEN in "".join(await office.told("minh"))
    assert WRITTEN not in "".join(await office.told("lan"))
    [given] = [o for o in await office.db.read(lambda tx: opinions.of(tx, len(codes) - 1)) if o.given_in]
    assert given.desk == "MOIT-X"


async def test_what_he_may_answer_himself_is_offered_once(office: Office) -> None:
    [code] = await _asked(office, 1)
    await office.db.write(lambda tx: questions.rewrite(tx, 1, holder_seat_id=None, desk="MOIT-X", escalated=True))
    [told] = await office.says("bình", WRITTEN)
    assert told.startswith(vi("pick-which"))
    assert told.count(code) == 1
    assert vi("pick-or-opinion") not in told
