import json
from datetime import date

import yaml
from hypothesis import given
from hypothesis import strategies as st

from faq.entry import Entry, Status
from faq.fields import catalogue
from faq.load import Form, Reading, read_bank, starter_bank
from faq.save import write_bank

_TEXT = (
    st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\tđĐẠậ"), min_size=1, max_size=40)
    .map(lambda text: read_bank(json.dumps({"id": "x", "question": text}), Form.JSONL).entries)
    .filter(bool)
    .map(lambda entries: entries[0].question)
)
_ENTRY = st.builds(
    Entry,
    id=_TEXT,
    ministry=_TEXT,
    field=_TEXT,
    question=_TEXT.map(lambda text: "Hỏi: " + text),
    phrasings=st.lists(_TEXT, max_size=3, unique=True).map(tuple),
    answer=_TEXT,
    legal_basis=st.lists(_TEXT, max_size=2, unique=True).map(tuple),
    source_url=st.none() | st.just("https://vbpl.vn/a b"),
    status=st.sampled_from(Status),
    valid_from=st.none() | st.dates(date(1, 1, 1), date(2020, 1, 1)),
    valid_to=st.none() | st.dates(date(2020, 1, 1)),
    confidence=st.sampled_from(["verbatim", "summarised"]),
    checked_on=st.none() | st.dates(),
    reviewed=st.booleans(),
    provinces=st.lists(st.sampled_from(["01", "15", "20"]), unique=True).map(tuple),
    task_id=st.none() | _TEXT,
)


def test_the_starter_bank_survives_both_forms() -> None:
    for form in Form:
        assert read_bank(write_bank(starter_bank(), form), form, catalogue()) == Reading(starter_bank(), ())


def test_yaml_is_what_people_know() -> None:
    text = write_bank(starter_bank()[:1], Form.YAML)
    [record] = yaml.safe_load(text)["faq"]
    assert record["id"] == "faq-moit-general-01"
    assert record["alternatives"]
    assert "UBND cấp xã" in text, "letters are written as letters"
    assert "provinces" not in record


def test_each_entry_is_one_json_line() -> None:
    lines = write_bank(starter_bank()[:3], Form.JSONL).splitlines()
    assert [json.loads(line)["id"] for line in lines] == [entry.id for entry in starter_bank()[:3]]
    assert json.loads(lines[0])["phrasings"]


def test_an_empty_bank_is_a_bank() -> None:
    for form in Form:
        assert read_bank(write_bank([], form), form) == Reading((), ())


@given(st.lists(_ENTRY, max_size=3, unique_by=lambda entry: entry.id), st.sampled_from(Form))
def test_what_is_written_is_read_back_alike(entries: list[Entry], form: Form) -> None:
    assert read_bank(write_bank(entries, form), form) == Reading(tuple(entries), ())
