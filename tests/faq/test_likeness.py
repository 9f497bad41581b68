import pytest

from faq.index import Index
from faq.lexicon import lexicon
from faq.likeness import Likeness, likeness

# Every word and pair that is asked about below stands in one text: all of one kind weigh alike.
ELSEWHERE = "xe máy cũ"


def compare(asked: str, text: str) -> Likeness:
    known = lexicon()
    index = Index((known.wording(one, asked=False) for one in (text, ELSEWHERE)), 2, known)
    return likeness(index.look_up(known.wording(asked, asked=False)).asked, index.text(0))


def test_a_text_is_wholly_like_itself() -> None:
    same = compare("Ai cấp Giấy phép bán lẻ rượu?", "ai cấp giấy phép bán lẻ rượu")
    assert same == (*[pytest.approx(1.0)] * 11, 0.0)


def test_strangers_are_unlike() -> None:
    other = compare("xe máy cũ", "đập thủy điện")
    assert other.asked_covered == other.text_covered == other.asked_content == other.pairs == 0.0
    assert other.ratio < 0.5


def test_each_side_covers_its_own_share() -> None:
    partly = compare("bán rượu", "bán rượu thủ công")
    assert partly.asked_covered == pytest.approx(1.0)
    assert partly.text_covered == pytest.approx(0.5)


def test_facets_agree_or_disagree() -> None:
    assert compare("bán rượu ai cấp", "rượu do cơ quan nào cấp").facets == 1.0
    assert compare("rượu lệ phí bao nhiêu tiền", "rượu hồ sơ gồm những gì").other_facets == 1.0
    assert compare("rượu", "rượu hồ sơ gồm những gì").other_facets == 0.0


def test_nothing_is_like_nothing() -> None:
    assert all(0.0 <= value <= 1.0 for value in compare("", "đất"))
    assert all(0.0 <= value <= 1.0 for value in compare("", ""))
