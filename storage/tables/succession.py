"""Changes of units: what merges, splits or is renamed, from which day; and whose seats went along."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, UniqueConstraint

from storage.tables.base import Instant, metadata, only, own_id, to

unit_changes = Table(  # a row for each pair; what follows whom is kept, also for a day to come
    "unit_changes",
    metadata,
    own_id(),
    Column("event", Integer, nullable=False, index=True),  # rows of one merger or one split happen together
    Column("kind", String(8), nullable=False),  # merge · split · rename
    Column("on_day", Date, nullable=False),  # from its first moment in Viet Nam
    # No foreign keys: what is to come may name units that are not there yet.
    Column("predecessor", String(16), nullable=False),
    Column("successor", String(16), nullable=False),  # itself, where it lives on
    Column("type", String(16), nullable=False),  # what the successor is from that day
    Column("name", String(120), nullable=False),
    Column("parent", String(16), nullable=True),
    Column("main", Boolean, nullable=False),  # of a split: where all go who do not say otherwise
    Column("was_name", String(160), nullable=False),  # the predecessor's name in full, by which people still know it
    Column("made_at", Instant, nullable=False),
    Column("applied_at", Instant, nullable=True),
    UniqueConstraint("on_day", "predecessor", "successor"),
    Index("ix_unit_changes_due", "on_day", **only("applied_at IS NULL")),
)

moved_seats = Table(  # whose seat followed a change, and whether he was told
    "moved_seats",
    metadata,
    Column("event", Integer, primary_key=True),
    to("seats.id", "seat_id", primary_key=True),
    Column("was", String(16), nullable=False),
    Column("told_at", Instant, nullable=True),
    Index("ix_moved_seats_untold", "seat_id", **only("told_at IS NULL")),
)
