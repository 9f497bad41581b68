"""What stands in an entry where something pointed at a citizen."""

from __future__ import annotations

from faq.masking import Personal
from handlers.wording import DEFAULT, words


def shown_instead(kind: Personal) -> str:
    """`[họ tên]`: the bank speaks Vietnamese, whoever reviews it."""
    return words(DEFAULT)(f"mask-{kind}")
