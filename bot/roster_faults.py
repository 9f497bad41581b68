"""The faults of a file of people in words, with file, line and cell in the form that editors jump to."""

from __future__ import annotations

from pathlib import Path

from bot import bank_faults
from faq.fault import Fault, FaultCode
from handlers.roster.columns import LAYOUT
from handlers.roster.fault import Code, LineFault, RosterCode

_WORDS: dict[Code, str] = {
    RosterCode.NOT_A_TABLE: "chỉ đọc tệp .xlsx và .csv; trong Excel hãy lưu là một trong hai dạng đó"
    " (only .xlsx and .csv are read)",
    RosterCode.BAD_NAME: "“{value}” không phải họ và tên; hãy ghi chỉ họ và tên, bằng chữ, không quá 64 ký tự"
    " (not a name: letters alone)",
    RosterCode.BAD_PHONE: "“{value}” không phải số điện thoại; hãy ghi như 0912345678 hoặc +84912345678, hoặc để"
    " trống (not a telephone number)",
    RosterCode.UNKNOWN_ROLE: "không có vai trò “{value}”; chọn: {allowed} (unknown role)",
    RosterCode.UNKNOWN_UNIT: "không tìm thấy đơn vị “{value}”; có lẽ là {allowed}; hãy ghi đúng tên hoặc mã"
    " (unknown unit: mend the name, or use a code)",
    RosterCode.UNCLEAR_UNIT: "“{value}” chưa rõ là đơn vị nào; hãy ghi tỉnh, hoặc mã: {allowed}"
    " (may be several units: add the province, or use a code)",
    RosterCode.UNCLEAR_PROVINCE: "“{value}” chưa rõ là tỉnh nào hiện nay; hãy ghi mã: {allowed}"
    " (may be several of today's provinces: use a code)",
    RosterCode.UNIT_ELSEWHERE: "{value} không thuộc tỉnh đã ghi mà thuộc {province}; hãy sửa cột Đơn vị hoặc cột Tỉnh"
    " (the unit lies in another province: mend one of the two)",
    RosterCode.NEEDS_PROVINCE: "cán bộ biệt phái thuộc một tỉnh, không thuộc {value}; hãy ghi mã hoặc tên tỉnh"
    " (an officer's unit is a province)",
    RosterCode.NEEDS_MINISTRY: "vai trò này thuộc Bộ, không thuộc {value}; hãy ghi mã Bộ: MOIT, MAE"
    " (this role's unit is a ministry)",
    RosterCode.NEEDS_LOCAL_UNIT: "cán bộ địa phương không thuộc {value}; hãy ghi đơn vị cấp xã hoặc Sở, hoặc sửa vai"
    " trò (a cadre's unit is a commune or a department)",
    RosterCode.NEEDS_COMMUNE: "{value} không phải đơn vị cấp xã; hãy sửa đơn vị, hoặc sửa vai trò"
    " (not a commune: mend the unit or the role)",
    RosterCode.NEEDS_DEPARTMENT: "{value} không phải Sở; hãy ghi như 20-MOIT, hoặc sửa vai trò"
    " (not a department: write 20-MOIT, or mend the role)",
    RosterCode.OTHER_MINISTRY: "{value} thuộc {own}; hãy sửa hoặc để trống (the unit is another ministry's: mend it,"
    " or leave it out)",
    RosterCode.KEY_TWICE: "mã {value} đã dùng ở dòng {first}; mỗi người một mã (the code was used before)",
    RosterCode.PERSON_TWICE: "cùng họ tên, vai trò và đơn vị với dòng {first}; nếu là hai người, hãy ghi mã riêng cho"
    " từng người ở cột Mã cán bộ, nếu không thì bỏ một dòng (the same person twice: give each a code, or drop one)",
    RosterCode.SEVERAL_OF_NAME: "danh sách đang có nhiều người cùng họ tên, vai trò và đơn vị này; hãy ghi mã của"
    " người muốn nói: {allowed} (several of that name are on the roster: say which by his code)",
    RosterCode.TERM_OVER: "phân công đã hết ngày {value}; hãy sửa ngày, hoặc bỏ dòng này"
    " (the term is over: mend the day, or take the line out)",
    RosterCode.FOR_OFFICERS: "chỉ ghi cho cán bộ biệt phái; hãy để trống hoặc sửa vai trò (for officers alone)",
    RosterCode.BAD_CAPACITY: "“{value}” không phải số câu từ 1 đến 9999; 0 là không giới hạn"
    " (not a number of questions; 0 for any)",
    RosterCode.UNKNOWN_DEPUTY: "không có cán bộ biệt phái mang mã {value}; hãy ghi Mã cán bộ của người thay, có"
    " trong tệp này hoặc đã nạp (no officer has this code)",
    RosterCode.OWN_DEPUTY: "người thay là chính người này; hãy ghi mã của người khác (nobody is his own deputy)",
    RosterCode.DEPUTY_ELSEWHERE: "{value} thuộc Bộ khác; người thay phải cùng Bộ (the deputy is another ministry's)",
    RosterCode.LEAD_TWICE: "tỉnh này đã có đầu mối ở dòng {first}; giữ một (another one is the lead: keep one)",
    FaultCode.DATES_REVERSED: "kết thúc ngày {value}, trước khi bắt đầu ngày {first}; hãy sửa một trong hai"
    " (it ends before it begins)",
    FaultCode.BAD_DATE: "“{value}” không phải ngày như 21/11/2026 hoặc 2026-11-21, từ năm 2000 (not a date)",
    FaultCode.NO_HEADER: "không thấy hàng tên cột; ít nhất có “Họ và tên” và “Vai trò” (no row names the columns)",
    FaultCode.UNKNOWN_COLUMN: "cột “{value}” không có nghĩa; hãy sửa tên, bỏ cột, hoặc đặt tên là “Ghi chú”"
    " (unknown column)",
    FaultCode.HIDDEN_SHEET: "trang ẩn “{value}” có danh sách; hãy bỏ ẩn hoặc xóa trang (people on a hidden sheet)",
    FaultCode.MERGED: "các ô {value} bị gộp, những dòng đó chưa nạp; hãy bỏ gộp và điền từng ô"
    " (merged cells: unmerge them)",
}
_NOTHING_NEAR: dict[Code, str] = {
    RosterCode.UNKNOWN_UNIT: "không tìm thấy đơn vị “{value}”; hãy ghi mã (06040, 20-MOIT, 20, MOIT) hoặc tên đầy đủ"
    " kèm tỉnh (unknown unit: write its code, or its full name with the province)",
}


