import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.load import starter_bank
from faq.noise import KINDS
from faq.syllable import is_bare_syllable, is_syllable, meant, sound
from faq.text import bare, words


@pytest.mark.parametrize("word", ["khong", "không", "được", "gì", "gìn", "quyền", "nghiêng", "giếng", "ổ", "yêu"])
def test_a_syllable_is_an_onset_and_a_rime(word: str) -> None:
    assert is_syllable(word)
    assert is_bare_syllable(bare(word))


@pytest.mark.parametrize("word", ["kho6ng", "facebook", "wifi", "b52", "2025", "bx", "ngà3", "xã hội", "ng", ""])
def test_what_has_other_parts_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)
    assert not is_bare_syllable(word)


def test_a_bare_syllable_needs_no_diacritics() -> None:
    assert is_bare_syllable("duoc")
    assert not is_syllable("duoc")
    assert not is_bare_syllable("được")


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("dduwowcj", "được"),
        ("nghieejp", "nghiệp"),
        ("tieesng", "tiếng"),
        ("tieengs", "tiếng"),
        ("quyeenf", "quyền"),
        ("ddoongf", "đồng"),
        ("ddaats", "đất"),
        ("daatsd", "đất"),
        ("nuwowcs", "nước"),
        ("ruouwj", "rượu"),
        ("chuaw", "chưa"),
        ("khoong", "không"),
        ("tuaanf", "tuần"),
        ("thuyr", "thủy"),
        ("hoaf", "hòa"),
        ("wr", "ử"),
    ],
)
def test_keys_of_telex_are_undone(keys: str, word: str) -> None:
    assert meant(keys) == word


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("d9uo75c", "được"),
        ("d9u7o7c5", "được"),
        ("tie61ng", "tiếng"),
        ("tieng61", "tiếng"),
        ("nghie65p", "nghiệp"),
        ("d9a6t1", "đất"),
        ("kho6ng", "không"),
        ("na8m", "năm"),
        ("gia6y1", "giấy"),
        ("thue61", "thuế"),
        ("tua6n2", "tuần"),
        ("ruou75", "rượu"),
        ("ru7o7u5", "rượu"),
    ],
)
def test_keys_of_vni_are_undone(keys: str, word: str) -> None:
    assert meant(keys) == word


@pytest.mark.parametrize(
    ("typed", "word"), [("giấấy", "giấy"), ("giấyyy", "giấy"), ("hồồ", "hồ"), ("xinn", "xin"), ("đđất", "đất")]
)
def test_keys_that_stuck_are_released(typed: str, word: str) -> None:
    assert meant(typed) == word


@pytest.mark.parametrize(
    "word",
    [
        *("wifi", "website", "facebook", "internet", "address", "excel", "online", "process", "zalo"),
        *("2025", "139", "b52", "kt3", "nd139", "covid19", "5g", "1a", "2cap"),
        *("pleiku", "krông", "đắk", "đăk", "ubnd", "hđnd", "qlđđ", "jrai"),
        *("9", "z", "ß", "я", "東京", "a" * 500),
    ],
)
def test_what_makes_no_syllable_stays(word: str) -> None:
    assert meant(word) == word


@pytest.mark.parametrize(
    "word", ["nguyen", "phuong", "hoa", "loan", "an", "sao", "xa", "quy", "thuong", "duong", "yen"]
)
def test_a_bare_syllable_is_no_keys(word: str) -> None:
    assert meant(word) == word


@pytest.mark.parametrize("number", ["ii", "iii", "vii", "viii", "xii", "xiii"])
def test_a_roman_number_is_no_stuck_key(number: str) -> None:
    assert meant(number) == number


@pytest.mark.parametrize("word", ["cap2", "cap3", "lop4", "thop2", "hetr", "hocf", "sachx"])
def test_no_tone_is_put_on_a_syllable_that_cannot_bear_it(word: str) -> None:
    """What ends in c, ch, p or t rises or is heavy: "cap2" is cấp 2."""
    assert meant(word) == word


@pytest.mark.parametrize("kind", ["telex", "vni"])
def test_every_word_of_the_bank_comes_back_from_its_keys(kind: str) -> None:
    texts = (text for entry in starter_bank() for text in (entry.question, *entry.phrasings))
    told = sorted({word for text in texts for word in words(text) if is_syllable(word)})
    assert len(told) > 500
    wrong = {word: typed for word in told if meant(typed := KINDS[kind](word, random.Random(1))) != word}
    assert wrong == {}


@given(st.text(st.characters(), max_size=40))
def test_no_word_raises(word: str) -> None:
    for each in (word, *words(word)):
        assert meant(each) == meant(each)
        sound(bare(each))
        is_syllable(each)


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậ0123456789fjwz", min_size=1, max_size=10))
def test_what_was_meant_is_meant(word: str) -> None:
    assert meant(meant(word)) == meant(word)


@pytest.mark.parametrize(
    "alike",
    [
        ("lam", "nam"),
        ("sang", "xang", "san"),
        ("trong", "chong"),
        ("da", "gia", "ra", "va"),
        ("can", "cang"),
        ("mat", "mac"),
        ("thanh", "than"),
        ("ich", "it"),
        ("ky", "ki"),
        ("ghe", "ge"),
        ("nghi", "ngi"),
    ],
)
def test_what_is_said_alike_somewhere_has_one_sound(alike: tuple[str, ...]) -> None:
    assert len(set(map(sound, alike))) == 1


def test_what_is_said_otherwise_everywhere_has_sounds_of_its_own() -> None:
    for one, other in combinations(
        ("ma", "ba", "na", "sa", "cha", "da", "ca", "ga", "nga", "ta", "tha", "ha", "kha"), 2
    ):
        assert sound(one) != sound(other)
    assert sound("quoc") != sound("cuoc")
