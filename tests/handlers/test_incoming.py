"""Texts are cleaned once, at the border: what comes through can be stored anywhere and turns nothing round."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.incoming import MAX_TEXT, cleaned, cleaned_name


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("", ""),
        ("  xin chào \n", "xin chào"),
        ("một\x00hai", "mộthai"),
        ("a\ud800b", "a\ufffdb"),
        ("\ud83d", "\ufffd"),
        ("a\u202eb\u2066c\u2069\u200fd\ufeff", "abcd"),
        ("a\x07b\x1bc\x7fd\x9fe", "abcde"),
        ("dòng\r\nhai\rba", "dòng\nhai\nba"),
        ("cột\tmột", "cột\tmột"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Huệ"), "Nguyễn Thị Huệ"),
        ("👨‍👩‍👧 gia đình", "👨‍👩‍👧 gia đình"),
        ("\u202e", ""),
    ],
)
def test_what_is_cleaned(raw: str, clean: str) -> None:
    assert cleaned(raw) == clean


def test_long_texts_are_cut_after_composing() -> None:
    assert len(cleaned("ệ" * 50_000)) == MAX_TEXT
    assert cleaned(unicodedata.normalize("NFD", "ệ" * MAX_TEXT)) == "ệ" * MAX_TEXT
    assert cleaned("x" * 30, 10) == "x" * 10


@given(st.text(max_size=300))
def test_whatever_comes_can_be_kept(raw: str) -> None:
    clean = cleaned(raw)
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert "\x00" not in clean
    assert cleaned(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Nguyễn \n Văn\tA ", "Nguyễn Văn A"),
        ("\u202eA nimdA", "A nimdA"),
        ("x" * 300, "x" * 64),
        ("\x00", ""),
    ],
)
def test_names_are_one_short_line(raw: str, clean: str) -> None:
    assert cleaned_name(raw) == clean
