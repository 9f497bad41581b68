"""Questions to a made bank: its own as hands type them, and some that no entry answers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.cli.benching.made import Maker
from faq.entry import Entry
from faq.noise import KINDS

REFUSED = 0.3
"""Share of questions that no entry answers, as in the traffic that the thresholds were chosen for."""
_OTHERWISE = (
    "giá vàng {} hôm nay lên hay xuống", "xin cho con học lớp một trái tuyến {} thì nộp ở đâu",
    "lương hưu {} tháng này bao giờ có", "trận bóng đá tối nay {} chiếu kênh nào", "{} mấy giờ có xe khách đi Huế",
    "thuê phòng trọ {} giá bao nhiêu", "mật khẩu wifi {} là gì vậy", "tiêm phòng dại cho chó {} hết bao nhiêu tiền",
    "làm lại căn cước bị mất {} mất mấy ngày", "quán phở nào ngon {}", "thời tiết {} cuối tuần này ra sao",
    "đăng ký kết hôn với người nước ngoài {} cần gì", "đội văn nghệ {} cần bao nhiêu bộ đồng phục",
    "cách nấu bún bò {} cho đúng vị", "sửa máy in {} bị kẹt giấy", "chúc mừng năm mới bà con {}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A text, and the entry that it was made from; None where there is none."""

    text: str
    entry: str | None


def questions(entries: Sequence[Entry], maker: Maker, count: int, seed: int) -> Iterator[Asked]:
    """Ask so many questions: wordings of entries in each kind of hands in turn, and others."""
    dice = random.Random(seed + 1)  # noqa: S311 - the same questions for the same seed
    kinds = sorted(KINDS)
    for number in range(count):
        if dice.random() < REFUSED:
            yield Asked(dice.choice(_OTHERWISE).format(maker.place()), None)
            continue
        entry = entries[dice.randrange(len(entries))]
        text = dice.choice((entry.question, *entry.phrasings))
        yield Asked(KINDS[kinds[number % len(kinds)]](text, dice), entry.id)
