import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.index import Index
from faq.lexicon import lexicon
from faq.likeness import NAMES, compare
from faq.load import starter_bank

UNBOUNDED = {"asked_missed", "text_missed"}
MOST = {"cosine": 1.5, "short": 2**0.5}
SLACK = 1e-9
"""Differences of sums may miss 0 by their last digits."""

Likeness = dict[str, float]


def index_of(*texts: str) -> Index:
    known = lexicon()
    return Index.of(enumerate(map(known.wording, texts)), known)


STARTER = index_of(*(text for entry in starter_bank() for text in (entry.question, *entry.phrasings)))


def likenesses(index: Index, asked: str) -> tuple[list[Likeness], list[int]]:
    question = index.question(lexicon().wording(asked))
    block = index.candidates(question, 40)
    compared = compare(question, block, lexicon())
    assert compared.features.shape == (len(block.owners), len(NAMES))
    assert compared.covered.shape == (len(question.slots), len(block.owners))
    rows = [dict(zip(NAMES, row, strict=True)) for row in compared.features.tolist()]
    order = np.argsort(block.owners, kind="stable").tolist()
    return [rows[at] for at in order], [int(compared.same[at]) for at in order]


def like(asked: str, text: str) -> Likeness:
    rows, _ = likenesses(index_of(text), asked)
    return rows[0]


def check_range(row: Likeness) -> None:
    assert all(map(np.isfinite, row.values()))
    assert all(value >= -SLACK for value in row.values())
    assert all(value <= MOST.get(name, 1.0) + SLACK for name, value in row.items() if name not in UNBOUNDED)


def test_a_text_is_wholly_like_itself() -> None:
    row = like("Ai cấp Giấy phép bán lẻ rượu?", "ai cấp giấy phép bán lẻ rượu")
    whole = {"asked", "asked_directly", "text", "text_directly", "asked_pairs", "text_pairs", "exactly", "lengths"}
    ratios = {"set_folded", "sort_folded", "ratio_accented", "aspects_shared"}
    assert {name: row[name] for name in whole | ratios} == dict.fromkeys(whole | ratios, pytest.approx(1.0))
    missed = {name for name in NAMES if "missed" in name or "missing" in name or "odds" in name or "added" in name}
    assert all(row[name] == pytest.approx(0.0) for name in missed | {"strange", "by_other_words"})


def test_what_is_worded_just_so_is_told_from_what_differs_in_diacritics_and_from_the_rest() -> None:
    _, same = likenesses(index_of("Bán rượu!", "bàn rượu", "ban ruou", "bán rượu lẻ"), "bán  RƯỢU")
    assert same == [2, 1, 1, 0]


def test_each_side_covers_its_own_share() -> None:
    row = like("bán rượu", "bán rượu thủ công")
    assert row["asked"] == pytest.approx(1.0)
    assert 0.5 < row["text"] < 1.0
    assert row["lengths"] == 0.5
    assert row["asked_missed"] == 0.0
    assert row["text_missed"] == pytest.approx(0.6 + 0.6 / 4)  # công, and thủ, which may be an empty word


def test_the_order_of_words_counts() -> None:
    straight, mixed = (
        like("chợ đêm bán rượu", "chợ đêm bán rượu nếp"),
        like("chợ đêm bán rượu", "rượu bán đêm chợ nếp"),
    )
    assert straight["asked"] == mixed["asked"]
    assert straight["asked_pairs"] > mixed["asked_pairs"]
    assert straight["text_pairs"] > mixed["text_pairs"]


def test_other_spellings_are_alike_but_not_exactly() -> None:
    exact, other_tone, slip = (like(f"{word} đêm", "karaoke chợ đêm") for word in ("chợ", "chơ", "karaokee"))
    assert exact["asked"] == exact["exactly"] == 1.0
    for row in (other_tone, slip):
        assert 0.5 < row["asked"] == row["asked_directly"] < 1.0
        assert row["exactly"] < row["asked"]


def test_what_stands_beside_a_text_does_not_change_how_alike_it_is() -> None:
    known, index = lexicon(), index_of("bán rượu", "ở chợ đêm thì bán rượu đến mấy giờ")
    question = index.question(known.wording("bán rượu"))
    alone, beside = (compare(question, index.candidates(question, most), known).features[0] for most in (1, 2))
    assert dict(zip(NAMES, alone, strict=True)) == pytest.approx(dict(zip(NAMES, beside, strict=True)))


def test_a_strange_word_is_counted() -> None:
    rows, _ = likenesses(index_of("bán rượu"), "bán rượu karaoke")
    assert rows[0]["strange"] == pytest.approx(0.2)
    assert rows[0]["asked_heaviest_missed"] == pytest.approx(0.9)


