import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.spacing import is_whole, respaced
from faq.text import bare
from faq.vocabulary import Vocabulary

BANK = "giấy phép kinh doanh rượu bán lẻ hộ do anh karaoke 3 chợ hạng"


def known(words: str = BANK) -> Vocabulary:
    vocabulary = Vocabulary()
    vocabulary.learn(words.split())
    return vocabulary


def mended(text: str) -> str:
    return " ".join(respaced(tuple(text.split()), known()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giayphep", "giay phep"),
        ("giấyphép", "giấy phép"),
        ("xin giấyphép kinhdoanh", "xin giấy phép kinh doanh"),
        ("banle", "ban le"),
        ("giấyphépkinhdoanhrượu", "giấy phép kinh doanh rượu"),
        ("hátkaraoke karaokebán", "hátkaraoke karaoke bán"),
    ],
)
def test_a_missed_space_is_put_in(typed: str, meant: str) -> None:
    assert mended(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kin h doanh", "kinh doanh"),
        ("k inh doanh", "kinh doanh"),
        ("giấy ph ép", "giấy phép"),
        ("karao ke", "karaoke"),
        ("giay p hép", "giay phép"),
    ],
)
def test_a_space_too_many_is_taken_out(typed: str, meant: str) -> None:
    assert mended(typed) == meant


@pytest.mark.parametrize("text", ["giấy phép", "giay phep", "do anh", "chợ hạng 3", "doanh kinh", "bán lẻ"])
def test_words_of_the_bank_are_left_alone(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize("text", ["nghiêng", "thuyền nan", "ki nhoc", "nghieng"])
def test_a_syllable_is_left_alone_though_no_word_of_the_bank(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize("text", ["giấyphépz", "xinphép", "hogiaphep", "zkinhdoanh", "hộ3", "3hộ", "facebook"])
def test_nothing_comes_out_that_is_not_of_the_bank(text: str) -> None:
    assert mended(text) == text


def test_two_real_words_never_become_one() -> None:
    assert respaced(("ho", "a"), known("hoa")) == ("ho", "a")


def test_as_few_words_come_out_as_can_be_and_rather_those_written_so() -> None:
    assert respaced(("kinhdoanh",), known("kinh doanh do anh ki nh")) == ("kinh", "doanh")
    assert respaced(("bánhàng",), known("bán hàng bánh àng")) == ("bán", "hàng")


@pytest.mark.parametrize("words", [(), ("",), ("a",), ("z" * 30,), ("kinhdoanh" * 5,), ("東京",), ("kin",)])
def test_odd_words_are_only_words(words: tuple[str, ...]) -> None:
    assert respaced(words, known()) == words
    assert respaced(words, Vocabulary()) == words


@given(st.lists(st.sampled_from([*BANK.split(), "xin", "giayphep", "k", "inh", "kin", "h", "z", "phépkinh"])))
def test_the_letters_stay_and_mended_words_are_mended(typed: list[str]) -> None:
    vocabulary = known()
    found = respaced(typed, vocabulary)
    assert "".join(found) == "".join(typed)
    assert all(word in typed or vocabulary.has(bare(word)) for word in found)


@given(st.lists(st.sampled_from([*BANK.split(), "xin", "giayphep", "k", "inh", "kin", "h", "3", "phép-kinh", ""])))
def test_there_is_nothing_to_mend_where_all_words_are_whole(typed: list[str]) -> None:
    vocabulary = known()
    if all(is_whole(bare(word), vocabulary) for word in typed):
        assert respaced(typed, vocabulary) == tuple(typed)


@given(st.lists(st.text(st.characters(), min_size=1, max_size=12), max_size=8))
def test_no_words_raise(words: list[str]) -> None:
    assert "".join(respaced(words, known())) == "".join(words)
