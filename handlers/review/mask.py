"""What stands in an entry where something pointed at a citizen, and what may still point at one."""

from __future__ import annotations

from collections.abc import Iterable

from faq.entry import Entry
from faq.masking import Personal, masked
from handlers.wording import DEFAULT, words


def shown_instead(kind: Personal) -> str:
    """`[họ tên]`: the bank speaks Vietnamese, whoever reviews it."""
    return words(DEFAULT)(f"mask-{kind}")


def left_in(entry: Entry) -> list[str]:
    """What was masked and stands where people read it: an answer to everybody tells of no `[họ tên]`.

    In other ways to ask it does no harm: nobody reads those.
    """
    read = "\n".join((entry.question, entry.answer, *entry.legal_basis)).casefold()
    return [shown for shown in dict.fromkeys(map(shown_instead, Personal)) if shown.casefold() in read]


def still_personal(texts: Iterable[str]) -> tuple[Personal, ...]:
    """What in these texts may point at a citizen."""
    return masked("\n".join(texts), shown_instead).found
