"""Words: every sentence a person reads comes from `locales/<language>/*.ftl`, Vietnamese first.

Fluent (https://projectfluent.org) keeps sentences whole and out of the code; `fluent.runtime` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from faq.fields import catalogue
from handlers.clock import VIETNAM

LOCALES = ("vi", "en")
DEFAULT = "vi"
_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


class Words:
    """The sentences of one language."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        # Isolation marks (U+2068/9) protect mixed directions, which neither language has; phones show them as boxes.
        self._bundle = FluentBundle([locale], use_isolating=False)
        for text in texts(locale).values():
            self._bundle.add_resource(FluentResource(text))

    def __call__(self, key: str, **args: Any) -> str:
        """The sentence under `key`. Raises KeyError for one that is not there, ValueError for a missing argument."""
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        # Fluent has no empty string to select on: `[blank]` in a sentence means that there is nothing to say here.
        given = {name: "blank" if value == "" else value for name, value in args.items()}
        text, errors = self._bundle.format_pattern(message.value, given)
        if errors:
            raise ValueError(f"{self.locale}/{key}: {errors[0]}")
        return str(text)

    def ministry(self, code: str) -> str:
        """A ministry by its name; the code where we know no name."""
        ministry = catalogue().ministries.get(code)
        return code if ministry is None else ministry.en if self.locale == "en" else ministry.vi

    def field(self, code: str) -> str:
        """A field by its name; the code where we know no name."""
        field = catalogue().fields.get(code)
        return code if field is None else field.en if self.locale == "en" else field.vi

    def has(self, key: str) -> bool:
        """Whether there is a sentence under `key`."""
        return bool(self._bundle.has_message(key))

    def time(self, at: datetime, now: datetime) -> str:
        """A moment in Viet Nam as `16:30, thứ Bảy 21/11`, with the year when it is not this year's."""
        local = at.astimezone(VIETNAM)
        return f"{local:%H:%M}, {self.day(local.date(), now)}"

    def weekday(self, number: int) -> str:
        """A day of the week, counted from Monday = 0."""
        return _WEEKDAYS[self.locale][number]

    def day(self, day: date, now: datetime) -> str:
        """A day as `thứ Bảy 21/11`, with the year when it is not this year's."""
        year = "" if day.year == now.astimezone(VIETNAM).year else f"/{day.year}"
        return f"{_WEEKDAYS[self.locale][day.weekday()]} {day.day:02d}/{day.month:02d}{year}"


@cache
def words(locale: str) -> Words:
    """The sentences of a language; Vietnamese where we do not speak it."""
    return Words(locale if locale in LOCALES else DEFAULT)


def get_ready() -> None:
    """Reads all languages: a tenth of a second that the first who asks would wait."""
    for locale in LOCALES:
        words(locale)


def texts(locale: str) -> Mapping[str, str]:
    """The source of a language: file name → Fluent text."""
    folder = files("handlers") / "locales" / locale
    return {
        f.name: f.read_text("utf-8")
        for f in sorted(folder.iterdir(), key=lambda f: f.name)
        if f.name.endswith(".ftl")
    }
