"""Who is expected, as lines for a person: a heading for each unit, a line for each name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from handlers.clock import VIETNAM
from handlers.invite import Role
from handlers.people.naming import role_name
from handlers.wording import words


def in_words(people: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """All of them in the order given, and how many there are of each state."""
    for (unit, name), group in groupby(people, key=lambda one: (one["unit"], one["unit_name"])):
        yield f"{name} ({unit})"
        for one in group:
            key = f" · {one['key']}" if one["key"] else ""
            yield f"  {one['name']}{key} · {role_name(words('vi'), Role(one['role']), unit)} · {_state(one)}"
    count = Counter(one["state"] for one in people)
    waiting = count["waiting"] + count["invited"]
    yield (
        f"{len(people)} người: {count['joined']} đã vào, {waiting} chưa vào. "
        f"({len(people)} people: {count['joined']} joined, {waiting} waited for.)"
    )


def _state(one: Mapping[str, Any]) -> str:
    match one["state"]:
        case "joined":
            return f"đã vào {_day(one['joined_at'])} (joined)"
        case "invited":
            return f"chưa vào, mã mời đến hết {_last_day(one['code_until'])} (invited)"
        case _:
            return "chưa vào, chưa có mã mời (waited for, no code)"


def _day(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(VIETNAM):%d/%m/%Y}"


def _last_day(moment: str) -> str:
    """Codes are good until midnight, which is the beginning of the next day."""
    return f"{datetime.fromisoformat(moment).astimezone(VIETNAM) - timedelta(seconds=1):%d/%m/%Y}"
