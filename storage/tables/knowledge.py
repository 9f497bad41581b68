"""The bank: entries, phrasings, and the version that every change counts up."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table, Text

from storage.tables.base import Instant, metadata, own_id, to

entries = Table(
    "entries",
    metadata,
    Column("id", String(80), primary_key=True),
    to("units.code", "ministry", nullable=False),
    to("fields.code", "field", nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("legal_basis", JSON, nullable=False),
    Column("source_url", Text),
    Column("status", String(24), nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("confidence", String(16), nullable=False),
    Column("checked_on", Date),
    Column("reviewed", Boolean, nullable=False),
    Column("provinces", JSON, nullable=False),
    Column("task_id", String(80)),
    Column("changed_at", Instant, nullable=False),
)

phrasings = Table(
    "phrasings",
    metadata,
    own_id(),
    to("entries.id", "entry_id", nullable=False, index=True),
    Column("text", Text, nullable=False),
)

bank_version = Table(  # one row; every change to the bank counts it up, so that each process sees the change
    "bank_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
)
