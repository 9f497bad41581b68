"""The workbook that a ministry gets: what a spreadsheet shows, and nothing that it would reckon."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest

from faq.entry import Entry
from faq.fields import catalogue
from faq.load import Form, read_bank, starter_bank
from faq.save import write_bank_file
from faq.sheet.columns import COLUMNS
from faq.sheet.xlsx_writing import write_xlsx

EVIL = Entry("=1", "MOIT", "alcohol", "=cmd|'/C calc'!A0", ("+1", "@x"), '=HYPERLINK("http://x.vn")', ("-1",))


def parts(*entries: Entry) -> dict[str, str]:
    file = BytesIO()
    write_bank_file(file, entries, Form.XLSX)
    with zipfile.ZipFile(file) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_every_text_is_a_text_and_nothing_links_anywhere() -> None:
    made = parts(EVIL, *starter_bank())
    sheets = [text for name, text in made.items() if name.startswith("xl/worksheets/")]
    assert len(sheets) == 2
    assert not any("<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet for sheet in sheets)
    assert not any("TargetMode" in text for text in made.values())
    first = next(row for row in sheets[0].split("<row ") if "cmd|" in row)
    assert set(re.findall(r'<c r="[A-G]2"[^>]* t="(\w+)"', first)) == {"inlineStr"}


def test_it_is_pleasant_to_work_in() -> None:
    made = parts(*starter_bank())
    sheet = made["xl/worksheets/sheet1.xml"]
    assert 'topLeftCell="B2" activePane="bottomRight" state="frozen"' in sheet
    assert f'<autoFilter ref="A1:P{len(starter_bank()) + 1}"/>' in sheet
    assert len(re.findall("<dataValidation ", sheet)) == 5
    assert 'formatCode="dd/mm/yyyy"' in made["xl/styles.xml"]
    assert re.search(r'<c r="K2" s="\d+"><v>45839</v></c>', sheet), "a day is a day"
    assert re.search(r'<c r="O2" s="\d+" t="b"><v>0</v></c>', sheet)


def test_the_lists_to_choose_from_stand_where_they_are_said_to_stand() -> None:
    made = parts()
    guide = dict(re.findall(r'<c r="A(\d+)"[^>]*><is><t[^>]*>([^<]*)</t>', made["xl/worksheets/sheet2.xml"]))
    choices = re.findall(r"<formula1>'Hướng dẫn'!\$A\$(\d+):\$A\$(\d+)</formula1>", made["xl/worksheets/sheet1.xml"])
    listed = [[guide[str(line)] for line in range(int(first), int(last) + 1)] for first, last in choices]
    known = catalogue()
    assert listed == [list(known.ministries), list(known.fields), list(known.statuses)]
    assert all(column.name in guide.values() for column in COLUMNS)


def test_days_that_excel_counts_wrongly_are_texts() -> None:
    old = replace(starter_bank()[0], valid_from=date(1900, 2, 28), valid_to=None)
    file = BytesIO()
    write_bank_file(file, [old], Form.XLSX)
    assert read_bank(file.getvalue(), Form.XLSX, catalogue()).entries == (old,)


def test_what_would_be_cut_silently_is_refused() -> None:
    with pytest.raises(ValueError, match="row 2"):
        write_xlsx(BytesIO(), [replace(EVIL, answer="x" * 40_000)], catalogue())
