"""An entry as JSON, for what keeps more than its present state: its versions, and what a review proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from faq.entry import Entry, Status

WRITTEN = tuple(field.name for field in fields(Entry) if field.compare)
"""The attributes of an entry that somebody writes."""
_DAYS = ("valid_from", "valid_to", "checked_on")
_TEXTS = ("phrasings", "legal_basis", "provinces")


def content_of(entry: Entry) -> dict[str, Any]:
    """Everything that somebody wrote of an entry; `attributes_of` reads it back."""
    return values_of({name: getattr(entry, name) for name in WRITTEN})


def values_of(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes of an entry as JSON."""
    return {name: _plain(value) for name, value in attributes.items()}


def attributes_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """What `values_of` wrote, as attributes again."""
    return {name: _read(name, value) for name, value in content.items()}


def entry_of(content: Mapping[str, Any]) -> Entry:
    """What `content_of` wrote, as an entry again."""
    return Entry(**attributes_of(content))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Status):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value) if value else None
    if name in _TEXTS:
        return tuple(value)
    return Status(value) if name == "status" else value
