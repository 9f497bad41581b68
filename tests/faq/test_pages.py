"""Pages that were packed come out as they went in, whatever piece of memory they lie on."""

import random

import pytest

from faq.pages import Pages


def _made(count: int, size: int) -> tuple[Pages, list[bytes]]:
    dice = random.Random(1)
    pages, plain = Pages(), [dice.randbytes(dice.randrange(size)) for _ in range(count)]
    assert [pages.add(page) for page in plain] == list(range(count))
    return pages, plain


def test_they_come_out_in_any_order() -> None:
    pages, plain = _made(600, 1 << 15)
    assert sum(map(len, plain)) > 2 << 22, "more than two pieces"
    for number in [*range(600), *random.Random(2).sample(range(600), 600), 7, 7]:
        assert pages[number] == plain[number]


@pytest.mark.parametrize("number", [3, -1, -3])
def test_there_is_no_page_but_those(number: int) -> None:
    pages, _ = _made(3, 100)
    for some in (Pages(), pages):
        with pytest.raises(IndexError):
            some[number]


def test_their_pieces_go_one_after_the_other() -> None:
    pages, _ = _made(600, 1 << 15)
    pieces = pages._pieces
    assert len(pieces) > 1
    del pages
    assert pieces == []
