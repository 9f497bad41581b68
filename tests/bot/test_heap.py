"""What is settled for good is never looked through again, and what is replaced goes all the same."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from bot import heap
from faq.load import starter_bank
from faq.match import Bank


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """What a test settles is looked through again by those after it."""
    yield
    gc.unfreeze()


class Ring:
    """Garbage that only a search finds."""

    def __init__(self) -> None:
        self.me = self


def test_a_newer_bank_has_only_what_came_since_looked_through() -> None:
    ring = Ring()
    old = weakref.ref(ring)
    heap.settle()
    del ring
    ring = Ring()
    new = weakref.ref(ring)
    del ring

    heap.settle()

    assert new() is None
    assert old() is not None  # a full search stops every send under way for a seventh of a second


def test_an_older_bank_goes_without_a_search() -> None:
    bank = Bank(starter_bank())
    heap.settle()
    there = gc.get_freeze_count()
    gc.disable()
    try:
        parts = [weakref.ref(part) for part in (bank._index, bank._entries)]
        assert bank.match("chợ hạng 3")
        del bank
        assert [part() for part in parts] == [None, None]
        assert gc.get_freeze_count() < there
    finally:
        gc.enable()
