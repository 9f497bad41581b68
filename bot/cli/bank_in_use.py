"""The bank in use, as the command line gets it from whoever has the database."""

from __future__ import annotations

from bot.cli.desk import do
from bot.control import Declined
from bot.settings import Settings
from faq.parcel import unpacked
from faq.shelf import Shelf


async def in_use(settings: Settings) -> Shelf:
    """Every entry. Raises what `bot.cli.desk.do` raises."""
    done = await do(settings, "bank-export", {})
    kept = unpacked(done["bank"])
    if kept.faults:
        fault = kept.faults[0]
        raise Declined(f"Mục {fault.item}: {fault.key}: {fault.code} (an entry in the database cannot be read)")
    return kept.entries
