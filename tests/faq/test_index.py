from collections.abc import Collection
from math import log

import numpy as np
import pytest

from faq.index import Block, Index
from faq.lexicon import Wording, lexicon
from faq.likeness import compare

TEXTS = (
    "Ai cấp Giấy phép bán lẻ rượu?",
    "Cụm công nghiệp nằm trên hai xã thì xã nào chủ trì?",
    "Chợ hạng 3 do ai quản lý?",
    "Thu hồi đất thì thông báo trước bao nhiêu ngày?",
)
MORE = ("Rượu thủ công", "Đập thủy điện", "Chợ đêm bán rượu", "Karaoke mở đến mấy giờ?")
ASKED = (*TEXTS, *MORE, "ruou", "bán rượu ở chợ", "cum congnghiep 2 xã", "karaokee", "đất")


def wording(text: str) -> Wording:
    return lexicon().wording(text)


def built(*texts: str) -> Index:
    return Index.of(enumerate(map(wording, texts)), lexicon())


def block(index: Index, text: str, most: int = 40, apart_from: Collection[str] = ()) -> Block:
    return index.candidates(index.question(wording(text)), most, apart_from)


def nearest(index: Index, text: str, most: int = 40) -> list[int]:
    return list(map(int, block(index, text, most).owners))


def seen(index: Index, text: str) -> tuple[object, ...]:
    """What is found for a text and how alike it is, in an order that does not tell how the index was built."""
    question = index.question(wording(text))
    found = index.candidates(question, 40)
    features = compare(question, found, lexicon()).features.round(6).tolist()
    rows = sorted(zip(found.owners.tolist(), found.accented, found.folded, features, strict=True))
    return question.content, question.strange, [round(slot.weight, 6) for slot in question.slots], rows


@pytest.fixture(scope="module")
def index() -> Index:
    return built(*TEXTS)


def test_a_text_is_nearest_to_itself(index: Index) -> None:
    for number, text in enumerate(TEXTS):
        assert nearest(index, text)[0] == number


@pytest.mark.parametrize("text", ["cum cong nghiep", "cumcongnghiep nam tren 2 xa", "cụm côngnghịep ở 2 xã"])
def test_slips_and_missing_spaces_are_forgiven(index: Index, text: str) -> None:
    assert nearest(index, text)[0] == 1


@pytest.mark.parametrize("text", ["zzz", "", "?!", "😀", "z" * 2_000])
def test_what_shares_nothing_is_not_near(index: Index, text: str) -> None:
    assert nearest(index, text) == []


def test_an_empty_index_finds_nothing() -> None:
    empty = Index.of((), lexicon())
    assert len(empty) == 0
    assert nearest(empty, "Ai cấp Giấy phép?") == []
    assert len(empty.with_texts(())) == 0


def test_texts_without_words_are_texts_that_nobody_finds() -> None:
    index = built("", "?", "rượu")
    assert len(index) == 3
    assert nearest(index, "rượu ?") == [2]


def test_rare_words_weigh_more() -> None:
    index = built("bán rượu", "bán chợ", "bán đất")
    common, rare = (slot.weight for slot in index.question(wording("bán rượu")).slots)
    assert rare == 1.0
    assert common == pytest.approx(1 / (1 + 0.4 * log(3)))


def test_words_that_say_nothing_weigh_less_and_are_no_content() -> None:
    question = built("ạ rượu").question(wording("rượu ạ"))
    said, empty = question.slots
    assert empty.weight < said.weight
    assert (question.content, question.strange) == (1, 0)


def test_words_that_the_bank_does_not_know_are_counted(index: Index) -> None:
    question = index.question(wording("bán rượu karaoke trực tuyến"))
    assert (question.content, question.strange) == (5, 3)
    assert all(0 < slot.weight <= 1 for slot in question.slots)


def test_a_block_holds_the_texts_word_by_word(index: Index) -> None:
    found = block(index, "rượu")
    taken = wording(TEXTS[0])
    assert found.owners.tolist() == [0]
    assert found.accented == [" ".join(taken.accented)]
    assert found.folded == [" ".join(taken.folded)]
    assert found.facets.tolist() == [lexicon().facet_bits(taken.facets)]
    assert found.lengths.tolist() == [len(taken.accented)]
    assert found.words.shape == (1, len(taken.accented))


