import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.likeness import NAMES
from faq.model import CERTAINTY, ENTRY, LESS_SURE, SURER, Model, Unreadable, read_model, shipped

WEIGHTS = st.lists(
    st.floats(-1e6, 1e6).map(lambda weight: round(weight, 6)),
    min_size=len(NAMES) + len(ENTRY) + len(CERTAINTY) + 1,
    max_size=len(NAMES) + len(ENTRY) + len(CERTAINTY) + 1,
)


def model(weights: list[float]) -> Model:
    row = np.array(weights)
    ends = len(NAMES), len(NAMES) + len(ENTRY), len(weights) - 1
    wording, entry, certainty = row[: ends[0]], row[ends[0] : ends[1]], row[ends[1] : ends[2]]
    return Model(wording, entry, certainty, weights[-1], {"tập Ă": "2 entries"})


def told() -> dict[str, Any]:
    weights = {"wording": dict.fromkeys(NAMES, 1.5), "entry": dict.fromkeys(ENTRY, 0.5)}
    return {
        "trained_on": {},
        "encoder": "",
        **weights,
        "certainty": {"intercept": -1.0, **dict.fromkeys(CERTAINTY, 0.25)},
    }


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    whole = told()
    change(whole)
    return json.dumps(whole)


@given(WEIGHTS)
def test_what_was_written_is_read_and_written_again_to_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, weights: list[float]
) -> None:
    file, again = (tmp_path_factory.getbasetemp() / name for name in ("one.json", "other.json"))
    one = model(weights)
    one.write(file)
    other = read_model(file.read_text(encoding="utf-8"))
    assert other.wording.tolist() == one.wording.tolist()
    assert other.entry.tolist() == one.entry.tolist()
    assert other.certainty.tolist() == one.certainty.tolist()
    assert (other.intercept, other.trained_on) == (one.intercept, one.trained_on)
    other.write(again)
    assert again.read_bytes() == file.read_bytes()


def test_weights_are_known_by_their_names_and_not_by_their_order() -> None:
    whole = told()
    whole["wording"]["asked"] = 7.0
    whole["wording"] = dict(reversed(whole["wording"].items()))
    read = read_model(json.dumps(whole))
    assert read.wording[NAMES.index("asked")] == 7.0
    assert (read.wording == 1.5).sum() == len(NAMES) - 1
    assert read.intercept == -1.0


def test_a_file_is_read_by_people_too(tmp_path: Path) -> None:
    file = tmp_path / "model.json"
    read_model(json.dumps(told())).write(file)
    text = file.read_text(encoding="utf-8")
    assert "\r" not in text
    assert text.endswith("}\n")
    assert '  "asked": 1.5,\n' in text


@pytest.mark.parametrize("text", ["", "no", "{", "[]", "null", "1", "{}", '"wording"', "\x00", "[" * 50])
def test_what_is_no_model_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        read_model(text)


@pytest.mark.parametrize("part", ["wording", "entry", "certainty", "trained_on", "encoder"])
def test_a_model_without_a_part_is_unreadable(part: str) -> None:
    with pytest.raises(Unreadable):
        read_model(changed(lambda whole: whole.pop(part)))


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole["wording"].update(new=1.0),
        lambda whole: whole["wording"].pop("asked"),
        lambda whole: whole["entry"].update(asked=1.0),
        lambda whole: whole["certainty"].pop("share"),
        lambda whole: whole["certainty"].pop("intercept"),
    ],
)
def test_a_model_of_other_features_is_unreadable(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(Unreadable):
        read_model(changed(change))


def test_it_is_said_which_features_are_others() -> None:
    with pytest.raises(Unreadable, match="asked, neu"):
        read_model(changed(lambda whole: whole["wording"].update(neu=whole["wording"].pop("asked"))))


@pytest.mark.parametrize(
    "weight", ["NaN", "Infinity", "-Infinity", "1e999", "null", '"viel"', "[]", "{}", "1" + "0" * 400]
)
@pytest.mark.parametrize(("part", "name"), [("wording", "asked"), ("certainty", "share"), ("certainty", "intercept")])
def test_a_weight_that_is_no_number_is_unreadable(part: str, name: str, weight: str) -> None:
    text = changed(lambda whole: whole[part].update({name: "HERE"})).replace('"HERE"', weight)
    with pytest.raises(Unreadable):
        read_model(text)


@pytest.mark.parametrize("parts", ["[]", "null", "1", '"asked"', '[["asked", 1]]'])
@pytest.mark.parametrize("part", ["wording", "entry", "certainty"])
def test_a_part_of_another_shape_is_unreadable(part: str, parts: str) -> None:
    with pytest.raises(Unreadable):
        read_model(changed(lambda whole: whole.update({part: "HERE"})).replace('"HERE"', parts))


# --- the one that ships --------------------------------------------------------------------------------------------


def test_the_shipped_model_is_written_as_this_release_writes(tmp_path: Path) -> None:
    file = tmp_path / "model.json"
    shipped().write(file)
    assert file.read_bytes() == (files("faq") / "data" / "model.json").read_bytes()
    assert shipped().trained_on


def test_what_makes_surer_never_makes_less_sure() -> None:
    weights = dict(zip(CERTAINTY, shipped().certainty.tolist(), strict=True))
    assert {name: weights[name] for name in SURER if weights[name] < 0} == {}
    assert {name: weights[name] for name in LESS_SURE if weights[name] > 0} == {}
    assert any(weights.values())


def test_every_likeness_is_named_once() -> None:
    for names in (NAMES, ENTRY, CERTAINTY):
        assert len(set(names)) == len(names)
    assert not set(SURER) & set(LESS_SURE)
