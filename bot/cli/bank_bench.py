"""Measuring how fast the bank is, and how that grows, beside what one would take who had none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from bot.cli.benching.contestants import CONTESTANTS
from bot.cli.benching.ground import Size, lay
from bot.cli.benching.measuring import measure
from bot.control import Declined

FEWEST, MOST = 10, 2_000_000
_HELD = ("counting", "packing", "building", "changing", "matching")
_NAMES = (
    *("entries", "", "build s", "MB", "peak MB", "change ms", "worst", "p50 ms", "p99", "max"),
    *("top-1", "refused", "n"),
)

T = TypeVar("T")
Busy = Callable[[str], AbstractContextManager[None]]


def sizes_of(written: str) -> tuple[int, ...]:
    """Reads sizes as they are typed: "1000,10000". Raises ValueError with what is wrong."""
    sizes = []
    for part in written.split(","):
        number = part.strip()
        if not number.isdecimal():
            raise ValueError(f"“{number}” không phải một số nguyên dương (not a positive whole number)")
        sizes.append(int(number))
        if not FEWEST <= sizes[-1] <= MOST:
            raise ValueError(f"{number}: cần từ {FEWEST} đến {MOST} mục (between {FEWEST} and {MOST} entries)")
    return tuple(sorted(set(sizes)))


def bench(sizes: Sequence[int], wordings: int, queries: int, seed: int, *, alone: bool, busy: Busy) -> dict[str, Any]:
    """Measures each contestant at each size, each in a process of its own. Raises Declined."""
    names = ["caunoi"] if alone else list(CONTESTANTS)
    found = []
    for size in sizes:
        with TemporaryDirectory(prefix="caunoi-bench-") as name:
            folder = Path(name)
            with busy(f"{size}: đang tạo ngân hàng… / Making a bank…"):
                words = _apart(lay, folder, Size(size, wordings, queries, seed))
            for contestant in names:
                with busy(f"{size}: {contestant}…"):
                    found.append({"entries": size, "words": words, "contestant": contestant})
                    found[-1] |= _plain(_apart(measure, contestant, folder))
    return {"wordings": wordings, "queries": queries, "seed": seed, "measured": found}


def table(found: Mapping[str, Any]) -> Iterator[str]:
    """The figures in lines of one width, then growth, then how long an event loop was held."""
    measured = found["measured"]
    yield _line(_NAMES)
    for one in measured:
        yield _line((str(one["entries"]), one["contestant"], *_told(one)))
    ours = [one for one in measured if one["contestant"] == "caunoi"]
    yield ""
    yield _line(("× entries", "", "× build", "× MB", "", "× change", "", "× p50", "× p99", "", "", "", "words"))
    for before, after in pairwise(ours):
        yield _line(_growth(before, after))
    yield ""
    yield _line(("entries", "held ms", *_HELD))
    for one in ours:
        yield _line((str(one["entries"]), "caunoi", *(_number(one["held"][name]) for name in _HELD)))


def _apart(job: Callable[..., T], *given: Any) -> T:
    """Does a job in a process of its own: what one contestant leaves behind is not another's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        try:
            return processes.submit(job, *given).result()
        except BrokenProcessPool as error:
            raise Declined(
                "tiến trình đo bị dừng, có thể vì thiếu bộ nhớ"
                f" (the measuring process died, perhaps for want of memory): {job.__name__} {given}"
            ) from error


def _growth(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    def times(name: str) -> str:
        return f"{after[name] / before[name]:.1f}" if before[name] and after[name] else "–"

    names = ("entries", "", "build_s", "memory_mb", "", "change_p50_ms", "", "p50_ms", "p99_ms", "", "", "")
    return [*(times(name) if name else "" for name in names), str(after["words"])]


def _told(one: Mapping[str, Any]) -> Iterator[str]:
    for name in ("build_s", "memory_mb", "peak_mb", "change_p50_ms", "change_max_ms", "p50_ms", "p99_ms", "max_ms"):
        yield _number(one.get(name))
    for name in ("top1", "refused"):
        yield "–" if one.get(name) is None else f"{one[name]:.3f}"
    yield str(one.get("queries", "–"))
    yield one.get("left_out", "")


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _line(cells: Sequence[str]) -> str:
    widths = (9, 10)
    told = [f"{cell:<{widths[at]}}" if at < len(widths) else f"{cell:>9}" for at, cell in enumerate(cells)]
    return " ".join(told).rstrip()


def _plain(value: Any) -> Any:
    """JSON knows no nan: what could not be measured is null."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return None if value != value else round(value, 4) if isinstance(value, float) else value
