"""Cutting long texts: nothing is lost, nothing is too long, the emphasis stays where it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.cutting import split, utf16_length
from handlers.outgoing import Span

TEXTS = st.text(st.sampled_from("ab ệ😀.\n!?"), max_size=300)


def pressed_out(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(TEXTS, st.integers(2, 40))
def test_nothing_is_lost_and_nothing_is_too_long(text: str, most: int) -> None:
    pieces = [piece for piece, _ in split(text, most=most)]
    assert pressed_out("".join(pieces)) == pressed_out(text)
    assert all(0 < utf16_length(piece) <= most for piece in pieces)
    assert all(piece == piece.strip() for piece in pieces)


@given(TEXTS, st.integers(0, 300), st.integers(1, 300), st.integers(2, 40))
def test_emphasis_stays_on_its_letters(text: str, start: int, length: int, most: int) -> None:
    pieces = split(text, [Span("bold", start, length)], most=most)
    bold = "".join(piece[s.start : s.start + s.length] for piece, spans in pieces for s in spans)
    assert pressed_out(bold) == pressed_out(text[start : start + length])


LETTERS = ["a", "ệ", "e\u0323\u0302", "👨‍👩‍👧‍👦", "👍🏽", "🇻🇳", "1️⃣", "😀"]
WORDS = st.one_of(
    st.lists(st.sampled_from(LETTERS), min_size=1, max_size=3).map("".join),
    st.sampled_from(["https://xa.vn/m/AbC_-9", "xin", "chào.", "ạ!"]),
)
BLANKS = st.sampled_from([" ", "\n", "\n\n", "  \n \n"])


@given(st.lists(st.tuples(WORDS, BLANKS), max_size=30), st.integers(40, 60))
def test_no_word_is_cut_that_a_piece_could_hold_so_no_letter_and_no_address(
    words: list[tuple[str, str]], most: int
) -> None:
    text = "".join(word + blank for word, blank in words)
    pieces = [piece for piece, _ in split(text, most=most)]
    assert [word for piece in pieces for word in piece.split()] == text.split()


@given(TEXTS)
def test_length_is_counted_in_utf16_units(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("một hai.\n\nba bốn. năm", ["một hai.", "ba bốn. năm"]),
        ("một hai.\nba bốn. năm", ["một hai.", "ba bốn. năm"]),
        ("mộttt hai. ba bốn", ["mộttt hai.", "ba bốn"]),
        ("mộttt hai ba bốn", ["mộttt hai ba", "bốn"]),
        ("x" * 15, ["x" * 12, "x" * 3]),
        ("😀" * 7, ["😀" * 6, "😀"]),
        ("vừa đủ  ", ["vừa đủ"]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_texts_are_cut_where_it_hurts_least(text: str, expected: list[str]) -> None:
    assert [piece for piece, _ in split(text, most=12)] == expected


@pytest.mark.parametrize("letter", ["👨‍👩‍👧‍👦", "👍🏽", "🇻🇳", "e\u0323\u0302", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
def test_no_letter_is_cut_in_two(letter: str) -> None:
    for most in range(2 * utf16_length(letter), 2 * utf16_length(letter) + 20):
        pieces = [piece for piece, _ in split("x" + letter * 40, most=most)]
        assert pieces[0].startswith("x" + letter)
        assert {piece.removeprefix("x").replace(letter, "") for piece in pieces} == {""}, (most, pieces)


def test_a_heap_of_accents_longer_than_a_message_is_cut_all_the_same() -> None:
    pieces = [piece for piece, _ in split("e" + "\u0301" * 100, most=40)]
    assert "".join(pieces) == "e" + "\u0301" * 100
    assert max(map(utf16_length, pieces)) <= 40


def test_an_accent_on_a_blank_stays_on_it() -> None:
    pieces = [piece for piece, _ in split("aaaa \u0301aaa aaaa", most=9)]
    assert pieces == ["aaaa \u0301aaa", "aaaa"]


def test_a_link_is_cut_only_where_no_piece_could_hold_it() -> None:
    link = "https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc.html?ma=1.004959"
    for most in (80, 90, 120):
        pieces = [piece for piece, _ in split(f"Xem ở đây ạ {link} rồi nộp trên đó nhé.", most=most)]
        assert any(link in piece.split() for piece in pieces), (most, pieces)
    assert len(split(link, most=40)) == 2
