import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.entry import Status
from faq.fault import FaultCode
from faq.fields import catalogue
from faq.load import MAX_BYTES, Form, form_of, read_bank, read_bank_file, starter_bank, take_in

GOOD = {
    "id": "r-1",
    "ministry": "MOIT",
    "field": "alcohol",
    "question": "Ai cấp Giấy phép bán lẻ rượu?",
    "answer": "UBND cấp xã, nay tạm dừng.",
    "legal_basis": ["Nghị định 139/2025/NĐ-CP, Điều 5"],
    "status": "suspended",
}


def faults(*records: object, known: bool = True) -> list[tuple[int, str, str, FaultCode]]:
    text = "\n".join(json.dumps(record) for record in records)
    reading = read_bank(text, Form.JSONL, catalogue() if known else None)
    return [(fault.line, fault.item, fault.key, fault.code) for fault in reading.faults]


def only_fault(**changes: object) -> tuple[str, FaultCode]:
    [(line, item, key, code)] = faults({**GOOD, **changes})
    assert (line, item) == (1, "r-1")
    return key, code


def test_a_complete_entry_is_read() -> None:
    record = {**GOOD, "valid_from": "2025-07-01", "valid_to": "2027-02-28", "alternatives": ["xin bán rượu ở đâu"]}
    [entry] = read_bank(json.dumps(record), Form.JSONL, catalogue()).entries
    assert entry.status is Status.SUSPENDED
    assert entry.phrasings == ("xin bán rượu ở đâu",)
    assert (entry.valid_from, entry.valid_to) == (date(2025, 7, 1), date(2027, 2, 28))
    assert (entry.reviewed, entry.provinces, entry.source_url) == (False, (), None)


def test_matching_needs_an_id_and_a_question_only() -> None:
    text = '{"id": 7, "question": "Chợ hạng 3 do ai quản lý?", "field": "chợ", "note": 1}\n\n'
    reading = read_bank(text, Form.JSONL)
    assert reading.faults == ()
    [entry] = reading.entries
    assert (entry.id, entry.field, entry.answer) == ("7", "chợ", "")
    assert entry.status is Status.CHECK, "what states nothing is never a plain answer"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"question": ""}, ("question", FaultCode.EMPTY)),
        ({"question": None}, ("question", FaultCode.MISSING)),
        ({"question": 5}, ("question", FaultCode.NOT_TEXT)),
        ({"question": "đ" * 2001}, ("question", FaultCode.TOO_LONG)),
        ({"question": "ai\x00"}, ("question", FaultCode.BAD_CHARACTERS)),
        ({"question": "ai\ud800"}, ("question", FaultCode.BAD_CHARACTERS)),
        ({"question": "ai\uffff"}, ("question", FaultCode.BAD_CHARACTERS)),
        ({"task_id": "x" * 81}, ("task_id", FaultCode.TOO_LONG)),
        ({"answer": "   "}, ("answer", FaultCode.EMPTY)),
        ({"answer": "a" * 10_001}, ("answer", FaultCode.TOO_LONG)),
        ({"phrasings": "một cách hỏi"}, ("phrasings", FaultCode.NOT_A_LIST)),
        ({"phrasings": [["x"]]}, ("phrasings", FaultCode.NOT_TEXT)),
        ({"phrasings": ["x"] * 501}, ("phrasings", FaultCode.TOO_MANY)),
        ({"legal_basis": []}, ("legal_basis", FaultCode.EMPTY)),
        ({"valid_from": "01/07/2025"}, ("valid_from", FaultCode.BAD_DATE)),
        ({"valid_to": "2027-02-30"}, ("valid_to", FaultCode.BAD_DATE)),
        ({"checked_on": "20261121"}, ("checked_on", FaultCode.BAD_DATE)),
        ({"status": "đang áp dụng"}, ("status", FaultCode.UNKNOWN_STATUS)),
        ({"confidence": "sure"}, ("confidence", FaultCode.UNKNOWN_CONFIDENCE)),
        ({"ministry": "MOF"}, ("ministry", FaultCode.UNKNOWN_MINISTRY)),
        ({"field": "rượu"}, ("field", FaultCode.UNKNOWN_FIELD)),
        ({"field": "environment"}, ("field", FaultCode.FIELD_OF_OTHER_MINISTRY)),
        ({"provinces": ["Lào Cai"]}, ("provinces", FaultCode.UNKNOWN_PROVINCE)),
        ({"provinces": ["99"]}, ("provinces", FaultCode.UNKNOWN_PROVINCE)),
        ({"source_url": "vbpl.vn/139"}, ("source_url", FaultCode.BAD_LINK)),
        ({"source_url": "Công báo số 5"}, ("source_url", FaultCode.BAD_LINK)),
        ({"source_url": "https://"}, ("source_url", FaultCode.BAD_LINK)),
        ({"source_url": "javascript:alert(1)//https://a.vn"}, ("source_url", FaultCode.BAD_LINK)),
        ({"reviewed": "có"}, ("reviewed", FaultCode.NOT_YES_OR_NO)),
        ({"reviewed": []}, ("reviewed", FaultCode.NOT_YES_OR_NO)),
        ({"valid_form": "2025-07-01"}, ("valid_form", FaultCode.UNKNOWN_KEY)),
    ],
)
def test_each_fault_names_key_and_kind(changes: dict[str, object], expected: tuple[str, FaultCode]) -> None:
    assert only_fault(**changes) == expected


