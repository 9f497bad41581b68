"""Telegram answers oddly, or not at all: nobody knows then whether the message is there.

Promised: it comes again, marked; never a second time unmarked, whatever the answer was and wherever it broke off.
What certainly did not arrive comes unmarked, once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from handlers.outgoing import RESENT
from tests.fakes.telegram import FakeTelegram
from tests.faults.hurried import HurriedClock, hurried
from tests.stories.asking import BANK_QUESTION
from tests.stories.process import unmarked_twice
from tests.talk import Town


@dataclass(frozen=True, slots=True)
class Odd:
    """What befalls the next messages, and whether they are shown all the same."""

    befalls: Callable[[FakeTelegram], None]
    shown: bool
    marked: bool = True
    """Nobody here could know that it was not shown."""


HTML = b"<html><head><title>502 Bad Gateway</title></head></html>"
ODD = {
    "500, shown": Odd(lambda t: t.fail_next("sendMessage", 500, effect=True), shown=True),
    "500, not shown": Odd(lambda t: t.fail_next("sendMessage", 500), shown=False),
    "502 in HTML": Odd(lambda t: t.answer_next("sendMessage", HTML, 502), shown=False),
    "504, shown, three times": Odd(lambda t: t.fail_next("sendMessage", 504, effect=True, times=3), shown=True),
    "200 with an empty body": Odd(lambda t: t.answer_next("sendMessage", b""), shown=False),
    "200 in HTML": Odd(lambda t: t.answer_next("sendMessage", HTML), shown=False),
    "200 cut in the middle": Odd(lambda t: t.answer_next("sendMessage", b'{"ok":true,"result":{"mess'), shown=False),
    "200 with nothing in it": Odd(lambda t: t.answer_next("sendMessage", b"{}"), shown=False),
    "200 with null": Odd(lambda t: t.answer_next("sendMessage", b'{"ok":true,"result":null}'), shown=False),
    "reset, shown": Odd(lambda t: t.drop_next("sendMessage", effect=True), shown=True),
    "reset, not shown": Odd(lambda t: t.drop_next("sendMessage", effect=False), shown=False),
    "silence, shown": Odd(lambda t: t.stall_next("sendMessage", effect=True), shown=True),
    "silence, not shown": Odd(lambda t: t.stall_next("sendMessage"), shown=False),
    "redirected": Odd(lambda t: t.answer_next("sendMessage", b"", 302), shown=False, marked=False),
    "refused on the way": Odd(lambda t: t.answer_next("sendMessage", HTML, 403), shown=False, marked=False),
}


@pytest.mark.parametrize("what", ODD)
def test_it_comes_again_marked_where_it_may_have_come(seeded_sqlite: str, tmp_path: Path, what: str) -> None:
    odd = ODD[what]

    async def story(clock: HurriedClock) -> None:
        async with Town(seeded_sqlite, tmp_path / "data", clock=clock) as town:
            lan = town.fake.user(1, "Lan")
            odd.befalls(town.fake)
            first = await lan.says(BANK_QUESTION)
            second = await lan.says("/trogiup")
            await lan.hears("Cầu Nối giúp gì?", 400)
            answers = [shown for shown in lan.heard if shown.reply_to == first]
            marks = [shown.text.startswith(RESENT) for shown in answers]
            assert marks[0] is (odd.marked and not odd.shown)
            assert all(marks[1:])
            assert marks[-1] is odd.marked
            assert unmarked_twice(lan.heard) == []
            assert max(answers, key=lambda shown: shown.id).id < max(shown.id for shown in lan.heard), second

    hurried(story)


@pytest.mark.parametrize("seconds", [4.0, 6.0, 14.0])
def test_an_answer_that_takes_longer_than_a_lease_is_waited_for(
    seeded_sqlite: str, tmp_path: Path, seconds: float
) -> None:
    """The lane stays ours as long as the send takes: nobody else sends it meanwhile."""

    async def story(clock: HurriedClock) -> None:
        async with Town(seeded_sqlite, tmp_path / "data", clock=clock) as town:
            people = [town.fake.user(number, f"Người {number}") for number in range(1, 6)]
            town.fake.latency = seconds
            for person in people:
                await person.says(BANK_QUESTION)
            for person in people:
                await person.hears("trước ngày 30/11", 60)
            assert len(town.fake.called("sendMessage")) == len(people)

    hurried(story, tick=2.0)
