"""What goes piece by piece leaves nothing behind, and takes nothing from others."""

import weakref

from faq.piecemeal import Piecemeal


class Part:
    """Something that can be watched."""


class Whole(Piecemeal):
    """Something with parts."""

    def __init__(self, *parts: Part) -> None:
        self.first, self.rest = parts[0], parts[1:]


def test_its_own_parts_go_and_shared_ones_stay() -> None:
    shared = Part()
    whole, other = Whole(Part(), shared), Whole(shared)
    own, parts = weakref.ref(whole.first), whole.__dict__
    del whole
    assert own() is None
    assert parts == {}
    assert other.first is shared
