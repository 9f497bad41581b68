"""The columns of a table, and those of a bank: one for each key of an entry, with a Vietnamese name at its head.

A column is known by that name or by its key, in any spelling. Lists stand in one cell, an item a line; what does not
fit into a cell goes on in another column of the same name with a number behind ("Cách hỏi khác 2").
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from faq.text import folded

MOST_UNITS = 32_000
"""A cell of Excel holds 32,767 UTF-16 units."""
_NUMBERED = re.compile(r"(.+?)\s*\d{1,3}")
_GOES_ON = "\t"
"""Begins a line that belongs to the item above it. No item begins so by itself: texts are stripped."""


class Kind(Enum):
    """What a cell of a column holds."""

    TEXT = auto()
    LIST = auto()
    CODES = auto()
    DAY = auto()
    YES_OR_NO = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `name` is at its head, `meaning` explains it to who fills it in, `width` is in characters."""

    key: str
    name: str
    kind: Kind
    width: int
    meaning: str


class Layout:
    """A kind of table: its columns, those that make a row the head of it, and the one that names an item.

    `others` are further names of columns (name → key).
    """

    def __init__(
        self, columns: Sequence[Column], head: Collection[str], item: str, others: Mapping[str, str] | None = None
    ) -> None:
        """Know the columns by all their names."""
        self.by_key: Mapping[str, Column] = MappingProxyType({column.key: column for column in columns})
        self.head = frozenset(head)
        self.item = item
        self._names = {folded(name): column.key for column in columns for name in (column.name, column.key)}
        self._names |= {folded(name): key for name, key in (others or {}).items()}

    def known_as(self, heading: str) -> str | None:
        """Return the key of the column that is headed so, None where no column is."""
        name = folded(heading)
        numbered = _NUMBERED.fullmatch(name)
        if name not in self._names and numbered:
            key = self._names.get(numbered[1])
            return key if key and self.by_key[key].kind in (Kind.LIST, Kind.CODES) else None
        return self._names.get(name)

    def is_numbered(self, heading: str) -> bool:
        """Say whether a heading has a number behind: such a column goes on with another one."""
        return folded(heading) not in self._names and bool(_NUMBERED.fullmatch(folded(heading)))


COLUMNS = (
    Column("id", "Mã", Kind.TEXT, 22, "Mã riêng của mục, không đổi; nạp lại cùng mã là thay mục đó. Bắt buộc."),
    Column("ministry", "Bộ", Kind.TEXT, 9, "Mã bộ, xem bảng dưới. Bắt buộc."),
    Column("field", "Lĩnh vực", Kind.TEXT, 20, "Mã lĩnh vực của bộ đó, xem bảng dưới. Bắt buộc."),
    Column("question", "Câu hỏi", Kind.TEXT, 50, "Câu hỏi chính, nhiều nhất 2.000 ký tự. Bắt buộc."),
    Column("phrasings", "Cách hỏi khác", Kind.LIST, 50, "Mỗi dòng trong ô (Alt+Enter) là một cách hỏi."),
    Column("answer", "Trả lời", Kind.TEXT, 70, "Câu trả lời, nhiều nhất 10.000 ký tự. Bắt buộc."),
    Column("legal_basis", "Căn cứ pháp lý", Kind.LIST, 40, "Mỗi dòng trong ô là một căn cứ. Bắt buộc."),
    Column("source_url", "Nguồn", Kind.TEXT, 30, "Địa chỉ văn bản: https://…"),
    Column("task_id", "Mã nhiệm vụ", Kind.TEXT, 16, "Mã nhiệm vụ trong cẩm nang, nếu có."),
    Column("status", "Tình trạng", Kind.TEXT, 18, "Một trong các mã ở bảng dưới. Bắt buộc."),
    Column("valid_from", "Hiệu lực từ", Kind.DAY, 12, "Ngày đầu có hiệu lực: 21/11/2026 hoặc 2026-11-21."),
    Column("valid_to", "Hiệu lực đến", Kind.DAY, 12, "Ngày cuối còn hiệu lực; để trống nếu chưa hết."),
    Column("confidence", "Độ chắc", Kind.TEXT, 12, "verbatim: đã đọc điều khoản; summarised: qua tóm tắt."),
    Column("checked_on", "Ngày kiểm tra", Kind.DAY, 13, "Ngày đối chiếu với nguồn lần cuối."),
    Column(
        "reviewed", "Đã duyệt", Kind.YES_OR_NO, 10, "TRUE khi người có thẩm quyền của bộ đã duyệt, không thì FALSE."
    ),
    Column("provinces", "Tỉnh", Kind.CODES, 8, "Mã tỉnh hai chữ số, mỗi dòng một mã; để trống là cả nước."),
)
BANK = Layout(COLUMNS, ("id", "question"), "id", {"alternatives": "phrasings"})


def in_cells(items: Iterable[str]) -> Iterator[str]:
    """Write the items of a list into as few cells as hold them."""
    cell: list[str] = []
    room = MOST_UNITS
    for item in items:
        text = item.replace("\n", "\n" + _GOES_ON)
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2 + 1
        if cell and units > room:
            yield "\n".join(cell)
            cell, room = [], MOST_UNITS
        cell.append(text)
        room -= units
    if cell:
        yield "\n".join(cell)


def out_of_cell(text: str) -> list[str]:
    """Read the items of a list from a cell."""
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith(_GOES_ON) and items:
            items[-1] += "\n" + line[1:]
        elif line.strip():
            items.append(line)
    return items