@pytest.mark.parametrize("link", ["https://vbpl.vn/a b.pdf", "HTTP://vbpl.vn", "unlocated: Công báo 2019"])
def test_a_source_is_a_link_or_not_to_be_found(link: str) -> None:
    assert faults({**GOOD, "source_url": link}) == []
    assert faults({**GOOD, "source_url": "vbpl"}, known=False) == [], "what is there already is read"


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"provinces": ["Lao Cai"]}, "15 (Lào Cai)"),
        ({"provinces": ["99"]}, "15 (Lào Cai)"),
        ({"ministry": "BCT"}, "MOIT (Bộ Công Thương), MAE (Bộ Nông nghiệp và Môi trường)"),
        ({"field": "alcool"}, "alcohol ("),
        ({"field": "Thương mại điện tử"}, "e-commerce ("),
        ({"field": "zzzzzz"}, "moit-general, "),
        ({"ministry": "MAE", "field": "enviroment"}, "environment ("),
    ],
)
def test_a_code_that_there_is_not_is_told_with_the_nearest_ones(changes: dict[str, object], hint: str) -> None:
    reading = read_bank(json.dumps({**GOOD, **changes}), Form.JSONL, catalogue())
    assert hint in dict(reading.faults[0].args)["allowed"]


def test_all_faults_of_one_entry_are_told() -> None:
    long = {**GOOD, "question": "đ\x00" * 2001, "provinces": ["99", "98"], "source_url": "x", "ministry": "MOF"}
    assert [code for *_, code in faults(GOOD, long)] == [
        FaultCode.TOO_LONG, FaultCode.BAD_CHARACTERS, FaultCode.BAD_LINK, FaultCode.UNKNOWN_PROVINCE,
        FaultCode.UNKNOWN_PROVINCE, FaultCode.UNKNOWN_MINISTRY, FaultCode.DUPLICATE_ID,
    ]  # fmt: skip


def test_dates_in_the_wrong_order_are_told_with_both() -> None:
    text = json.dumps({**GOOD, "valid_from": "2027-03-01", "valid_to": "2027-02-28"})
    [fault] = read_bank(text, Form.JSONL, catalogue()).faults
    assert (fault.key, fault.code) == ("valid_to", FaultCode.DATES_REVERSED)
    assert dict(fault.args) == {"value": "2027-02-28", "from": "2027-03-01"}


