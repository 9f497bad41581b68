"""Memory that lives as long as the process, and memory that can go back to the system."""

from __future__ import annotations

import ctypes
import gc
import sys


def settle() -> None:
    """Has what lives as long as the process (the bank, the units) not looked through for garbage any more.

    A full collection would stop everything for a seventh of a second, again and again (docs/benchmarks.md). Done
    again for a newer bank, this looks only through what is there since: 2 ms, or 20 with 10,000 entries. What was
    settled stays so, for an older bank needs no search: nothing in it points back, so it goes with its last user.
    """
    gc.collect()
    _give_back()
    gc.freeze()


def _give_back() -> None:
    # What an older bank leaves lies between what stays: glibc gives such pages back when it is told to, not by
    # itself. 20 MB after each replacement of a bank of 10,000 entries.
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
