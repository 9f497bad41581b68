import pytest

from faq.lexicon import lexicon
from faq.likeness import Likeness, Side, likeness, side


def one(_word: str) -> float:
    return 1.0


def of(text: str) -> Side:
    return side(lexicon().wording(text, asked=False), lexicon(), one)


def compare(asked: str, text: str) -> Likeness:
    return likeness(of(asked), of(text), 0.5, one)


def test_a_text_is_wholly_like_itself() -> None:
    same = compare("Ai cấp Giấy phép bán lẻ rượu?", "ai cấp giấy phép bán lẻ rượu")
    assert same == (0.5, *[pytest.approx(1.0)] * 10, 0.0)


def test_strangers_are_unlike() -> None:
    other = compare("xe máy cũ", "đập thủy điện")
    assert other.asked_covered == other.text_covered == other.asked_content == other.pairs == 0.0
    assert other.ratio < 0.5


def test_each_side_covers_its_own_share() -> None:
    partly = compare("bán rượu", "bán rượu thủ công")
    assert partly.asked_covered == 1.0
    assert partly.text_covered == 0.5


def test_facets_agree_or_disagree() -> None:
    assert compare("bán rượu ai cấp", "rượu do cơ quan nào cấp").facets == 1.0
    assert compare("rượu lệ phí bao nhiêu tiền", "rượu hồ sơ gồm những gì").other_facets == 1.0
    assert compare("rượu", "rượu hồ sơ gồm những gì").other_facets == 0.0


def test_nothing_is_like_nothing() -> None:
    assert all(0.0 <= value <= 1.0 for value in compare("", "đất"))
    assert all(0.0 <= value <= 1.0 for value in compare("", ""))
