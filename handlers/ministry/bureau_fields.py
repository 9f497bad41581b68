"""A field is one bureau's: which bureaus lose one to others by a file that does not name them."""

from __future__ import annotations

from collections.abc import Sequence

from storage import desks
from storage.db import Tx
from storage.desks import Bureau


async def lost_to(tx: Tx, wanted: Sequence[Bureau]) -> dict[str, list[str]]:
    """The fields that bureaus would have no more, by the bureau's code, were those put in that are `wanted`."""
    named = {bureau.code for bureau in wanted}
    taken = {field for bureau in wanted for field in bureau.fields}
    return {
        bureau.code: sorted(bureau.fields & taken)
        for bureau in await desks.listed(tx)
        if bureau.code not in named and bureau.fields & taken
    }