def test_shorter_texts_of_a_block_end_in_a_word_that_weighs_nothing() -> None:
    found = block(built("rượu", "rượu bán lẻ ở chợ"), "rượu")
    assert found.words.shape == (2, 5)
    end = len(found.known)
    assert (found.words == end).sum() == 4
    assert found.weights[end] == found.plain[end] == 0.0


def test_a_word_of_two_spellings_is_found_by_both() -> None:
    two = built("bán rượu", "bàn rượu", "bán chè")
    assert nearest(two, "bán rượu")[0] == 0
    assert nearest(two, "bàn rượu")[0] == 1
    assert set(nearest(two, "ban ruou")[:2]) == {0, 1}


def test_other_words_for_the_same_are_candidates() -> None:
    index = built("giấy chứng nhận quyền sử dụng đất", "chợ hạng 3")
    assert nearest(index, "sổ đỏ") == [0]


def test_at_most_so_many_come_and_the_nearest_of_them() -> None:
    index = built(*(f"rượu số{number}" for number in range(30)), "rượu")
    assert len(nearest(index, "rượu", most=7)) == 7
    assert nearest(index, "rượu", most=7)[0] == 30
    assert nearest(index, "rượu", most=1) == [30]


def test_a_wording_can_be_passed_over() -> None:
    index = built("bán rượu", "bán rượu lẻ", "Bán RƯỢU!")
    assert block(index, "bán rượu", apart_from={"bán rượu"}).owners.tolist() == [1]
    assert block(index, "bán rượu", apart_from={"không có"}).owners.tolist() == nearest(index, "bán rượu")


def test_no_more_come_than_asked_for_whatever_is_passed_over() -> None:
    index = built("bán rượu", "bán rượu lẻ", "mở chợ đêm")
    assert block(index, "bán rượu", most=1, apart_from={"bán rượu"}).owners.tolist() == [1]
    assert len(block(index, "bán rượu", most=1, apart_from={"không có"}).owners) == 1


# --- put in and taken out ------------------------------------------------------------------------------------------


def test_a_text_put_in_is_found_and_the_old_index_answers_as_before() -> None:
    old = built(*TEXTS)
    before = [seen(old, text) for text in ASKED]
    new = old.with_texts((len(TEXTS) + at, wording(text)) for at, text in enumerate(MORE))
    assert (len(old), len(new)) == (4, 8)
    assert nearest(new, MORE[3])[0] == 7
    assert [seen(old, text) for text in ASKED] == before


@pytest.mark.parametrize("asked", ["kinh doan", "giayphep", "kin h doanh", "nghiep", "cong an xa"])
def test_words_that_came_later_change_nothing_for_an_older_index(asked: str) -> None:
    """Not even one that was never asked this before: what it remembers is not what makes it so."""
    texts = ("kinh doanh rượu", "giấy phép", "cụm công nghiệp")
    older, alone = built(*texts), built(*texts)
    older.with_texts([(9, wording("doan giay phepa kin h giayphep nghiệt anx công"))])
    assert seen(older, asked) == seen(alone, asked)


def test_words_that_no_text_holds_hide_no_slip() -> None:
    """Words of answers are known to the vocabulary, too."""
    index, alone = built("kinh doanh rượu"), built("kinh doanh rượu")
    index.vocabulary.learn(["doan", "kinhdoanh"])
    assert seen(index, "kinh doan") == seen(alone, "kinh doan")
    assert seen(index, "kinhdoanh") == seen(alone, "kinhdoanh")


def test_a_text_taken_out_is_not_found_and_the_old_index_answers_as_before() -> None:
    old = built(*TEXTS, *MORE)
    before = [seen(old, text) for text in ASKED]
    new = old.without(0)
    assert (len(old), len(new)) == (8, 7)
    assert nearest(new, TEXTS[0])[:1] != [0]
    assert 0 not in nearest(new, "ruou")
    assert [seen(old, text) for text in ASKED] == before


