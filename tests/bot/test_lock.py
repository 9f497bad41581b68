"""Two processes never work on one data folder; a killed one leaves nothing in the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.lock import Held, alone

_HOLD = "import sys; from pathlib import Path; from bot.lock import alone\nwith alone(Path(sys.argv[1])): print('has it', flush=True); sys.stdin.read()"  # noqa: E501


def holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "has it\n"
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate("")


def test_a_second_process_is_told_who_has_the_folder(tmp_path: Path) -> None:
    other = holder(tmp_path)
    with pytest.raises(Held) as caught, alone(tmp_path):
        pass
    assert caught.value.pid == str(other.pid)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)
    let_go(other)
    with alone(tmp_path):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    other = holder(tmp_path)
    os.kill(other.pid, signal.SIGKILL)
    let_go(other)
    with alone(tmp_path):
        assert (tmp_path / "caunoi.lock").read_text() == f"{os.getpid()}\n"


def test_whoever_waits_gets_it_when_it_is_free(tmp_path: Path) -> None:
    other = holder(tmp_path)
    waiting = subprocess.Popen([sys.executable, "-c", _WAIT, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    let_go(other)
    assert waiting.communicate()[0] == "got it\n"


_WAIT = "import sys; from pathlib import Path; from bot.lock import alone\nwith alone(Path(sys.argv[1]), wait=10): print('got it')"  # noqa: E501


def test_folders_do_not_mind_each_other(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with alone(tmp_path / "a"), alone(tmp_path / "b"):
        pass


def test_the_file_is_ours_alone(tmp_path: Path) -> None:
    with alone(tmp_path):
        assert (tmp_path / "caunoi.lock").stat().st_mode & 0o777 == 0o600
