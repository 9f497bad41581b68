"""Finding the sections and running one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from typing import cast

from tests.hostile import sections
from tests.hostile.figures import Figure, Size
from tests.hostile.ground import Ground

Run = Callable[[Size, Ground], Awaitable[list[Figure]]]


def names() -> list[str]:
    """The sections, by name."""
    return sorted(module.name for module in pkgutil.iter_modules(sections.__path__))


def title(name: str) -> str:
    """What a section is about."""
    return cast(str, importlib.import_module(f"{sections.__name__}.{name}").TITLE)


def alone(name: str) -> bool:
    """Whether it measures time and wants the machine to itself (`ALONE = True`)."""
    return bool(getattr(importlib.import_module(f"{sections.__name__}.{name}"), "ALONE", False))


def runner(name: str) -> Run:
    """What does a section."""
    return cast(Run, importlib.import_module(f"{sections.__name__}.{name}").run)
