import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.answers import Answers

Told = list[tuple[int, list[int]]]
TOLD = st.lists(st.tuples(st.integers(0, 20), st.lists(st.integers(0, 30), max_size=6)), max_size=30)


def held(answers: Answers, words: list[int], owners: list[int]) -> list[list[bool]]:
    found: list[list[bool]] = answers.hold(words, np.array(owners, np.uint32)).tolist()
    return found


def test_each_word_stands_in_the_answers_of_its_owners() -> None:
    answers = Answers().with_words([(1, [5, 6, 5]), (2, [6])])
    assert held(answers, [5, 6, 7], [1, 2, 3]) == [[True, False, False], [True, True, False], [False] * 3]


def test_owners_and_words_are_not_mixed_up() -> None:
    answers = Answers().with_words([(1, [2]), (3, [0])])
    assert held(answers, [1, 3], [2, 0]) == [[False, False], [False, False]]


def test_nothing_stands_in_no_answers() -> None:
    assert held(Answers(), [1, 2], [1]) == [[False], [False]]
    assert held(Answers().with_words([(1, []), (2, ())]), [1], [1]) == [[False]]


def test_no_words_and_no_owners_give_an_empty_table() -> None:
    answers = Answers().with_words([(1, [2])])
    assert answers.hold([], np.array([1, 2], np.uint32)).shape == (0, 2)
    assert answers.hold([1, 2], np.array([], np.uint32)).shape == (2, 0)


def test_the_largest_numbers_are_kept_apart() -> None:
    top = 2**32 - 1
    answers = Answers().with_words([(top, [0]), (0, [top])])
    assert held(answers, [0, top], [0, top]) == [[False, True], [True, False]]


def test_what_was_there_before_stays_as_it_was() -> None:
    old = Answers().with_words([(1, [5])])
    new = old.with_words([(1, [6]), (2, [5])])
    assert held(old, [5, 6], [1, 2]) == [[True, False], [False, False]]
    assert held(new, [5, 6], [1, 2]) == [[True, True], [True, False]]


@given(TOLD, TOLD)
def test_many_steps_are_one(one: Told, other: Told) -> None:
    told = one + other
    step_by_step = Answers()
    for each in told:
        step_by_step = step_by_step.with_words([each])
    expected = [
        [any(word in words for owner, words in told if owner == at) for at in range(21)] for word in range(31)
    ]
    for answers in (step_by_step, Answers().with_words(told), Answers().with_words(one).with_words(other)):
        assert held(answers, list(range(31)), list(range(21))) == expected


@pytest.mark.parametrize("large", [1, 1_000])
def test_a_thousand_steps_leave_few_arrays(large: int) -> None:
    answers = Answers().with_words((owner, range(100)) for owner in range(large))
    for owner in range(1_000):
        answers = answers.with_words([(5_000 + owner, [owner, owner + 1])])
    assert len(answers._parts) <= 8
    assert held(answers, [500, 501, 502], [5_500]) == [[True], [True], [False]]
    assert held(answers, [99, 100], [0]) == [[True], [False]]
