"""Ids by number: as one list would hold them."""

import gc

import pytest

from faq.ids import Ids


@pytest.mark.parametrize("sizes", [[], [1], [4096], [4095, 1, 1], [3, 10_000, 0, 2, 8_000]])
def test_they_come_out_by_the_number_in_which_they_went_in(sizes: list[int]) -> None:
    ids, plain = Ids(), list[str]()
    for size in sizes:
        new = [f"faq-{len(plain) + at}" for at in range(size)]
        ids.add(new)
        plain += new
        assert len(ids) == len(plain)
    assert [ids[number] for number in range(len(plain))] == plain
    assert [each for part in ids.parts() for each in part] == plain
    with pytest.raises(IndexError):
        ids[len(plain)]


def test_the_search_for_garbage_leaves_them_alone() -> None:
    ids = Ids()
    ids.add(f"faq-{number}" for number in range(10_000))
    *full, last = ids.parts()
    assert len(full) == 2
    assert not any(gc.is_tracked(part) for part in full)
    gc.collect()
    assert not gc.is_tracked(last)


def test_their_parts_go_one_after_the_other() -> None:
    ids = Ids()
    ids.add(f"faq-{number}" for number in range(10_000))
    parts = ids._parts
    del ids
    assert parts == []
