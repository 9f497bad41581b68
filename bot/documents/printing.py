"""Documents as files. What draws them is large, and is loaded by the process that draws."""

from __future__ import annotations

from bot.documents.invite_cards import Sheets


def pdf(sheets: Sheets) -> bytes:
    """The sheets as PDF, A4. For a worker process."""
    from bot.documents.drawing import drawn

    return drawn(sheets)
