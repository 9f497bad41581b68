"""Sentence encoders of ONNX, real ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from faq.encoder import OnnxEncoder, Unusable
from tests.faq.tiny import SIZE, encoder_in


def test_texts_that_mean_the_same_point_the_same_way(tmp_path: Path) -> None:
    encoder = OnnxEncoder(encoder_in(tmp_path))
    vectors = encoder.texts(["Rượu đế", "nếp", "chợ phiên", "rượu chợ"])
    assert vectors.shape == (4, SIZE)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0)
    question = encoder.question("đế")
    assert (vectors @ question).tolist() == pytest.approx([1.0, 1.0, 0.0, 0.5**0.5], abs=1e-6)


def test_many_texts_come_back_in_their_order(tmp_path: Path) -> None:
    encoder = OnnxEncoder(encoder_in(tmp_path))
    texts = ["rượu " * (70 - each) if each % 2 else "chợ " * each for each in range(1, 70)]
    vectors = encoder.texts(texts)
    assert vectors.argmax(1).tolist() == [0 if each % 2 else 1 for each in range(1, 70)]
    assert np.abs(vectors - np.stack([encoder.question(text) for text in texts])).max() < 1e-6


def test_padding_does_not_count(tmp_path: Path) -> None:
    encoder = OnnxEncoder(encoder_in(tmp_path))
    alone, beside = encoder.texts(["rượu chợ"])[0], encoder.texts(["rượu chợ", "phạt " * 50])[0]
    assert np.abs(alone - beside).max() < 1e-6


def test_a_sentence_may_count_by_its_first_word(tmp_path: Path) -> None:
    for folder in (encoder_in(tmp_path / "a", by_first=True), encoder_in(tmp_path / "b", whole=True)):
        assert OnnxEncoder(folder).question("rượu chợ chợ").argmax() == 0
    assert OnnxEncoder(encoder_in(tmp_path / "c")).question("rượu chợ chợ").argmax() == 1


def test_what_stands_before_a_question_and_before_a_text_is_put_there(tmp_path: Path) -> None:
    encoder = OnnxEncoder(encoder_in(tmp_path, by_first=True, prompts={"query": "phạt: ", "passage": "chợ: "}))
    assert encoder.question("rượu").argmax() == 2
    assert encoder.texts(["rượu"])[0].argmax() == 1


def test_the_folder_may_be_as_it_is_exported(tmp_path: Path) -> None:
    folder = encoder_in(tmp_path, name="onnx/model.onnx", inputs=("input_ids", "attention_mask", "token_type_ids"))
    assert OnnxEncoder(folder).question("rượu").argmax() == 0


def test_its_name_is_that_of_its_files(tmp_path: Path) -> None:
    one, same, other = (
        OnnxEncoder(encoder_in(tmp_path / name, scale=scale)).name
        for name, scale in (("one", 1.0), ("same", 1.0), ("other", 2.0))
    )
    assert one == same != other
    assert len(one) == 16


def test_no_text_raises(tmp_path: Path) -> None:
    encoder = OnnxEncoder(encoder_in(tmp_path))
    for text in ("", " ", "\x00", "\ud800 rượu", "rượu " * 50_000, "🍺"):
        assert encoder.question(text).shape == (SIZE,)


def _spoilt(folder: Path, name: str, content: bytes) -> Path:
    encoder_in(folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda folder: folder, "needs model.onnx and tokenizer.json"),
        (lambda folder: _spoilt(folder, "model.onnx", b"\x00 no model"), "not readable"),
        (lambda folder: _spoilt(folder, "tokenizer.json", b"{}"), "not readable"),
        (lambda folder: _spoilt(folder, "1_Pooling/config.json", b"["), "not readable"),
        (lambda folder: _spoilt(folder, "1_Pooling/config.json", b'{"pooling_mode_lasttoken": true}'), "lasttoken"),
        (lambda folder: _spoilt(folder, "2_Dense/config.json", b"{}"), "another layer"),
        (lambda folder: _spoilt(folder, "config_sentence_transformers.json", b"[1, 2]"), "not readable"),
        (lambda folder: encoder_in(folder, inputs=("words",)), "cannot be run"),
        (lambda folder: encoder_in(folder, scale=float("nan")), "no numbers"),
    ],
)
def test_what_is_no_encoder_is_told(tmp_path: Path, make: Callable[[Path], Path], why: str) -> None:
    with pytest.raises(Unusable, match=why):
        OnnxEncoder(make(tmp_path)).texts(["rượu"])
