"""The columns of a list of people, by the names that such lists have."""

from __future__ import annotations

from faq.sheet.columns import Column, Kind, Layout
from faq.text import folded
from storage.seats import Role

LAYOUT = Layout(
    (
        Column("key", "Mã cán bộ", Kind.TEXT, 14, "Mã riêng của từng người, không đổi; nên có."),
        Column("name", "Họ và tên", Kind.TEXT, 28, "Bắt buộc."),
        Column("role", "Vai trò", Kind.TEXT, 20, "Cán bộ cấp xã, cán bộ Sở, cán bộ biệt phái… Bắt buộc."),
        Column("unit", "Đơn vị", Kind.TEXT, 30, "Mã hoặc tên."),
        Column("province", "Tỉnh", Kind.TEXT, 20, "Mã hoặc tên; cần khi tên đơn vị có ở nhiều tỉnh."),
        Column("ministry", "Bộ", Kind.TEXT, 10, "Mã hoặc tên; bắt buộc với cán bộ biệt phái."),
        Column("phone", "Điện thoại", Kind.TEXT, 14, "Không bắt buộc."),
        Column("seat_from", "Từ ngày", Kind.DAY, 12, "Để trống: từ khi dùng mã mời."),
        Column("seat_until", "Đến ngày", Kind.DAY, 12, "Ngày cuối; để trống nếu chưa có hạn."),
        Column("fields", "Lĩnh vực", Kind.LIST, 24, "Của cán bộ biệt phái: mã hoặc tên, mỗi dòng một lĩnh vực."),
        Column("capacity", "Số câu tối đa", Kind.TEXT, 10, "Số câu được giữ cùng lúc; 0 là không giới hạn."),
        Column("lead", "Đầu mối tỉnh", Kind.YES_OR_NO, 10, "x ở nhiều nhất một người mỗi tỉnh, mỗi Bộ."),
        Column("deputies", "Người thay", Kind.LIST, 20, "Mã cán bộ của người thay khi vắng."),
        Column("away_from", "Vắng từ", Kind.DAY, 12, "Ngày đầu vắng mặt, nếu đã biết."),
        Column("away_until", "Vắng đến", Kind.DAY, 12, "Ngày cuối vắng mặt; để trống nếu chưa rõ."),
        Column("number", "STT", Kind.TEXT, 6, "Không đọc."),
        Column("note", "Ghi chú", Kind.TEXT, 30, "Không đọc."),
    ),
    head=("name", "role"),
    item="name",
    others={
        "Mã": "key", "Mã số": "key", "Mã số cán bộ": "key", "Code": "key",
        "Họ tên": "name", "Tên": "name", "Full name": "name",
        "Tên đơn vị": "unit", "Mã đơn vị": "unit", "Đơn vị công tác": "unit", "Nơi công tác": "unit",
        "Đơn vị cấp xã": "unit", "Cấp xã": "unit", "Xã, phường": "unit", "Xã, phường, đặc khu": "unit",
        "Tỉnh, thành phố": "province", "Tỉnh, thành": "province", "Mã tỉnh": "province",
        "Mã bộ": "ministry",
        "Số điện thoại": "phone", "SĐT": "phone", "ĐT": "phone", "Di động": "phone", "Telephone": "phone",
        "Bắt đầu": "seat_from", "Ngày bắt đầu": "seat_from", "From": "seat_from",
        "Kết thúc": "seat_until", "Ngày kết thúc": "seat_until", "Until": "seat_until", "To": "seat_until",
        "Lĩnh vực phụ trách": "fields", "Mã lĩnh vực": "fields", "Tối đa": "capacity", "Số câu": "capacity",
        "Đầu mối của tỉnh": "lead", "Đầu mối": "lead", "Trưởng nhóm": "lead",
        "Mã người thay": "deputies", "Cán bộ thay": "deputies", "deputy": "deputies",
        "Vắng từ ngày": "away_from", "Vắng đến ngày": "away_until",
        "TT": "number", "Số TT": "number", "Số thứ tự": "number", "No": "number", "Notes": "note",
    },
)  # fmt: skip
NEEDED = ("name", "role")

_ROLES: dict[str, tuple[Role, str | None]] = {
    "cán bộ cấp xã": (Role.CADRE, "commune"),
    "cán bộ Sở": (Role.CADRE, "department"),
    "cán bộ biệt phái": (Role.OFFICER, "province"),
    "chuyên viên": (Role.EXPERT, "ministry"),
    "lãnh đạo": (Role.LEADER, "ministry"),
    "quản trị": (Role.ADMIN, "ministry"),
}
_ALSO = {
    "công chức cấp xã": "cán bộ cấp xã", "cán bộ, công chức cấp xã": "cán bộ cấp xã", "cấp xã": "cán bộ cấp xã",
    "công chức Sở": "cán bộ Sở", "Sở": "cán bộ Sở",
    "biệt phái": "cán bộ biệt phái", "officer": "cán bộ biệt phái",
    "chuyên viên Bộ": "chuyên viên", "expert": "chuyên viên",
    "lãnh đạo Bộ": "lãnh đạo", "leader": "lãnh đạo",
    "quản trị Bộ": "quản trị", "quản trị của Bộ": "quản trị", "admin": "quản trị",
}  # fmt: skip
ROLE_NAMES = tuple(_ROLES)
_KNOWN = {folded(name): meant for name, meant in _ROLES.items()}
_KNOWN |= {folded(name): _ROLES[meant] for name, meant in _ALSO.items()}
_KNOWN["cadre"] = (Role.CADRE, None)


def role_of(written: str) -> tuple[Role, str | None] | None:
    """The role that is written so, and of which kind its unit is where that is said; None where there is no such."""
    return _KNOWN.get(folded(written))