def test_aspects_agree_or_disagree() -> None:
    agree = like("bán rượu ai cấp", "rượu do cơ quan nào cấp")
    assert (agree["aspects_shared"], agree["aspects_at_odds"]) == (1.0, 0.0)
    odds = like("rượu lệ phí bao nhiêu tiền", "rượu hồ sơ gồm những gì")
    assert (odds["aspects_shared"], odds["aspects_at_odds"]) == (0.0, 1.0)
    assert (odds["aspects_missing"], odds["aspects_added"]) == (1.0, 1.0)
    one_sided = like("rượu", "rượu hồ sơ gồm những gì")
    assert (one_sided["aspects_at_odds"], one_sided["aspects_added"]) == (0.0, 1.0)


def test_a_first_licence_and_a_lost_one_are_at_odds() -> None:
    odds = like("cấp giấy phép lần đầu", "cấp lại giấy phép bị mất")
    assert (odds["acts_shared"], odds["acts_at_odds"]) == (0.0, 1.0)
    assert (odds["acts_missing"], odds["acts_added"]) == (1.0, 1.0)
    agree = like("giấy phép bị rách", "xin cấp lại giấy phép")
    assert (agree["acts_shared"], agree["acts_at_odds"]) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("asked", "text", "at_odds"),
    [
        ("nghị định 139", "nghị định 58", 1.0),
        ("nghị định 139", "nghị định 139 và 58", 0.0),
        ("chợ hạng 3", "chợ hạng 1, hạng 2", 1.0),
        ("chợ hạng 3", "chợ đêm", 0.0),
        ("chợ đêm", "chợ hạng 3", 0.0),
    ],
)
def test_numbers_are_at_odds_where_both_name_some_and_none_is_the_same(asked: str, text: str, at_odds: float) -> None:
    assert like(asked, text)["numbers_at_odds"] == at_odds


@pytest.mark.parametrize("asked", ["sổ đỏ", "so do", "bìa đỏ"])
def test_other_words_for_the_same_are_covered_but_not_directly(asked: str) -> None:
    rows, _ = likenesses(index_of("giấy chứng nhận quyền sử dụng đất"), asked)
    row = rows[0]
    assert row["asked"] > 0.7
    assert row["text"] > 0.7
    assert row["asked_directly"] < 0.2
    assert row["by_other_words"] == pytest.approx(row["asked"] - row["asked_directly"])


def test_half_of_a_term_is_not_the_term() -> None:
    whole, half = (
        likenesses(index_of(text, "giấy chứng nhận quyền sử dụng đất"), "sổ đỏ")[0][0]["asked"]
        for text in ("giấy chứng nhận quyền sử dụng đất", "quyền sử dụng điện")
    )
    assert half < whole / 2


def test_one_word_has_no_neighbours() -> None:
    row = like("rượu", "bán rượu")
    assert (row["asked_pairs"], row["text_pairs"]) == (0.0, 0.0)


@pytest.mark.parametrize("asked", ["", "?", "😀", "\x00", "zzz", "x" * 2_000])
def test_what_shares_nothing_is_compared_with_nothing(asked: str) -> None:
    assert likenesses(STARTER, asked) == ([], [])


@pytest.mark.parametrize(
    "asked",
    [
        *("a", "ạ", "đất", "😀 giấy phép 😀", "1 2 3", "nghị định 139 58 2025", "giayphep", "sổ đỏ " * 20),
        *("đất " * 400, "giấy phép kinh doanh rượu " * 100, " ".join(f"w{at} đất" for at in range(200))),
        *(starter_bank()[0].question, " ".join(entry.question for entry in starter_bank()[:20])),
    ],
)
def test_all_likenesses_are_finite_and_in_range(asked: str) -> None:
    rows, _ = likenesses(STARTER, asked)
    assert rows
    for row in rows:
        check_range(row)


@given(
    st.lists(st.sampled_from(["giấy", "phep", "sổ", "đỏ", "3", "139", "😀", "zz", "lần đầu", "mất", "ai", "rượuu"]))
)
@settings(deadline=None, max_examples=60)
def test_any_words_give_likenesses_in_range(words: list[str]) -> None:
    for index in (STARTER, index_of("sổ đỏ", "", "giấy phép 3", "cấp lại")):
        rows, same = likenesses(index, " ".join(words))
        assert set(same) <= {0, 1, 2}
        for row in rows:
            check_range(row)


def test_texts_without_a_word_are_like_nothing() -> None:
    index = index_of("???", "rượu")
    question = index.question(lexicon().wording("bán rượu"))
    compared = compare(question, index.candidates(question, 0, also=(0,)), lexicon())
    row = dict(zip(NAMES, compared.features.tolist()[0], strict=True))
    check_range(row)
    assert row["asked"] == row["text"] == row["asked_pairs"] == 0.0
