from itertools import pairwise

import pytest

from faq.index import Index
from faq.lexicon import Wording, lexicon
from faq.likeness import likeness

TEXTS = (
    "Ai cấp Giấy phép bán lẻ rượu?",
    "Cụm công nghiệp nằm trên hai xã thì xã nào chủ trì?",
    "Chợ hạng 3 do ai quản lý?",
    "Thu hồi đất thì thông báo trước bao nhiêu ngày?",
)


def wording(text: str) -> Wording:
    return lexicon().wording(text, asked=False)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(map(wording, TEXTS), len(TEXTS), lexicon())


def nearest(index: Index, text: str) -> list[int]:
    question = index.look_up(wording(text))
    found = [number for layer in index.layers(question) for number in layer]
    return sorted(found, key=lambda number: -likeness(question.asked, index.text(number)).cosine)[:3]


def cosine(index: Index, text: str, number: int) -> float:
    return likeness(index.look_up(wording(text)).asked, index.text(number)).cosine


def test_a_text_is_nearest_to_itself_and_wholly_like_itself(index: Index) -> None:
    for number, text in enumerate(TEXTS):
        assert nearest(index, text)[0] == number
        assert cosine(index, text, number) == pytest.approx(1.0)


@pytest.mark.parametrize("text", ["cum cong nghiep", "cumcongnghiep nam tren 2 xa", "cụm côngnghịep ở 2 xã"])
def test_slips_and_missing_spaces_are_forgiven(index: Index, text: str) -> None:
    assert nearest(index, text)[0] == 1


def test_what_shares_nothing_is_not_near(index: Index) -> None:
    assert nearest(index, "zzz") == []
    assert nearest(index, "") == []
    assert cosine(index, "zzz", 0) == 0.0


def test_rare_words_weigh_more(index: Index) -> None:
    assert index.word_weight("ruou") > index.word_weight("ai")
    assert index.word_weight("karaoke") >= index.word_weight("ruou")


def test_an_empty_index_finds_nothing() -> None:
    empty = Index((), 0, lexicon())
    assert nearest(empty, "Ai cấp Giấy phép?") == []


def test_a_text_is_put_together_as_it_was_taken_apart(index: Index) -> None:
    for number, text in enumerate(TEXTS):
        taken, put = wording(text), index.text(number)
        assert put.accented == " ".join(taken.accented)
        assert put.folded == " ".join(taken.folded)
        assert put.facets == taken.facets
        assert put.weight == pytest.approx(sum(map(index.word_weight, set(taken.folded))))
        assert put.content_weight == pytest.approx(sum(map(index.word_weight, lexicon().content(taken))))
        assert put.distinct_pairs == len(set(pairwise(taken.folded)))


def test_a_word_of_two_spellings_is_found_by_both() -> None:
    two = Index(map(wording, ("bán rượu", "bàn rượu", "bán chè")), 3, lexicon())
    assert nearest(two, "bán rượu")[0] == 0
    assert nearest(two, "bàn rượu")[0] == 1
    assert set(nearest(two, "ban ruou")[:2]) == {0, 1}


def test_more_texts_than_two_bytes_count_are_kept_apart() -> None:
    many = Index((wording(f"mục {number}") for number in range(70_000)), 70_000, lexicon())
    assert nearest(many, "mục 69999")[0] == 69_999
    assert many.text(69_999).folded == "muc 69999"
