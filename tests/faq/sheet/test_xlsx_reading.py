"""What people do in Excel is read as they mean it, or told with its cell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.entry import Entry
from faq.fault import Fault, FaultCode
from faq.fields import catalogue
from faq.load import Form, Reading, read_bank
from tests.faq.sheet.books import BOOK, GOOD, HEAD, SHEET, book, by_hand, cells, row, zipped


def read(content: bytes) -> Reading:
    return read_bank(content, Form.XLSX, catalogue())


def only(content: bytes) -> Entry:
    reading = read(content)
    assert reading.faults == ()
    [entry] = reading.entries
    return entry


def only_fault(content: bytes) -> Fault:
    [fault] = read(content).faults
    return fault


def with_column(name: str, value: Any) -> bytes:
    return book((*HEAD, name), (*GOOD, value))


def test_a_row_is_an_entry() -> None:
    entry = only(book(HEAD, GOOD))
    assert (entry.id, entry.ministry, entry.legal_basis) == ("solar", "MOIT", ("NĐ 58",))


def test_columns_may_stand_in_any_order_under_their_keys_in_any_spelling() -> None:
    head = ("STATUS", "legal basis", "tra loi", " Câu  hỏi ", "Lĩnh Vực", "bộ", "ID")
    assert only(book(head, GOOD[::-1])) == only(book(HEAD, GOOD))


def test_titles_may_stand_above_and_empty_rows_and_columns_between() -> None:
    def title(made: Any, sheet: Any) -> None:
        sheet.merge_range("A1:G1", "DANH MỤC CÂU HỎI NĂM 2026", made.add_format())
        sheet.write_blank("Z9", None, made.add_format({"bold": True}))

    blank = (" ", "", "\n")
    reading = read(book((), ("Đơn vị: Sở Công Thương",), HEAD, (), GOOD, blank, (*[""] * 9, " "), more=title))
    assert (reading.faults, len(reading.entries)) == ((), 1)


@pytest.mark.parametrize(("typed", "kept"), [(12, "12"), (12.0, "12"), ("012", "012"), (1.5, "1.5"), (True, "TRUE")])
def test_a_number_typed_as_an_id_is_what_one_sees(typed: Any, kept: str) -> None:
    assert only(book(HEAD, (typed, *GOOD[1:]))).id == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (1, ("01",)),
        ("1", ("01",)),
        ("01\n20", ("01", "20")),
        ("1, 20; 4", ("01", "20", "04")),
        ("", ()),
        (20, ("20",)),
        ("1 20", ("01", "20")),
    ],
)
def test_provinces_have_two_digits_though_excel_drops_the_first(typed: Any, kept: tuple[str, ...]) -> None:
    assert only(with_column("Tỉnh", typed)).provinces == kept


def test_the_name_of_a_province_is_one_name_however_wrong() -> None:
    fault = only_fault(with_column("Tỉnh", "20, Lạng Sơn"))
    assert (fault.code, dict(fault.args)["value"]) == (FaultCode.UNKNOWN_PROVINCE, "Lạng Sơn")
    assert "20 (Lạng Sơn)" in dict(fault.args)["allowed"]


@pytest.mark.parametrize(
    "typed",
    [date(2026, 11, 21), datetime(2026, 11, 21, 8, 30), "2026-11-21", "21/11/2026", " 21-11-2026 ", "21.11.2026"],  # noqa: DTZ001
)
def test_a_day_may_be_a_day_or_typed(typed: Any) -> None:
    assert only(with_column("Ngày kiểm tra", typed)).checked_on == date(2026, 11, 21)


@pytest.mark.parametrize("typed", ["11/21/2026", "30/2/2026", 2026, 46347, "21/11/26", "hôm nay", True])
def test_what_is_no_day_is_told(typed: Any) -> None:
    fault = only_fault(with_column("Hiệu lực từ", typed))
    assert (fault.code, fault.cell, fault.line, fault.item) == (FaultCode.BAD_DATE, "H2", 2, "solar")
    assert dict(fault.args)["value"] in (str(typed), "TRUE"), "as one sees it"


def test_days_are_counted_from_1904_where_the_file_says_so() -> None:
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    line = f'<row r="2">{cells(*GOOD)}<c s="1"><v>44885</v></c></row>'
    sheet = SHEET.format(row(1, *HEAD, "valid_from") + line)
    counted = BOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert only(by_hand(sheet, others={"xl/styles.xml": styles})).valid_from == date(2022, 11, 20)
    since_1904 = by_hand(sheet, others={"xl/styles.xml": styles, "xl/workbook.xml": counted})
    assert only(since_1904).valid_from == date(2026, 11, 21)


def test_days_before_1900_are_typed() -> None:
    assert only(with_column("Hiệu lực từ", "1899-12-30")).valid_from == date(1899, 12, 30)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (True, True),
        (False, False),
        ("TRUE", True),
        ("có", True),
        ("Không", False),
        ("x", True),
        (1, True),
        ("", False),
    ],
)
def test_yes_and_no_in_the_words_of_a_ministry(typed: Any, kept: bool) -> None:
    assert only(with_column("Đã duyệt", typed)).reviewed is bool(kept)


def test_neither_yes_nor_no_is_told() -> None:
    assert only_fault(with_column("Đã duyệt", "có lẽ")).code is FaultCode.NOT_YES_OR_NO


def test_a_list_is_one_item_a_line_and_may_go_on_in_another_column() -> None:
    content = book((*HEAD, "Cách hỏi khác", "Cách hỏi khác 2"), (*GOOD, "một\r\nhai\n\n ba ", "bốn"))
    assert only(content).phrasings == ("một", "hai", "ba", "bốn")


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("http://x.vn","a")', "=cmd|'/C calc'!A0"])
def test_a_formula_is_never_believed(formula: str) -> None:
    fault = only_fault(book(HEAD, (*GOOD[:4], formula, *GOOD[5:])))
    assert (fault.code, fault.cell, fault.key) == (FaultCode.FORMULA, "E2", "answer")
    assert dict(fault.args)["value"] == formula[:80]


@pytest.mark.parametrize("kind", ['t="shared" si="0"', 't="array" ref="A2"', 't="dataTable" ref="A2"'])
def test_formulas_of_every_kind_are_seen(kind: str) -> None:
    head, rest = row(1, *HEAD), "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in GOOD[1:])
    content = by_hand(
        SHEET.format(f'{head}<row r="2"><c r="A2" t="str"><f {kind}>B1</f><v>an-id</v></c>{rest}</row>')
    )
    assert [(fault.code, fault.cell) for fault in read(content).faults] == [(FaultCode.FORMULA, "A2")]


def test_a_text_that_only_begins_like_a_formula_is_a_text() -> None:
    def text(_made: Any, sheet: Any) -> None:
        sheet.write_string("E2", "=1+1")

    assert only(book(HEAD, GOOD, more=text)).answer == "=1+1"


def test_an_error_of_excel_is_told() -> None:
    line = f'<row r="2"><c t="e"><v>#N/A</v></c>{cells(*GOOD[1:])}</row>'
    content = by_hand(SHEET.format(row(1, *HEAD) + line))
    assert [(fault.code, fault.cell) for fault in read(content).faults] == [(FaultCode.CELL_ERROR, "A2")]


def test_merged_cells_are_told_with_their_range() -> None:
    def merged(made: Any, sheet: Any) -> None:
        sheet.merge_range("B2:B3", "MOIT", made.add_format())

    reading = read(book(HEAD, GOOD, ("b", None, *GOOD[2:]), more=merged))
    assert [(fault.code, fault.cell) for fault in reading.faults] == [
        (FaultCode.MISSING, "B3"),
        (FaultCode.MERGED, "B2:B3"),
    ]


def test_every_visible_sheet_with_entries_is_read_and_faults_name_it() -> None:
    def second(made: Any, _sheet: Any) -> None:
        made.add_worksheet("Ghi chú").write(0, 0, "không có mục nào")
        other = made.add_worksheet("Môi trường")
        for at, (name, value) in enumerate(zip(HEAD, ("b", "MOF", *GOOD[2:]), strict=True)):
            other.write(0, at, name)
            other.write(1, at, value)

    reading = read(book(HEAD, GOOD, more=second))
    assert [entry.id for entry in reading.entries] == ["solar"]
    assert [(fault.line, fault.cell) for fault in reading.faults] == [(2, "Môi trường!B2")]


@pytest.mark.parametrize("hide", ["hide", "very_hidden"])
def test_entries_on_a_hidden_sheet_are_told(hide: str) -> None:
    def hidden(made: Any, _sheet: Any) -> None:
        other = made.add_worksheet("Cũ")
        other.write_row(0, 0, HEAD)
        getattr(other, hide)()

    fault = only_fault(book(HEAD, GOOD, more=hidden))
    assert (fault.code, dict(fault.args)["value"]) == (FaultCode.HIDDEN_SHEET, "Cũ")


@pytest.mark.parametrize(
    ("head", "line", "codes"),
    [
        (("a", "b"), GOOD, [(FaultCode.NO_HEADER, "")]),
        ((), (), [(FaultCode.NO_HEADER, "")]),
        ((*HEAD, "Ghi chú"), (*GOOD, "x"), [(FaultCode.UNKNOWN_COLUMN, "H1")]),
        ((*HEAD, "ID"), (*GOOD, "x"), [(FaultCode.REPEATED_COLUMN, "H1")]),
        ((*HEAD, "Trả lời 2"), (*GOOD, "x"), [(FaultCode.UNKNOWN_COLUMN, "H1")]),
        (HEAD[:-1], GOOD[:-1], [(FaultCode.MISSING_COLUMN, "")]),
        (HEAD, (*GOOD, "quên đặt tên cột"), [(FaultCode.BEYOND_COLUMNS, "H2")]),
        (HEAD, (*GOOD, *[""] * 500, "xa"), [(FaultCode.BEYOND_COLUMNS, "BM2")]),
        (("Mã", "", *HEAD[1:]), ("a", "mồ côi", *GOOD[1:]), [(FaultCode.BEYOND_COLUMNS, "B2")]),
    ],
)
def test_a_table_that_is_not_a_bank_is_told(head: Any, line: Any, codes: list[tuple[FaultCode, str]]) -> None:
    assert [(fault.code, fault.cell) for fault in read(book(head, line)).faults] == codes


def test_a_row_without_an_id_is_told_with_its_cell() -> None:
    fault = only_fault(book(HEAD, GOOD, (None, *GOOD[1:])))
    assert (fault.line, fault.key, fault.code, fault.cell) == (3, "id", FaultCode.MISSING, "A3")


def test_an_id_used_twice_is_told_with_its_cell() -> None:
    fault = only_fault(book(HEAD, GOOD, GOOD))
    assert (fault.code, fault.cell, dict(fault.args)["first"]) == (FaultCode.DUPLICATE_ID, "A3", "2")


def test_texts_may_be_rich_spoken_and_escaped() -> None:
    strings = (
        "<sst><si><r><t>a_x000</t></r><r><t xml:space='preserve'>D_ b</t></r><rPh><t>không</t></rPh></si>"
        "<si><t>x_x000A_y_x005F_x000D_</t></si></sst>"
    )
    line = f'<row r="2">{cells(*GOOD[:3])}<c t="s"><v>0</v></c><c t="s"><v>1</v></c>{cells(*GOOD[5:])}</row>'
    entry = only(by_hand(SHEET.format(row(1, *HEAD) + line), strings))
    assert (entry.question, entry.answer) == ("a_x000D_ b", "x\ny_x000D_")


def test_prefixes_of_namespaces_may_be_any() -> None:
    sheet = (
        SHEET.format(row(1, *HEAD) + row(2, *GOOD)).replace("</", "</x:").replace("<", "<x:").replace("<x:/", "</")
    )
    assert only(by_hand(sheet.replace("xmlns=", "xmlns:x="))).id == "solar"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", FaultCode.NOT_XLSX),
        (b"Ma,Bo\r\n", FaultCode.NOT_XLSX),
        (b"PK\x03\x04" + b"x" * 100, FaultCode.NOT_XLSX),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), FaultCode.NOT_XLSX),
        (by_hand("<x/>", others={"xl/workbook.xml": "<document><body/></document>"}), FaultCode.NOT_XLSX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, FaultCode.OLD_XLS),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"),
            FaultCode.LOCKED,
        ),
        (by_hand("<worksheet><sheetData><row>"), FaultCode.UNREADABLE),
        (by_hand(SHEET.format('<row r="x"/>')), FaultCode.UNREADABLE),
        (by_hand(SHEET.format('<row r="2"/><row r="2"/>')), FaultCode.UNREADABLE),
        (by_hand(SHEET.format('<row r="9999999"/>')), FaultCode.UNREADABLE),
        (by_hand(SHEET.format('<row><c r="ZZZZ9"><v>1</v></c></row>')), FaultCode.UNREADABLE),
        (by_hand(SHEET.format('<row><c t="s"><v>7</v></c></row>')), FaultCode.UNREADABLE),
        (by_hand(SHEET.format('<row><c t="s"><v>-1</v></c></row>')), FaultCode.UNREADABLE),
        (by_hand(SHEET.format("<row><c><v>mười</v></c></row>")), FaultCode.UNREADABLE),
        (book(HEAD, GOOD)[:-400], FaultCode.NOT_XLSX),
    ],
)
def test_what_is_no_workbook_is_told(content: bytes, code: FaultCode) -> None:
    assert only_fault(content).code is code


def test_numbers_beyond_all_measure_are_no_ids() -> None:
    for number in ("1e999", "-1e999", "nan"):
        sheet = SHEET.format(row(1, *HEAD) + f"<row><c><v>{number}</v></c></row>")
        assert {fault.line for fault in read(by_hand(sheet)).faults} == {2}


_CELL = st.one_of(
    st.text(max_size=8), st.floats(), st.integers(), st.booleans(), st.none(), st.dates(date(1900, 1, 1))
)


_CELL = st.one_of(
    st.text(st.characters(categories=["L", "N", "P", "Z"], exclude_characters="<&"), max_size=8).map(cells),
    st.floats().map(lambda number: f'<c s="1"><v>{number}</v></c>'),
    st.booleans().map(lambda truth: f'<c t="b"><v>{int(truth)}</v></c>'),
    st.sampled_from(["<c/>", "<c><f/></c>", "<c><v/></c>", '<c t="s"/>', '<c t="?"><v>1</v></c>', "<c><is/></c>"]),
)


@given(st.lists(st.lists(_CELL, max_size=9), max_size=4))
def test_no_table_raises(table: list[list[str]]) -> None:
    lines = "".join(f'<row r="{at}">{"".join(line)}</row>' for at, line in enumerate(table, start=2))
    assert all(fault.line > 1 for fault in read(by_hand(SHEET.format(row(1, *HEAD) + lines))).faults)


_SOUND = book(HEAD, GOOD)


def test_a_part_said_to_begin_before_the_file_is_unreadable() -> None:
    content = bytearray(_SOUND)
    content[content.rindex(b"PK\x05\x06") + 18] += 1  # the directory, 65,536 bytes further on
    assert [fault.code for fault in read(bytes(content)).faults] == [FaultCode.UNREADABLE]


@given(st.data())
def test_no_damage_raises(data: st.DataObject) -> None:
    content = bytearray(_SOUND)
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    reading = read(bytes(content))
    assert reading.faults or reading.entries
