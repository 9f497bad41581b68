"""A file of bureaus read, and its faults in words, with file, line and cell in the form that editors jump to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot import bank_faults
from faq.fault import Fault, FaultCode
from faq.fields import catalogue
from faq.load import Form, form_of
from handlers.escalation.bureau_file import LAYOUT, BureauCode, BureauFault, as_row
from handlers.escalation.bureau_file import read as read_rows

_WORDS: dict[FaultCode | BureauCode, str] = {
    BureauCode.NOT_A_TABLE: "chỉ đọc tệp .xlsx và .csv; trong Excel hãy lưu là một trong hai dạng đó"
    " (only .xlsx and .csv are read)",
    BureauCode.BAD_CODE: "“{value}” không phải mã cục, vụ; hãy ghi mã Bộ, gạch nối, rồi 2 đến 9 chữ cái hoặc số không"
    " dấu, như MOIT-DTDL (not a bureau's code)",
    BureauCode.FIELD_TWICE: "lĩnh vực {value} đã giao ở dòng {first}; mỗi lĩnh vực một đơn vị"
    " (the field is another bureau's on that line)",
    FaultCode.DUPLICATE_ID: "mã {value} đã dùng ở dòng {first}; mỗi đơn vị một mã (the code was used before)",
    FaultCode.NO_HEADER: "không thấy hàng tên cột; ít nhất có “Mã” và “Tên đơn vị” (no row names the columns)",
}


def read(file: Path) -> tuple[list[dict[str, Any]], tuple[BureauFault, ...]]:
    """The bureaus of a file in plain values, or its faults."""
    form = form_of(file)
    if form not in (Form.CSV, Form.XLSX):
        return [], (BureauFault(1, "", "", BureauCode.NOT_A_TABLE),)
    with file.open("rb") as source:
        intake = read_rows(source, form, catalogue())
    return [dict(as_row(bureau)) for bureau in intake.bureaus], intake.faults


def told(file: Path, fault: BureauFault) -> str:
    """One line: `file:line: code: where: what is wrong and how to mend it`."""
    column = LAYOUT.by_key.get(fault.key)
    key = f"cột {column.name} ({column.key})" if column else fault.key
    where = [f"{file}:{fault.line}", fault.item, ", ".join(filter(None, (fault.cell, key)))]
    return ": ".join([*filter(None, where), _worded(fault)])


def as_rows(faults: Sequence[BureauFault]) -> list[dict[str, Any]]:
    """Every fault, for programmes."""
    return [
        {"line": f.line, "cell": f.cell, "code": f.item, "key": f.key, "fault": f.code.value, "text": _worded(f)}
        for f in faults
    ]  # fmt: skip


def _worded(fault: BureauFault) -> str:
    words = _WORDS.get(fault.code)
    if words is not None:
        return words.format_map(dict(fault.args))
    if isinstance(fault.code, FaultCode):  # what any table may have
        return bank_faults.worded(Fault(fault.line, fault.item, fault.key, fault.code, fault.args))
    raise KeyError(fault.code)
