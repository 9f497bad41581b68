"""The faults of a bank file in words, with file and line in the form that editors jump to."""

from __future__ import annotations

from pathlib import Path

from faq.fault import Fault, FaultCode
from faq.load import Form, form_of
from faq.sheet.columns import BANK

_WORDS = {
    FaultCode.TOO_LARGE: "tệp lớn hơn {limit} byte; hãy chia nhỏ (the file is too large: split it)",
    FaultCode.UNREADABLE: "không đọc được từ đây (cannot be read from here on): {problem}",
    FaultCode.ALIAS: "không dùng neo YAML & và *; hãy viết lại nguyên văn (YAML anchors are refused)",
    FaultCode.TOO_DEEP: "lồng quá sâu (nested too deep)",
    FaultCode.NOT_A_BANK: "không có danh sách `faq` (no list of entries)",
    FaultCode.NOT_AN_ENTRY: "không phải một mục (not an entry)",
    FaultCode.REPEATED_KEY: "khóa lặp lại; giữ một (a key twice: keep one)",
    FaultCode.UNKNOWN_KEY: "khóa không có nghĩa, có lẽ gõ nhầm (unknown key)",
    FaultCode.MISSING: "thiếu; hãy điền (missing: fill it in)",
    FaultCode.NOT_TEXT: "phải là văn bản (must be text)",
    FaultCode.NOT_A_LIST: "phải là danh sách (must be a list)",
    FaultCode.NOT_YES_OR_NO: "phải là có hoặc không (must be true or false)",
    FaultCode.EMPTY: "để trống; hãy điền hoặc bỏ đi (empty: fill it in or take it out)",
    FaultCode.TOO_LONG: "dài {length} ký tự, nhiều nhất {limit}; hãy rút gọn (too long: shorten it)",
    FaultCode.TOO_MANY: "có {count}, nhiều nhất {limit} (too many)",
    FaultCode.BAD_CHARACTERS: "có ký tự điều khiển hoặc không phải UTF-8; trong Excel hãy lưu là “CSV UTF-8”"
    " (control characters, or not UTF-8)",
    FaultCode.BAD_DATE: "“{value}” không phải ngày như 2026-11-21 hoặc 21/11/2026 (not a date)",
    FaultCode.DATES_REVERSED: "hết hiệu lực {value} trước khi có hiệu lực {from} (dates reversed)",
    FaultCode.UNKNOWN_STATUS: "không có tình trạng “{value}”; chọn: {allowed} (unknown status)",
    FaultCode.UNKNOWN_CONFIDENCE: "không có độ chắc “{value}”; chọn: {allowed} (unknown confidence)",
    FaultCode.UNKNOWN_MINISTRY: "không có bộ nào mang mã “{value}”; hãy dùng: {allowed} (unknown ministry)",
    FaultCode.UNKNOWN_FIELD: "không có lĩnh vực nào mang mã “{value}”; hãy dùng: {allowed} (unknown field)",
    FaultCode.UNKNOWN_PROVINCE: "không có tỉnh “{value}”; hãy dùng mã: {allowed} (unknown province: use a code)",
    FaultCode.BAD_LINK: "{value} không phải địa chỉ mở được; hãy ghi địa chỉ bắt đầu bằng https:// hoặc http://,"
    " hoặc để trống (no link that a browser opens)",
    FaultCode.FIELD_OF_OTHER_MINISTRY: "lĩnh vực này của {ministry} (the field belongs to another ministry)",
    FaultCode.DUPLICATE_ID: "mã {value} đã dùng ở dòng {first}; mỗi mục một mã (the id was used before)",
    FaultCode.NO_HEADER: "không thấy hàng tên cột; ít nhất có “Mã” và “Câu hỏi”; lấy mẫu: `caunoi bank export`"
    " (no row names the columns)",
    FaultCode.UNKNOWN_COLUMN: "cột “{value}” không có nghĩa; hãy sửa tên hoặc bỏ cột (unknown column)",
    FaultCode.REPEATED_COLUMN: "cột “{value}” lặp lại; giữ một (a column twice: keep one)",
    FaultCode.MISSING_COLUMN: "thiếu cột “{value}” (the column is missing)",
    FaultCode.RAGGED: "hàng có {count} ô mà bảng có {expected} cột; xem lại dấu phân cách và dấu ngoặc kép"
    " (the row has too few or too many cells)",
    FaultCode.BEYOND_COLUMNS: "ô nằm ở cột không có tên; hãy đặt tên cột hoặc xóa ô (a value under no column's name)",
    FaultCode.MERGED: "các ô {value} bị gộp; hãy bỏ gộp và điền từng ô (merged cells: unmerge them)",
    FaultCode.FORMULA: "là công thức {value}; hãy dán thành giá trị (a formula: paste special, values)",
    FaultCode.CELL_ERROR: "là lỗi {value} của bảng tính; hãy điền lại (an error value: fill it in)",
    FaultCode.HIDDEN_SHEET: "trang ẩn “{value}” có mục; hãy bỏ ẩn hoặc xóa trang (entries on a hidden sheet)",
    FaultCode.NOT_CSV: "không phải CSV mà là tệp Excel hoặc tệp nén; hãy đổi đuôi thành .xlsx (not CSV)",
    FaultCode.NOT_XLSX: "không phải tệp .xlsx; trong Excel hãy lưu là “Excel Workbook (.xlsx)” (not XLSX)",
    FaultCode.OLD_XLS: "là tệp Excel đời cũ (.xls); hãy mở và lưu lại là .xlsx (an old .xls: save it as .xlsx)",
    FaultCode.LOCKED: "tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại (password-protected: remove the password)",
    FaultCode.UNSAFE: "không an toàn: bung ra quá lớn hoặc có thứ lạ; không đọc (unsafe, not read): {problem}",
    FaultCode.NOT_TABLES: "không có bảng từ nào; mẫu ở docs/matching.md (no table of words in it)",
    FaultCode.NOT_A_MAPPING: "phải là các dòng “từ: nghĩa” (must be lines of `word: meaning`)",
    FaultCode.NOT_ONE_WORD: "chữ viết tắt phải là một từ liền (an abbreviation is one word)",
    FaultCode.TOO_FEW: "cần ít nhất hai cách nói khác nhau (needs two different wordings at least)",
    FaultCode.TOO_MANY_WORDS: "có {count} từ, nhiều nhất {limit} (too many words)",
    FaultCode.ALSO_A_WORD: "“{value}” cũng là một tiếng thường, sẽ đổi nghĩa những câu khác; hãy bỏ ra"
    " (also a word of the language: take it out)",
    FaultCode.SAME_AS: "“{value}” đọc như chữ viết tắt ở dòng {first}; giữ một"
    " (read as the one of that line: keep one)",
    FaultCode.UNKNOWN_FACET: "không có nhóm “{value}”; chọn: {allowed} (unknown facet)",
    FaultCode.TOO_MANY_FAULTS: "đã quá {limit} lỗi, phần sau chưa xem (too many faults; the rest was not read)",
}


def told(file: Path, fault: Fault) -> str:
    """One line: `file:line: entry: where: what is wrong and how to mend it`; columns are named as in the table."""
    column = BANK.by_key.get(fault.key) if form_of(file) in (Form.CSV, Form.XLSX) else None
    key = f"cột {column.name} ({column.key})" if column else fault.key
    where = [f"{file}:{fault.line}", fault.item, ", ".join(filter(None, (fault.cell, key)))]
    return ": ".join([*filter(None, where), worded(fault)])


def worded(fault: Fault) -> str:
    """What is wrong and how to mend it."""
    return _WORDS[fault.code].format_map(_Blank(fault.args))


def kinds(code: FaultCode) -> str:
    """What is wrong with all faults of a kind."""
    return _WORDS[code].format_map(_Blank())


class _Blank(dict[str, str]):
    def __missing__(self, _key: str) -> str:
        return "…"
