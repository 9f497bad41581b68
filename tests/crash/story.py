"""What people do in a world, whatever dies beneath them. What must come of it they write into the history."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from handlers.outgoing import RESENT
from tests.crash.history import Due, History
from tests.crash.town import CUC, EVERYBODY, LAN, LY, MINH, NAM, SEP, TUAN, Inhabitant, WebPhone
from tests.crash.zalo import Phone
from tests.fakes.telegram import FakeTelegram, FakeUser, Shown

BANK_QUESTION = "UBND xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai?"
BANK_ANSWER = "trước ngày 30/11"
UNKNOWN = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào"
WEB = "web"
ENTRIES = [
    (entry["question"], entry["answer"].splitlines()[0][:40])
    for entry in yaml.safe_load(Path("faq/data/bank.yaml").read_text(encoding="utf-8"))["faq"][:6]
]
"""Questions of the bank, and how their answers begin."""
_ANY = 99
_CODE = re.compile(r"\d{3}-\d{3}-\d{3}")
Passing = Callable[[float], Awaitable[None]]


class Story:
    """The people of one world."""

    def __init__(
        self, fake: FakeTelegram, page: WebPhone, history: History, dice: random.Random, pass_time: Passing,
        phones: Mapping[int, Phone],
    ) -> None:  # fmt: skip
        self.fake = fake
        self.page = page
        self.history = history
        self.dice = dice
        self._pass_time = pass_time
        self._phones = phones
        for number in phones:
            # Nothing flashes up on Zalo: it is a message, and people press copies of a button, too.
            for told in ("Nút đã cũ", "không dùng được nữa"):
                self.history.repeated[str(number), told] = _ANY
        self._words = 0
        for who in EVERYBODY:
            fake.user(who.id, who.name, known=True)

    # --- scenes ----------------------------------------------------------------------------------------------

    async def whole(self) -> None:
        """Everything at once; before or after it an alert, for which time has to pass."""
        parts = [self.rush_hour, self.long_wait]
        self.dice.shuffle(parts)
        for part in parts:
            await part()

    async def rush_hour(self) -> None:
        """All that people do, at once."""
        await asyncio.gather(
            self.asks_the_bank(LAN, 5), self.asks_the_bank(NAM, 5), self.consults(CUC, MINH), self.consults(LY, TUAN),
            self.broadcasts(SEP), self.asks_on_the_web(MINH),
        )  # fmt: skip

    async def long_wait(self) -> None:
        """An alert, while others go on asking."""
        await asyncio.gather(self.is_alerted(CUC, MINH), self.asks_the_bank(LAN, 2))

    async def seldom(self) -> None:
        """What is rare in the whole: words on the page, corrections, messages that are not sent after all."""
        await asyncio.gather(self.asks_the_bank_on_the_web(8), self.corrects(CUC, MINH, 6), self.broadcasts(SEP))

    async def bursts(self) -> None:
        """Questions to the bank alone, from several people."""
        await asyncio.gather(*(self.asks_the_bank(who, 6) for who in (LAN, NAM, CUC, LY)))

    async def on_the_account(self) -> None:
        """Cadres and an officer write to the Official Account."""
        await asyncio.gather(
            self.asks_the_bank_without_quotes(LAN, 6), self.asks_the_bank_without_quotes(NAM, 6),
            self.consults(CUC, MINH), self.consults(LY, TUAN), self.broadcasts(SEP),
        )  # fmt: skip

    async def on_the_bot(self) -> None:
        """Cadres write to the bot, which takes no broadcasts."""
        await asyncio.gather(
            self.asks_the_bank_without_quotes(LAN, 6), self.asks_the_bank_without_quotes(NAM, 6),
            self.consults(CUC, MINH), self.consults(LY, TUAN),
        )  # fmt: skip

    async def asks_the_bank_without_quotes(self, who: Inhabitant, times: int) -> None:
        """As below, each time another question: an answer is known by its words alone."""
        user, place = self._of(who), str(who.id)
        asked = iter(ENTRIES[:times])
        while burst := list(islice(asked, self.dice.choice((1, 2, 3)))):
            for question, answer in burst:
                await user.says(question)
                self._due("an answer of the bank", place, answer, line=f"bank for {place}")
            await self._until(lambda ends=burst: all(_finds(user, answer) for _, answer in ends))  # type: ignore[misc]

    async def asks_the_bank(self, who: Inhabitant, times: int) -> None:
        """Bursts of questions, each answered under itself and in order."""
        user = self._of(who)
        while times > 0:
            burst = min(times, self.dice.choice((1, 2, 3)))
            times -= burst
            asked = [await user.says(f"{BANK_QUESTION} {self._word(who)}") for _ in range(burst)]
            for number in asked:
                self._due("an answer of the bank", str(who.id), BANK_ANSWER, str(number), f"bank for {who.id}")
            await self._until(partial(_all_answered, user, asked))

    async def consults(self, cadre: Inhabitant, officer: Inhabitant) -> None:
        """A question, an answer, a follow-up, another answer, an edit, and the asker's last word."""
        asker, answerer = self._of(cadre), self._of(officer)
        code, card, _ = await self._puts(cadre, officer)
        first = await self._answers(officer, card, code, cadre)
        answer = await self._heard(asker, first)
        question = self._word(cadre, officer)
        said = await asker.says(f"Nếu ít gian hàng hơn thì sao? {question}", reply_to=answer)
        self._due("a follow-up", str(officer.id), question, line=f"{cadre.id} to {officer.id}")
        follow_up = await self._carried(answerer, question, asker, {"câu hỏi mới hay bổ sung": f"Bổ sung {code}"})
        if cadre.id not in self._phones:  # on Zalo nothing is edited
            edited = self._word(cadre, officer)
            await asker.edits(said, f"Nếu chỉ có một gian hàng thì sao? {edited}")
            self._due("an edit", str(officer.id), edited)
            await self._until(lambda: any(edited in shown.text for shown in answerer.heard))
        second = await self._answers(officer, follow_up, code, cadre)
        thanks = await self._settles(cadre, officer, second, code)
        await asker.presses("5 ★", on=thanks)
        self._due("the stars", str(officer.id), f"đánh giá câu trả lời {code}: 5 sao")
        await self._heard(answerer, f"đánh giá câu trả lời {code}: 5 sao")

    async def is_alerted(self, cadre: Inhabitant, officer: Inhabitant) -> None:
        """Nobody answers: a reminder, an alert to the officer and to the ministry, and the answer after all."""
        code, card, _ = await self._puts(cadre, officer)
        for hours, officer_reads, admin_reads in (
            (19, f"Nhắc hạn: câu hỏi {code}", ""),
            (6, f"Cảnh báo: câu hỏi {code}", f"chưa trả lời {code}"),
            (24, f"Cảnh báo: câu hỏi {code} quá hạn", "Báo lãnh đạo Bộ: "),
        ):
            await self._pass_time(hours * 3600)
            for who, reads in ((officer, officer_reads), (SEP, admin_reads)):
                if reads:
                    self._due("an alert", str(who.id), reads)
                    await self._heard(self._of(who), reads)
        answered = await self._answers(officer, card, code, cadre)
        await self._settles(cadre, officer, answered, code)

    async def broadcasts(self, admin: Inhabitant) -> None:
        """To all cadres and officers, each once; and its sender hears of those of whom nobody knows."""
        user = self._of(admin)
        word = self._word(admin)
        await user.says("/thongbao")
        await self._presses(admin, "Gửi thông báo mới tới ai?", "Tất cả cán bộ địa phương và người của Bộ")
        await self._heard(user, "Xin gõ nội dung")
        await user.says(f"Hướng dẫn mới về cấp phép bán lẻ rượu {word}.")
        to = {str(who.id) for who in EVERYBODY if who is not admin} | {WEB}
        self.history.told_to[word] |= to
        await self._presses(admin, "Trên đây là đúng tin", f"Gửi cho {len(to)} người")
        sending = await self._heard(user, f"Đang gửi cho {len(to)} người")
        while True:
            await user.presses("Cập nhật", on=sending)
            self.history.repeated[str(admin.id), "Các thông báo gần đây"] += 1
            count = len([s for s in user.heard if word in s.text and "không rõ" in s.text])
            told = await self._until(lambda known=count: self._results(user, word)[known:])  # type: ignore[misc]
            if "đang chờ 0" in told[-1]:
                break
        self.history.unknown[word] = int(re.findall(r"không rõ (\d+)", told[-1])[0])
        self.history.once[word] = to

    async def asks_on_the_web(self, officer: Inhabitant) -> None:
        """The same on the page: the bank, then a person."""
        await self.asks_the_bank_on_the_web(2)
        word = self._word(WEB, officer)
        await self.page.says(f"{UNKNOWN}? {word}")
        await self.page.presses("Thuộc Bộ Công Thương", await self.page.hears("lĩnh vực nào"))
        self._due("a question", str(officer.id), word)
        code = _code(str((await self.page.hears("Đã gửi câu hỏi"))["text"]))
        card = await self._heard(self._of(officer), word)
        answer = await self._answers(officer, card, code, WEB)
        await self.page.hears(answer)

    async def asks_the_bank_on_the_web(self, times: int) -> None:
        """One question after another."""
        for _ in range(times):
            number = await self.page.says(f"{BANK_QUESTION} {self._word(WEB)}")
            self._due("an answer of the bank", WEB, BANK_ANSWER, number, "bank for the web")
            await self._until_web(number)

    async def corrects(self, cadre: Inhabitant, officer: Inhabitant, times: int) -> None:
        """A question that its asker words anew, again and again; the officer's card must follow."""
        asker, reader = self._of(cadre), self._of(officer)
        code, _, said = await self._puts(cadre, officer)
        for _ in range(times):
            edited = self._word(cadre, officer, SEP)
            self.history.repeated[str(cadre.id), f"Nội dung Anh/chị vừa sửa ở câu hỏi {code}"] += 1
            await asker.edits(said, f"{UNKNOWN}? {edited}")
            self._due("a correction", str(officer.id), edited)
            await self._until(lambda word=edited: any(word in shown.text for shown in reader.heard))  # type: ignore[misc]

    # --- moves -----------------------------------------------------------------------------------------------

    async def _puts(self, cadre: Inhabitant, officer: Inhabitant) -> tuple[str, Shown, int]:
        """Asks what the bank does not know; the code, the officer's card and the number of what was said."""
        word = self._word(cadre, officer, SEP)
        user = self._of(cadre)
        before = len(user.heard)
        self.history.repeated[str(cadre.id), "Anh/chị cho biết câu hỏi thuộc lĩnh vực nào"] += 1
        said = await user.says(f"{UNKNOWN}? {word}")
        self._due("a question", str(officer.id), word, line=f"{cadre.id} to {officer.id}")
        await self._presses(cadre, "lĩnh vực nào", "Thuộc Bộ Công Thương", before)
        receipt = await self._heard(user, "Đã gửi câu hỏi", before)
        return _code(receipt.text), await self._heard(self._of(officer), word), said

    async def _answers(self, officer: Inhabitant, card: Shown, code: str, asker: Inhabitant | str) -> str:
        """Replies to a card; where the card's id died with a life, he is asked which question he means."""
        word = self._word(officer, asker, SEP)
        user = self._of(officer)
        await user.says(f"Gửi dự toán về Sở Tài chính theo Nghị quyết. {word}", reply_to=card)
        place = asker if isinstance(asker, str) else str(asker.id)
        self.history.repeated[str(officer.id), f"Đã gửi trả lời câu hỏi {code}"] += 1
        if officer.id in self._phones:  # where buttons are, nothing is quoted: the same is asked of each answer
            self.history.repeated[str(officer.id), "Tin vừa rồi trả lời câu hỏi nào"] += 1
        self._due("an answer", place, word, line=f"{officer.id} to {place}")
        if place == WEB:
            heard = asyncio.create_task(self.page.hears(word))
            await self._until(heard.done, lambda: self._picks(user, code))
        else:
            await self._until(lambda: _finds(self._of(asker), word), lambda: self._picks(user, code))  # type: ignore[arg-type]
        return word

    async def _settles(self, cadre: Inhabitant, officer: Inhabitant, answer: str, code: str) -> Shown:
        """The asker's last word under an answer; what he is then asked."""
        asker = self._of(cadre)
        await asker.presses("Đã giải quyết", on=await self._heard(asker, answer))
        self._due("that it is solved", str(officer.id), f"cho biết câu hỏi {code} đã được giải quyết")
        return await self._heard(asker, f"Cảm ơn Anh/chị. Câu hỏi {code} đã đóng")

    async def _carried(self, to: FakeUser, word: str, by: FakeUser, if_asked: dict[str, str]) -> Shown:
        """Waits until something reached somebody; its sender presses what he is asked for."""

        async def presses() -> None:
            for shown in reversed(by.heard):
                for asks, label in if_asked.items():
                    full = [button for button in shown.buttons if button.startswith(label)]
                    if asks in shown.text and full and (shown.id not in self._pressed(by)):
                        self._pressed(by).add(shown.id)
                        await by.presses(full[0], on=shown)

        await self._until(lambda: _finds(to, word), presses)
        found = _finds(to, word)
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

    async def _presses(self, who: Inhabitant, text: str, label: str, after: int = 0) -> None:
        user = self._of(who)
        await user.presses(label, on=await self._heard(user, text, after))

    async def _heard(self, user: FakeUser, text: str, after: int = 0) -> Shown:
        found: Shown = await self._until(lambda: _finds(user, text, after))
        return found

    async def _until_web(self, number: str) -> None:
        while not any((row.get("quote") or {}).get("id") == number for row in self.page.rows.values()):
            self.page.changed.clear()
            await self.page.changed.wait()

    async def _until(self, look: Callable[[], object], meanwhile: Callable[[], Awaitable[None]] | None = None) -> Any:
        """Waits without end: whoever lets a world live decides when it is over."""
        while True:
            if found := look():
                return found
            if meanwhile:
                await meanwhile()
            seen = len(self.fake.calls)
            patience = 0.04 if self._phones else 0.2  # what happens on Zalo rings no bell here
            try:
                await self.fake.until(lambda known=seen: look() or len(self.fake.calls) > known, patience)  # type: ignore[misc]
            except TimeoutError:
                continue

    def _results(self, user: FakeUser, word: str) -> list[str]:
        return [shown.text for shown in user.heard if word in shown.text and "không rõ" in shown.text]

    # --- words -----------------------------------------------------------------------------------------------

    def _of(self, who: Inhabitant) -> Any:
        """His phone: on Telegram, or on Zalo."""
        return self._phones.get(who.id) or self.fake.user(who.id)

    def _word(self, *readers: Inhabitant | str) -> str:
        """A word that stands in nothing else, and may be read by these alone."""
        self._words += 1
        word = "mã" + "".join("bcdfghklmn"[int(digit)] for digit in f"{self._words:04d}")
        self.history.told_to[word] = {who if isinstance(who, str) else str(who.id) for who in readers}
        return word

    def _due(self, what: str, place: str, holds: str, quotes: str = "", line: str = "") -> None:
        self.history.dues.append(Due(what, place, holds, quotes, line))


def _all_answered(user: FakeUser, asked: list[int]) -> bool:
    return set(asked) <= {shown.reply_to for shown in user.heard if BANK_ANSWER in shown.text}


def _finds(user: FakeUser, text: str, after: int = 0) -> Shown | None:
    return next((shown for shown in user.heard[after:] if text in shown.text), None)


def _code(text: str) -> str:
    found = _CODE.search(text.removeprefix(RESENT))
    assert found, text
    return found[0]
