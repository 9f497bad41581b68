from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.answers import Answers
from faq.entry import Entry
from faq.index import Index
from faq.lexicon import lexicon
from faq.likeness import NAMES, compare
from faq.load import starter_bank
from faq.match import Bank
from faq.model import CERTAINTY, ENTRY, Model, shipped
from faq.ranking import Ranked, gather, probability, rank
from faq.text import words

STARTER = Bank(starter_bank())


def row(names: tuple[str, ...], **weights: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([weights.get(name, 0.0) for name in names])


PLAIN = Model(row(NAMES, asked=1.0, text=1.0), row(ENTRY, score=1.0), row(CERTAINTY, share=1.0), 0.0, {})
"""Both sides count alike, and the best wording alone."""


@dataclass(frozen=True)
class Said:
    """An entry: its wordings and its answer."""

    wordings: tuple[str, ...]
    answer: str = ""


def ranked(asked: str, bank: dict[str, Said], model: Model = PLAIN) -> tuple[list[str], Ranked]:
    known, ids = lexicon(), sorted(bank, reverse=True)  # numbers say nothing about the order of ids
    texts = ((number, known.wording(text)) for number, entry in enumerate(ids) for text in bank[entry].wordings)
    index = Index.of(texts, known)
    learn = index.vocabulary.learn
    answers = Answers().with_words((number, learn(words(bank[entry].answer))) for number, entry in enumerate(ids))
    question = index.question(known.wording(asked))
    block = index.candidates(question, 40)
    compared = compare(question, block, known)
    entries = gather(question, block, compared, answers, model.wording)
    found = rank(question, entries, lambda row: ids[entries.owners[row]], compared, model.entry)
    return [ids[owner] for owner in found.owners], found


def order(asked: str, model: Model = PLAIN, **bank: str) -> list[str]:
    return ranked(asked, {name: Said(tuple(texts.split("|"))) for name, texts in bank.items()}, model)[0]


def features(asked: str, said: Said, *others: Said) -> dict[str, float]:
    """Of the entry that was put first into the bank."""
    bank = {f"{at}": each for at, each in enumerate((said, *others))}
    ids, found = ranked(asked, bank)
    return dict(zip(ENTRY, found.features[ids.index("0")].tolist(), strict=True))


def test_the_entry_of_the_nearest_wording_is_first() -> None:
    assert order("bán rượu", a="bán chè", b="bán rượu lẻ", c="chợ đêm bán đồ cũ") == ["b", "a", "c"]
    assert order("bán rượu", a="bán rượu lẻ", b="chợ đêm|rượu bán", c="bán rượu ở chợ") == ["b", "a", "c"]


def test_what_is_worded_just_so_is_first_whatever_its_score() -> None:
    backwards = Model(-PLAIN.wording, PLAIN.entry, PLAIN.certainty, 0.0, {})
    assert order("bán rượu", backwards, a="bán chè", b="rượu", c="bán rượu")[0] == "c"
    assert order("bán rượu", backwards, a="bán chè", b="rượu", c="mở chợ|Bán RƯỢU?")[0] == "c"


def test_what_is_worded_just_so_with_its_diacritics_is_before_what_only_seems_so() -> None:
    nothing = Model(PLAIN.wording * 0, PLAIN.entry, PLAIN.certainty, 0.0, {})
    assert order("bán rượu", nothing, a="bàn rượu", b="bán rượu", c="rượu") == ["b", "a", "c"]
    assert order("bàn rượu", nothing, a="bàn rượu", b="bán rượu", c="rượu") == ["a", "b", "c"]
    assert order("ban ruou", nothing, a="bàn rượu", b="bán rượu", c="rượu") == ["a", "b", "c"]


def test_ties_are_broken_by_id() -> None:
    assert order("rượu", b="bán rượu", a="rượu bán", c="mua rượu") == ["a", "b", "c"]
    assert order("bán rượu", c="bán rượu", b="Bán rượu", a="bán  RƯỢU") == ["a", "b", "c"]


def test_each_entry_comes_once() -> None:
    assert order("bán rượu", a="bán rượu|bán rượu lẻ|rượu", b="rượu nếp|bán") == ["a", "b"]


def test_all_wordings_together_cover_more_than_the_best() -> None:
    one = features("karaoke rượu", Said(("rượu karaoke chè",)))
    assert one["pooled"] == pytest.approx(1.0)
    assert one["pooled_gain"] == pytest.approx(0.0)
    two = features("karaoke rượu", Said(("karaoke chè", "rượu nếp")))
    assert two["pooled"] == pytest.approx(1.0)
    assert two["pooled_gain"] == pytest.approx(0.5)
    strangers = features("karaoke rượu", Said(("karaoke chè",)), Said(("rượu nếp",)))
    assert strangers["pooled"] == pytest.approx(0.5)


def test_the_wordings_that_are_near_are_counted() -> None:
    assert features("rượu", Said(("bán rượu",)))["wordings"] == 0.0
    three = features("rượu", Said(("bán rượu", "mua rượu", "uống rượu", "chợ đêm")))
    assert three["wordings"] == pytest.approx(np.log(3))
    assert three["wordings_pooled"] == pytest.approx(np.log(3) * three["pooled"])


def test_an_answer_that_says_a_word_of_the_question_covers_it() -> None:
    rival = Said(("karaoke đêm",))
    silent = features("rượu karaoke", Said(("rượu nếp",), "Ủy ban nhân dân xã."), rival)
    assert silent["answered"] == silent["answered_gain"] == 0.0
    said = features("rượu karaoke", Said(("rượu nếp",), "Xem Điều 3 về karaoke."), rival)
    assert said["answered"] == said["answered_gain"] == pytest.approx(0.5)
    again = features("rượu karaoke", Said(("rượu nếp",), "Rượu ở chợ."), rival)
    assert again["answered"] == pytest.approx(0.5)
    assert again["answered_gain"] == 0.0


def test_an_answer_covers_a_word_that_no_wording_of_the_bank_has() -> None:
    said = features("rượu karaoke", Said(("rượu nếp",), "Xem Điều 3 về karaoke."))
    assert said["answered_gain"] > 0.0


def test_of_alike_wordings_the_entry_whose_answer_says_the_rest_is_first() -> None:
    model = Model(PLAIN.wording, row(ENTRY, score=1.0, answered_gain=1.0), PLAIN.certainty, 0.0, {})
    bank = {"a": Said(("bán rượu",), "Có."), "b": Said(("bán chè",), "Cả karaoke."), "c": Said(("mở karaoke",))}
    assert ranked("bán karaoke ở nhà", bank, model)[0].index("b") < ranked("bán karaoke ở nhà", bank)[0].index("b")


def test_shares_are_those_of_the_ten_nearest() -> None:
    bank = {f"{at:02}": Said((f"rượu số{at}",)) for at in range(15)}
    _, found = ranked("rượu", bank)
    assert found.shares[:10].sum() == pytest.approx(1.0)
    assert found.shares.tolist() == sorted(found.shares.tolist(), reverse=True)
    _, alone = ranked("rượu", {"a": Said(("rượu",))})
    assert alone.shares.tolist() == [1.0]


def test_who_is_far_ahead_is_surer() -> None:
    shared = {"a": Said(("bán rượu",)), "b": Said(("rượu bán",))}
    alone = {"a": Said(("bán rượu",)), "b": Said(("rượu",))}
    sure, unsure = (probability(ranked("bán rượu", bank)[1], PLAIN) for bank in (alone, shared))
    assert 0 < unsure < sure < 1


def test_what_certainty_is_computed_from_is_told_by_name() -> None:
    _, found = ranked("bán rượu", {"a": Said(("bán rượu",)), "b": Said(("bán chè",))})
    of = dict(zip(CERTAINTY, found.certainty.tolist(), strict=True))
    assert of["content"] == 2 / 8
    assert of["harmonic"] == pytest.approx(1.0)
    assert of["lead"] == pytest.approx(found.scores[0] - found.scores[1])
    assert of["lead_over_fifth"] > of["lead"]
    assert 0 < of["asked_lead"] < 1


@pytest.mark.parametrize("intercept", [-1e300, -50.0, 0.0, 50.0, 1e300])
def test_a_probability_stays_one(intercept: float) -> None:
    _, found = ranked("bán rượu", {"a": Said(("bán rượu",))})
    model = Model(PLAIN.wording, PLAIN.entry, PLAIN.certainty, intercept, {})
    assert 0.0 < probability(found, model) < 1.0


@given(
    st.lists(
        st.sampled_from(["giấy", "phép", "rượu", "ruou", "đất", "thu", "hồi", "3", "mấy", "ai", "zz"]), min_size=1
    )
)
@settings(deadline=None, max_examples=60)
def test_scores_fall_and_all_is_finite(typed: list[str]) -> None:
    look = STARTER.look(" ".join(typed))
    if look is None:
        return
    found = STARTER.rank(look)
    assert np.isfinite(found.features).all()
    assert np.isfinite(found.certainty).all()
    assert len(set(found.owners.tolist())) == len(found.owners)
    same = look.compared.same[found.best]
    keys = list(
        zip((-same).tolist(), (-found.scores).tolist(), map(STARTER.owner, found.owners.tolist()), strict=True)
    )
    assert keys == sorted(keys)
    assert 0.0 < probability(found, shipped()) < 1.0


def test_of_two_banks_the_one_put_in_last_does_not_matter() -> None:
    entries = [Entry("b", "", "", "bán rượu"), Entry("a", "", "", "rượu bán")]
    for bank in (Bank(entries), Bank(entries[:1]).with_entries(entries[1:])):
        look = bank.look("rượu")
        assert look
        assert [bank.owner(owner) for owner in bank.rank(look).owners.tolist()] == ["a", "b"]
