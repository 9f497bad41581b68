import random
from collections import Counter

import pytest

from faq.load import starter_bank
from faq.noise import KINDS
from faq.text import folded
from tests.faq.queries import Part, typed, written

QUERIES = written()


def test_every_entry_is_asked_for_four_times_in_other_words() -> None:
    asked = Counter(query.entry for query in QUERIES if query.entry)
    assert set(asked) == {entry.id for entry in starter_bank()}
    assert set(asked.values()) == {4}
    own = {folded(text) for entry in starter_bank() for text in (entry.question, *entry.phrasings)}
    assert not own & {folded(query.text) for query in QUERIES}


def test_there_are_enough_and_none_twice() -> None:
    assert len(QUERIES) >= 1_200
    refused = Counter(query.why for query in QUERIES if query.entry is None)
    assert sum(refused.values()) >= 400
    assert set(refused) == {"other_facet", "near_topic", "other_field", "small_talk"}
    assert len({folded(query.text) or query.text for query in QUERIES}) == len(QUERIES)


def test_training_and_test_share_neither_an_entry_nor_a_text() -> None:
    everything = (*QUERIES, *typed(QUERIES, 2, seed=1))
    parts = {part: [query for query in everything if query.part is part] for part in Part}
    assert min(map(len, parts.values())) > 0.4 * len(everything)
    for key in ("entry", "base"):
        there, here = ({getattr(query, key) for query in parts[part]} - {None, ""} for part in Part)
        assert not there & here


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("bare", "Giấy phép ở đâu", "giay phep o dau"),
        ("telex", "được cấp giấy", "dduwowcj caaps giaays"),
        ("vni", "được cấp giấy", "d9u7o7c5 ca6p1 gia6y1"),
        ("chat", "không biết làm gì", "{ko|k|hok|kh|hông} {bít|bik} lm j"),
        ("abbreviated", "hỏi ủy ban nhân dân xã", "hỏi UBND xã"),
    ],
)
def test_a_kind_of_hands_types_as_it_should(kind: str, text: str, expected: str) -> None:
    typed_words = KINDS[kind](text, random.Random(1)).split()
    for word, allowed in zip(typed_words, expected.split(), strict=True):
        assert word in allowed.strip("{}").split("|")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_same_dice_give_the_same_text(kind: str) -> None:
    text = "Hộ kinh doanh bán lẻ rượu có phải xin giấy phép ở xã không?"
    once, again = (KINDS[kind](text, random.Random(7)) for _ in range(2))
    assert once == again
    assert once.strip()
