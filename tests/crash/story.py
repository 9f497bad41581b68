"""What people do in a world, whatever dies beneath them. What must come of it they write into the history."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from itertools import islice
from pathlib import Path

import yaml

from tests.crash.moves import UNKNOWN, WEB, Moves, code_in, finds
from tests.crash.town import CUC, EVERYBODY, LAN, LY, MAI, MINH, NAM, SEP, TERM, TUAN, Inhabitant
from tests.fakes.telegram import FakeUser

BANK_QUESTION = "UBND xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai?"
BANK_ANSWER = "trước ngày 30/11"
ENTRIES = [
    (entry["question"], entry["answer"].splitlines()[0][:40])
    for entry in yaml.safe_load(Path("faq/data/bank.yaml").read_text(encoding="utf-8"))["faq"][:6]
]
"""Questions of the bank, and how their answers begin."""
_DAY = 24 * 3600


class Story(Moves):
    """What happens between the people of one world."""

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

    async def hands_change(self) -> None:
        """Questions go to a colleague, up to the ministry, to whoever comes after; deadlines are laid down anew."""
        await asyncio.gather(
            self.is_handed_up(CUC, MINH), self.is_handed_on(LY, TUAN, MAI), self.gets_another_deadline(NAM, MINH)
        )
        await self.is_left_behind(LY, TUAN)

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
        user, place = self.of(who), str(who.id)
        asked = iter(ENTRIES[:times])
        while burst := list(islice(asked, self.dice.choice((1, 2, 3)))):
            for question, answer in burst:
                await user.says(question)
                self.due("an answer of the bank", place, answer, line=f"bank for {place}")
            await self.until(lambda ends=burst: all(finds(user, answer) for _, answer in ends))  # type: ignore[misc]

    async def asks_the_bank(self, who: Inhabitant, times: int) -> None:
        """Bursts of questions, each answered under itself and in order."""
        user = self.of(who)
        while times > 0:
            burst = min(times, self.dice.choice((1, 2, 3)))
            times -= burst
            asked = [await user.says(f"{BANK_QUESTION} {self.word(who)}") for _ in range(burst)]
            for number in asked:
                self.due("an answer of the bank", str(who.id), BANK_ANSWER, str(number), f"bank for {who.id}")
            await self.until(partial(_all_answered, user, asked))

    async def consults(self, cadre: Inhabitant, officer: Inhabitant) -> None:
        """A question, an answer, a follow-up, another answer, an edit, and the asker's last word."""
        asker, answerer = self.of(cadre), self.of(officer)
        code, card, _ = await self.puts(cadre, officer)
        first = await self.answers(officer, card, code, cadre)
        answer = await self.heard(asker, first)
        question = self.word(cadre, officer)
        said = await asker.says(f"Nếu ít gian hàng hơn thì sao? {question}", reply_to=answer)
        self.due("a follow-up", str(officer.id), question, line=f"{cadre.id} to {officer.id}")
        follow_up = await self.carried(answerer, question, asker, {"câu hỏi mới hay bổ sung": f"Bổ sung {code}"})
        if cadre.id not in self.phones:  # on Zalo nothing is edited
            edited = self.word(cadre, officer)
            await asker.edits(said, f"Nếu chỉ có một gian hàng thì sao? {edited}")
            self.due("an edit", str(officer.id), edited)
            await self.until(lambda: any(edited in shown.text for shown in answerer.heard))
        second = await self.answers(officer, follow_up, code, cadre)
        thanks = await self.settles(cadre, officer, second, code)
        await asker.presses("5 ★", on=thanks)
        self.due("the stars", str(officer.id), f"đánh giá câu trả lời {code}: 5 sao")
        await self.heard(answerer, f"đánh giá câu trả lời {code}: 5 sao")

    async def is_alerted(self, cadre: Inhabitant, officer: Inhabitant) -> None:
        """Nobody answers: a reminder, an alert to the officer and to the ministry, and the answer after all."""
        code, card, _ = await self.puts(cadre, officer)
        for hours, officer_reads, admin_reads in (
            (19, f"Nhắc hạn: câu hỏi {code}", ""),
            (6, f"Cảnh báo: câu hỏi {code}", f"chưa trả lời {code}"),
            (24, f"Cảnh báo: câu hỏi {code} quá hạn", "Báo lãnh đạo Bộ: "),
        ):
            await self.pass_time(hours * 3600)
            for who, reads in ((officer, officer_reads), (SEP, admin_reads)):
                if reads:
                    self.due("an alert", str(who.id), reads)
                    await self.heard(self.of(who), reads)
        answered = await self.answers(officer, card, code, cadre)
        await self.settles(cadre, officer, answered, code)

    async def broadcasts(self, admin: Inhabitant) -> None:
        """To all cadres and officers, each once; and its sender hears of those of whom nobody knows."""
        user = self.of(admin)
        word = self.word(admin)
        await user.says("/thongbao")
        await self.presses(admin, "Gửi thông báo mới tới ai?", "Tất cả cán bộ địa phương và người của Bộ")
        await self.heard(user, "Xin gõ nội dung")
        await user.says(f"Hướng dẫn mới về cấp phép bán lẻ rượu {word}.")
        to = {str(who.id) for who in EVERYBODY if who is not admin and who.ministry == admin.ministry} | {WEB}
        self.history.told_to[word] |= to
        await self.presses(admin, "Trên đây là đúng tin", f"Gửi cho {len(to)} người")
        sending = await self.heard(user, f"Đang gửi cho {len(to)} người")
        while True:
            await user.presses("Cập nhật", on=sending)
            self.history.repeated[str(admin.id), "Các thông báo gần đây"] += 1
            count = len([s for s in user.heard if word in s.text and "không rõ" in s.text])
            told = await self.until(lambda known=count: self.results(user, word)[known:])  # type: ignore[misc]
            if "đang chờ 0" in told[-1]:
                break
        self.history.unknown[word] = int(re.findall(r"không rõ (\d+)", told[-1])[0])
        self.history.once[word] = to

    async def asks_on_the_web(self, officer: Inhabitant) -> None:
        """The same on the page: the bank, then a person."""
        await self.asks_the_bank_on_the_web(2)
        word = self.word(WEB, officer)
        await self.page.says(f"{UNKNOWN}? {word}")
        await self.page.presses("Thuộc Bộ Công Thương", await self.page.hears("lĩnh vực nào"))
        self.due("a question", str(officer.id), word)
        code = code_in(str((await self.page.hears("Đã gửi câu hỏi"))["text"]))
        card = await self.heard(self.of(officer), word)
        answer = await self.answers(officer, card, code, WEB)
        await self.page.hears(answer)

    async def asks_the_bank_on_the_web(self, times: int) -> None:
        """One question after another."""
        for _ in range(times):
            number = await self.page.says(f"{BANK_QUESTION} {self.word(WEB)}")
            self.due("an answer of the bank", WEB, BANK_ANSWER, number, "bank for the web")
            await self.until_web(number)

    async def corrects(self, cadre: Inhabitant, officer: Inhabitant, times: int) -> None:
        """A question that its asker words anew, again and again; the officer's card must follow."""
        asker, reader = self.of(cadre), self.of(officer)
        code, _, said = await self.puts(cadre, officer)
        for _ in range(times):
            edited = self.word(cadre, officer, SEP)
            self.history.repeated[str(cadre.id), f"Nội dung Anh/chị vừa sửa ở câu hỏi {code}"] += 1
            await asker.edits(said, f"{UNKNOWN}? {edited}")
            self.due("a correction", str(officer.id), edited)
            await self.until(lambda word=edited: any(word in shown.text for shown in reader.heard))  # type: ignore[misc]

    async def is_handed_up(self, cadre: Inhabitant, officer: Inhabitant) -> None:
        """The officer asks back, and hands up what he is told; the ministry answers, and he has a copy."""
        asker, answerer, ministry = self.of(cadre), self.of(officer), self.of(SEP)
        code, card, _ = await self.puts(cadre, officer)
        await answerer.presses("Hỏi thêm", on=card)
        await self.heard(answerer, f"nhập điều cần hỏi thêm về {code}")
        wanted, told = self.word(officer, cadre, SEP), self.word(cadre, officer, SEP)
        await answerer.says(f"Bao nhiêu gian hàng? {wanted}")
        self.due("what was asked back", str(cadre.id), wanted)
        await asker.says(f"Hai mươi. {told}", reply_to=await self.heard(asker, wanted))
        self.due("what was added", str(officer.id), told)
        await self.heard(answerer, told)
        await answerer.presses("Chuyển cấp trên", on=card)
        await self.presses(officer, f"Câu hỏi {code} sẽ được chuyển tới", "Chuyển ngay")
        self.due("that it went up", str(cadre.id), f"Câu hỏi {code} đã được chuyển tới")
        self.due("what was handed up", str(SEP.id), f"Câu hỏi {code} do {officer.name} chuyển lên")
        up = await self.heard(ministry, f"Câu hỏi {code} do {officer.name} chuyển lên")
        answer = await self.answers(SEP, up, code, cadre, officer)
        self.due("a copy of the answer", str(officer.id), answer)
        await self.settles(cadre, SEP, answer, code)

    async def is_handed_on(self, cadre: Inhabitant, officer: Inhabitant, colleague: Inhabitant) -> None:
        """The officer asks a colleague for an opinion, has it, and lets him answer."""
        user, other = self.of(officer), self.of(colleague)
        code, card, _ = await self.puts(cadre, officer, colleague)
        await user.presses("Việc khác", on=card)
        await self.presses(officer, f"Câu hỏi {code}: việc khác", "Xin ý kiến")
        await self.presses(officer, f"Xin ý kiến ai về câu hỏi {code}", colleague.label)
        await self.presses(officer, f"cho ý kiến gì về câu hỏi {code}", "Gửi nguyên câu hỏi")
        asked = f"xin ý kiến Anh/chị về câu hỏi {code}"
        self.due("that an opinion is asked", str(colleague.id), asked)
        opinion = self.word(officer, colleague, SEP)
        await other.says(f"Theo tôi thì không được. {opinion}", reply_to=await self.heard(other, asked))
        self.due("an opinion", str(officer.id), opinion)
        await self.carried(user, opinion, other, {"là ý kiến về câu hỏi nào": f"Ý kiến về {code}"})
        await user.presses("Chuyển người khác", on=card)
        await self.presses(officer, f"Chuyển câu hỏi {code} cho ai", colleague.label)
        self.due("who has it now", str(cadre.id), f"Câu hỏi {code} nay do {colleague.name} phụ trách")
        handed = f"{officer.name} chuyển cho Anh/chị câu hỏi {code}"
        self.due("what was handed on", str(colleague.id), handed)
        answer = await self.answers(colleague, await self.heard(other, handed), code, cadre, officer)
        await self.settles(cadre, colleague, answer, code)

    async def gets_another_deadline(self, cadre: Inhabitant, officer: Inhabitant) -> None:
        """The ministry gives everybody more time while a question waits: who asked it and who has it are told."""
        code, card, _ = await self.puts(cadre, officer)
        ministry = self.of(SEP)
        await ministry.says("/hantraloi 48 giờ")
        confirm = await self.heard(ministry, "Đổi như trên nút?")
        await ministry.presses(confirm.buttons[0], on=confirm)
        self.due("that it is laid down", str(SEP.id), "Đã quy định hạn trả lời")
        for who in (cadre, officer):
            self.due("another deadline", str(who.id), "đã được tính lại")
            moved = await self.heard(self.of(who), "đã được tính lại")
            assert f"{code} · " in moved.text
        answer = await self.answers(officer, card, code, cadre)
        await self.settles(cadre, officer, answer, code)

    async def is_left_behind(self, cadre: Inhabitant, officer: Inhabitant) -> None:
        """A term ends and nobody comes after: the ministry has what is open, and answers it."""
        code, _, _ = await self.puts(cadre, officer)
        await self.pass_time(TERM * _DAY)
        self.due("who has it now", str(cadre.id), f"Câu hỏi {code} nay do đầu mối Bộ Công Thương phụ trách")
        self.due("what was left behind", str(officer.id), "Phân công của Anh/chị ở")
        self.due("what has nobody", str(SEP.id), f"Câu hỏi mới {code}")
        card = await self.heard(self.of(SEP), f"Câu hỏi mới {code}")
        answer = await self.answers(SEP, card, code, cadre)
        await self.settles(cadre, SEP, answer, code)


def _all_answered(user: FakeUser, asked: list[int]) -> bool:
    return set(asked) <= {shown.reply_to for shown in user.heard if BANK_ANSWER in shown.text}
