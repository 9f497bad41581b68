"""Questions with their threads, and the links by which a reply finds its message."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import Id, Instant, metadata, only, own_id, to

questions = Table(
    "questions",
    metadata,
    own_id(),
    Column("code", String(16), nullable=False, unique=True),
    Column("state", String(16), nullable=False),  # handlers/rules/lifecycle.py
    to("persons.id", "asker_id", nullable=False, index=True),
    Column("asker_place", String(160), nullable=False),
    to("units.code", "unit", nullable=True, index=True),
    Column("province", String(16), nullable=True),
    Column("ministry", String(16), nullable=True),
    Column("field", String(40), nullable=True),
    to("seats.id", "holder_seat_id", nullable=True, index=True),
    Column("desk", String(16), nullable=True),  # the ministry, or its bureau, whose desk holds it, where no seat does
    Column("escalated", Boolean, nullable=False, server_default=text("false")),
    Column("round", Integer, nullable=False, server_default=text("1")),  # counts up with each reopening
    Column("text", Text, nullable=False),
    Column("offered", JSON, nullable=False),  # entry ids that were shown before it went to a person
    Column("bank_said", String(12), nullable=False),  # answer · suggest · route · unsaid · guessed · dropped
    Column("asked_at", Instant, nullable=False),
    Column("clock_from", Instant, nullable=False),  # since when the present round's clock runs
    Column("due_at", Instant, nullable=True),
    Column("first_due_at", Instant, nullable=True),  # the deadline of the first round: what "in time" is measured by
    Column("wake_at", Instant, nullable=True),  # when the clock goes on with what its asker left open
    Column("answered_at", Instant, nullable=True),  # first answer of the first round
    Column("closed_at", Instant, nullable=True),
    Column("rating", Integer, nullable=True),
    CheckConstraint("holder_seat_id IS NULL OR desk IS NULL", name="ck_questions_held_by_one"),
    Index("ix_questions_unsaid_at", "wake_at", **only("wake_at IS NOT NULL")),
    Index("ix_questions_held", "holder_seat_id", "state", "due_at", **only("state IN ('open', 'waiting')")),
    Index("ix_questions_at_desk", "desk", "due_at", **only("desk IS NOT NULL AND state IN ('open', 'waiting')")),
    Index("ix_questions_province_state", "ministry", "province", "state", "id"),
    Index("ix_questions_overdue", "ministry", "due_at", **only("state IN ('open', 'waiting')")),
)

messages = Table(  # a question's thread
    "messages",
    metadata,
    own_id(),
    to("questions.id", "question_id", nullable=False, index=True),
    to("persons.id", "author_id", nullable=True),
    Column("kind", String(16), nullable=False),  # a value of storage.thread.Kind
    Column("text", Text, nullable=False),
    Column("revision", Integer, nullable=False, server_default=text("1")),
    Column("said_at", Instant, nullable=False),
    Column("recalled_at", Instant, nullable=True),  # its text is among the revisions then, and nowhere else
)

opinions = (
    Table(  # asked for before the answer goes out, of a colleague or of another bureau; never the asker's to see
        "opinions",
        metadata,
        own_id(),
        to("questions.id", "question_id", nullable=False, index=True),
        to("persons.id", "asked_by", nullable=False),
        to("seats.id", "seat_id", nullable=True),  # the colleague who is asked
        to("units.code", "desk", nullable=True),  # or the desk: it has a clock of its own
        Column("named", Boolean, nullable=False),  # whether the answer says that this desk contributed
        to("messages.id", "asked_in", nullable=True),  # what is asked, where it is not the question itself
        Column("asked_at", Instant, nullable=False),
        to("messages.id", "given_in", nullable=True),
        Column("ended_at", Instant, nullable=True),  # when it was given, or was not wanted any more
        Index("ix_opinions_waiting", "question_id", **only("ended_at IS NULL")),
    )
)

revisions = Table(  # what a message said before it was edited, or recalled
    "revisions",
    metadata,
    to("messages.id", "message_id", primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("replaced_at", Instant, nullable=False),
)

attachments = Table(
    "attachments",
    metadata,
    own_id(),
    to("messages.id", "message_id", nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("channel", String(24), nullable=False),
    Column("reference", String(2000), nullable=False),  # an id of the platform, or an address
    Column("name", String(200), nullable=False),
    Column("mime", String(120), nullable=False),
    Column("size", Integer, nullable=True),
)

media = Table(  # files kept by us, found by the hash of their content
    "media",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("mime", String(120), nullable=False),
    Column("size", Integer, nullable=False),
    Column("place", String(160), nullable=False, index=True),  # the place that uploaded it
    Column("created_at", Instant, nullable=False),
    Column("made_of", String(64), nullable=True, index=True),  # a hash of what it was copied from
    Column("recalled_at", Instant, nullable=True),
)

links = Table(  # channel, chat, platform message id ↔ what it is about
    "links",
    metadata,
    own_id(),
    Column("place", String(160), nullable=False),
    Column("remote_id", String(64), nullable=False),
    Column("role", String(16), nullable=False),  # said · card · relay · answer · notice · early …
    to("questions.id", "question_id", nullable=True, index=True),
    to("messages.id", "message_id", nullable=True, index=True),
    Column("outbox_id", Id, nullable=True),
    UniqueConstraint("place", "remote_id"),
    Index("ix_links_early", "outbox_id", **only("role = 'early'")),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    own_id(),
    Column("code", String(16), nullable=False, unique=True),
    to("persons.id", "author_id", nullable=False),
    to("seats.id", "seat_id", nullable=False),
    Column("ministry", String(16), nullable=False),
    Column("audience", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(12), nullable=False),  # draft · sending · sent · cancelled
    Column("spread_to", Id, nullable=False, server_default=text("0")),  # person ids up to here have their row
    Column("recipients", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant, nullable=True),
    Index("ix_broadcasts_sending", "id", **only("state = 'sending'")),
)

audit = Table(
    "audit",
    metadata,
    own_id(),
    Column("at", Instant, nullable=False),
    Column("actor_id", Id, nullable=True),
    Column("verb", String(32), nullable=False),
    Column("object", String(64), nullable=False),
    Column("detail", JSON, nullable=False),
    Index("ix_audit_corrections", "object", **only("verb = 'correct'")),
    Index("ix_audit_returns", "at", **only("verb = 'return'")),
    Index(
        "ix_audit_handings",
        "object",
        **only("verb IN ('transfer', 'handover', 'rescue', 'return', 'escalate', 'unit-change-moved')"),
    ),
)
