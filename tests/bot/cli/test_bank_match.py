"""`caunoi bank match` on what is no bank at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.bank_match import match_files
from bot.control import Declined


def test_a_file_that_is_no_text_is_told_in_one_sentence(tmp_path: Path) -> None:
    binary = tmp_path / "bank.jsonl"
    binary.write_bytes(b"\x7fELF\xc0\xff")
    with pytest.raises(Declined, match="UTF-8"):
        match_files(binary, binary, tmp_path / "out.jsonl", 10, show=False)
