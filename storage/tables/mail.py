"""Receiving and sending: inbox, outbox, and the leases that keep a conversation in order."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint, text

from storage.tables.base import Id, Instant, metadata, only, own_id, to

inbox = Table(
    "inbox",
    metadata,
    own_id(),
    Column("channel", String(24), nullable=False),
    Column("update_id", String(120), nullable=False),
    Column("conversation", String(160), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False),  # new · done · quarantined
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("deaths", Integer, nullable=False, server_default=text("0")),  # of processes that were handling it
    Column("why", Text, nullable=True),
    Column("album", String(64), nullable=True),  # parts of one message that a platform tells of one by one
    Column("received_at", Instant, nullable=False),  # business time: deadlines never count from later than this
    Column("stored_at", Instant, nullable=False),  # machine time
    UniqueConstraint("channel", "update_id"),
    Index("ix_inbox_album", "conversation", "album", **only("album IS NOT NULL")),
    Index("ix_inbox_new", "id", **only("state = 'new'")),
    Index("ix_inbox_conversation_new", "conversation", "id", **only("state = 'new'")),
    Index("ix_inbox_quarantined", "id", **only("state = 'quarantined'")),
)

outbox = Table(
    "outbox",
    metadata,
    own_id(),
    Column("dedupe_key", String(160), nullable=False, unique=True),
    Column("channel", String(24), nullable=False),
    Column("place", String(160), nullable=False),
    Column("lane", String(180), nullable=False),  # rows of one lane leave strictly in order
    Column("priority", Integer, nullable=False),  # 0 interactive · 1 alert · 2 broadcast
    Column("content", JSON, nullable=False),
    # new · sending · shut · sent · refused · gone · unknown · withdrawn · expired
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("doubts", Integer, nullable=False, server_default=text("0")),  # tries of which nobody knows the end
    Column("remote_id", String(64), nullable=True),
    Column("text_ids", JSON(none_as_null=True), nullable=True),  # of a text shown in other messages than that alone
    Column("why", Text, nullable=True),
    Column("role", String(16), nullable=True),  # the link to make once it is sent
    to("questions.id", "question_id", nullable=True, index=True),
    to("messages.id", "message_id", nullable=True, index=True),
    Column("seat_id", Id, nullable=True),  # the seat by whose right it is sent; checked again when sending
    Column("broadcast_id", Id, nullable=True, index=True),
    Column("expires_at", Instant, nullable=True),
    Column("queued_at", Instant, nullable=False),  # machine time
    Column("sent_at", Instant, nullable=True),  # machine time
    Index("ix_outbox_waiting", "priority", "id", **only("state IN ('new', 'sending')")),
    Index("ix_outbox_lane_waiting", "lane", "id", **only("state IN ('new', 'sending')")),
    Index("ix_outbox_shut", "place", **only("state = 'shut'")),
    Index("ix_outbox_unknown", "place", **only("state = 'unknown'")),
)

leases = Table(  # who may work on a conversation just now, or, without an owner, until when nobody may
    "leases",
    metadata,
    Column("queue", String(8), primary_key=True),  # inbox · outbox · pace · poll
    Column("conversation", String(180), primary_key=True),
    Column("owner", String(40), nullable=False),
    Column("until", Instant, nullable=False),
)
