"""What a legal basis names, however people write it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.citation import Citation, citations, touches
from faq.load import starter_bank


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("Nghị định 139/2025/NĐ-CP", [("Nghị định 139/2025/NĐ-CP", "", "")]),
        ("nghị định số 139/2025", [("Nghị định 139/2025/NĐ-CP", "", "")]),
        ("Nghị định 60/2024/NĐ-CP, khoản 2 Điều 4", [("Nghị định 60/2024/NĐ-CP", "4", "2")]),
        ("theo khoản 2 Điều 5 của Nghị định 139/2025/NĐ-CP thì", [("Nghị định 139/2025/NĐ-CP", "5", "2")]),
        (
            "Luật Đất đai 2024, Điều 87 khoản 2 điểm đ; Điều 88",
            [("Luật Đất đai 2024", "87", "2"), ("Luật Đất đai 2024", "88", "")],
        ),
        (
            "Nghị định 49/2026/NĐ-CP, Điều 12 khoản 3 (bổ sung khoản 4 Điều 6 Nghị định 101/2024/NĐ-CP)",
            [("Nghị định 49/2026/NĐ-CP", "12", "3"), ("Nghị định 101/2024/NĐ-CP", "6", "4")],
        ),
        ("Nghị quyết 66.18/2026/NQ-CP, Điều 6 khoản 3", [("Nghị quyết 66.18/2026/NQ-CP", "6", "3")]),
        ("Luật Hóa chất số 69/2025/QH15 Điều 3", [("Luật Hóa chất số 69/2025/QH15", "3", "")]),
        ("Luật Đê điều, Điều 26", [("Luật Đê điều", "26", "")]),
        ("Công văn 3109/BCT-KHCN", [("Công văn 3109/BCT-KHCN", "", "")]),
        ("Điều 16a Luật Hợp tác xã năm 2023", [("Luật Hợp tác xã 2023", "16a", "")]),
        (
            "Nghị định 139/2025/NĐ-CP, Điều 20 khoản 1 và khoản 3",
            [("Nghị định 139/2025/NĐ-CP", "20", "1"), ("Nghị định 139/2025/NĐ-CP", "20", "3")],
        ),
        (
            "Nghị định 1/2026/NĐ-CP, Điều 10 khoản 2, 3",
            [("Nghị định 1/2026/NĐ-CP", "10", "2"), ("Nghị định 1/2026/NĐ-CP", "10", "3")],
        ),
        (
            "Điều 4, 5 và 7 Luật Đất đai 2024",
            [("Luật Đất đai 2024", "4", ""), ("Luật Đất đai 2024", "5", ""), ("Luật Đất đai 2024", "7", "")],
        ),
        (
            "Nghị định 1/2026/NĐ-CP, Điều 3 đến Điều 5",
            [("Nghị định 1/2026/NĐ-CP", f"{number}", "") for number in (3, 4, 5)],
        ),
        ("theo luật sư Nguyễn Văn An, để được hỗ trợ", []),
        ("pháp luật hiện hành, cơ sở phải đăng ký", []),
        ("theo luật thì được", []),
        ("luật mới", []),
        ("nộp trước 30/11/2026, trong tháng 12/2025, 50/50", []),
        ("Sổ tay bồi thường của Sở", []),
        ("", []),
    ],
)
def test_places_are_found_as_they_are_written(written: str, places: list[tuple[str, str, str]]) -> None:
    assert list(citations([written])) == [Citation(*place) for place in places]


def test_nearly_every_basis_of_the_starter_bank_names_a_document() -> None:
    # What names none is a procedure's number or a handbook; there are seven of them.
    unread = [basis for entry in starter_bank() for basis in entry.legal_basis if not citations([basis])]
    assert all(basis.startswith(("Thủ tục mã", "Sổ tay")) for basis in unread), unread
    assert len(unread) < 10


def test_every_article_of_the_starter_bank_is_read() -> None:
    lists = re.compile(r"[Đđ]iều (\d+[a-z]?(?:(?:, | và )\d+[a-z]?(?!\w))*)")
    for basis in {basis for entry in starter_bank() for basis in entry.legal_basis}:
        named = {number for found in lists.findall(basis) for number in re.split(", | và ", found)}
        assert named <= {place.article for place in citations([basis])}, basis


@pytest.mark.timeout(30)
@pytest.mark.parametrize("part", ["1", "luật ", "điều 1, ", "khoản 1 ", " ", "luật a a a a ", "khoản 1, 2, ", "1.1/"])
def test_a_long_text_is_no_burden(part: str) -> None:
    # Each of these took minutes where a pattern looked again and again at what it had seen.
    citations(["luật " + part * (50_000 // len(part))])


@pytest.mark.parametrize(
    ("changed", "cited", "met"),
    [
        (Citation("Nghị định 139/2025/NĐ-CP"), Citation("Nghị định 139/2025/NĐ-CP", "5", "2"), True),
        (Citation("nghị định 139/2025/nđ-cp", "5"), Citation("Nghị định 139/2025/NĐ-CP"), True),
        (Citation("Nghị định 139/2025/NĐ-CP", "5"), Citation("Nghị định 139/2025/NĐ-CP", "6"), False),
        (Citation("Nghị định 139/2025/NĐ-CP", "5", "1"), Citation("Nghị định 139/2025/NĐ-CP", "5", "2"), False),
        (Citation("Nghị định 139/2025/NĐ-CP", "5", "1"), Citation("Nghị định 139/2025/NĐ-CP", "5"), True),
        (Citation("Nghị định 139/2025/NĐ-CP", "5", "1"), Citation("Nghị định 139/2025/NĐ-CP", "6", "1"), False),
        (Citation("Nghị định 139/2025/NĐ-CP"), Citation("Nghị định 139/2024/NĐ-CP"), False),
        (Citation("Thông tư 14/2024/TT-BCT"), Citation("Thông tư 14/2024/TT-BTC"), False),
        (Citation("Luật Đất đai"), Citation("Luật Đất đai 2024", "87"), True),
        (Citation("Luật Đất đai 2013"), Citation("Luật Đất đai 2024", "87"), False),
        (Citation("69/2025/QH15"), Citation("Luật Hóa chất số 69/2025/QH15"), True),
        (Citation("Luật Hóa chất"), Citation("Luật Hóa chất số 69/2025/QH15"), True),
        (Citation("Luật Hóa chất"), Citation("Luật Đất đai"), False),
    ],
)
def test_a_change_touches_what_rests_on_it_and_nothing_else(changed: Citation, cited: Citation, met: bool) -> None:
    assert touches(changed, cited) is met


@given(st.text(alphabet="Luật Điềukhoảnđ ,;()./-0123456789NĐCPQH\n", max_size=200) | st.text(max_size=200))
def test_no_text_raises_and_each_place_has_a_name(text: str) -> None:
    for place in citations([text]):
        assert place.document
        assert place.keys
        assert touches(place, place)
