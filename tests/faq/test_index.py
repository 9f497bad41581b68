import pytest

from faq.index import Index
from faq.lexicon import Wording, lexicon

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
    return Index(map(wording, TEXTS))


def nearest(index: Index, text: str) -> list[int]:
    return index.nearest(index.look_up(wording(text)), 3)


def test_a_text_is_nearest_to_itself_and_wholly_like_itself(index: Index) -> None:
    for number, text in enumerate(TEXTS):
        assert nearest(index, text)[0] == number
        assert index.likeness(index.look_up(wording(text)), number) == pytest.approx(1.0)


@pytest.mark.parametrize("text", ["cum cong nghiep", "cumcongnghiep nam tren 2 xa", "cụm côngnghịep ở 2 xã"])
def test_slips_and_missing_spaces_are_forgiven(index: Index, text: str) -> None:
    assert nearest(index, text)[0] == 1


def test_what_shares_nothing_is_not_near(index: Index) -> None:
    assert nearest(index, "zzz") == []
    assert nearest(index, "") == []
    assert index.likeness(index.look_up(wording("zzz")), 0) == 0.0


def test_rare_words_weigh_more(index: Index) -> None:
    assert index.word_weight("ruou") > index.word_weight("ai")
    assert index.word_weight("karaoke") >= index.word_weight("ruou")


def test_an_empty_index_finds_nothing() -> None:
    empty = Index(())
    assert nearest(empty, "Ai cấp Giấy phép?") == []
