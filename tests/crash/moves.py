"""What anybody in a world does at once, and what he waits for. What must come of it stands in the history."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.outgoing import RESENT
from tests.crash.history import Due, History
from tests.crash.town import EVERYBODY, SEP, Inhabitant, WebPhone
from tests.crash.zalo import Phone
from tests.fakes.telegram import FakeTelegram, FakeUser, Shown

UNKNOWN = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào"
WEB = "web"
_ANY = 99
_CODE = re.compile(r"\d{3}-\d{3}-\d{3}")
Passing = Callable[[float], Awaitable[None]]


class Moves:
    """The people of one world, what each of them does at once, and what he waits for."""

    def __init__(
        self, fake: FakeTelegram, page: WebPhone, history: History, dice: random.Random, pass_time: Passing,
        phones: Mapping[int, Phone],
    ) -> None:  # fmt: skip
        self.fake = fake
        self.page = page
        self.history = history
        self.dice = dice
        self.pass_time = pass_time
        self.phones = phones
        for number in phones:
            # Nothing flashes up on Zalo: it is a message, and people press copies of a button, too.
            for told in ("Nút đã cũ", "không dùng được nữa"):
                self.history.repeated[str(number), told] = _ANY
        self._words = 0
        for who in EVERYBODY:
            fake.user(who.id, who.name, known=True)

    # --- moves -----------------------------------------------------------------------------------------------

    async def puts(self, cadre: Inhabitant, officer: Inhabitant, *others: Inhabitant) -> tuple[str, Shown, int]:
        """Asks what the bank does not know; the code, the officer's card and the number of what was said.

        Others may read the question, too.
        """
        word = self.word(cadre, officer, SEP, *others)
        user = self.of(cadre)
        before = len(user.heard)
        self.history.repeated[str(cadre.id), "Anh/chị cho biết câu hỏi thuộc lĩnh vực nào"] += 1
        said = await user.says(f"{UNKNOWN}? {word}")
        self.due("a question", str(officer.id), word, line=f"{cadre.id} to {officer.id}")
        await self.presses(cadre, "lĩnh vực nào", "Thuộc Bộ Công Thương", before)
        receipt = await self.heard(user, "Đã gửi câu hỏi", before)
        return code_in(receipt.text), await self.heard(self.of(officer), word), said

    async def answers(
        self, officer: Inhabitant, card: Shown, code: str, asker: Inhabitant | str, *others: Inhabitant
    ) -> str:
        """Replies to a card; where the card's id died with a life, he is asked which question he means.

        Others may read the answer, too.
        """
        word = self.word(officer, asker, SEP, *others)
        user = self.of(officer)
        await user.says(f"Gửi dự toán về Sở Tài chính theo Nghị quyết. {word}", reply_to=card)
        place = asker if isinstance(asker, str) else str(asker.id)
        self.history.repeated[str(officer.id), f"Đã gửi trả lời câu hỏi {code}"] += 1
        if officer.id in self.phones:  # where buttons are, nothing is quoted: the same is asked of each answer
            self.history.repeated[str(officer.id), "Tin vừa rồi trả lời câu hỏi nào"] += 1
        self.due("an answer", place, word, line=f"{officer.id} to {place}")
        if place == WEB:
            heard = asyncio.create_task(self.page.hears(word))
            await self.until(heard.done, lambda: self._picks(user, code))
        else:
            await self.until(lambda: finds(self.of(asker), word), lambda: self._picks(user, code))  # type: ignore[arg-type]
        return word

    async def settles(self, cadre: Inhabitant, officer: Inhabitant, answer: str, code: str) -> Shown:
        """The asker's last word under an answer, which whoever wrote it is told of; what he is then asked."""
        asker = self.of(cadre)
        await asker.presses("Đã giải quyết", on=await self.heard(asker, answer))
        self.due("that it is solved", str(officer.id), f"cho biết câu hỏi {code} đã được giải quyết")
        return await self.heard(asker, f"Cảm ơn Anh/chị. Câu hỏi {code} đã đóng")

    async def carried(self, to: FakeUser, word: str, by: FakeUser, if_asked: dict[str, str]) -> Shown:
        """Waits until something reached somebody; its sender presses what he is asked for."""

        async def presses() -> None:
            for shown in reversed(by.heard):
                for asks, label in if_asked.items():
                    full = [button for button in shown.buttons if button.startswith(label)]
                    if asks in shown.text and full and (shown.id not in self._pressed(by)):
                        self._pressed(by).add(shown.id)
                        await by.presses(full[0], on=shown)

        await self.until(lambda: finds(to, word), presses)
        found = finds(to, word)
        assert found
        return found

    async def _picks(self, user: FakeUser, code: str) -> None:
        for shown in user.heard:
            line = re.search(rf"^(\d)\. {code}", shown.text, re.MULTILINE)
            if "trả lời câu hỏi nào" in shown.text and line and shown.id not in self._pressed(user):
                self._pressed(user).add(shown.id)
                await user.presses(line[1], on=shown)

    def _pressed(self, user: FakeUser) -> set[int]:
        return self.__dict__.setdefault(f"pressed by {user.id}", set())  # type: ignore[no-any-return]

    async def presses(self, who: Inhabitant, text: str, label: str, after: int = 0) -> None:
        """Presses a button under the message that holds this text, once he has it."""
        user = self.of(who)
        await user.presses(label, on=await self.heard(user, text, after))

    async def heard(self, user: FakeUser, text: str, after: int = 0) -> Shown:
        """Waits for a message that holds this."""
        found: Shown = await self.until(lambda: finds(user, text, after))
        return found

    async def until_web(self, number: str) -> None:
        """Waits until the page shows something that quotes this."""
        while not any((row.get("quote") or {}).get("id") == number for row in self.page.rows.values()):
            self.page.changed.clear()
            await self.page.changed.wait()

    async def until(self, look: Callable[[], object], meanwhile: Callable[[], Awaitable[None]] | None = None) -> Any:
        """Waits without end: whoever lets a world live decides when it is over."""
        while True:
            if found := look():
                return found
            if meanwhile:
                await meanwhile()
            seen = len(self.fake.calls)
            patience = 0.04 if self.phones else 0.2  # what happens on Zalo rings no bell here
            try:
                await self.fake.until(lambda known=seen: look() or len(self.fake.calls) > known, patience)  # type: ignore[misc]
            except TimeoutError:
                continue

    def results(self, user: FakeUser, word: str) -> list[str]:
        """What a sender was told of his broadcast, each time."""
        return [shown.text for shown in user.heard if word in shown.text and "không rõ" in shown.text]

    # --- words -----------------------------------------------------------------------------------------------

    def of(self, who: Inhabitant) -> Any:
        """His phone: on Telegram, or on Zalo."""
        return self.phones.get(who.id) or self.fake.user(who.id)

    def word(self, *readers: Inhabitant | str) -> str:
        """A word that stands in nothing else, and may be read by these alone."""
        self._words += 1
        word = "mã" + "".join("bcdfghklmn"[int(digit)] for digit in f"{self._words:04d}")
        self.history.told_to[word] = {who if isinstance(who, str) else str(who.id) for who in readers}
        return word

    def due(self, what: str, place: str, holds: str, quotes: str = "", line: str = "") -> None:
        """Notes what must come out (`Due`)."""
        self.history.dues.append(Due(what, place, holds, quotes, line))


def finds(user: FakeUser, text: str, after: int = 0) -> Shown | None:
    """The first message that holds this, if he has it."""
    return next((shown for shown in user.heard[after:] if text in shown.text), None)


def code_in(text: str) -> str:
    """The question code that a message of the bot shows."""
    found = _CODE.search(text.removeprefix(RESENT))
    assert found, text
    return found[0]
