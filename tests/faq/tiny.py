"""Sentence encoders that are real ONNX files, and small: each word they know points in a direction of its own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import tokenizers
from onnx import TensorProto, helper, numpy_helper

SIZE = 4
DIRECTIONS = {
    "rượu": 0, "đế": 0, "nếp": 0,
    "chợ": 1, "phiên": 1,
    "phạt": 2,
}  # fmt: skip
"""Words of the same direction mean the same; all others mean nothing."""


def encoder_in(
    folder: Path, *, whole: bool = False, by_first: bool = False, prompts: dict[str, str] | None = None,
    name: str = "", inputs: tuple[str, ...] = ("input_ids", "attention_mask"), scale: float = 1.0,
) -> Path:  # fmt: skip
    """Writes an encoder; `whole`: it gives one vector for a sentence itself, that of its first word."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {"[PAD]": 0, "[UNK]": 1} | {word: at for at, word in enumerate(DIRECTIONS, start=2)}
    vectors = np.zeros((len(vocabulary), SIZE), np.float32)
    vectors[1, 3] = 0.1
    for word, direction in DIRECTIONS.items():
        vectors[vocabulary[word], direction] = scale
    given = [helper.make_tensor_value_info(each, TensorProto.INT64, ["batch", "words"]) for each in inputs]
    nodes = [helper.make_node("Gather", ["vectors", inputs[0]], ["last_hidden_state"])]
    out = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "words", SIZE])
    kept = [numpy_helper.from_array(vectors, "vectors")]
    if whole:
        nodes.append(helper.make_node("Gather", ["last_hidden_state", "first"], ["sentence_embedding"], axis=1))
        kept.append(numpy_helper.from_array(np.array(0, np.int64), "first"))
        out = helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", SIZE])
    graph = helper.make_graph(nodes, "tiny", given, [out], kept)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    file = folder / (name or "model.onnx")
    file.parent.mkdir(exist_ok=True)
    onnx.save(model, str(file))
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = tokenizers.normalizers.Lowercase()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    if by_first:
        (folder / "1_Pooling").mkdir()
        (folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_cls_token": True}))
    if prompts:
        (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}))
    return folder
