"""The fork server: everything is imported, nothing runs; each order makes a child.

    python -m tests.crash.fork

reads orders from standard input, one JSON object a line, and answers on standard output. It has no loop and no
thread when it forks. A rehearsal runs in the server itself and ends before the first fork.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import signal
import sys
import threading
from typing import Any

from tests.crash import seams

seams.install()  # before anything of the product is imported

from tests.crash import life  # noqa: E402
from tests.crash.birth import Birth, Doom  # noqa: E402


def _read(order: dict[str, Any]) -> Birth:
    return Birth(**{**order, "doom": Doom(**order["doom"])})


def main() -> None:
    """Serves until standard input ends."""
    life.prepare()
    for line in sys.stdin:
        order = json.loads(line)
        what = order.pop("what")
        if what == "rehearse":
            _rehearse(_read(order))
        else:
            _bear(_read(order))


def _rehearse(birth: Birth) -> None:
    def until(enough: Any) -> None:
        import asyncio

        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, enough.set)

    def ready() -> None:
        _say(pid=os.getpid())
        _say(ready=True)

    life.rehearse(birth, ready, until)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    life.settle()
    gc.collect()
    gc.freeze()  # what is there now is never looked at again: children share its pages
    _say(status=0, point="", passed=[])


def _bear(birth: Birth) -> None:
    assert threading.active_count() == 1, threading.enumerate()
    report, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(report)
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        faulthandler.enable()  # a life that hangs is asked where it stands
        _say(pid=os.getpid())  # by the child: said by us, it could come after the child's next word
        life.live(birth, told, lambda: _say(ready=True))
    os.close(told)
    _, status = os.waitpid(pid, 0)
    with os.fdopen(report, "r") as said:
        lines = said.read().splitlines()
    point = next((line for line in lines if not line.startswith("+")), "")  # two threads may die at once
    passed = [line[1:] for line in lines if line.startswith("+")]
    _say(status=os.waitstatus_to_exitcode(status), point=point, passed=passed)


def _say(**what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
