"""The ordinary run leaves out what it says, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.extent import DATABASES

WRITTEN = """
import pytest

on_both = pytest.mark.parametrize("database", ["sqlite", "postgresql"])

@on_both
@pytest.mark.parametrize("number", range(40))
def test_of_two(database, number): ...

@pytest.mark.both
@on_both
def test_of_both(database): ...

@pytest.mark.parametrize("database", ["postgresql"])
def test_of_one(database): ...

@pytest.mark.slow
def test_that_is_slow(): ...

def test_plain(): ...
"""


def collected(folder: Path, *options: str) -> list[str]:
    """The tests that would run, by what stands after their file's name."""
    file = folder / "test_written.py"
    file.write_text(WRITTEN)
    root = Path(__file__).parents[1]
    asked = ["-m", "pytest", "-q", "--collect-only", "-p", "tests.conftest", f"--rootdir={root}", "-c",
             str(root / "pyproject.toml"), *options, str(file)]  # fmt: skip
    told = subprocess.run([sys.executable, *asked], cwd=root, capture_output=True, text=True, check=True).stdout
    return [line.partition("::")[2] for line in told.splitlines() if "::" in line]


def test_the_full_run_leaves_nothing_out(tmp_path: Path) -> None:
    assert len(collected(tmp_path, "--full")) == 80 + 2 + 1 + 1 + 1


def test_of_each_pair_one_is_drawn_and_of_both_kinds_some(tmp_path: Path) -> None:
    ran = collected(tmp_path)
    assert ran == collected(tmp_path), "drawn anew, a failure could not be seen again"
    assert {name for name in ran if "of_two" not in name} == {
        "test_of_both[sqlite]", "test_of_both[postgresql]", "test_of_one[postgresql]", "test_plain"
    }  # fmt: skip
    drawn = [name for name in ran if "of_two" in name]
    counted = Counter(database for database in DATABASES for name in drawn if database in name)
    assert len(drawn) == 40
    assert min(counted[database] for database in DATABASES) >= 10
