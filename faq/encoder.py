"""The optional semantic stage: a sentence encoder that was trained elsewhere, as a folder of files.

The folder is what Sentence Transformers exports for ONNX (https://sbert.net, "Speeding up inference"):
`model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`; where they are there, `1_Pooling/config.json` says how the
words of a sentence become one vector and `config_sentence_transformers.json` what is put before a question and before
a text of the bank. Nothing is loaded from anywhere else. ONNX Runtime and Tokenizers (`caunoi[semantic]`) are needed
only where such a folder is given.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

MOST_TOKENS = 256
"""Of a text: what follows is not read, as in most encoders."""
_AT_ONCE = 32
_NOTHING = 1e-9
_FILES = ("model.onnx", "onnx/model.onnx")


class Unusable(Exception):
    """A folder that is no encoder, or one that cannot be run here: why, in a few English words."""


class Encoder(Protocol):
    """Turns texts into directions: the nearer two are, the likelier both mean the same."""

    @property
    def name(self) -> str:
        """What tells this encoder from every other."""
        ...

    def texts(self, texts: Sequence[str]) -> Vectors:
        """Return (len(texts), size) vectors of length 1 of texts of the bank."""
        ...

    def question(self, text: str) -> Vectors:
        """Return the (size,) vector of length 1 of a question."""
        ...


class OnnxEncoder:
    """An encoder that ONNX Runtime runs on the processor, one core at a time."""

    def __init__(self, folder: Path) -> None:
        """Load the folder. Raises Unusable."""
        try:
            import onnxruntime
            import tokenizers
        except ImportError as error:
            raise Unusable(f"{error.name} is not installed: pip install 'caunoi[semantic]'") from error
        if any(folder.glob("[2-9]_*Dense*")):
            raise Unusable("its vectors go through another layer (Dense), which is not run here")
        file = next((folder / name for name in _FILES if (folder / name).is_file()), None)
        if file is None or not (folder / "tokenizer.json").is_file():
            raise Unusable("the folder needs model.onnx and tokenizer.json")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4  # what is wrong is raised
        try:
            self._session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
            self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._by_first = _by_first(_settings(folder / "1_Pooling" / "config.json"))
            prompts = dict(_settings(folder / "config_sentence_transformers.json").get("prompts") or {})
        except Unusable:
            raise
        except Exception as error:  # both libraries raise plain Exceptions of their own
            raise Unusable(f"not readable: {_one_line(error)}") from error
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()
        self._inputs = {each.name for each in self._session.get_inputs()}
        self._before_question = str(prompts.get("query", ""))
        self._before_text = str(next((prompts[key] for key in ("passage", "document") if key in prompts), ""))
        self._name = _digest(file, folder / "tokenizer.json")
        self._try()

    @property
    def name(self) -> str:
        """What tells this encoder from every other: a digest of its files."""
        return self._name

    def texts(self, texts: Sequence[str]) -> Vectors:
        """Return (len(texts), size) vectors of length 1 of texts of the bank. Raises Unusable."""
        return self._vectors([self._before_text + text for text in texts])

    def question(self, text: str) -> Vectors:
        """Return the (size,) vector of length 1 of a question. Raises Unusable."""
        vector: Vectors = self._vectors([self._before_question + text])[0]
        return vector

    def _try(self) -> None:
        if self._vectors(["thử"]).shape[1] < 2:
            raise Unusable("gives no vectors")

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))  # of a batch all are as long as the longest
        parts = [self._batch([texts[at] for at in order[begin : begin + _AT_ONCE]]) for begin in _steps(len(order))]
        found = np.concatenate(parts)
        vectors = np.empty_like(found)
        vectors[order] = found
        return vectors

    def _batch(self, texts: list[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch([_clean(text) for text in texts])
        mask = np.array([each.attention_mask for each in encodings], np.int64)
        given = {
            "input_ids": np.array([each.ids for each in encodings], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        try:
            found = self._session.run(None, {name: given[name] for name in self._inputs})
        except Exception as error:  # KeyError for an input of another name; its own for the rest
            raise Unusable(f"cannot be run: {_one_line(error)}") from error
        return _of_length_one(self._pooled(found, mask))

    def _pooled(self, found: Sequence[Any], mask: NDArray[np.int64]) -> NDArray[np.float64]:
        whole = next((each for each in found if np.ndim(each) == 2), None)
        words = next((each for each in found if np.ndim(each) == 3), None)
        if words is None:
            if whole is None or whole.shape[0] != len(mask):
                raise Unusable("gives no vectors")
            return np.asarray(whole, np.float64)
        if self._by_first:
            return np.asarray(words[:, 0], np.float64)
        counted = mask[:, :, None]
        mean: NDArray[np.float64] = (words * counted).sum(1, dtype=np.float64) / np.maximum(counted.sum(1), 1)
        return mean


class Remembering:
    """An encoder that reads the same text once: many banks are made of the same texts when a model is trained."""

    def __init__(self, encoder: Encoder) -> None:
        """Remember nothing yet."""
        self._encoder = encoder
        self._texts: dict[str, Vectors] = {}
        self._questions: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """The name of the encoder behind it."""
        return self._encoder.name

    def texts(self, texts: Sequence[str]) -> Vectors:
        """Return vectors of texts of the bank."""
        if new := list(dict.fromkeys(text for text in texts if text not in self._texts)):
            self._texts |= zip(new, self._encoder.texts(new), strict=True)
        return np.stack([self._texts[text] for text in texts])

    def question(self, text: str) -> Vectors:
        """Return the vector of a question."""
        if text not in self._questions:
            self._questions[text] = self._encoder.question(text)
        return self._questions[text]


def _steps(count: int) -> Iterator[int]:
    yield from range(0, count, _AT_ONCE)


def _clean(text: str) -> str:
    """Put a question mark where half a character stands: the tokenizer takes none."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _of_length_one(vectors: NDArray[np.float64]) -> Vectors:
    scaled: Vectors = (vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + _NOTHING)).astype(np.float32)
    if not np.isfinite(scaled).all():
        raise Unusable("gives vectors that are no numbers")
    return scaled


def _settings(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _by_first(pooling: dict[str, Any]) -> bool:
    """Whether the first word stands for a sentence, not the mean of all. Raises Unusable for anything else."""
    modes = {name for name, on in pooling.items() if name.startswith("pooling_mode_") and on is True}
    if odd := modes - {"pooling_mode_cls_token", "pooling_mode_mean_tokens"}:
        raise Unusable(f"sentences are put together by {', '.join(sorted(odd))}, which is not known here")
    return "pooling_mode_cls_token" in modes


def _digest(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:16]


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
