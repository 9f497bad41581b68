"""CSV as people's programmes write it, and what is wrong with it by its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.fault import FaultCode
from faq.fields import catalogue
from faq.load import MAX_BYTES, Form, Reading, read_bank
from faq.sheet.csv_reading import guarded, unguarded
from tests.faq.sheet.books import GOOD, HEAD


def table(*rows: tuple[str, ...], by: str = ",") -> str:
    return "".join(
        by.join(f'"{cell}"' if by in cell or "\n" in cell else cell for cell in row) + "\r\n" for row in rows
    )


def read(content: str | bytes) -> Reading:
    return read_bank(content, Form.CSV, catalogue())


def faults(content: str | bytes) -> list[tuple[int, FaultCode]]:
    return [(fault.line, fault.code) for fault in read(content).faults]


@pytest.mark.parametrize("by", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-marked"])
@pytest.mark.parametrize("title", ["", "Danh mục của Sở\r\n", "\r\n"])
def test_every_way_in_which_excel_saves_is_read(by: str, encoding: str, title: str) -> None:
    text = title + table(HEAD, GOOD, by=by)
    content = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-marked" else text.encode(encoding)
    reading = read(content)
    assert (reading.faults, [entry.id for entry in reading.entries]) == ((), ["solar"])


def test_lines_are_those_of_the_file_though_cells_have_several() -> None:
    long = (*GOOD[:4], "một\nhai\nba", *GOOD[5:])
    content = table(HEAD, long, ("b", "MOF", *GOOD[2:])) + "\r\n" + table(("c", "MOIT", "x", *GOOD[3:]))
    reading = read(content)
    assert reading.entries[0].answer == "một\nhai\nba"
    assert [(fault.line, fault.item, fault.key, fault.cell) for fault in reading.faults] == [
        (5, "b", "ministry", ""),
        (7, "c", "field", ""),
    ]


def test_empty_cells_at_the_end_of_a_row_may_be_left_out_or_be_too_many() -> None:
    """Excel leaves them out where sixteen rows have none."""
    reading = read(
        table((*HEAD, "Tỉnh", "Đã duyệt"), GOOD, ("b", *GOOD[1:], "1"), ("c", *GOOD[1:], "", "x", "", " "))
    )
    assert (reading.faults, [(entry.provinces, entry.reviewed) for entry in reading.entries]) == (
        (),
        [((), False), (("01",), False), ((), True)],
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (table(HEAD, GOOD[:-1]), [(2, FaultCode.RAGGED)]),
        (table(HEAD, (*GOOD, "x"), GOOD), [(2, FaultCode.RAGGED)]),
        (table(HEAD, (*GOOD[:4], "a\0b", *GOOD[5:])), [(2, FaultCode.BAD_CHARACTERS)]),
        (table((*HEAD, "ID"), (*GOOD, "x")), [(1, FaultCode.REPEATED_COLUMN)]),
        (table((*HEAD, "Ghi chú"), (*GOOD, "x")), [(1, FaultCode.UNKNOWN_COLUMN)]),
        (table((*HEAD, ""), (*GOOD, "x")), [(2, FaultCode.BEYOND_COLUMNS)]),
        (table(HEAD[:-2], GOOD[:-2]), [(1, FaultCode.MISSING_COLUMN)] * 2),
        (table(HEAD) + '"solar,MOIT\r\n' + table(GOOD), [(2, FaultCode.UNREADABLE)]),
        (table(HEAD) + '"solar"x,MOIT\r\n', [(2, FaultCode.UNREADABLE)]),
        ("", [(1, FaultCode.NO_HEADER)]),
        ("\r\n\r\n", [(1, FaultCode.NO_HEADER)]),
        ("chỉ là chữ", [(1, FaultCode.NO_HEADER)]),
        (table(HEAD).encode() + b"\r\nng\xe0y", [(3, FaultCode.BAD_CHARACTERS)]),
        (table(HEAD).encode("utf-16")[:-1], [(1, FaultCode.BAD_CHARACTERS)]),
        (b"PK\x03\x04", [(1, FaultCode.NOT_CSV)]),
        (b"\xd0\xcf\x11\xe0", [(1, FaultCode.NOT_CSV)]),
        (b" " * (MAX_BYTES[Form.CSV] + 1), [(1, FaultCode.TOO_LARGE)]),
    ],
)
def test_what_is_wrong_is_told_by_line(content: str | bytes, expected: list[tuple[int, FaultCode]]) -> None:
    assert faults(content) == expected


@pytest.mark.parametrize("line", ['"' + "x" * 5_000_000, "," * 5_000_000, '"\n",' * 3_000_000])
def test_a_row_without_an_end_is_not_taken_in(line: str) -> None:
    assert faults(table(HEAD, GOOD) + line) == [(3, FaultCode.UNREADABLE)]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@A1",
        "\t=1",
        "a,=1",
        "a;=cmd|'/C calc'!A0",
        'a"=1',
        "a\n=1",
        "＝1",
        "'=1",
        "=;=",
        ",;=",
        "a\n\n-b",
    ],
)
def test_nothing_looks_like_a_formula_however_a_file_is_parted(text: str) -> None:
    kept = guarded(text)
    for by in (",", ";", "\t", "\n", '"'):
        assert not any(part.startswith(tuple("=+-@＝＋－＠")) for part in kept.split(by))
    assert unguarded(kept) == text


@given(st.text(alphabet="=+-@'\",;\t\n a＝", max_size=12))
def test_what_is_guarded_is_unguarded_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_plain_text_is_left_alone() -> None:
    assert guarded("Nghị định 58/2025/NĐ-CP, Điều 5; gọi 024-2220 hoặc a@b.vn") == (
        "Nghị định 58/2025/NĐ-CP, Điều 5; gọi 024-2220 hoặc a@b.vn"
    )


@given(st.text() | st.binary())
def test_no_content_raises(content: str | bytes) -> None:
    head = table(HEAD)
    reading = read(head + content if isinstance(content, str) else head.encode() + content)
    assert all(fault.line >= 1 for fault in reading.faults)
