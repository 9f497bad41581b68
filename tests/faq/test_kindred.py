"""Questions that are like one another are found whatever the spelling; what differs in a number is another one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from faq.kindred import holding, nearest, same, same_as

FAIR = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"
BARE = "xa muon to chuc hoi cho hang viet cuoi nam xin ho tro kinh phi the nao"
SHORTER = "Xin hỗ trợ kinh phí làm hội chợ hàng Việt"
OTHER = "Loa hội trường rè quá, thay kiểu gì?"


def test_the_likest_come_first_and_others_not_at_all() -> None:
    assert nearest(FAIR, [OTHER, SHORTER, BARE], 5) == [2, 1]
    assert nearest(FAIR, [OTHER, SHORTER, BARE], 1) == [2]
    assert nearest(OTHER, [FAIR, SHORTER], 5) == []


def test_the_same_is_asked_in_other_words() -> None:
    assert same([FAIR, OTHER, SHORTER, BARE]) == [(2, 3), (), (0, 3), (0, 2)]
    assert same_as(FAIR, [OTHER, SHORTER, BARE]) == (1, 2)
    assert same_as(OTHER, [FAIR]) == ()


def test_another_number_is_another_question() -> None:
    nine, ten = (f"Nghị định {n}/2026 có áp dụng cho hội chợ hàng Việt không?" for n in (9, 10))
    assert same([nine, ten]) == [(), ()]
    assert same([nine, nine]) == [(1,), (0,)]


def test_texts_that_hold_what_is_looked_for() -> None:
    texts = [("Hội chợ hàng Việt", "Gửi Sở Công Thương."), ("Loa rè",), ("Chợ quê", "")]
    assert holding("hoi cho", texts, 5) == [0]
    assert holding("SO CONG THUONG", texts, 5) == [0]
    assert holding("chợ", texts, 5) == [0, 2]
    assert holding("chợ", texts, 1) == [0]
    assert holding("", texts, 5) == []
    assert holding("???", texts, 5) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.lists(st.sampled_from([FAIR, OTHER, ""]) | st.text(max_size=60), max_size=8))
def test_no_text_raises(text: str, others: list[str]) -> None:
    assert set(nearest(text, others, 3)) <= set(range(len(others)))
    assert set(holding(text, [(other,) for other in others], 3)) <= set(range(len(others)))
    for at, alike in enumerate(same(others)):
        assert at not in alike
