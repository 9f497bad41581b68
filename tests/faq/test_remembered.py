"""What is remembered of words: for the index that asked, and not for ever more of them."""

from faq.question import Slot
from faq.remembered import _MOST, Remembered


def _slot(weight: float) -> Slot:
    return Slot.of({}, weight, {}, says_nothing=False, is_whole=True)


def test_each_index_hears_what_it_said_itself() -> None:
    remembered = Remembered()
    one, other = remembered.index(), remembered.index()
    remembered.put(("dat", False), one, _slot(0.5))
    known = remembered.get(("dat", False), one)
    assert known
    assert known.weight == 0.5
    assert remembered.get(("dat", False), other) is None
    assert remembered.get(("dat", True), one) is None
    remembered.put(("dat", False), other, _slot(0.7))
    known = remembered.get(("dat", False), other)
    assert known
    assert known.weight == 0.7
    assert remembered.get(("dat", False), one) is None


def test_of_too_many_words_the_oldest_is_forgotten() -> None:
    remembered = Remembered()
    index = remembered.index()
    for number in range(_MOST + 1):
        remembered.put((str(number), True), index, _slot(number))
    assert remembered.get(("0", True), index) is None
    assert all(remembered.get((str(number), True), index) for number in range(1, _MOST + 1))
