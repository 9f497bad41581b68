"""What runs out: the clocks of questions with their alerts, and what ministries have laid down about them."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Index, Integer, String, Table, UniqueConstraint

from storage.tables.base import Id, Instant, metadata, only, own_id, to

clocks = Table(
    "clocks",
    metadata,
    own_id(),
    to("questions.id", "question_id", nullable=False),
    Column("kind", String(12), nullable=False),  # a value of storage.clocks.Kind
    Column("round", Integer, nullable=False),  # the question's; of a desk: which handing up; of a part: the opinion
    Column("since", Instant, nullable=False),
    Column("policy", String(24), nullable=False),  # by what it is computed, as handlers.rules.policy writes it
    Column("due_at", Instant, nullable=False),
    Column("rungs", JSON, nullable=False),  # its ladder: [[name, count, moment, [whom it concerns]]], in order
    Column("wake_at", Instant, nullable=True),  # the next rung; null where it has stopped
    Column("stopped_at", Instant, nullable=True),
    Column("ministry", String(16), nullable=False),  # by whose rulings it is computed, wherever the question goes
    Column("ruling", Id, nullable=False),  # the newest of them when it was computed; 0 where there was none
    Column("province", String(16), nullable=True),  # by whose closures, wherever the question goes
    UniqueConstraint("question_id", "kind", "round"),
    Index("ix_clocks_wake_at", "wake_at", **only("wake_at IS NOT NULL")),
    Index("ix_clocks_ruling", "ministry", "ruling", "id", **only("wake_at IS NOT NULL")),
)

pauses = Table(  # the next word was the asker's: all clocks of the question stood
    "pauses",
    metadata,
    own_id(),
    to("questions.id", "question_id", nullable=False, index=True),
    Column("begins_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),  # while it lasts: when it ends by itself
    Column("ended_at", Instant, nullable=True),  # when it was ended
)

alerts = Table(
    "alerts",
    metadata,
    own_id(),
    to("questions.id", "question_id", nullable=False, index=True),
    to("clocks.id", "clock_id", nullable=False),
    Column("rung", String(16), nullable=False),  # a step of the ladder, `repeat`, `waited` or `moved`
    Column("count", Integer, nullable=False),  # which repetition; 0 for the first
    Column("tell", JSON, nullable=False),  # whom it concerns
    Column("due_at", Instant, nullable=False),  # the moment of the rung
    Column("raised_at", Instant, nullable=False),
    Column("addressed_at", Instant, nullable=True),  # since when its notices say whom it has to be told
    UniqueConstraint("clock_id", "rung", "count"),
    Index("ix_alerts_unaddressed", "id", **only("addressed_at IS NULL")),
)

notices = Table(  # whom an alert still has to be told
    "notices",
    metadata,
    own_id(),
    to("alerts.id", "alert_id", nullable=False),
    to("persons.id", "person_id", nullable=False),
    to("seats.id", "seat_id", nullable=True),  # by whose right; null for the asker's own
    Column("tell_at", Instant, nullable=False),  # not before: working hours
    Column("told_at", Instant, nullable=True),
    UniqueConstraint("alert_id", "person_id"),
    Index("ix_notices_untold", "person_id", "tell_at", **only("told_at IS NULL")),
    Index("ix_notices_tell_at", "tell_at", **only("told_at IS NULL")),
)

rulings = Table(  # what a ministry has laid down: each change is a version of its own, the newest one holds
    "rulings",
    metadata,
    own_id(),
    to("units.code", "ministry", nullable=False),
    Column("kind", String(12), nullable=False),  # policy · calendar
    Column("content", JSON, nullable=False),
    to("persons.id", "author_id", nullable=True),  # null for one made on the server
    Column("why", String(400), nullable=False),
    Column("made_at", Instant, nullable=False),
    Index("ix_rulings_ministry", "ministry", "kind"),
)

digests = Table(  # whose digest of which day is done, whether or not there was anything to tell
    "digests",
    metadata,
    to("persons.id", "person_id", primary_key=True),
    Column("kind", String(8), primary_key=True),  # a value of storage.digests.Kind
    to("units.code", "ministry", primary_key=True),
    Column("day", Date, primary_key=True),
    Column("done_at", Instant, nullable=False),
)

undigested = Table(  # who wants no digest
    "undigested",
    metadata,
    to("persons.id", "person_id", primary_key=True),
)
