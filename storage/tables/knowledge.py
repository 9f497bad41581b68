"""The bank: entries with phrasings, versions and citations, what was given of them, reviews, changes of the law."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint

from storage.tables.base import Instant, metadata, only, own_id, to

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
    Column("version", Integer, nullable=False),
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

bank_changes = Table(  # what each version of the bank changed, so that a process loads that alone
    "bank_changes",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("entry_id", String(80), primary_key=True),
)

entry_versions = Table(  # rows are only ever added; what was removed stays here
    "entry_versions",
    metadata,
    Column("entry_id", String(80), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content", JSON, nullable=True),  # none: taken out of the bank
    to("persons.id", "author_id", nullable=True),  # none: the operator
    Column("reason", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
)

citations = Table(  # a row for each name of each place that an entry's legal basis names
    "citations",
    metadata,
    own_id(),
    to("entries.id", "entry_id", nullable=False, index=True),
    Column("document_key", String(120), nullable=False, index=True),
    Column("document", String(200), nullable=False),
    Column("article", String(16), nullable=False),
    Column("clause", String(16), nullable=False),
)

law_changes = Table(
    "law_changes",
    metadata,
    own_id(),
    Column("document", String(200), nullable=False),
    Column("article", String(16), nullable=False),
    Column("clause", String(16), nullable=False),
    Column("effect", String(12), nullable=False),  # amended · suspended · lapsed
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=True),
    Column("text", String(300), nullable=False),  # what does it: the new document
    to("persons.id", "author_id", nullable=False),
    Column("noted_at", Instant, nullable=False),
    Column("reviews_at", Instant, nullable=True),  # when its entries are put under review; none: they are
    Column("withdrawn_at", Instant, nullable=True),
    Column("ends_at", Instant, nullable=True),  # when what it suspends holds again and its reviews are let go
    Index("ix_law_changes_reviews_at", "reviews_at", **only("reviews_at IS NOT NULL")),
    Index("ix_law_changes_ends_at", "ends_at", **only("ends_at IS NOT NULL")),
)

holds = Table(  # which entries a change of the law keeps back, until a reviewer has looked at them
    "holds",
    metadata,
    to("law_changes.id", "law_change_id", primary_key=True),
    to("entries.id", "entry_id", primary_key=True, index=True),
    Column("released_at", Instant, nullable=True),
)

given = Table(  # who was given which version of an entry as an answer, and what he said to it
    "given",
    metadata,
    own_id(),
    to("questions.id", "question_id", nullable=True, index=True),  # none: looked up, nothing was asked
    Column("entry_id", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    to("persons.id", "person_id", nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("verdict", String(12), nullable=True),  # helped · not_helped · silent
    Column("told_version", Integer, nullable=True),  # the newer version that he was told of
    Index("ix_given_entry_id_verdict", "entry_id", "verdict"),
    Index("ix_given_given_at", "given_at"),
)

reviews = Table(  # what a ministry's expert has to look at: a draft of an entry, or an entry that may be wrong
    "reviews",
    metadata,
    own_id(),
    Column("kind", String(12), nullable=False),  # draft · feedback · law · wording · check
    Column("state", String(12), nullable=False),  # open · accepted · merged · rejected · ended
    Column("revision", Integer, nullable=False),  # counts up with each edit: compare and set
    Column("ministry", String(16), nullable=False),
    Column("field", String(40), nullable=False),
    Column("entry_id", String(80), nullable=True),  # the entry under review; none: a new one
    Column("changes", JSON, nullable=False),  # what the entry shall say instead, by its attributes
    Column("base", Integer, nullable=True),  # the version of the entry of which the phrasings in `changes` were made
    Column("note", Text, nullable=False),  # why it is here
    to("questions.id", "question_id", nullable=True),  # whose answer it is made of
    to("persons.id", "author_id", nullable=True),
    to("persons.id", "edited_by", nullable=True),  # who wrote last in `changes`
    to("law_changes.id", "law_change_id", nullable=True),
    Column("made_at", Instant, nullable=False),
    to("persons.id", "decided_by", nullable=True),
    Column("decided_at", Instant, nullable=True),
    Column("reason", Text, nullable=True),
    Index("ix_reviews_open", "ministry", "id", **only("state = 'open'")),
    Index("uq_reviews_open_of_entry", "entry_id", "kind", unique=True, **only("state = 'open'")),
    Index(
        "uq_reviews_of_question",
        "question_id",
        unique=True,
        **only("question_id IS NOT NULL AND state <> 'rejected'"),
    ),
)

retellings = Table(  # a newer version that those who were given an older one shall be told of
    "retellings",
    metadata,
    own_id(),
    Column("entry_id", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("done_at", Instant, nullable=True),
    Column("again_at", Instant, nullable=True),  # when it is tried again, where it failed
    UniqueConstraint("entry_id", "version"),
    Index("ix_retellings_due", "id", **only("done_at IS NULL")),
)
