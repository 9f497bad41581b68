"""Leaving out of a text what points at one citizen, before it is shown to everybody.

Law 91/2025/QH15 on the protection of personal data (Article 2) calls personal what identifies a person or helps to.
Of that, questions to an office hold names, numbers of identity papers, telephones, addresses, accounts, dates of
birth and plots of land. Nothing finds every name: a person looks at it before it is published.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Personal(StrEnum):
    """A kind of what points at one person."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    IDENTITY = "identity"
    ACCOUNT = "account"
    TAX = "tax"
    BIRTH = "birth"
    PLOT = "plot"
    HOUSE = "house"
    PLATE = "plate"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without what was recognised, and which kinds that was, each once, in the order of `Personal`."""

    text: str
    found: tuple[Personal, ...]


_LETTER = r"[^\W\d_]"
# The blocks of Latin letters that Vietnamese is written with; capital and small ones stand mixed in them.
_LATIN = [chr(code) for block in ((0x41, 0x7B), (0xC0, 0x1B1), (0x1EA0, 0x1EFA)) for code in range(*block)]
_NAME_WORD = f"[{''.join(filter(str.isupper, _LATIN))}][{''.join(filter(str.islower, _LATIN))}]*"
_NOT_A_NAME = (
    "Ủy|Uỷ|UBND|HĐND|Sở|Bộ|Cục|Chi|Phòng|Ban|Công|Trung|Tổ|Hội|Đảng|Nghị|Luật|Thông|Quyết|Điều|Khoản|Chủ|Phó|Giám"
)
"""Words with which the name of an office or of a text begins, that may stand where a name does."""
_BEFORE_DIGITS = r"(?<![\w/.,-])"
_AFTER_DIGITS = r"(?![\w/]|[.,-]\d)"
_SPACED = r"[\s.\-]?"

_PATTERNS: tuple[tuple[Personal, str, re.Pattern[str]], ...] = (
    (Personal.EMAIL, "", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        Personal.ACCOUNT,
        "told",
        re.compile(r"(?i:(?P<told>(?:số tài khoản|tài khoản số|stk|tk)\s*(?:số|:)?\s*))\d[\d\s.\-]{4,22}\d"),
    ),
    (
        Personal.TAX,
        "told",
        re.compile(r"(?i:(?P<told>(?:mã số thuế|mst)\s*(?:là|:)?\s*))\d{10}(?:\d{2}|-\d{3})?(?!\d)"),
    ),
    (
        Personal.IDENTITY,
        "told",
        re.compile(
            r"(?i:(?P<told>(?:cccd|cmnd|cmt|căn cước(?: công dân)?|chứng minh(?: nhân dân| thư)?|"
            rf"số định danh(?: cá nhân)?|hộ chiếu)\s*(?:số|là|:)?\s*))(?:[A-Z]?\d(?:{_SPACED}\d){{6,11}})(?!\d)"
        ),
    ),
    (
        Personal.IDENTITY,
        "",
        re.compile(rf"{_BEFORE_DIGITS}0\d{{2}}{_SPACED}\d{{3}}{_SPACED}\d{{3}}{_SPACED}\d{{3}}{_AFTER_DIGITS}"),
    ),
    (
        Personal.PHONE,
        "",
        re.compile(rf"{_BEFORE_DIGITS}(?:\+?84|0){_SPACED}[1-9]{_SPACED}\d(?:{_SPACED}\d){{7,8}}{_AFTER_DIGITS}"),
    ),
    (
        Personal.BIRTH,
        "told",
        re.compile(r"(?i:(?P<told>sinh\s+(?:ngày\s+|năm\s+|tháng\s+)*))\d{1,4}(?:[/.-]\d{1,4}){0,2}"),
    ),
    (
        Personal.PLOT,
        "told",
        re.compile(r"(?i:(?P<told>(?:thửa(?: đất)?|tờ bản đồ|tờ)\s+(?:số\s+|thứ\s+)))\d+[a-z]?"),
    ),
    (Personal.HOUSE, "told", re.compile(r"(?i:(?P<told>số nhà\s+))\d+[\w/-]*")),
    (Personal.PLATE, "", re.compile(r"(?<!\w)\d{2}[A-Z]\d?[\s-]?\d{3}\.?\d{2}(?!\w)")),
    (
        Personal.NAME,
        "told",
        re.compile(
            r"(?P<told>(?<!\w)(?i:ông|bà|anh|chị|em|cháu|cô|chú|bác|cụ|công dân|chủ hộ|hộ|người dân(?: tên)?"
            r"|tên là|họ tên|họ và tên)"
            rf"\s*:?\s+(?:(?i:là|tên|ông|bà)\s+)?)(?!(?:{_NOT_A_NAME})(?!{_LETTER})){_NAME_WORD}(?:\s+{_NAME_WORD}){{1,4}}"
        ),
    ),
)


def masked(text: str, shown: Callable[[Personal], str]) -> Masked:
    """Put `shown(kind)` in place of what points at one person; words before it (`CCCD số`, `ông`) stay."""
    found: set[Personal] = set()
    for kind, told, pattern in _PATTERNS:

        def leave_out(match: re.Match[str], kind: Personal = kind, told: str = told) -> str:
            found.add(kind)
            return f"{match[told] if told else ''}{shown(kind)}"

        text = pattern.sub(leave_out, text)
    return Masked(text, tuple(kind for kind in Personal if kind in found))
