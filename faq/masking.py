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


# The blocks of Latin letters that Vietnamese is written with; capital and small ones stand mixed in them.
_LATIN = [chr(code) for block in ((0x41, 0x7B), (0xC0, 0x1B1), (0x1EA0, 0x1EFA)) for code in range(*block)]
_CAPITAL = "".join(filter(str.isupper, _LATIN))
_NAME_WORD = f"[{_CAPITAL}][{''.join(filter(str.islower, _LATIN))}{_CAPITAL}]{{0,9}}"
_OFFICES = (
    r"(?:Ủy ban|Uỷ ban|ỦY BAN|UBND|HĐND|Sở|Bộ|Cục|Chi cục|Phòng|Ban|Công|Trung tâm|Tổ|Hội|Đảng|Nghị|Luật|Thông|"
    r"Quyết|Điều|Khoản|Chủ tịch|Phó|Giám đốc|Nhà nước|Anh|Chị|Ông|Bà|Cơ quan|Doanh nghiệp|Hộ)(?!\w)"
)
"""With these begins an office or a text that stands where a name might."""
_ALONE, _ALONE_AFTER = r"(?<![\w/.,-])", r"(?![\w/]|[.,-]\d)"
_SPACED = r"[\s.\-]?"
_IS = r"[\s:.\-]{0,3}(?:(?:số|là|của tôi|cá nhân|công dân)[\s:.\-]{0,3}){0,3}"
"""What stands between the name of a number and the number: `số:`, `của tôi là`."""


def _after(names: str, what: str) -> re.Pattern[str]:
    """What follows one of these names; the names stay."""
    return re.compile(rf"(?i:(?<!\w)(?P<told>(?:{names}){_IS}))(?:{what})")


_PATTERNS: tuple[tuple[Personal, re.Pattern[str]], ...] = (
    (Personal.EMAIL, re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    (Personal.ACCOUNT, _after("số tài khoản|tài khoản|stk|tk", r"\d(?:[\s.\-]?\d){5,18}(?!\d)")),
    (Personal.TAX, _after("mã số thuế|mst", r"\d{10}(?:\d{2}|-\d{3})?(?!\d)")),
    (
        Personal.IDENTITY,
        _after(
            "cccd|cmnd|cmt|căn cước(?: công dân)?|chứng minh(?: nhân dân| thư)?|số định danh(?: cá nhân)?|hộ chiếu",
            rf"[A-Za-z]?\d(?:{_SPACED}\d){{6,11}}(?!\d)",
        ),
    ),
    (
        Personal.PHONE,
        _after(
            "sđt|sdt|đt|dt|điện thoại|số điện thoại|hotline|zalo|gọi|tel|phone",
            rf"(?:\((?:\+?84|0)\)|\+?84|0){_SPACED}[1-9](?:{_SPACED}\d){{8,9}}(?!\d)",
        ),
    ),
    (Personal.IDENTITY, re.compile(rf"{_ALONE}0\d{{2}}(?:{_SPACED}\d{{3}}){{3}}{_ALONE_AFTER}")),
    (
        Personal.PHONE,
        re.compile(rf"(?<![\w/.,+-])(?:\((?:\+?84|0)\)|\+?84|0){_SPACED}[1-9](?:{_SPACED}\d){{8,9}}{_ALONE_AFTER}"),
    ),
    (Personal.BIRTH, _after(r"sinh(?:\s{1,2}(?:ngày|năm|tháng)){0,2}", r"\d{1,4}(?:[/.\-]\d{1,4}){0,2}")),
    (Personal.PLOT, _after(r"thửa(?: đất)?|tờ bản đồ|tờ(?= (?:số|thứ)?\s?\d)", r"\d{1,5}[a-z]?(?!\w)")),
    (Personal.HOUSE, _after("số nhà|nhà số|nhà", r"\d{1,5}[\w/\-]{0,8}")),
    (Personal.PLATE, re.compile(r"(?<!\w)\d{2}[A-Z]\d?[\s-]?\d{3}\.?\d{2}(?!\w)")),
    (
        Personal.NAME,
        re.compile(
            r"(?P<told>(?<!\w)(?i:ông|bà|anh|chị|cháu|cô|chú|bác|cụ|công dân|chủ hộ|hộ|vợ|chồng|con|tên|họ tên|"
            r"họ và tên|tôi là|tôi tên)[\s:]{1,3}(?:(?i:là|tên|tên là|ông|bà|anh|chị)[\s:]{1,3}){0,2})"
            rf"(?!{_OFFICES}){_NAME_WORD}(?:[ ]{_NAME_WORD}){{0,4}}"
        ),
    ),
)


def masked(text: str, shown: Callable[[Personal], str]) -> Masked:
    """Put `shown(kind)` in place of what points at one person; words before it (`CCCD số`, `ông`) stay."""
    found: set[Personal] = set()
    for kind, pattern in _PATTERNS:

        def leave_out(match: re.Match[str], kind: Personal = kind) -> str:
            found.add(kind)
            return f"{match.groupdict().get('told') or ''}{shown(kind)}"

        text = pattern.sub(leave_out, text)
    return Masked(text, tuple(kind for kind in Personal if kind in found))