def test_an_id_used_twice_is_told_with_its_first_line() -> None:
    text = "\n".join(json.dumps({**GOOD, "id": name}) for name in ("a", "b", "a"))
    reading = read_bank(text, Form.JSONL, catalogue())
    assert [entry.id for entry in reading.entries] == ["a", "b"]
    [fault] = reading.faults
    assert (fault.line, fault.code, dict(fault.args)["first"]) == (3, FaultCode.DUPLICATE_ID, "1")


def test_an_id_must_fit_its_column_where_it_is_kept() -> None:
    long = {**GOOD, "id": "x" * 81}
    assert [code for *_, code in faults(long)] == [FaultCode.TOO_LONG]
    assert faults(long, known=False) == [], "for matching it may have any"


def test_what_is_taken_in_has_its_lines_and_ends_after_too_many_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faq.load.MAX_FAULTS", 3)
    text = "\n".join(json.dumps(record) for record in (GOOD, {**GOOD, "id": "b"}, 1, 2, 3, 4))
    intake = take_in(BytesIO(text.encode()), Form.JSONL, catalogue())
    assert intake.lines == {"r-1": 1, "b": 2}
    assert [entry.id for entry in intake.entries] == ["b", "r-1"]
    assert [(fault.line, fault.code) for fault in intake.faults] == [
        *((line, FaultCode.NOT_AN_ENTRY) for line in (3, 4, 5)),
        (5, FaultCode.TOO_MANY_FAULTS),
    ]


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.XLSX", Form.XLSX), ("a.xls", Form.XLSX), ("a.tsv", Form.CSV), ("a.json", Form.JSONL), ("a", Form.YAML)],
)
def test_a_name_says_its_form(name: str, form: Form) -> None:
    assert form_of(Path(name)) is form


def test_every_fault_of_every_entry_is_told_and_the_rest_is_read() -> None:
    records = [{**GOOD, "id": "a"}, {"id": "b"}, {**GOOD, "id": "c", "status": "x", "valid_to": "mai"}, [1]]
    text = "\n".join(json.dumps(record) for record in records)
    reading = read_bank(text, Form.JSONL, catalogue())
    assert [entry.id for entry in reading.entries] == ["a"]
    assert [fault.item for fault in reading.faults] == ["b"] * 6 + ["c", "c", ""]
    assert reading.faults[-1].code is FaultCode.NOT_AN_ENTRY


def test_yaml_faults_name_the_line_of_the_key() -> None:
    text = "faq:\n- id: a\n  question: Ai cấp phép?\n  status: lạ\n- chỉ là chữ\n- id: b\n  id: b\n  question: x\n"
    reading = read_bank(text, Form.YAML)
    assert [(fault.line, fault.key, fault.code) for fault in reading.faults] == [
        (4, "status", FaultCode.UNKNOWN_STATUS),
        (5, "", FaultCode.NOT_AN_ENTRY),
        (7, "id", FaultCode.REPEATED_KEY),
    ]


def test_yaml_words_stay_words() -> None:
    text = "- {id: 007, question: no, valid_from: 2025-07-01, answer: null, reviewed: true}"
    [entry] = read_bank(text, Form.YAML).entries
    assert (entry.id, entry.question, entry.answer, entry.reviewed) == ("007", "no", "", True)
    assert entry.valid_from == date(2025, 7, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x [1]\nb: *x", FaultCode.ALIAS),
        ("&a [*a]", FaultCode.ALIAS),
        ("[" * 100_000, FaultCode.TOO_DEEP),
        ("a: [", FaultCode.UNREADABLE),
        ("a: b: c", FaultCode.UNREADABLE),
        ("'", FaultCode.UNREADABLE),
        ("faq: x", FaultCode.NOT_A_BANK),
        ("", FaultCode.NOT_A_BANK),
        ("chỉ là chữ", FaultCode.NOT_A_BANK),
        ("a: \x00", FaultCode.BAD_CHARACTERS),
        ('a: "\ud800"', FaultCode.BAD_CHARACTERS),
    ],
)
def test_a_yaml_file_that_is_no_bank_is_refused(text: str, code: FaultCode) -> None:
    reading = read_bank(text, Form.YAML)
    assert reading.entries == ()
    assert [fault.code for fault in reading.faults] == [code]


