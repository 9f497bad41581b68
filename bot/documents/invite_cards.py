"""Cards with invites, to be printed, cut out and handed over: what stands on them."""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS, ROWS = 2, 5
ON_PAGE = COLUMNS * ROWS


@dataclass(frozen=True, slots=True)
class InviteCard:
    """One person's card. `unit` is in lines: what it is, and where; `link` is what the QR code says."""

    name: str
    role: str
    unit: tuple[str, ...]
    code: str
    link: str
    until: str
    how: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """All cards, in the order in which they are printed, under a title; `pages` is how each page is called."""

    title: str
    cover: str
    pages: tuple[str, ...]
    cards: tuple[InviteCard, ...]


def pages_of(cards: int) -> int:
    """How many pages so many cards take."""
    return -(-cards // ON_PAGE)
