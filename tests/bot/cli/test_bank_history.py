"""`caunoi bank history`: every version of an entry, who made it, why, and what changed."""

from __future__ import annotations

from pathlib import Path

from tests.bot.cli.console import Console
from tests.bot.cli.test_bank import ENTRY, lines

ID = str(ENTRY["id"])


def test_each_version_is_told_with_what_changed(console: Console, tmp_path: Path) -> None:
    console("bank", "import", str(lines(tmp_path / "1.jsonl", ENTRY)))
    console("bank", "import", str(lines(tmp_path / "2.jsonl", {**ENTRY, "answer": "Câu trả lời mới."})))
    told = console("bank", "history", ID)
    assert told.exit_code == 0, told.output
    assert [line.split(" ")[0] for line in told.output.splitlines() if line[0].isdigit()] == ["1.", "2."]
    assert f"   answer: {ENTRY['answer']} → Câu trả lời mới." in told.output
    assert "question:" not in told.output
    [first, second] = console.json("bank", "history", ID)["versions"]
    assert (first["entry"]["answer"], second["number"], second["reason"]) == (ENTRY["answer"], 2, "import")


def test_an_entry_that_never_was_is_said(console: Console) -> None:
    told = console("bank", "history", "nothing")
    assert told.exit_code == 1
    assert "Không có mục nothing" in told.output
