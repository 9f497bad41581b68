"""Texts that ask alike are one group, and each text is in exactly one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from faq.grouping import grouped

ASKED = [
    "xin hỗ trợ kinh phí hội chợ hàng Việt",
    "hỗ trợ kinh phí tổ chức hội chợ thế nào",
    "lắp camera chợ xã",
    "xin ho tro kinh phi hoi cho hang viet",
    "wifi hội trường chập chờn",
    "lắp camera chợ xã",
]


def test_what_is_asked_alike_is_together_and_what_is_asked_most_comes_first() -> None:
    assert grouped(ASKED) == [[0, 1, 3], [2, 5], [4]]


def test_nothing_is_asked() -> None:
    assert grouped([]) == []
    assert grouped(["", "…", ""]) == [[0, 1, 2]]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(ASKED) | st.text(max_size=40), max_size=12))
def test_each_text_is_in_one_group_and_equal_ones_are_together(texts: list[str]) -> None:
    groups = grouped(texts)
    assert sorted(at for group in groups for at in group) == list(range(len(texts)))
    for group in groups:
        others = {text for at, text in enumerate(texts) if at not in group}
        assert not others & {texts[at] for at in group}
