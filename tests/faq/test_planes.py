from hypothesis import given, settings
from hypothesis import strategies as st

from faq.planes import Levels, mask, members, total

COUNT = 90
TEXTS = st.frozensets(st.integers(0, COUNT - 1))
WEIGHTED = st.lists(st.tuples(st.integers(0, 300), TEXTS), max_size=40)
LENGTHS = st.lists(st.floats(0.5, 60), min_size=COUNT, max_size=COUNT)


def number(planes: list[int], text: int) -> int:
    return sum((plane >> text & 1) << bit for bit, plane in enumerate(planes))


def sums(weighted: list[tuple[int, frozenset[int]]]) -> list[int]:
    return total((weight, mask(texts, COUNT)) for weight, texts in weighted)


def layers(weighted: list[tuple[int, frozenset[int]]], lengths: list[float]) -> list[list[int]]:
    return list(Levels(lengths, 1.0).layers(sums(weighted)))


@given(TEXTS)
def test_a_set_holds_what_it_was_made_of(texts: frozenset[int]) -> None:
    assert members(mask(texts, COUNT), COUNT) == (sorted(texts), 0)
    assert members(mask(texts, COUNT), 3) == (sorted(texts)[:3], mask(sorted(texts)[3:], COUNT))


@settings(deadline=None)
@given(WEIGHTED)
def test_all_are_added_up_as_one_by_one(weighted: list[tuple[int, frozenset[int]]]) -> None:
    planes = sums(weighted)
    for text in range(COUNT):
        assert number(planes, text) == sum(weight for weight, texts in weighted if text in texts)


@settings(deadline=None, max_examples=50)
@given(WEIGHTED, LENGTHS)
def test_no_text_of_a_layer_is_clearly_nearer_than_one_before_it(
    weighted: list[tuple[int, frozenset[int]]], lengths: list[float]
) -> None:
    planes = sums(weighted)
    nearness = [number(planes, text) / lengths[text] for text in range(COUNT)]
    rest = set(range(COUNT))
    for layer in layers(weighted, lengths):
        assert all(nearness[text] > 0 for text in layer)
        rest -= set(layer)
        # Two steps of seven percent, and bounds are whole numbers.
        slack = max(0.75 / lengths[text] for text in range(COUNT))
        if len(layer) < 60:
            assert max((nearness[text] for text in rest), default=0) <= 1.2 * min(nearness[t] for t in layer) + slack


@settings(deadline=None, max_examples=50)
@given(WEIGHTED, LENGTHS)
def test_layers_bring_each_text_once_and_the_first_is_not_starved(
    weighted: list[tuple[int, frozenset[int]]], lengths: list[float]
) -> None:
    brought = layers(weighted, lengths)
    flat = [text for layer in brought for text in layer]
    sharing = {text for weight, texts in weighted if weight for text in texts}
    assert len(flat) == len(set(flat))
    assert set(flat) <= sharing
    assert len(brought[0] if brought else []) >= min(8, len(sharing))


def test_nothing_is_near_to_nothing() -> None:
    assert layers([], [1.0] * COUNT) == []
    assert list(Levels([], 1.0).layers([])) == []