def test_no_tag_makes_an_object() -> None:
    text = "- id: !!python/object/apply:os.getcwd []\n  question: !!binary aGVsbG8=\n"
    reading = read_bank(text, Form.YAML)
    assert reading.entries == ()
    assert [(fault.key, fault.code) for fault in reading.faults] == [("id", FaultCode.NOT_TEXT)]


def test_billion_laughs_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    assert [fault.code for fault in read_bank("\n".join(lines), Form.YAML).faults] == [FaultCode.ALIAS]


def test_a_huge_file_is_refused_unread() -> None:
    [fault] = read_bank(b" " * (MAX_BYTES[Form.YAML] + 1), Form.YAML).faults
    assert fault.code is FaultCode.TOO_LARGE


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", FaultCode.UNREADABLE),
        ("[" * 200_000, FaultCode.TOO_DEEP),
        ("9" * 10_000, FaultCode.UNREADABLE),
        ("3", FaultCode.NOT_AN_ENTRY),
        ('{"id": "a", "id": "b", "question": "x"}', FaultCode.REPEATED_KEY),
    ],
)
def test_bad_json_lines_spoil_only_themselves(line: str, code: FaultCode) -> None:
    reading = read_bank(f'{line}\n{{"id": "z", "question": "Ai?"}}\n', Form.JSONL)
    assert [entry.id for entry in reading.entries] == ["z"]
    assert [(fault.line, fault.code) for fault in reading.faults] == [(1, code)]


def test_bytes_that_are_not_utf8_are_told_with_their_line() -> None:
    [fault] = read_bank(b'{"id": "a", "question": "x"}\n\xff\n', Form.JSONL).faults
    assert (fault.line, fault.code) == (2, FaultCode.BAD_CHARACTERS)


def test_a_byte_order_mark_is_no_fault() -> None:
    for form, text in ((Form.JSONL, '{"id": "a", "question": "x"}'), (Form.YAML, "- {id: a, question: x}")):
        for content in ("\ufeff" + text, ("\ufeff" + text).encode()):
            assert [entry.id for entry in read_bank(content, form).entries] == ["a"]


def test_the_form_follows_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "bank.jsonl").write_text('{"id": "a", "question": "x"}', encoding="utf-8")
    (tmp_path / "bank.yaml").write_text("faq: [{id: b, question: y}]", encoding="utf-8")
    read = [read_bank_file(tmp_path / name).entries[0].id for name in ("bank.jsonl", "bank.yaml")]
    assert read == ["a", "b"]


def test_the_starter_bank_is_complete_and_not_reviewed() -> None:
    entries = starter_bank()
    assert len(entries) == 208
    assert not any(entry.reviewed for entry in entries)
    assert {entry.checked_on for entry in entries} == {date(2026, 11, 21)}
    assert all(entry.legal_basis and entry.answer and entry.source_url for entry in entries)
    for entry in entries:
        assert bool(entry.provinces) == (entry.status is Status.PROVINCIAL_EXAMPLE)


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)), st.sampled_from(Form), st.booleans())
def test_no_content_raises(content: str | bytes, form: Form, complete: bool) -> None:
    reading = read_bank(content, form, catalogue() if complete else None)
    assert all(fault.line >= 1 for fault in reading.faults)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*GOOD, "phrasings", "valid_to", "reviewed", "provinces", "x"]), JSON))
def test_no_record_raises(record: dict[str, object]) -> None:
    reading = read_bank(json.dumps(record), Form.JSONL, catalogue())
    assert len(reading.entries) + bool(reading.faults) == 1


def test_what_suspends_an_entry_of_the_starter_bank_is_named_first() -> None:
    """The cadre is told "theo …" from there; all are suspended by one resolution of the Government."""
    suspended = [entry for entry in starter_bank() if entry.status is Status.SUSPENDED]
    assert len(suspended) == 9
    assert [entry.id for entry in suspended if "66.18/2026/NQ-CP" not in entry.legal_basis[0]] == []
