"""The faults of a file of changes of units in words, with file, line and cell in the form that editors jump to."""

from __future__ import annotations

from pathlib import Path

from bot import bank_faults
from faq.fault import Fault, FaultCode
from faq.load import Form, form_of
from handlers.succession.columns import LAYOUT
from handlers.succession.fault import ChangeCode, ChangeFault, Code

_WORDS: dict[Code, str] = {
    ChangeCode.NOT_A_LIST: "không phải danh sách thay đổi; tệp YAML có danh sách `changes`, mỗi mục một thay đổi"
    " (no list of changes)",
    ChangeCode.UNKNOWN_KIND: "không có loại thay đổi “{value}”; chọn: {allowed} (unknown kind of change)",
    ChangeCode.BAD_CODE: "“{value}” không phải mã đơn vị; tỉnh có hai chữ số (20), cấp xã có năm (06040)"
    " (not a unit's code)",
    ChangeCode.UNKNOWN_UNIT: "không có đơn vị mang mã {value}; xem `caunoi units list` (no unit has this code)",
    ChangeCode.NOT_A_PLACE: "{value} không phải tỉnh hay đơn vị cấp xã; Sở đi theo tỉnh, không cần ghi"
    " (neither a province nor a commune; departments follow their province)",
    ChangeCode.MIXED: "không trộn tỉnh với cấp xã trong một thay đổi; hãy xem lại mã và tên"
    " (provinces and communes in one change)",
    ChangeCode.ENDED: "{value} khi đó không còn, nay là {allowed}; hãy ghi mã mới hoặc sửa ngày"
    " (it is no more by then: use its successor)",
    ChangeCode.TAKEN: "mã {value} là của đơn vị khác; đổi tên thì dùng mã mới hoặc để trống"
    " (the code is another unit's)",
    ChangeCode.NEEDS_NAME: "đơn vị mới chưa có tên; hãy ghi như “Phường Kỳ Lừa” (the new unit needs a name)",
    ChangeCode.NEEDS_TYPE: "“{value}” chưa rõ là xã, phường hay đặc khu, tỉnh hay thành phố; hãy ghi kèm loại"
    " (write its type before the name)",
    ChangeCode.NEEDS_PROVINCE: "các đơn vị cũ thuộc nhiều tỉnh; hãy ghi mã tỉnh của đơn vị mới"
    " (say in which province the new unit lies)",
    ChangeCode.NO_PROVINCE: "tỉnh không thuộc tỉnh nào; hãy để trống (only a commune lies in a province)",
    ChangeCode.NEEDS_TWO: "sáp nhập cần ít nhất hai đơn vị và mã đơn vị mới; nếu chỉ một, hãy ghi là đổi tên"
    " (a merger needs two units at least, and the code of the new one)",
    ChangeCode.NEEDS_PARTS: "chia tách cần mỗi đơn vị mới một dòng, ít nhất hai dòng cùng ngày và cùng đơn vị cũ"
    " (a split needs a line for each of its parts)",
    ChangeCode.NEEDS_MAIN: "có {value} dòng đánh dấu ở cột Mặc định; cần đúng một, và là đơn vị cũ nếu nó vẫn còn"
    " (mark exactly one part as the default; the old unit itself where it lives on)",
    ChangeCode.ONE_ONLY: "mỗi dòng đổi tên, chia tách chỉ có một đơn vị cũ; hãy tách dòng (one old unit a line)",
    ChangeCode.NOTHING_NEW: "đơn vị đã có tên, loại, tỉnh như vậy; hãy sửa hoặc bỏ dòng (nothing is different)",
    ChangeCode.TWICE: "trùng với thay đổi thứ {first} trong tệp; giữ một (the same twice: keep one)",
    ChangeCode.HAPPENED: "thay đổi này đã thực hiện với nội dung khác; muốn sửa, hãy ghi một thay đổi mới có ngày sau"
    " (it was carried out already: write a later change)",
    ChangeCode.OTHER_EVENT: "một phần đã ghi ở thay đổi số {value}; bỏ bằng `caunoi units drop {value}` rồi nạp lại"
    " (a part is laid down already: drop that, then import again)",
    FaultCode.NO_HEADER: "không thấy hàng tên cột; ít nhất có “Từ ngày”, “Loại”, “Đơn vị cũ”"
    " (no row names the columns)",
    FaultCode.BAD_DATE: "“{value}” không phải ngày như 01/01/2027 hoặc 2027-01-01 (not a date)",
}


def told(file: Path, fault: ChangeFault) -> str:
    """One line: `file:line: where: what is wrong and how to mend it`."""
    column = LAYOUT.by_key.get(fault.key) if form_of(file) in (Form.CSV, Form.XLSX) else None
    key = f"cột {column.name} ({column.key})" if column else fault.key
    where = [f"{file}:{fault.line}", ", ".join(filter(None, (fault.cell, key)))]
    return ": ".join([*filter(None, where), worded(fault)])


def worded(fault: ChangeFault) -> str:
    """What is wrong and how to mend it."""
    if words := _WORDS.get(fault.code):
        return words.format_map(_Blank(fault.args))
    return bank_faults.worded(Fault(1, "", "", FaultCode(fault.code), fault.args))


class _Blank(dict[str, str]):
    def __missing__(self, _key: str) -> str:
        return "…"
