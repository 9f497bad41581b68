"""People who ask without end, and what must be true of the answers: read from the fake Telegram's history alone."""

from __future__ import annotations

from collections import defaultdict

from handlers.outgoing import RESENT
from tests.fakes.telegram import FakeTelegram, FakeUser, Shown
from tests.stories.process import unmarked_twice

BANK_QUESTION = "UBND xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai?"


class Asking:
    """People who ask the bank again and again; each question must be answered under itself."""

    def __init__(self, fake: FakeTelegram, people: int) -> None:
        self._fake = fake
        self.people = [fake.user(100 + n, f"Người {n}") for n in range(people)]
        self.asked: dict[int, list[int]] = defaultdict(list)

    async def ask(self, times: int) -> None:
        for _ in range(times):
            for person in self.people:
                self.asked[person.id].append(await person.says(BANK_QUESTION))

    async def all_answered(self, timeout: float) -> None:
        await self._fake.until(lambda: not any(self.unanswered(person) for person in self.people), timeout)

    def unanswered(self, person: FakeUser) -> set[int]:
        return set(self.asked[person.id]) - {shown.reply_to or 0 for shown in person.heard}

    def faults(self) -> list[str]:
        """What is lost, comes unmarked a second time, or out of order."""
        found = []
        for person in self.people:
            answers: dict[int, list[Shown]] = defaultdict(list)
            for shown in person.heard:
                answers[shown.reply_to or 0].append(shown)
            asked = self.asked[person.id]
            found += [f"{person.id}: {message} has no answer" for message in asked if not answers[message]]
            found += [f"{person.id}: {text[:40]!r} twice, unmarked" for text in unmarked_twice(person.heard)]
            first = [answers[message][0].id for message in asked if answers[message]]
            if first != sorted(first):
                found.append(f"{person.id}: answers out of order {first}")
        return found

    @property
    def marked(self) -> int:
        return sum(shown.text.startswith(RESENT) for person in self.people for shown in person.heard)
