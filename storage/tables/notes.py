"""What officers note for themselves: texts that they use again, when to be reminded, for whom a question waits."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint

from storage.tables.base import Instant, metadata, only, own_id, to

snippets = Table(
    "snippets",
    metadata,
    own_id(),
    to("persons.id", "person_id", nullable=False),
    Column("name", String(60), nullable=False),
    Column("key", String(60), nullable=False),  # the name as it is compared: without diacritics and case
    Column("text", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("person_id", "key"),
)

reminders = Table(
    "reminders",
    metadata,
    own_id(),
    to("persons.id", "person_id", nullable=False),
    to("questions.id", "question_id", nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("done_at", Instant, nullable=True),  # told, or no longer to be told
    UniqueConstraint("person_id", "question_id"),  # a newer one takes its place
    Index("ix_reminders_due", "at", **only("done_at IS NULL")),
)

waits = Table(  # whoever holds a question waits for somebody else; its asker never sees that, and no clock stands
    "waits",
    metadata,
    to("questions.id", "question_id", primary_key=True),
    Column("round", Integer, nullable=False),  # a question that was opened again waits for nobody
    Column("text", String(200), nullable=False),
    to("persons.id", "author_id", nullable=False),
    Column("noted_at", Instant, nullable=False),
)
