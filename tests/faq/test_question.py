import numpy as np

from faq.question import Beside, Instead, Other, Others, Slot
from faq.vocabulary import Near


def slot(near: Near, written: Near) -> Slot:
    return Slot.of(near, 0.7, written, says_nothing=False, is_whole=True)


def test_a_slot_keeps_for_answers_what_was_written_so() -> None:
    asked = slot({1: 1.0, 2: 0.6}, {1: 1.0, 2: 0.6, 5: 0.97})
    assert asked.near == {1: 1.0, 2: 0.6}
    assert asked.written == {1: 1.0, 5: 0.97}
    assert asked.surest == 1.0
    assert slot({}, {}).surest == 0.0


def test_slots_lie_side_by_side_each_with_its_place() -> None:
    beside = Beside.of([(4,), (), (9, 4)], [(1.0,), (), (0.5, 0.4)])
    assert beside.slots.tolist() == [0, 2, 2]
    assert beside.words.tolist() == [4, 9, 4]
    assert beside.worths.tolist() == [1.0, 0.5, 0.4]


def test_other_words_lie_side_by_side_without_those_that_no_text_holds() -> None:
    sold, shop, house = Instead.of((8, -1), (0.5, 0.9)), Instead.of((3,), (0.2,)), Instead.of((5, 3), (0.3, 0.2))
    beside = Others.beside([Other(sold, 0, 1, 0.85), Other(shop, 1, 3, 0.6), Other(house, 1, 3, 0.4)])
    assert beside.words.tolist() == [3, 3, 5, 8]
    assert beside.of.tolist() == [1, 2, 2, 0]
    assert beside.weights.tolist() == [0.2, 0.2, 0.3, 0.5]
    assert beside.wholes.tolist() == [1.4, 0.2, 0.5]  # a word that no text holds weighs, too
    assert beside.worths.tolist() == [0.85, 0.6, 0.4]
    assert beside.parts == ((0, 1), (1, 3))
    assert beside.first_for.tolist() == [0, 1]


def test_nothing_beside_nothing() -> None:
    for empty in (Beside.of([], []), Beside.of([()], [()]), Others.beside([])):
        assert [len(each) for each in empty] == [0] * len(empty)
        assert np.issubdtype(empty.words.dtype, np.integer)
