"""Failpoints: named moments at which this process may be told to die.

They exist in the child of a fork server alone (tests/crash/fork.py): `seams.py` puts them around the database driver
and the sockets, so nothing of them stands in the product.
"""

from __future__ import annotations

import os
from itertools import count
from typing import NoReturn

from tests.crash.birth import Doom

KILLED = 137
MANY = "savepoint"
"""There are so many of these that all others would be rare: a life dies there only when it is told to by name."""


class _Armed:
    """What this process was told. Points are reached in two threads: counters are taken in one step."""

    def __init__(self) -> None:
        self.doom = Doom()
        self.report: int | None = None
        self.hits = count(1)
        self.all = count(1)
        self.statements = count(1)
        self.passed: set[str] = set()
        self.failed: set[str] = set()


_armed = _Armed()


def arm(doom: Doom, report: int) -> None:
    """From now on points count. To `report` goes each that is reached, with a plus, and the one it dies at."""
    _armed.doom, _armed.report = doom, report


def reached(name: str) -> None:
    """Dies here, if that is what was told."""
    if _armed.report is None:
        return
    if name not in _armed.passed:
        _armed.passed.add(name)
        os.write(_armed.report, f"+{name}\n".encode())
    if name == _armed.doom.point and next(_armed.hits) == _armed.doom.hit:
        _die(name)
    if name.startswith(MANY):
        return
    if next(_armed.all) == _armed.doom.latest:
        _die(name)


def fails(statement: str) -> bool:
    """Whether this statement is one of those that fail: once, so that who tries it again is served."""
    if not _armed.doom.fails or next(_armed.statements) % _armed.doom.fails or statement in _armed.failed:
        return False
    _armed.failed.add(statement)
    return True


def _die(name: str) -> NoReturn:
    assert _armed.report is not None
    os.write(_armed.report, name.encode() + b"\n")
    os._exit(KILLED)