def test_all_texts_of_an_owner_are_taken_out_and_can_be_put_in_again() -> None:
    index = Index.of([(1, wording("bán rượu")), (2, wording("bán chè")), (1, wording("uống rượu"))], lexicon())
    without = index.without(1)
    assert (len(without), nearest(without, "rượu")) == (1, [])
    again = without.with_texts([(1, wording("rượu nếp"))])
    assert nearest(again, "rượu") == [1]
    assert block(again, "rượu").accented == ["rượu nếp"]


def test_to_take_out_what_is_not_there_changes_nothing(index: Index) -> None:
    assert [seen(index.without(99), text) for text in ASKED] == [seen(index, text) for text in ASKED]
    assert len(index.without(99)) == len(index.without(1).without(1)) + 1


def test_what_is_taken_out_leaves_no_trace() -> None:
    alone = built(*TEXTS)
    index = Index.of(enumerate(map(wording, (*TEXTS, *MORE))), lexicon())
    for owner in range(len(TEXTS), len(TEXTS) + len(MORE)):
        index = index.without(owner)
    assert [seen(index, text) for text in ASKED] == [seen(alone, text) for text in ASKED]


def test_it_is_the_same_whether_built_at_once_or_text_by_text() -> None:
    texts = (*TEXTS, *MORE) * 3
    step_by_step = Index.of((), lexicon())
    for number, text in enumerate(texts):
        step_by_step = step_by_step.with_texts([(number, wording(text))])
    assert [seen(step_by_step, text) for text in ASKED] == [seen(built(*texts), text) for text in ASKED]


def test_many_small_steps_become_few_segments_and_nothing_is_lost() -> None:
    index = Index.of((), lexicon())
    for number in range(1_500):
        index = index.with_texts([(number, wording(f"mục số{number}"))])
        if number % 3 == 0:
            index = index.without(number)
    assert len(index) == 1_000
    assert len(index._segments) <= 8
    assert [nearest(index, f"số{number}") for number in (1, 700, 1_499)] == [[1], [700], [1_499]]
    assert [nearest(index, f"số{number}") for number in (0, 699, 1_497)] == [[], [], []]


def test_more_texts_than_two_bytes_count_are_kept_apart() -> None:
    many = Index.of(((number, wording(f"mục {number}")) for number in range(70_000)), lexicon())
    found = block(many, "mục 69999")
    assert found.owners[0] == 69_999
    assert found.folded[0] == "muc 69999"
    assert np.unique(found.owners).size == len(found.owners)


@pytest.mark.parametrize("largest", [1, 2, 3, 7])
def test_many_texts_lie_in_several_segments_and_are_found_as_in_one(
    monkeypatch: pytest.MonkeyPatch, largest: int
) -> None:
    whole = built(*TEXTS, *MORE)
    monkeypatch.setattr("faq.index._LARGEST", largest)
    monkeypatch.setattr("faq.counts._AT_ONCE", 2)
    parted = built(*TEXTS, *MORE)
    assert max(map(len, parted._segments)) <= largest
    assert len(parted) == len(whole)
    for text in ASKED:
        assert seen(parted, text) == seen(whole, text)


def test_a_segment_never_grows_beyond_the_largest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faq.index._LARGEST", 5)
    monkeypatch.setattr("faq.index._MERGED_FROM", 1)
    index = built(*TEXTS)
    for number, text in enumerate(MORE * 3):
        index = index.with_texts([(100 + number, wording(text))])
    assert max(map(len, index._segments)) <= 5
    assert len(index) == len(TEXTS) + 3 * len(MORE)


def test_a_word_of_too_many_texts_adds_to_those_that_hold_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    index = built("chợ đêm", "rượu nếp", "rượu cần", "rượu chợ", "rượu", "rượu vang")
    everything = nearest(index, "rượu chợ")
    assert everything[0] == 3
    assert len(everything) == 6
    monkeypatch.setattr("faq.index._MOST_POSTINGS", 3)
    assert nearest(index, "rượu chợ") == [3, 0]
    assert len(nearest(index, "rượu")) == 5


def test_of_too_many_texts_those_of_what_was_likely_meant_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not those of rarer words that it was hardly meant to be."""
    index = built("giấy phép", "giấy tờ", "giấy báo", "giậy", "giẩy", "giầy", "phẹp", "phét")
    monkeypatch.setattr("faq.index._MOST_POSTINGS", 3)
    assert nearest(index, "giấy phép")[0] == 0
