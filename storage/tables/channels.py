"""What single channels have to remember."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.tables.base import Id, Instant, metadata, only, own_id, to

offsets = Table(
    "offsets",
    metadata,
    Column("channel", String(48), primary_key=True),  # with the bot's id: another bot begins anew
    Column("next", BigInteger, nullable=False),
)

grants = Table(  # tokens by which a platform lets us speak for an account; both are encrypted
    "grants",
    metadata,
    Column("channel", String(48), primary_key=True),  # with the app's id
    Column("account", String(64), nullable=False),
    Column("access", Text, nullable=False),
    Column("refresh", Text, nullable=False),
    Column("renewed_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("broken", String(200), nullable=False, server_default=text("''")),
    Column("forced_at", Instant, nullable=True),
    Column("awaited_until", Instant, nullable=True),  # a consent is kept only while an operator waits for one
    Column("awaited_account", String(64), nullable=True),
)

quotas = Table(  # how much of a month's allowance of messages is used
    "quotas",
    metadata,
    Column("channel", String(48), primary_key=True),  # with the bot's id
    Column("month", String(7), primary_key=True),  # 2026-11, in Viet Nam
    Column("used", Integer, nullable=False),
    Column("warned", Boolean, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("chat", String(40), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

web_chats = Table(  # the web chat's own places; `cursor` counts every new or changed message
    "web_chats",
    metadata,
    Column("chat", String(40), primary_key=True),
    Column("name", String(64), nullable=False, server_default=text("''")),  # as the person gave it; proves nothing
    Column("cursor", Integer, nullable=False),
    Column("read_cursor", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
)

web_messages = Table(
    "web_messages",
    metadata,
    own_id(),
    to("web_chats.chat", "chat", nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("mine", Boolean, nullable=False),  # said by the person, not by us
    Column("body", JSON, nullable=False),
    Column("client_id", String(64), nullable=True),
    Column("outbox_id", Id, nullable=True, unique=True),  # makes a second send of the same row a no-op
    Column("shown_at", Instant, nullable=False),  # business time
    UniqueConstraint("chat", "client_id"),
    Index("ix_web_messages_chat_cursor", "chat", "cursor"),
)

groups = Table(  # groups that we are in, and the province whose questions are talked over there
    "groups",
    metadata,
    Column("place", String(160), primary_key=True),  # without a topic
    Column("title", String(128), nullable=False),
    Column("rights", String(8), nullable=True),  # all · few; null where we were never told
    to("units.code", "ministry", nullable=True),
    to("units.code", "province", nullable=True),
    Column("locale", String(8), nullable=False, server_default=text("'vi'")),
    Column("linked_by", Id, nullable=True),
    UniqueConstraint("ministry", "province"),
)

topics = Table(  # where in a group a question is talked over
    "topics",
    metadata,
    to("questions.id", "question_id", primary_key=True),
    Column("chat", String(160), primary_key=True),  # the group's place
    Column("place", String(160), nullable=True, index=True),  # null while it is being opened; `chat` is General
)

login_links = Table(  # by which one comes into his web chat from a notice on another platform
    "login_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("chat", String(40), nullable=False, index=True),
    Column("place", String(160), nullable=False),  # where it was sent
    Column("expires_at", Instant, nullable=False),
)

web_unread = Table(  # what was shown in a web chat and not read yet, until it goes by another channel
    "web_unread",
    metadata,
    Column("outbox_id", Id, primary_key=True, autoincrement=False),
    Column("chat", String(40), nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("falls_at", Instant, nullable=False, index=True),  # business time
    Index("ix_web_unread_chat_cursor", "chat", "cursor"),
)

push_subscriptions = Table(  # where a browser lets itself be rung; one for each session
    "push_subscriptions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("chat", String(40), nullable=False, index=True),
    Column("endpoint", Text, nullable=False),
    Column("key", String(100), nullable=False),
    Column("auth", String(40), nullable=False),
    Column("language", String(8), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=True),  # when it is rung; null where nothing is new
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Index("ix_push_subscriptions_due_at", "due_at", **only("due_at IS NOT NULL")),
)
