import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.text import MAX_CHARS, UNCUT_CHARS, accented, bare, folded, has_marks, split, words

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặềếểễệìíỉĩịờớởỡợùúủũụỳýỷỹỵ .,?-", max_size=80)


def test_two_views_of_one_text() -> None:
    assert accented("  Đường   Thuỷ LỢI?! ") == "đường thủy lợi"
    assert folded("  Đường   Thuỷ LỢI?! ") == "duong thuy loi"
    assert words("UBND xã: p.Đông-Tiến") == ("ubnd", "xã", "p", "đông", "tiến")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà giải", "hòa giải"),
        ("thuỷ sản", "thủy sản"),
        ("uỷ ban", "ủy ban"),
        ("hòan thành", "hoàn thành"),
        ("quí", "quý"),
        ("qúy", "quý"),
        ("lí do, kĩ thuật", "lý do kỹ thuật"),
        ("gìa", "già"),
        ("loè", "lòe"),
        ("khủyu", "khuỷu"),
    ],
)
def test_tone_marks_stand_in_one_place(one: str, other: str) -> None:
    assert accented(one) == accented(other)


@given(
    st.lists(
        st.text(max_size=12) | VIETNAMESE | st.sampled_from(["ßßß", "ΐ\u0301", "İ", "\u0301a", "_", "a_b", "\ud800"])
    )
)
def test_a_short_text_is_split_as_a_long_one_is(parts: list[str]) -> None:
    short = "\u2003".join(parts)[:UNCUT_CHARS]
    assert words(short) == split(short)


@pytest.mark.parametrize("letter", ["x", "ﬃ", "ΐ", "İ", "x ", "- "])
@pytest.mark.parametrize("length", [UNCUT_CHARS - 1, UNCUT_CHARS, UNCUT_CHARS + 1])
def test_nothing_is_cut_of_a_text_that_is_read_in_pieces(letter: str, length: int) -> None:
    text = (letter * length)[:length]
    assert words(text) == split(text)
    assert len(" ".join(words(text))) <= MAX_CHARS


def test_words_that_differ_stay_apart() -> None:
    for one, other in (("hoa", "hòa"), ("của", "cua"), ("thuế", "thuê"), ("tài", "tái"), ("gì", "già")):
        assert accented(one) != accented(other)


def test_the_folded_word_keeps_its_length() -> None:
    for word in words("Nghị định về phân định thẩm quyền của chính quyền địa phương 2 cấp, đặc khu"):
        assert len(bare(word)) == len(word)
        assert bare(word).isascii()


def test_marks_tell_that_diacritics_are_meant() -> None:
    assert has_marks("xã Thanh An")
    assert has_marks("đat")
    assert not has_marks("xa thanh an 2")


def test_what_is_compared_is_bounded() -> None:
    assert len(accented("đất " * 400_000)) <= MAX_CHARS
    assert len(accented("đ" * 1_000_000)) == MAX_CHARS


def test_the_bound_is_the_same_for_composed_and_decomposed_letters() -> None:
    text = "Chủ tịch UBND cấp xã có thẩm quyền gì? " * 200
    assert accented(unicodedata.normalize("NFD", text)) == accented(text)


@given(VIETNAMESE)
def test_form_case_and_spacing_do_not_matter(text: str) -> None:
    expected = words(text)
    for form in ("NFC", "NFD"):
        assert words(unicodedata.normalize(form, text)) == expected
    assert words(text.upper()) == expected
    assert words("  " + text.replace(" ", "  \t") + "\n") == expected


@given(VIETNAMESE)
def test_a_view_is_its_own_view(text: str) -> None:
    assert accented(accented(text)) == accented(text)
    assert folded(accented(text)) == folded(text) == folded(folded(text))


@given(st.text(st.characters(), max_size=300))
def test_no_text_raises(text: str) -> None:
    assert len(folded(text)) <= 2 * MAX_CHARS
    assert isinstance(has_marks(text), bool)


@pytest.mark.parametrize(
    "text", ["", "\x00", "\ud800", "😀👍🏽", "\u202exã", "İSTANBUL", "ﷺ" * 3000, "a\u0301" * 9000]
)
def test_odd_texts_are_only_text(text: str) -> None:
    assert len(accented(text)) <= MAX_CHARS
    assert "\x00" not in folded(text)
