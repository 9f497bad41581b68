"""The parts of an entry as a reviewer reads them: as they are, as they were, and in full."""

from __future__ import annotations

from typing import Any

from handlers.context import Turn
from handlers.outgoing import Draft
from handlers.people.naming import place_name
from handlers.wording import Words

SHOWN = ("question", "phrasings", "answer", "legal_basis", "valid_from", "valid_to", "provinces")
"""What of an entry is shown and can be written, in order."""
PARTS = (*SHOWN, "field")
"""What of it can be changed; its field is chosen."""
MOST_PHRASINGS = 12


def show_part(turn: Turn, w: Words, draft: Draft, name: str, now_is: Any, before: Any) -> None:
    """A part under its name, and what it was where that is something else."""
    if not now_is and not before:
        return
    draft.line().bold(named(w, name))
    draft.line(told(turn, w, name, now_is))
    if before is not None and before != now_is:
        draft.italic(w("review-before", text=told(turn, w, name, before)))


def in_full(turn: Turn, w: Words, name: str, value: Any) -> str:
    """A part of an entry as it would be written."""
    value = _said(turn, w, name, value)
    return "\n".join(value) or w("review-nothing") if isinstance(value, tuple) else _line(w, value)


def told(turn: Turn, w: Words, name: str, value: Any) -> str:
    """A part of an entry, of a long list the first lines."""
    value = _said(turn, w, name, value)
    if isinstance(value, tuple):
        more = len(value) - MOST_PHRASINGS
        lines = [f"– {each}" for each in value[:MOST_PHRASINGS]]
        return "\n".join(lines + ([w("review-and-more", count=more)] if more > 0 else [])) or w("review-nothing")
    return _line(w, value)


def named(w: Words, name: str) -> str:
    """The name of a part."""
    return w(f"review-part-{name.replace('_', '-')}")


def _said(turn: Turn, w: Words, name: str, value: Any) -> Any:
    if name == "provinces":
        return tuple(place_name(turn.ctx.places, code) for code in value) or w("review-everywhere")
    return w.field(value) if name == "field" else value


def _line(w: Words, value: Any) -> str:
    if not value:
        return w("review-nothing")
    return value if isinstance(value, str) else f"{value:%d/%m/%Y}"
