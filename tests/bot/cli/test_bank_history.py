"""`caunoi bank history`: every version of an entry, who made it, why, and what changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.bank_history import told as told_of
from tests.bot.cli.console import Console
from tests.bot.cli.test_bank import ENTRY, lines

ID = str(ENTRY["id"])


def test_each_version_is_told_with_what_changed(console: Console, tmp_path: Path) -> None:
    console("bank", "import", str(lines(tmp_path / "1.jsonl", ENTRY)))
    console("bank", "import", str(lines(tmp_path / "2.jsonl", {**ENTRY, "answer": "Câu trả lời mới."})))
    told = console("bank", "history", ID)
    assert told.exit_code == 0, told.output
    assert [line.split(" ")[0] for line in told.output.splitlines() if line[0].isdigit()] == ["1.", "2."]
    assert "vận hành (operator): nạp từ tệp (imported)" in told.output
    assert f"   answer: {ENTRY['answer']} → Câu trả lời mới." in told.output
    assert "question:" not in told.output
    [first, second] = console.json("bank", "history", ID)["versions"]
    assert (first["entry"]["answer"], second["number"], second["reason"]) == (ENTRY["answer"], 2, "import")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("import", "nạp từ tệp (imported)"),
        ("law 12", "rà soát số 12, văn bản thay đổi (the law changed)"),
        ("wording 3", "rà soát số 3, cách hỏi mới (new wordings)"),
        ("Năm nay bỏ", "Năm nay bỏ"),
    ],
)
def test_it_is_told_in_words_and_in_the_time_of_viet_nam(reason: str, said: str) -> None:
    gone = {"number": 2, "author": "Hà", "reason": reason, "made_at": "2026-11-21T18:30:00+00:00", "entry": None}
    assert next(told_of([gone])) == f"2. 22/11/2026 01:30  Hà: {said}"


def test_an_entry_that_never_was_is_said(console: Console) -> None:
    told = console("bank", "history", "nothing")
    assert told.exit_code == 1
    assert "Không có mục nothing" in told.output
