"""`caunoi bank`: what goes in comes out, what is wrong is named by line, matching needs nothing but files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.bank_faults import _WORDS, told
from bot.cli.bank_export import write
from bot.control import Declined
from faq.fault import Fault, FaultCode
from faq.fields import catalogue
from faq.load import Form as Written
from faq.load import read_bank_file, starter_bank
from faq.shelf import Shelf
from tests.bot.cli.console import Console
from tests.faq.sheet.books import GOOD, HEAD, book

ENTRY = {
    "id": "solar",
    "ministry": "MOIT",
    "field": "electricity",
    "question": "Lắp điện mặt trời mái nhà có phải xin phép không?",
    "phrasings": ["điện mặt trời áp mái có cần giấy phép"],
    "answer": "Chỉ cần thông báo.",
    "legal_basis": ["Nghị định 58/2025/NĐ-CP"],
    "source_url": "https://vanban.example/58",
    "status": "current",
    "confidence": "verbatim",
    "checked_on": "2026-11-21",
    "reviewed": False,
}


def lines(file: Path, *items: Any) -> str:
    file.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    return str(file)


def counts(told: dict[str, Any]) -> tuple[int, int, int]:
    return told["added"], told["changed"], told["unchanged"]


def test_an_import_adds_then_changes_nothing_then_replaces(console: Console, tmp_path: Path) -> None:
    file = tmp_path / "bank.jsonl"
    lines(file, ENTRY)
    looked = console.json("bank", "import", str(file), "--dry-run")
    assert (counts(looked), looked["new"], looked["differing"]) == ((1, 0, 0), ["solar"], {})
    assert counts(console.json("bank", "import", str(file))) == (1, 0, 0)
    assert counts(console.json("bank", "import", str(file))) == (0, 0, 1)
    lines(file, {**ENTRY, "answer": "Không phải xin phép."})
    looked = console.json("bank", "import", str(file), "--dry-run")
    assert (counts(looked), looked["new"], looked["differing"]) == ((0, 1, 0), [], {"solar": ["answer"]})
    shown = console("bank", "import", str(file), "--dry-run")
    assert (shown.exit_code, shown.stdout.splitlines()[0]) == (0, "~ solar: answer")
    shown = console("bank", "import", str(file))
    assert (shown.exit_code, "thay (changed) 1" in shown.stdout) == (0, True)


@pytest.mark.parametrize("ending", ["yaml", "jsonl", "csv", "xlsx"])
def test_an_export_is_read_back_as_it_was(console: Console, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"out.{ending}"
    assert console("bank", "export", str(file)).exit_code == 0
    reading = read_bank_file(file, catalogue())
    assert not reading.faults
    assert {entry.id: entry for entry in reading.entries} == {entry.id: entry for entry in starter_bank()}
    assert counts(console.json("bank", "import", str(file))) == (0, 0, len(starter_bank()))
    assert not (tmp_path / f"out.{ending}.part").exists()


def test_the_form_may_be_given_and_must_be_one(console: Console, tmp_path: Path) -> None:
    assert console("bank", "export", "out.txt", "--form", "csv").exit_code == 0
    assert (tmp_path / "out.txt").read_bytes().startswith(b"\xef\xbb\xbf")
    refused = console("bank", "export", "out.docx")
    assert (refused.exit_code, ".docx" in refused.stderr, (tmp_path / "out.docx").exists()) == (1, True, False)


def test_what_would_not_be_read_again_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.bank_export.MAX_BYTES", dict.fromkeys(Written, 1000))
    for ending in ("yaml", "csv", "xlsx", "jsonl"):
        with pytest.raises(Declined, match=ending):
            write(tmp_path / f"bank.{ending}", Shelf(starter_bank()))
    assert list(tmp_path.iterdir()) == []


def test_every_fault_is_named_and_nothing_is_imported(console: Console, tmp_path: Path) -> None:
    file = tmp_path / "bank.jsonl"
    lines(file, ENTRY, {**ENTRY, "id": "x", "field": "nothing"}, {**ENTRY, "id": "y", "status": "maybe"}, "no entry")
    refused = console("bank", "import", str(file))
    assert refused.exit_code == 1
    told_of = refused.stderr.splitlines()
    assert [line.split(":")[1] for line in told_of[:-1]] == ["2", "3", "4"]
    assert "3 lỗi" in told_of[-1]
    assert console.json("bank", "import", lines(tmp_path / "one.jsonl", ENTRY))["added"] == 1


def test_faults_of_a_workbook_are_named_with_their_cells_and_summed_up(console: Console, tmp_path: Path) -> None:
    wrong = [("", *GOOD[1:]), *((f"e{n}", "MOF", *GOOD[2:]) for n in range(30)), (*GOOD[:4], "=1+1", *GOOD[5:])]
    (tmp_path / "bank.xlsx").write_bytes(book(HEAD, GOOD, *wrong))
    refused = console("bank", "import", "bank.xlsx")
    told_of = refused.stderr.splitlines()
    assert (refused.exit_code, len(told_of)) == (1, 33 + 5 + 1)
    assert told_of[0] == "bank.xlsx:3: A3, cột Mã (id): thiếu; hãy điền (missing: fill it in)"
    assert told_of[1].startswith("bank.xlsx:4: e0: B4, cột Bộ (ministry): không có bộ nào mang mã “MOF”")
    assert told_of[31].startswith("bank.xlsx:34: solar: E34, cột Trả lời (answer): là công thức =1+1")
    assert told_of[32].startswith("bank.xlsx:34: solar: A34, cột Mã (id): mã solar đã dùng ở dòng 2")
    assert told_of[34].split(":")[0].split() == ["30", "×", "ministry"]
    assert "solar" not in console("bank", "import", "bank.xlsx").stdout
    told_as_json = json.loads(console("bank", "import", "bank.xlsx", "--json").stdout)["faults"]
    assert len(told_as_json) == 33
    assert told_as_json[0] == {
        "line": 3, "cell": "A3", "entry": "", "key": "id", "code": "missing", "args": {},
        "text": "thiếu; hãy điền (missing: fill it in)",
    }  # fmt: skip
    (tmp_path / "bank.xlsx").write_bytes(book(HEAD, GOOD))
    assert counts(console.json("bank", "import", "bank.xlsx")) == (1, 0, 0), "nothing was there"


def test_nearly_the_same_questions_are_shown_and_stop_nothing(console: Console, tmp_path: Path) -> None:
    known = starter_bank()[0]
    file = tmp_path / "bank.jsonl"
    lines(
        file, ENTRY,
        {**ENTRY, "id": "again", "question": str(ENTRY["question"]).lower(), "phrasings": []},
        {**ENTRY, "id": "starter", "question": known.question + " ạ", "phrasings": []},
    )  # fmt: skip
    looked = console("bank", "import", str(file), "--dry-run")
    assert looked.exit_code == 0
    first, second = looked.stderr.splitlines()
    assert first.startswith(f"{file}:2: again: giống 100 % với mục solar, dòng 1")
    assert (f"{file}:3: starter: giống" in second, f"mục {known.id}, đang dùng" in second) == (True, True)
    told_of = console.json("bank", "import", str(file))
    assert (counts(told_of), [pair["other_line"] for pair in told_of["alike"]]) == ((3, 0, 0), [1, None])
    assert console("bank", "import", str(file)).stderr == "", "what is there already is nobody's news"


def test_every_kind_of_fault_has_its_words() -> None:
    assert set(_WORDS) == set(FaultCode)
    fault = Fault(7, "solar", "valid_to", FaultCode.DATES_REVERSED, (("value", "2025-01-01"), ("from", "2026-01-01")))
    line = told(Path("b.yaml"), fault)
    assert line.startswith("b.yaml:7: solar: valid_to: ")
    assert "2025-01-01" in line


def test_a_file_that_is_not_there_is_typed_wrongly(console: Console) -> None:
    assert console("bank", "import", "nothing.yaml").exit_code == 2


def matched(console: Console, folder: Path, bank: list[Any], queries: list[Any], *more: str) -> list[dict[str, Any]]:
    out = folder / "results.jsonl"
    files = ("--bank", lines(folder / "b.jsonl", *bank), "--queries", lines(folder / "q.jsonl", *queries))
    done = console("bank", "match", *files, "--out", str(out), *more)
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_matching_needs_only_files(console: Console, tmp_path: Path) -> None:
    bank = [
        {"id": "solar", "question": ENTRY["question"], "phrasings": ENTRY["phrasings"], "status": 7, "other": [{}]},
        {"id": "land", "question": "Thủ tục cấp giấy chứng nhận quyền sử dụng đất lần đầu?"},
    ]
    queries = [
        {"id": "q1", "text": "lap dien mat troi mai nha co phai xin phep khong", "gold": ["solar"], "kind": "typed"},
        {"id": 2, "text": "giá vàng hôm nay"},
    ]
    one, two = matched(console, tmp_path, bank, queries)
    assert (one["id"], one["matches"][0]["entry"]) == ("q1", "solar")
    assert one["decision"] in {"answer", "suggest"}
    assert all(0 <= match["confidence"] <= 1 for match in one["matches"] + two["matches"])
    assert (two["id"], two["decision"]) == (2, "route")
    assert set(one) == {"id", "decision", "matches", "ms"}
    assert not (tmp_path / "var").exists()


def test_at_most_top_entries(console: Console, tmp_path: Path) -> None:
    bank = [{"id": f"e{n}", "question": f"Hỏi về điện mặt trời số {n}"} for n in range(30)]
    assert (
        len(matched(console, tmp_path, bank, [{"id": 1, "text": "điện mặt trời"}], "--top", "3")[0]["matches"]) == 3
    )


def test_a_broken_line_is_named(console: Console, tmp_path: Path) -> None:
    bank = lines(tmp_path / "b.jsonl", {"id": "a", "question": "Hỏi?"})
    for content, number in (('{"id": 1, "text": "a"}\n\n{broken\n', 3), ('{"id": 1}\n', 1), ("[]\n", 1)):
        (tmp_path / "q.jsonl").write_text(content, encoding="utf-8")
        refused = console(
            *("bank", "match", "--bank", bank, "--queries", str(tmp_path / "q.jsonl")),
            *("--out", str(tmp_path / "out.jsonl")),
        )
        assert refused.exit_code == 1
        assert f"q.jsonl:{number}:" in refused.stderr
        assert not (tmp_path / "out.jsonl").exists()


def test_a_legal_basis_that_names_no_document_is_told_and_stops_nothing(console: Console, tmp_path: Path) -> None:
    file = lines(tmp_path / "bank.jsonl", ENTRY, {**ENTRY, "id": "b", "legal_basis": ["Sổ tay của Sở, 7/2026"]})
    told = console("bank", "import", file)
    assert told.exit_code == 0, told.output
    assert [line for line in told.stderr.splitlines() if "names no document" in line] == [
        f"{file}:2: b: căn cứ pháp lý không nêu tên văn bản; khi văn bản thay đổi, mục này không được tạm giữ;"
        " nên ghi như “Nghị định 139/2025/NĐ-CP, Điều 5” (the legal basis names no document)"
    ]
    again = console.json("bank", "import", lines(Path(file), {**ENTRY, "id": "c", "legal_basis": ["Sổ tay"]}))
    assert again["uncited"] == ["c"]