def told(file: Path, fault: LineFault) -> str:
    """One line: `file:line: name: where: what is wrong and how to mend it`."""
    column = LAYOUT.by_key.get(fault.key)
    key = f"cột {column.name} ({column.key})" if column else fault.key
    where = [f"{file}:{fault.line}", fault.name, ", ".join(filter(None, (fault.cell, key)))]
    return ": ".join([*filter(None, where), worded(fault)])


def column_of(fault: LineFault) -> str:
    """The column of a fault by its name."""
    column = LAYOUT.by_key.get(fault.key)
    return column.name if column else ""


def worded(fault: LineFault) -> str:
    """What is wrong and how to mend it."""
    args = dict(fault.args)
    words = _NOTHING_NEAR.get(fault.code) if args.get("allowed") == "" else None
    return _filled(fault.code, words or _WORDS.get(fault.code), args)


def kinds(code: Code) -> str:
    """What is wrong with all faults of a kind."""
    return _filled(code, _WORDS.get(code), {})


def _filled(code: Code, words: str | None, args: dict[str, str]) -> str:
    if words is None and isinstance(code, FaultCode):  # what any table may have
        return bank_faults.worded(Fault(1, "", "", code, tuple(args.items()))) if args else bank_faults.kinds(code)
    return (words or "").format_map(_Blank(args))


class _Blank(dict[str, str]):
    def __missing__(self, _key: str) -> str:
        return "…"
