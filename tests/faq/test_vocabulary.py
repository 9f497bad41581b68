import pytest

from faq.vocabulary import Vocabulary


def vocabulary(*words: str) -> Vocabulary:
    known = Vocabulary()
    known.learn(words)
    return known


def near(word: str, *words: str, marked: bool = True) -> dict[str, float]:
    known = vocabulary(*words)
    return {known.spelling[number]: worth for number, worth in known.near(word, marked=marked).items()}


def test_a_word_keeps_its_number_and_new_ones_come_after() -> None:
    known = vocabulary("giấy", "phép")
    assert known.learn(["phép", "rượu", "phép"]) == [1, 2, 1]
    assert known.number("rượu") == 2
    assert known.number("ruou") is None
    assert known.spelling == ["giấy", "phép", "rượu"]
    assert len(known) == 3


def test_words_that_differ_in_diacritics_alone_are_one_family() -> None:
    known = vocabulary("bán", "rượu", "bàn", "ban")
    assert [known.bare[family] for family in known.family] == ["ban", "ruou", "ban", "ban"]
    assert known.has("ban")
    assert not known.has("bán")


def test_the_word_itself_is_certain() -> None:
    assert near("bán", "bán", "bàn")["bán"] == 1.0
    assert near("3", "3") == {"3": 1.0}


def test_a_word_typed_bare_may_be_any_of_its_family() -> None:
    found = near("ban", "bán", "bàn", "bản", marked=False)
    assert set(found) == {"bán", "bàn", "bản"}
    assert len(set(found.values())) == 1
    assert 0.9 < found["bán"] < 1.0


def test_a_bare_word_beside_others_with_diacritics_is_less_likely_another() -> None:
    assert near("ban", "bán", marked=True)["bán"] < near("ban", "bán", marked=False)["bán"]


def test_within_a_family_the_nearer_spelling_is_likelier() -> None:
    found = near("được", "được", "đước", "duộc", "duoc")
    assert found["được"] > found["đước"] > found["duoc"] > found["duộc"] > 0


@pytest.mark.parametrize(
    ("typed", "other"),
    [("nàm", "làm"), ("xáng", "sáng"), ("chồng", "trồng"), ("dấy", "giấy"), ("bàng", "bàn"), ("mắc", "mắt")],
)
def test_what_is_said_alike_is_near(typed: str, other: str) -> None:
    assert 0 < near(typed, other)[other] < 0.7


def test_what_is_said_alike_with_the_same_diacritics_is_nearer() -> None:
    found = near("nàm", "làm", "lắm")
    assert found["làm"] > found["lắm"] > 0


@pytest.mark.parametrize("slip", ["karaokee", "karaoe", "karoake", "karaokw", "kkaraoke"])
def test_one_slip_is_forgiven(slip: str) -> None:
    assert 0 < near(slip, "karaoke")["karaoke"] < 0.7


@pytest.mark.parametrize("slip", ["karaooee", "kraoe", "karaok", "ab"])
def test_two_slips_are_not(slip: str) -> None:
    assert near(slip, "karaokes", "bat") == {}


def test_short_words_slip_less() -> None:
    assert near("chw", "chợ")["chợ"] < near("chow", "chown")["chown"]
    assert near("xw", "xã") == {}


def test_no_slip_is_looked_for_where_the_word_is_known() -> None:
    assert set(near("doan", "doanh", "đoàn", marked=False)) == {"doanh", "đoàn"}  # the first is said alike
    assert set(near("kinh", "kinh", "binh", "linh")) == {"kinh"}


@pytest.mark.parametrize("number", ["3", "13", "139", "2025", "58"])
def test_numbers_never_slip(number: str) -> None:
    others = [
        other for other in ("2", "3", "12", "13", "138", "139", "1390", "2024", "2025", "59") if other != number
    ]
    assert near(number, *others) == {}


def test_a_word_does_not_slip_into_a_number() -> None:
    assert near("13a", "13", "139", "b13") == {}


def test_nothing_is_near_in_an_empty_vocabulary() -> None:
    known = Vocabulary()
    assert known.near("giấy", marked=True) == {}
    assert len(known) == 0


@pytest.mark.parametrize("word", ["", "a", "đ" * 500, "東京", "\ud800", "giấy\x00"])
def test_odd_words_are_only_words(word: str) -> None:
    known = vocabulary("giấy", word)
    assert known.near(word, marked=True)[1] == 1.0
