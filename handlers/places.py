"""The names of places in memory follow the units in the database, in every process, as soon as a change happened."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import get_args

from faq.places import Former, Gazetteer, Place, PlaceType
from handlers.context import Context
from storage import succession, units
from storage.db import Tx
from storage.succession import Pair
from storage.units import Unit, place_of

_TYPES = sorted(get_args(PlaceType), key=len, reverse=True)


async def follow(ctx: Context) -> bool:
    """Reads the names anew where units changed since; whether they did. Until one does the package knows all."""
    changes = await ctx.db.read(succession.carried_out)
    if changes == ctx.changes_known:
        return False
    there, pairs, heirs = await ctx.db.read_many(_read)
    # Beside the event loop: thousands of names.
    ctx.places = await asyncio.to_thread(_gazetteer, there, pairs, heirs)
    ctx.changes_known = changes
    return True


async def _read(tx: Tx) -> tuple[list[Unit], list[Pair], dict[str, str]]:
    there = [unit for kind in ("province", "commune") for unit in await units.of_kind(tx, kind)]
    pairs = [pair for pair in await succession.every(tx) if pair.applied_at]
    return there, pairs, await units.heirs(tx)


def _gazetteer(there: list[Unit], pairs: list[Pair], heirs: dict[str, str]) -> Gazetteer:
    places = {unit.code: place for unit in there if (place := place_of(unit))}
    return Gazetteer(places.values(), _former(places, pairs, heirs))


def _former(places: dict[str, Place], pairs: list[Pair], heirs: dict[str, str]) -> Iterator[Former]:
    """What was, or was called otherwise, and is another one today."""
    for pair in pairs:
        heir = places.get(heirs.get(pair.successor, pair.successor))
        type_ = next((each for each in _TYPES if pair.was_name.casefold().startswith(f"{each} ")), None)
        if heir is None or type_ is None or pair.was_name == heir.full_name:
            continue
        name = pair.was_name[len(type_) + 1 :]
        was = Place(pair.predecessor, heir.kind, type_, name, pair.was_name, heir.province_code)
        how = "rename" if pair.predecessor == pair.successor else pair.kind
        yield Former(was, heir.code, how, pair.on)  # type: ignore[arg-type]
