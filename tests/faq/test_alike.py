"""Nearly the same questions are found, and those that only look so are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.alike import Alike, alike
from faq.entry import Entry
from faq.load import starter_bank
from faq.shelf import Shelf

RETAIL = "Ai cấp Giấy phép bán lẻ rượu cho hộ kinh doanh?"
BARE = "ai cap giay phep ban le ruou cho ho kinh doanh"


def found(first: str, second: str, *phrasings: str) -> list[Alike]:
    brought = Shelf([Entry("new", "MOIT", "alcohol", first)])
    there = Shelf([Entry("old", "MOIT", "alcohol", second, phrasings)])
    return list(alike(brought, ["new"], there))


@pytest.mark.parametrize(
    "other",
    [
        RETAIL,
        BARE,
        "Giấy phép bán lẻ rượu cho hộ kinh doanh do ai cấp?",
        "Ai cấp Giấy phép bán lẻ rượu cho hộ kinh doang?",
        "Ai cấp GP bán lẻ rượu cho hộ kinh doanh ạ?",
        "Ai cấp Giấy phép bán lẻ rượu cho các hộ kinh doanh?",
    ],
)
def test_the_same_question_is_found_however_it_is_spelt(other: str) -> None:
    [pair] = found(RETAIL, other)
    assert (pair.entry, pair.other, pair.other_text) == ("new", "old", other)
    assert (pair.percent == 100) is (other in (RETAIL, BARE))


@pytest.mark.parametrize(
    "other",
    [
        "Ai thu hồi Giấy phép bán lẻ rượu cho hộ kinh doanh?",
        "Ai cấp Giấy phép bán lẻ xăng cho hộ kinh doanh?",
        "Cấp Giấy phép bán lẻ rượu cho hộ kinh doanh trong bao lâu?",
        "Chợ hạng 3 do ai quản lý?",
        "",
    ],
)
def test_another_question_is_none(other: str) -> None:
    assert found(RETAIL, other) == []


def test_a_number_is_never_a_slip_of_another() -> None:
    assert found("Chợ hạng 2 trên địa bàn xã do ai quản lý?", "Chợ hạng 3 trên địa bàn xã do ai quản lý?") == []


def test_a_question_is_compared_with_the_wordings_of_others_but_wordings_not_with_wordings() -> None:
    [pair] = found(RETAIL, "Thủ tục bán rượu?", RETAIL.lower())
    assert pair.other_text == RETAIL.lower()
    one = Entry("a", "MOIT", "alcohol", "Bán rượu cần gì?", (RETAIL,))
    other = Entry("b", "MOIT", "alcohol", "Thủ tục bán lẻ ở chợ?", (RETAIL,))
    assert alike(Shelf([one, other]), ["a", "b"], Shelf()) == ()


def test_entries_of_one_file_are_compared_and_each_pair_is_told_once() -> None:
    brought = Shelf([Entry(name, "MOIT", "alcohol", RETAIL, (RETAIL + " ạ",)) for name in ("a", "b")])
    [pair] = alike(brought, ["a", "b"], Shelf())
    assert {pair.entry, pair.other} == {"a", "b"}


def test_what_is_not_looked_at_and_what_is_replaced_is_silent() -> None:
    old = Entry("a", "MOIT", "alcohol", RETAIL)
    assert alike(Shelf([old, replace(old, id="b")]), ["c"], Shelf()) == ()
    assert alike(Shelf([replace(old, answer="Khác.")]), ["a"], Shelf([old])) == ()
    assert alike(Shelf([old]), [], Shelf([replace(old, id="b")])) == ()


def test_of_too_many_wordings_the_questions_are_still_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faq.alike._MOST_SUMS", 0)
    assert found(RETAIL, "Thủ tục bán rượu?", RETAIL) == []
    assert len(found(RETAIL, BARE)) == 1


def test_the_starter_bank_asks_nothing_twice() -> None:
    assert alike(Shelf(starter_bank()), [entry.id for entry in starter_bank()], Shelf()) == ()


def test_a_slip_in_a_word_of_the_starter_bank_is_found() -> None:
    slipped = [replace(entry, id=f"x-{entry.id}", question=_slipped(entry.question)) for entry in starter_bank()]
    pairs = alike(Shelf(slipped), [entry.id for entry in slipped], Shelf(starter_bank()))
    missed = {entry.id for entry in starter_bank()} - {pair.other for pair in pairs}
    assert len(missed) <= len(slipped) // 20, "a slip in a word that says what is asked about makes another question"


def _slipped(question: str) -> str:
    """A letter twice in the longest word, as keyboards do."""
    longest = max(question.split(), key=len)
    return question.replace(longest, longest[0] + longest, 1)


@given(st.lists(st.text(max_size=30), max_size=6))
def test_no_text_raises(texts: list[str]) -> None:
    brought = Shelf([Entry(str(at), "", "", text, tuple(texts)) for at, text in enumerate(texts)])
    pairs = alike(brought, [str(at) for at in range(len(texts))], Shelf())
    assert all(pair.entry != pair.other for pair in pairs)
