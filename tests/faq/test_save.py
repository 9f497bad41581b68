import json
import unicodedata
from collections.abc import Collection
from datetime import date
from io import BytesIO

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from faq.entry import Entry, Status
from faq.fields import catalogue
from faq.load import Form, Reading, read_bank, starter_bank
from faq.save import write_bank, write_bank_file

_AWKWARD = (
    "=1+1", "+84 24 2220", "-5 ngày", "@bộ", "'=1", "''-a", "a;=b", 'nói "vậy", rồi; thôi', "0012", "1.0", "TRUE",
    "_x000D_", "_x005F_x000D_", "_x005f_", "a_x0041_x0042_x0043_b_x000D_", "_x0041__x0042_", "_x0041_x00",
    "<r><t>a</t></r>", "<r> & </r>", "a\n\tb", "a\n\n=b", "a\n- một\n- hai", "a\tb", "🏛️ Bộ 👩🌾", "ệ" * 7,
    "e\u0323\u0302", "\u2028", "21/11/2026", "<a>&amp;</a>", "]]>", "#N/A", "null", "~", "no",
)  # fmt: skip
_LETTERS = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff", include_characters="\n\t=+-@'\";,_x0DđĐẠậ"
    ),
    min_size=1,
    max_size=40,
)
_TEXT = (
    (st.sampled_from(_AWKWARD) | _LETTERS)
    .map(lambda text: read_bank(json.dumps({"id": "x", "question": text}), Form.JSONL).entries)
    .filter(bool)
    .map(lambda entries: entries[0].question)
)
_TEXTS = st.lists(_TEXT, max_size=3, unique=True).map(tuple)
_ENTRY = st.builds(
    Entry,
    id=_TEXT,
    ministry=_TEXT,
    field=_TEXT,
    question=_TEXT.map(lambda text: "Hỏi: " + text),
    phrasings=_TEXTS,
    answer=_TEXT,
    legal_basis=_TEXTS,
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


def written(entries: Collection[Entry], form: Form) -> bytes:
    file = BytesIO()
    write_bank_file(file, entries, form)
    return file.getvalue()


@pytest.mark.parametrize("form", Form)
def test_the_starter_bank_survives_each_form(form: Form) -> None:
    assert read_bank(written(starter_bank(), form), form, catalogue()) == Reading(starter_bank(), ())


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


@pytest.mark.parametrize("form", Form)
def test_an_empty_bank_is_a_bank(form: Form) -> None:
    assert read_bank(written([], form), form) == Reading((), ())


@pytest.mark.parametrize("form", [Form.YAML, Form.JSONL, Form.CSV])
def test_a_text_is_the_same_as_its_file(form: Form) -> None:
    assert write_bank(starter_bank()[:2], form).encode() == written(starter_bank()[:2], form)


@given(st.lists(_ENTRY, max_size=3, unique_by=lambda entry: entry.id), st.sampled_from(Form))
def test_what_is_written_is_read_back_alike(entries: list[Entry], form: Form) -> None:
    assert read_bank(written(entries, form), form) == Reading(tuple(entries), ())


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("text", _AWKWARD)
def test_no_awkward_text_is_changed(text: str, form: Form) -> None:
    text = unicodedata.normalize("NFC", text).strip() or "x"
    entry = Entry(text, "MOIT", "alcohol", f"Hỏi {text}", (text, f"b {text}"), text, (text,))
    assert read_bank(written([entry], form), form).entries == (entry,)


@pytest.mark.parametrize("form", [Form.CSV, Form.XLSX])
def test_what_fits_no_cell_goes_on_in_further_columns(form: Form) -> None:
    """Excel cuts off what is longer than 32,767 UTF-16 units; an emoji is two."""
    long = tuple(f"{number:03d} " + "🏛" * 1_990 for number in range(40))
    entry = Entry("a", "MOIT", "alcohol", "Hỏi?", long, "🏛" * 10_000, ("Luật " * 300, "Nghị định"))
    after = Entry("b", "MOIT", "alcohol", "Hỏi nữa?", ("khác",), "Đáp.", ("Luật",))
    stripped = Entry("a", "MOIT", "alcohol", "Hỏi?", long, entry.answer, ("Luật " * 299 + "Luật", "Nghị định"))
    assert read_bank(written([entry, after], form), form) == Reading((stripped, after), ())
