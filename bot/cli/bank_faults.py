"""The faults of a bank file in words, with file and line in the form that editors jump to."""

from __future__ import annotations

from pathlib import Path

from faq.fault import Fault, FaultCode

_WORDS = {
    FaultCode.TOO_LARGE: "tệp lớn hơn {limit} byte (the file is too large)",
    FaultCode.UNREADABLE: "không đọc được (cannot be read): {problem}",
    FaultCode.ALIAS: "không dùng neo YAML & và * (YAML anchors are refused)",
    FaultCode.TOO_DEEP: "lồng quá sâu (nested too deep)",
    FaultCode.NOT_A_BANK: "không có danh sách `faq` (no list of entries)",
    FaultCode.NOT_AN_ENTRY: "không phải một mục (not an entry)",
    FaultCode.REPEATED_KEY: "khóa lặp lại (a key twice)",
    FaultCode.UNKNOWN_KEY: "khóa không có nghĩa, có lẽ gõ nhầm (unknown key)",
    FaultCode.MISSING: "thiếu (missing)",
    FaultCode.NOT_TEXT: "phải là văn bản (must be text)",
    FaultCode.NOT_A_LIST: "phải là danh sách (must be a list)",
    FaultCode.NOT_YES_OR_NO: "phải là true hoặc false (must be true or false)",
    FaultCode.EMPTY: "để trống (empty)",
    FaultCode.TOO_LONG: "dài {length} ký tự, nhiều nhất {limit} (too long)",
    FaultCode.TOO_MANY: "có {count}, nhiều nhất {limit} (too many)",
    FaultCode.BAD_CHARACTERS: "có ký tự điều khiển hoặc không phải UTF-8 (control characters, or not UTF-8)",
    FaultCode.BAD_DATE: "{value} không phải ngày như 2026-11-21 (not a date)",
    FaultCode.DATES_REVERSED: "hết hiệu lực {value} trước khi có hiệu lực {from} (dates reversed)",
    FaultCode.UNKNOWN_STATUS: "tình trạng {value} không có; chọn: {allowed} (unknown status)",
    FaultCode.UNKNOWN_CONFIDENCE: "độ chắc {value} không có; chọn: {allowed} (unknown confidence)",
    FaultCode.UNKNOWN_MINISTRY: "không có bộ {value} (unknown ministry)",
    FaultCode.UNKNOWN_FIELD: "không có lĩnh vực {value} (unknown field)",
    FaultCode.UNKNOWN_PROVINCE: "không có tỉnh {value} (unknown province)",
    FaultCode.FIELD_OF_OTHER_MINISTRY: "lĩnh vực này của {ministry} (the field belongs to another ministry)",
    FaultCode.DUPLICATE_ID: "mã {value} đã dùng ở dòng {first} (the id was used before)",
}


def told(file: Path, fault: Fault) -> str:
    """One line: `file:line: entry: key: what is wrong`."""
    where = [f"{file}:{fault.line}", fault.item, fault.key]
    what = _WORDS[fault.code].format_map(_Blank(fault.args))
    return ": ".join([*filter(None, where), what])


class _Blank(dict[str, str]):
    def __missing__(self, _key: str) -> str:
        return "?"
