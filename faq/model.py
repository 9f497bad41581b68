"""The numbers that were learnt: how much each likeness counts, and how sure one may be.

Three rows of weights: one orders wordings, one orders entries by their best wording and by all of them together, one
turns the first entry into a probability. They are fitted by `faq.training` and kept as a readable file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faq.likeness import NAMES

ENTRY = ("score", "pooled", "pooled_gain", "wordings", "wordings_pooled", "answered", "answered_gain")
"""What an entry is ordered by: the score of its best wording; the share of the question that all its wordings cover
together, and how much more that is; how many of them are near, and both at once; what its answer covers of the
question, and what of it no wording does."""

SURER, LESS_SURE = (
    (
        # Its share among the ten nearest, and how far the second and the fifth are behind.
        "share", "lead", "lead_over_fifth",
        # How many words say something about a subject; what all its wordings cover together, and its answer beside.
        "content", "pooled_gain", "answered_gain",
        # Covered on both sides, as a harmonic mean; and how much more than by the second entry.
        "harmonic", "asked_lead", "text_lead",
        "asked", "asked_directly", "text", "text_directly", "asked_pairs", "text_pairs", "cosine",
        "set_folded", "sort_folded", "ratio_accented", "aspects_shared", "acts_shared", "meaning",
    ),
    (
        "strange", "asked_heaviest_missed", "text_heaviest_missed", "aspects_at_odds", "aspects_missing",
        "aspects_added", "acts_at_odds", "acts_missing", "acts_added", "numbers_at_odds",
    ),
)  # fmt: skip
"""What makes one surer of the first entry and what less sure; most are likenesses of its best wording. No weight may
have the other sign: what was learnt must not hold against an entry that it covers more of a question."""

CERTAINTY = (*SURER, *LESS_SURE)

_DIGITS = 6


class Unreadable(Exception):
    """A model that this release cannot use."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of `faq.likeness.NAMES`, of ENTRY and of CERTAINTY, in their order, and where certainty begins."""

    wording: NDArray[np.float64]
    entry: NDArray[np.float64]
    certainty: NDArray[np.float64]
    intercept: float
    trained_on: Mapping[str, str]
    """Names of what it was fitted on, and what was counted of each."""
    encoder: str = ""
    """The name of the encoder that it was fitted with, "" without one."""

    def write(self, file: Path) -> None:
        """Write it down, the same bytes for the same model."""
        told = {
            "trained_on": dict(self.trained_on),
            "encoder": self.encoder,
            "wording": _by_name(NAMES, self.wording),
            "entry": _by_name(ENTRY, self.entry),
            "certainty": {"intercept": round(self.intercept, _DIGITS), **_by_name(CERTAINTY, self.certainty)},
        }
        file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_model(text: str) -> Model:
    """Read a model. Raises Unreadable when it is not one, or one of another release."""
    try:
        told = json.loads(text)
        certainty = dict(told["certainty"])
        intercept = float(certainty.pop("intercept"))
        if not isfinite(intercept):
            raise ValueError("not a number")
        return Model(
            _in_order(NAMES, told["wording"]),
            _in_order(ENTRY, told["entry"]),
            _in_order(CERTAINTY, certainty),
            intercept,
            dict(told["trained_on"]),
            str(told["encoder"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Unreadable(str(error)) from error


@cache
def shipped() -> Model:
    """Return the model that comes with this release; it is read once per process."""
    return read_model((files("faq") / "data" / "model.json").read_text(encoding="utf-8"))


def _by_name(names: Sequence[str], weights: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(weight), _DIGITS) for name, weight in zip(names, weights, strict=True)}


def _in_order(names: Sequence[str], weights: Mapping[str, float]) -> NDArray[np.float64]:
    if set(names) != set(weights):
        odd = sorted(set(names) ^ set(weights))
        raise ValueError(f"other features: {', '.join(odd)}")
    values = np.array([float(weights[name]) for name in names])
    if not np.isfinite(values).all():
        raise ValueError("not a number")
    return values
