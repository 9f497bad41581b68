"""Nothing that a file says or unfolds to takes more than a bounded memory: a process that reads it is measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from faq.fault import FaultCode
from tests.faq.sheet.bombs import BOMBS

ROOT = Path(__file__).parents[3]
_MOST_MEGABYTES = 60
_READS = """
import resource, sys
from pathlib import Path
from faq.load import Form, take_in
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
with Path(sys.argv[1]).open("rb") as file:
    before = peak()
    intake = take_in(file, Form.XLSX)
    print(peak() - before, *(fault.code for fault in intake.faults))
"""
_NOT_UNSAFE = {
    "3 GB that says 1 kB": FaultCode.UNREADABLE,  # no more is unpacked than it says, and that is wrong
    "3 GB that says 400 MB": FaultCode.UNREADABLE,
    "a million empty rows": FaultCode.UNREADABLE,  # more than a sheet has
    "a row of a million cells": FaultCode.NO_HEADER,
}
_SLOW = ("a row of a million cells", "texts without an end")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in _SLOW else ()) for name in BOMBS]
)
def test_no_bomb_takes_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / "bank.xlsx"
    file.write_bytes(BOMBS[name]())
    ended = subprocess.run(
        [sys.executable, "-c", _READS, str(file)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    megabytes, *codes = ended.stdout.split()
    assert codes == [_NOT_UNSAFE.get(name, FaultCode.UNSAFE)]
    assert int(megabytes) < _MOST_MEGABYTES
