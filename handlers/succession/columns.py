"""The columns of a file of changes, by the names that such lists have."""

from __future__ import annotations

from faq.sheet.columns import Column, Kind, Layout
from faq.text import folded

LAYOUT = Layout(
    (
        Column("on", "Từ ngày", Kind.DAY, 12, "Ngày có hiệu lực, từ 0 giờ: 01/01/2027. Bắt buộc."),
        Column("kind", "Loại", Kind.TEXT, 12, "Sáp nhập, chia tách hoặc đổi tên. Bắt buộc."),
        Column("from", "Đơn vị cũ", Kind.CODES, 20, "Mã; sáp nhập có nhiều mã, cách nhau bằng dấu phẩy. Bắt buộc."),
        Column("to", "Đơn vị mới", Kind.TEXT, 12, "Mã. Khi đổi tên mà giữ mã thì để trống."),
        Column("name", "Tên mới", Kind.TEXT, 28, "Tên kèm loại: Phường Kỳ Lừa, Tỉnh Lạng Sơn."),
        Column("province", "Tỉnh", Kind.TEXT, 8, "Mã tỉnh, khi đơn vị cấp xã thuộc tỉnh khác hoặc mã mới."),
        Column("main", "Mặc định", Kind.YES_OR_NO, 10, "x ở một đơn vị mới của mỗi lần chia tách."),
        Column("number", "STT", Kind.TEXT, 6, "Không đọc."),
        Column("note", "Ghi chú", Kind.TEXT, 30, "Không đọc."),
    ),
    head=("on", "kind", "from"),
    item="kind",
    others={
        "Ngày": "on", "Ngày hiệu lực": "on", "Hiệu lực từ": "on", "date": "on", "day": "on",
        "Loại thay đổi": "kind", "Hình thức": "kind",
        "Mã cũ": "from", "Từ đơn vị": "from", "predecessor": "from",
        "Mã mới": "to", "Thành đơn vị": "to", "successor": "to",
        "Tên": "name", "Tên đơn vị mới": "name", "Mã tỉnh": "province", "Thuộc tỉnh": "province",
        "default": "main", "Chính": "main", "TT": "number", "No": "number", "Notes": "note",
    },
)  # fmt: skip
NEEDED = ("on", "kind", "from")

_KINDS = {
    "merge": ("sáp nhập", "hợp nhất", "nhập", "merge"),
    "split": ("chia tách", "chia", "tách", "split"),
    "rename": ("đổi tên", "điều chỉnh", "rename"),
}
_KNOWN = {folded(name): kind for kind, names in _KINDS.items() for name in names}
KIND_NAMES = tuple(names[0] for names in _KINDS.values())


def kind_of(written: str) -> str | None:
    """The kind of change that is written so; None where there is no such."""
    return _KNOWN.get(folded(written))
