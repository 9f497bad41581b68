"""Filters of the queue: chosen by a button, or typed in any spelling, in either language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from faq.field_names import fields_called, same_words
from faq.text import folded, words
from handlers.clock import VIETNAM
from handlers.wording import Words
from storage.queue import WAITING, Only


class Which(StrEnum):
    """What a filter goes by."""

    ALL = "all"
    OVERDUE = "overdue"
    TODAY = "today"
    WAITING = "waiting"
    """The next word is the asker's."""
    FIELD = "field"


_TYPED: Mapping[Which, tuple[str, ...]] = {
    Which.ALL: ("tất cả", "hết", "toàn bộ", "all", "everything"),
    Which.OVERDUE: ("quá hạn", "trễ", "trễ hạn", "muộn", "overdue", "late"),
    Which.TODAY: ("hôm nay", "hạn hôm nay", "đến hạn hôm nay", "trong ngày", "today", "due today"),
    Which.WAITING: (
        "chờ",
        "đang chờ",
        "chờ bổ sung",
        "chờ người hỏi",
        "chờ bổ sung thông tin",
        "waiting",
        "waiting for the asker",
    ),
}
_PAGE = re.compile(r"(?:^|\s)(?:trang\s|page\s)?([0-9]{1,4})$")
_FIELD = re.compile(r"(?:linh vuc|the field)\s")
"""Characters of a field's name below which it says nothing."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the queue is shown."""

    which: Which = Which.ALL
    fields: tuple[str, ...] = ()

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> Filter:
        """As it came back with a button."""
        return cls(Which(args.get("filter", Which.ALL)), tuple(args.get("fields", ())))

    def args(self) -> dict[str, Any]:
        """As it travels with a button."""
        fields = {"fields": list(self.fields)} if self.fields else {}
        return {"filter": self.which.value, **fields}

    def only(self, now: datetime) -> Only:
        """The same in the words of storage."""
        match self.which:
            case Which.OVERDUE:
                return Only(due_by=now)
            case Which.TODAY:
                return Only(due_after=now, due_by=day_ends(now))
            case Which.WAITING:
                return Only(state=WAITING)
            case _:
                return Only(fields=self.fields)

    def label(self, w: Words) -> str:
        """What it is called."""
        if self.which is Which.FIELD:
            return ", ".join(w.field(code) for code in self.fields)
        return w(f"queue-filter-{self.which.value}")


@dataclass(frozen=True, slots=True)
class Page:
    """What was typed behind the command."""

    filter: Filter
    number: int = 1


def read(typed: str) -> Page | None:
    """The filter and the page that are meant; None where there is no such filter."""
    said = folded(typed)
    paged = _PAGE.search(said)
    number = max(1, int(paged[1])) if paged else 1
    if paged:
        typed = " ".join(words(typed)[: len(said[: paged.start()].split())])
    if not folded(typed):
        return Page(Filter(), number)
    which = next((which for which, spelt in _TYPED.items() if any(same_words(typed, each) for each in spelt)), None)
    if which:
        return Page(Filter(which), number)
    named = " ".join(words(typed)[2:]) if _FIELD.match(folded(typed)) else typed
    fields = fields_called(named.replace("-", " "))
    return Page(Filter(Which.FIELD, fields), number) if fields else None


def day_ends(now: datetime) -> datetime:
    """The midnight at which the day in Viet Nam is over."""
    return datetime.combine(now.astimezone(VIETNAM).date() + timedelta(days=1), time(), VIETNAM)
