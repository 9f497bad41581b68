"""A bank of any size, always the same, in the words in which communes ask; and questions that fit it or do not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from faq.entry import Entry, Standing, Status, standing
from faq.fields import Field, catalogue
from faq.load import starter_bank
from faq.match import Bank, Kind, decide

TODAY = date(2026, 11, 21)
SURE_FIELD = 0.6
"""handlers.cadre.opening asks for the field by a tap below this."""

_ACTS = (
    "cấp mới", "cấp lại", "gia hạn", "thu hồi", "điều chỉnh", "chuyển nhượng", "thẩm định", "phê duyệt", "kiểm tra",
    "xử phạt", "bàn giao", "thanh lý", "công khai", "đăng ký", "xác nhận", "lấy ý kiến về", "hỗ trợ", "nghiệm thu",
    "lập kế hoạch", "báo cáo định kỳ về", "lưu trữ", "đình chỉ", "miễn giảm", "kê khai", "giám sát",
)  # fmt: skip
_THINGS = (
    "giấy phép bán lẻ rượu", "trạm sạc xe điện", "chợ hạng ba", "kho chứa phân bón", "cửa hàng xăng dầu",
    "lò giết mổ", "ao nuôi cá lồng", "đường dây hạ thế", "bãi tập kết cát sỏi", "rừng phòng hộ",
    "hồ thủy lợi nhỏ", "máy gặt đập",
    "hợp đồng thuê đất công ích", "sổ mục kê", "bản đồ địa chính", "trại lợn gia công", "giếng khoan tập trung",
    "mỏ đất san lấp", "tàu cá ven bờ", "vườn ươm giống", "cụm làng nghề", "điểm bán hàng bình ổn", "hội chợ nông sản",
    "tủ bảo quản vắc xin thú y", "nhãn hàng hóa đặc sản", "chốt kiểm dịch", "đê bao xã", "công trình nước sạch",
    "bể chứa bao gói thuốc", "kênh mương nội đồng", "nhà lưới trồng rau", "xưởng chế biến chè", "đại lý gas",
    "quầy thuốc lá", "mái nhà lắp điện mặt trời", "quỹ phòng chống thiên tai", "tổ thủy nông", "đất bãi bồi",
    "thửa đất xen kẹt", "hành lang lưới điện", "giấy xác nhận nguồn gốc lâm sản", "sàn thương mại điện tử xã",
    "cơ sở nấu rượu thủ công", "hộ nuôi yến", "kho lạnh thủy sản", "ruộng bậc thang", "đường lâm nghiệp",
    "hố thu gom rác thải", "biên bản thỏa thuận ranh giới", "phiếu cân hàng",
)  # fmt: skip
_CIRCUMSTANCES = (
    "của hộ nghèo", "ở thôn giáp biên", "sau sáp nhập xã", "khi chủ cũ đã mất", "trong mùa mưa bão", "trên đất thuê",
    "do hợp tác xã đứng tên", "của người nước ngoài", "khi mất giấy tờ gốc", "trước ngày 1 tháng 7", "ở vùng đệm",
    "trong cụm công nghiệp", "chưa có quy hoạch", "đang có tranh chấp", "do trường học quản lý", "ở đảo xa bờ",
    "của doanh nghiệp giải thể", "theo chương trình mục tiêu", "nằm ở hai xã", "đã quá hạn năm năm",
)  # fmt: skip
_ASPECTS = (
    "thì hồ sơ gồm những gì", "trong thời hạn bao lâu", "do ai có thẩm quyền", "thì nộp lệ phí bao nhiêu",
    "thì dùng mẫu đơn nào", "có phải công chứng không", "thì gửi lên cơ quan nào", "bị phạt ra sao nếu chậm",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Questions:
    """Texts whose fate in a bank is known."""

    answered: tuple[str, ...]
    """The bank answers them plainly, by one message."""
    routed: tuple[str, ...]
    """The bank has nothing, their field is clear: they go straight to the officer."""


def entries(count: int) -> tuple[Entry, ...]:
    """The starter bank, filled up to `count` entries."""
    real = starter_bank()[:count]
    return (*real, *_made(count - len(real)))


def questions(bank: Bank, most: int) -> Questions:
    """Questions to ask `bank`, at most `most` of each kind. Raises LookupError when it has none of a kind."""
    answered = [text for text in _worded(bank, most * 4) if _is_answered(bank, text)][:most]
    routed = [text for text in _foreign() if _is_routed(bank, text)][:most]
    if not answered or not routed:
        raise LookupError(f"{len(answered)} questions are answered and {len(routed)} go to a person: too few")
    return Questions(tuple(answered), tuple(routed))


def _made(count: int) -> Iterator[Entry]:
    dice = random.Random("cau noi")
    fields = list(catalogue().fields.values())
    # Each thing belongs to one field, as in life: so a question about it has a clear field.
    owner = {thing: fields[number % len(fields)] for number, thing in enumerate(_THINGS)}
    every = [(a, t, c) for a in _ACTS for t in _THINGS for c in _CIRCUMSTANCES]
    for number, (act, thing, circumstance) in enumerate(dice.sample(every, min(count, len(every)))):
        yield _entry(number, owner[thing], act, thing, circumstance, dice.sample(_ASPECTS, 3))


def _entry(number: int, field: Field, act: str, thing: str, circumstance: str, aspects: list[str]) -> Entry:
    what = f"{act} {thing} {circumstance}"
    return Entry(
        id=f"bench-{number:05d}",
        ministry=field.ministry,
        field=field.code,
        question=f"{what[0].upper()}{what[1:]} {aspects[0]}?",
        phrasings=(f"Xã muốn {what} {aspects[1]}?", f"{thing} {circumstance} có {act} được không, {aspects[2]}"),
        answer=(
            f"UBND cấp xã tiếp nhận việc {what}, kiểm tra thành phần hồ sơ trong 03 ngày làm việc và trả kết quả "
            f"trong {5 + number % 20} ngày. Trường hợp không đủ điều kiện phải trả lời bằng văn bản và nêu rõ lý do."
        ),
        legal_basis=(f"Nghị định {100 + number % 80}/2025/NĐ-CP, Điều {1 + number % 40}",),
        source_url=f"https://vanban.example.vn/{number}",
        status=Status.CURRENT,
        valid_from=date(2025, 7, 1),
        confidence="verbatim",
        checked_on=TODAY,
        reviewed=number % 2 == 0,
    )


def _worded(bank: Bank, most: int) -> Iterator[str]:
    """The bank's own questions as people type them: a greeting before, a politeness behind."""
    dice = random.Random("asked")
    made = [entry for entry in entries(len(bank)) if entry.id.startswith("bench-")] or list(entries(len(bank)))
    for entry in dice.sample(made, min(most, len(made))):
        yield f"Cho em hỏi {entry.question[0].lower()}{entry.question[1:].rstrip('?')} ạ?"


def _foreign() -> Iterator[str]:
    """Questions about a thing that the bank knows, in a matter that it does not."""
    dice = random.Random("foreign")
    matters = (
        "màu sơn biển hiệu", "nhạc nền loa truyền thanh", "đồng phục đội tuyển văn nghệ", "thực đơn liên hoan",
        "ảnh chụp lưu niệm", "giải bóng chuyền giao hữu", "tủ sách thiếu nhi", "bàn ghế phòng họp",
    )  # fmt: skip
    pairs = [(thing, matter) for thing in _THINGS for matter in matters]
    for thing, matter in dice.sample(pairs, len(pairs)):
        yield f"Ban quản lý {thing} đề xuất {matter}, xin ý kiến"


def _is_answered(bank: Bank, text: str) -> bool:
    decision = decide(bank.match(text))
    entry = bank.get(decision.matches[0].entry) if decision.kind is Kind.ANSWER else None
    return entry is not None and standing(entry, TODAY, "20") is Standing.PLAIN


def _is_routed(bank: Bank, text: str) -> bool:
    matches = bank.match(text)
    guesses = bank.guess_field(matches)
    return decide(matches).kind is Kind.ROUTE and bool(guesses) and guesses[0].confidence >= SURE_FIELD
