from hypothesis import given
from hypothesis import strategies as st

from faq.order import in_order


def test_the_smallest_key_comes_first_and_no_name_is_asked_for() -> None:
    def name(_at: int) -> str:
        raise AssertionError

    assert in_order([0.5, -1.0, 2.0], name) == [1, 0, 2]
    assert in_order([], name) == []


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abcd"))))
def test_the_same_keys_stand_by_their_names(named: list[tuple[int, str]]) -> None:
    order = in_order([key for key, _ in named], lambda at: named[at][1])
    assert [named[at] for at in order] == sorted(named)


def test_only_those_that_are_alike_are_asked_for_their_names() -> None:
    asked: list[int] = []

    def name(at: int) -> str:
        asked.append(at)
        return "cba"[at % 3]

    assert in_order([2, 1, 2, 3], name) == [1, 2, 0, 3]
    assert sorted(asked) == [0, 2]
