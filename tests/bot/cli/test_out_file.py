"""Where commands may write: over nothing that they read, no device, no folder; and a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.cli.bank_match import match_files
from bot.cli.out_file import check, writing
from bot.control import Declined

BANK = '{"id": "a", "question": "Ai cấp Giấy phép bán lẻ rượu?"}\n'
QUERIES = '{"id": 1, "text": "ai cap giay phep"}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bank.jsonl").write_text(BANK, "utf-8")
    (tmp_path / "queries.jsonl").write_text(QUERIES, "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["bank.jsonl", "queries.jsonl", "../{here}/queries.jsonl", "link.jsonl"])
def test_what_is_read_is_not_written_over(folder: Path, name: str) -> None:
    (folder / "link.jsonl").symlink_to("bank.jsonl")
    out = folder / name.format(here=folder.name)
    with pytest.raises(Declined, match="trùng với tệp đầu vào"):
        match_files(folder / "bank.jsonl", folder / "queries.jsonl", out, 10, show=False)
    assert (folder / "bank.jsonl").read_text("utf-8") == BANK
    assert (folder / "queries.jsonl").read_text("utf-8") == QUERIES


def test_a_device_a_pipe_and_a_folder_stay_what_they_are(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    for out in (Path(os.devnull), folder / "pipe", folder):
        with pytest.raises(Declined, match="không phải tệp thường"):
            check(out)
    assert Path(os.devnull).is_char_device()


def test_a_folder_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(Declined, match="không có thư mục"):
        check(folder / "nowhere" / "out.jsonl")


def test_what_goes_wrong_leaves_the_old_file(folder: Path) -> None:
    out = folder / "out.jsonl"
    out.write_text("before", "utf-8")
    (folder / "queries.jsonl").write_text(QUERIES + "broken", "utf-8")
    with pytest.raises(Declined, match=r"queries\.jsonl:2"):
        match_files(folder / "bank.jsonl", folder / "queries.jsonl", out, 10, show=False)
    assert out.read_text("utf-8") == "before"
    assert sorted(path.name for path in folder.iterdir()) == ["bank.jsonl", "out.jsonl", "queries.jsonl"]
    with writing(out) as part:
        part.write_text("whole", "utf-8")
    assert out.read_text("utf-8") == "whole"


def test_a_file_that_was_there_beside_it_stays(folder: Path) -> None:
    (folder / "out.jsonl.part").write_text("somebody's", "utf-8")
    match_files(folder / "bank.jsonl", folder / "queries.jsonl", folder / "out.jsonl", 10, show=False)
    assert (folder / "out.jsonl.part").read_text("utf-8") == "somebody's"
