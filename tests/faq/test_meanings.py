"""A bank with an encoder: what shares no word is found, and what was learnt with it needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from faq.encoder import Encoder, OnnxEncoder, Remembering, Unusable, Vectors
from faq.entry import Entry
from faq.match import Bank
from faq.meanings import Meanings, Text
from faq.means import Means, Mismatch
from faq.model import shipped
from faq.training import Labelled, Source, train
from tests.faq.tiny import encoder_in


class Counting:
    """Counts what it is asked to read."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder, self.read = encoder, list[str]()

    @property
    def name(self) -> str:
        return self.encoder.name

    def texts(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        return self.encoder.texts(texts)

    def question(self, text: str) -> Vectors:
        return self.encoder.question(text)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    return OnnxEncoder(encoder_in(tmp_path_factory.mktemp("encoder")))


def entry(name: str, question: str, *phrasings: str) -> Entry:
    return Entry(name, "", "", question, phrasings)


ENTRIES = [
    entry("alcohol", "Ai cấp giấy phép bán lẻ rượu?", "xin phép bán rượu ở đâu"),
    entry("market", "Ai quản lý chợ?", "chợ do ai quản lý"),
    entry("fine", "Mức phạt khi không có giấy phép?"),
]


def test_who_means_the_same_is_found(encoder: Encoder) -> None:
    meanings = Meanings(encoder).with_texts([Text(1, "a", "bán rượu"), Text(2, "b", "chợ"), Text(1, "c", "đế")])
    asked = meanings.asked("nếp")
    assert asked.nearest(5, lambda _owner: True) == [1]
    assert asked.nearest(5, lambda owner: owner != 1) == []
    assert asked.nearest(1, lambda _owner: True, apart_from={"c"}) == [1]
    assert asked.nearest(1, lambda _owner: True, apart_from={"a", "c"}) == []
    assert asked.likeness(["c", "b", "unknown"]).tolist() == pytest.approx([1.0, 0.0, 0.0])


def test_what_was_read_is_not_read_again(encoder: Encoder) -> None:
    counting = Counting(encoder)
    meanings = Meanings(counting).with_texts(Text(at, f"text {at}", f"rượu {at}") for at in range(40))
    for at in range(40):
        meanings = meanings.with_texts(
            [Text(100 + at, f"text {at}", f"rượu {at}"), Text(200 + at, f"new {at}", "chợ")]
        )
    assert len(counting.read) == 80
    assert len(meanings._parts) <= 6
    assert set(meanings.asked("phiên").nearest(40, lambda _owner: True)) == set(range(200, 240))


def test_a_question_without_a_common_word_finds_its_entry_by_its_meaning(encoder: Encoder) -> None:
    plain, meaning = Bank(ENTRIES), Bank(ENTRIES, Means(encoder=encoder))
    assert "alcohol" not in [match.entry for match in plain.match("đế nếp")]
    assert "alcohol" in [match.entry for match in meaning.match("đế nếp")]


def test_a_bank_that_was_changed_means_what_it_has_now(encoder: Encoder) -> None:
    bank = Bank(ENTRIES, Means(encoder=encoder)).without(["alcohol"])
    assert "alcohol" not in [match.entry for match in bank.match("đế nếp")]
    bank = bank.with_entries([entry("drinks", "Đồ uống có nếp bán ở đâu?")])
    assert "drinks" in [match.entry for match in bank.match("đế")]
    counting = Counting(encoder)
    bank = Bank(ENTRIES, Means(encoder=counting))
    read = len(counting.read)
    anew = bank.anew(ENTRIES)
    assert anew.means is bank.means
    assert len(counting.read) == read, "what was read is not read again"
    assert "alcohol" in [match.entry for match in anew.match("đế")]


def test_without_an_encoder_nothing_has_a_meaning() -> None:
    look = Bank(ENTRIES).look("bán rượu")
    assert look is not None
    assert look.compared.features[:, -1].tolist() == [0.0] * len(look.block.owners)


def test_an_untrained_encoder_adds_candidates_and_no_confidence(encoder: Encoder) -> None:
    for text in ("ai cấp giấy phép bán lẻ rượu", "chợ do ai quản lý"):
        plain, meaning = (bank.match(text)[0] for bank in (Bank(ENTRIES), Bank(ENTRIES, Means(encoder=encoder))))
        assert plain.entry == meaning.entry
        assert plain.confidence == pytest.approx(meaning.confidence, abs=0.02)


def test_a_model_that_was_trained_with_an_encoder_needs_it(encoder: Encoder, tmp_path: Path) -> None:
    asked = [("đế bán ở đâu", "alcohol"), ("nếp ai cấp", "alcohol"), ("phiên ai lo", "market"), ("phạt sao", "fine")]
    strangers = ["nuôi cá", "trồng cây", "học phí", "xin nghỉ"]
    questions = (
        *(Labelled(text, frozenset({name})) for text, name in asked),
        *(Labelled(text, frozenset()) for text in strangers),
    )
    source = Source("made", tuple(ENTRIES), questions)
    counting = Counting(encoder)
    model = train([source], encoder=counting)
    assert model.encoder == encoder.name
    assert len(counting.read) == len(set(counting.read)), "the banks of the training share what was read"
    assert model.wording[-1] > 0
    assert train([source]).encoder == ""
    Means(model, encoder=encoder)
    for other in (None, OnnxEncoder(encoder_in(tmp_path, scale=2.0))):
        with pytest.raises(Mismatch, match=encoder.name):
            Means(model, encoder=other)
    Means(replace(shipped()), encoder=encoder)


class Failing(Counting):
    """Cannot read questions."""

    def question(self, text: str) -> Vectors:
        raise Unusable("out of memory")


def test_where_the_encoder_fails_the_words_have_to_do(encoder: Encoder) -> None:
    text = "ai cấp giấy phép bán lẻ rượu"
    assert Bank(ENTRIES, Means(encoder=Failing(encoder))).match(text) == Bank(ENTRIES).match(text)


def test_remembering_gives_the_same_vectors(encoder: Encoder) -> None:
    remembering = Remembering(encoder)
    texts = ["rượu", "chợ", "rượu"]
    for _ in range(2):
        assert np.array_equal(remembering.texts(texts), encoder.texts(texts))
        assert np.array_equal(remembering.question("chợ"), encoder.question("chợ"))
    assert remembering.name == encoder.name
