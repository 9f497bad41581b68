import random

import numpy as np
import pytest

from faq.segment import _REPEATED, firsts, numbered, sorted_once, spans, starts_of


@pytest.mark.parametrize("whole", [0, 1, 1_000, _REPEATED - 1, _REPEATED, _REPEATED + 1, 3 * _REPEATED])
def test_the_places_of_spans_follow_each_other(whole: int) -> None:
    dice, lengths = random.Random(whole), [0, 0]
    while sum(lengths) < whole:
        lengths.append(min(dice.choice((0, 1, 1, 7, 500)), whole - sum(lengths)))
    lengths.append(0)
    begins = [dice.randrange(1_000_000) for _ in lengths]
    found = spans(np.array(begins, np.int64), np.array(lengths, np.int64))
    wanted = [begin + at for begin, length in zip(begins, lengths, strict=True) for at in range(length)]
    assert found.tolist() == wanted


def test_there_are_no_places_of_no_spans() -> None:
    assert spans(np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == []


def test_words_are_numbered_by_their_rows() -> None:
    assert numbered(np.array([4, 6, 6, 7])).tolist() == [0, 0, 2]


@pytest.mark.parametrize(
    ("numbers", "starts"), [([], []), ([5], [0]), ([1, 1, 2, 7, 7, 7], [0, 2, 3]), ([3, 3], [0])]
)
def test_sorted_numbers_begin_where_they_differ_from_the_one_before(numbers: list[int], starts: list[int]) -> None:
    ordered = np.array(numbers, np.int64)
    assert starts_of(ordered).tolist() == np.flatnonzero(firsts(ordered)).tolist() == starts
    assert sorted_once(ordered[::-1]).tolist() == sorted(set(numbers))
