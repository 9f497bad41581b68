import numpy as np

from faq.question import Beside, Meanings, Other, Slot


def test_meanings_worth_too_little_are_left_out() -> None:
    assert Meanings.of({7: 0.9, 3: 0.5}, least=0.8).words.tolist() == [7]
    assert Meanings.of({7: 0.9, 3: 0.5}).worths.tolist() == [0.9, 0.5]


def test_a_slot_keeps_for_answers_what_was_written_so() -> None:
    slot = Slot.of({1: 1.0, 2: 0.6}, 0.7, {1: 1.0, 2: 0.6, 5: 0.97})
    assert slot.meant.words.tolist() == [1, 2]
    assert slot.written.words.tolist() == [1, 5]
    assert slot.surest == 1.0
    assert Slot.of({}, 0.9, {}).surest == 0.0


def test_slots_lie_side_by_side_each_with_its_place() -> None:
    beside = Beside.slots([Meanings.of({4: 1.0}), Meanings.of({}), Meanings.of({9: 0.5, 4: 0.4})])
    assert beside.rows.tolist() == [0, 2, 2]
    assert beside.words.tolist() == [4, 9, 4]
    assert beside.worths.tolist() == [1.0, 0.5, 0.4]


def test_other_words_that_no_text_holds_are_left_out() -> None:
    beside = Beside.others([Other((3, -1), (0.5, 0.9), 0, 1, 0.85), Other((8,), (0.2,), 1, 3, 0.6)])
    assert beside.rows.tolist() == [0, 1]
    assert beside.words.tolist() == [3, 8]
    assert beside.worths.tolist() == [0.5, 0.2]


def test_nothing_beside_nothing() -> None:
    for empty in (Beside.slots([]), Beside.slots([Meanings.of({})]), Beside.others([])):
        assert [len(each) for each in empty] == [0, 0, 0]
        assert np.issubdtype(empty.words.dtype, np.integer)
