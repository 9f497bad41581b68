"""Workbooks as people make them, and as nobody should."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

HEAD = ("Mã", "Bộ", "Lĩnh vực", "Câu hỏi", "Trả lời", "Căn cứ pháp lý", "Tình trạng")
GOOD = (
    "solar",
    "MOIT",
    "electricity",
    "Lắp điện có phải xin phép?",
    "Chỉ cần thông báo.",
    "NĐ 58",
    "current",
)

_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"""
_RELATED = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"""
_RELATION = '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'  # noqa: E501
BOOK = """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>"""
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def book(*rows: Sequence[Any], more: Callable[[Any, Any], None] | None = None) -> bytes:
    """Writes rows into the first sheet as a person types them: a formula is one, a day is a day."""
    file = BytesIO()
    with Workbook(file) as made:
        sheet = made.add_worksheet()
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows):
            for at, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(line, at, value, day)
                else:
                    sheet.write(line, at, value)
        if more:
            more(made, sheet)
    return file.getvalue()


def parts(sheet: str | bytes = "", strings: str | bytes = "<sst/>") -> dict[str, str | bytes]:
    """The parts of the smallest workbook."""
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATED.format(_RELATION.format("r0", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": _RELATED.format(
            _RELATION.format("r1", "worksheet", "worksheets/sheet1.xml")
            + _RELATION.format("r2", "sharedStrings", "sharedStrings.xml")
            + _RELATION.format("r3", "styles", "/xl/styles.xml")
        ),
        "xl/sharedStrings.xml": strings,
        "xl/worksheets/sheet1.xml": sheet,
    }


def by_hand(
    sheet: str | bytes,
    strings: str | bytes = "<sst/>",
    others: Mapping[str, str | bytes] | None = None,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A workbook of parts as they are given."""
    return zipped({**parts(sheet, strings), **(others or {})}, method)


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def cells(*texts: str) -> str:
    """Cells in XML with texts in them."""
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def row(line: int, *texts: str) -> str:
    """A row of a sheet in XML."""
    return f'<row r="{line}">{cells(*texts)}</row>'
