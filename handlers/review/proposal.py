"""A new entry made of what was asked and answered, without what points at a citizen."""

from __future__ import annotations

from dataclasses import dataclass

from faq.citation import citations
from faq.masking import Personal, masked
from handlers.review.mask import shown_instead
from handlers.review.typed import LONGEST


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a new entry shall say, without what points at a citizen, and what was left out of it."""

    question: str
    answer: str
    legal_basis: tuple[str, ...]
    left_out: tuple[Personal, ...]


def proposal(question: str, answer: str) -> Proposal:
    """Makes a proposal of what was asked and answered; what the answer cites is its legal basis."""
    asked, said = masked(question, shown_instead), masked(answer, shown_instead)
    basis = tuple(str(place) for place in citations([said.text]))
    left_out = tuple(kind for kind in Personal if kind in (*asked.found, *said.found))
    return Proposal(asked.text[: LONGEST["question"]], said.text[: LONGEST["answer"]], basis, left_out)
