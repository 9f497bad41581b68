"""All tables. One row type per thing of the product's glossary; the words are those of docs/glossary.md.

Two kinds of time stand in these columns: business time (`asked_at`, `due_at`, seats' dates), which the demo and the
tests can move, and machine time (`until` of leases, `expires_at`, `stored_at`, `queued_at`), which never moves.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A moment. Goes in aware (any zone), comes out in UTC; a naive datetime is a bug and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: say in which zone it is")
        value = value.astimezone(UTC)
        # SQLite keeps text without a zone: all rows are UTC, so that texts compare as moments do.
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite gives automatic ids to INTEGER PRIMARY KEY only.
Id = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _only(condition: str) -> dict[str, Any]:
    """Makes an index partial on both databases: it stays as small as what is under way."""
    return {"postgresql_where": text(condition), "sqlite_where": text(condition)}


def _to(target: str, name: str, **kwargs: Any) -> Column[Any]:
    return Column(name, ForeignKey(target), **kwargs)


# --- who and where ---------------------------------------------------------------------------------------

units = Table(
    "units",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("kind", String(12), nullable=False),  # ministry · department · province · commune
    Column("type", String(16), nullable=False),  # bộ · sở · tỉnh · thành phố · xã · phường · đặc khu
    Column("name", String(120), nullable=False),
    Column("full_name", String(160), nullable=False),
    _to("units.code", "parent", nullable=True, index=True),
    Column("ministry", String(16), nullable=True),
)

fields = Table(
    "fields",
    metadata,
    Column("code", String(40), primary_key=True),
    _to("units.code", "ministry", nullable=False),
    Column("vi", String(200), nullable=False),
    Column("en", String(200), nullable=False),
)

ministry_policies = Table(
    "ministry_policies",
    metadata,
    _to("units.code", "ministry", primary_key=True),
    Column("deadline_hours", Integer, nullable=False, server_default=text("24")),
)

persons = Table(
    "persons",
    metadata,
    _id(),
    Column("name", String(64), nullable=False),
    Column("locale", String(8), nullable=False, server_default=text("'vi'")),
    Column("phone", String(24)),
    Column("created_at", Instant, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    _id(),
    _to("persons.id", "person_id", nullable=False, index=True),
    Column("channel", String(24), nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("place", String(160), nullable=False),  # where this account is written to in private
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    Column("seen_at", Instant, nullable=False),
    UniqueConstraint("channel", "user_id"),
)

seats = Table(
    "seats",
    metadata,
    _id(),
    _to("persons.id", "person_id", nullable=False, index=True),
    Column("role", String(12), nullable=False),  # cadre · officer · expert · leader · admin
    _to("units.code", "unit", nullable=False),
    Column("ministry", String(16), nullable=True),
    Column("province", String(16), nullable=True),  # the province of `unit`, kept here for routing and scopes
    Column("state", String(12), nullable=False),  # asked · valid · refused · ended
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date, nullable=True),  # the last day on which it is valid
    Column("granted_by", Id, nullable=True),
    Column("created_at", Instant, nullable=False),
    Index("ix_seats_duty", "role", "ministry", "province"),
    Index("ix_seats_unit", "unit", "role"),
)

deputies = Table(
    "deputies",
    metadata,
    _to("seats.id", "seat_id", primary_key=True),
    _to("seats.id", "deputy_seat_id", primary_key=True),
)

absences = Table(
    "absences",
    metadata,
    _id(),
    _to("seats.id", "seat_id", nullable=False, index=True),
    Column("from_day", Date, nullable=False),
    Column("until_day", Date, nullable=True),  # the last day away; open-ended where null
)

invites = Table(
    "invites",
    metadata,
    _id(),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("role", String(12), nullable=False),
    _to("units.code", "unit", nullable=False),
    Column("ministry", String(16), nullable=True),
    Column("seat_from", Date, nullable=False),
    Column("seat_until", Date, nullable=True),
    Column("uses_left", Integer, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("created_by", Id, nullable=True),
    Column("created_at", Instant, nullable=False),
)

tries = Table(  # wrong codes are capped: who tried what, how often, in the window that began when
    "tries",
    metadata,
    Column("what", String(24), primary_key=True),
    Column("who", String(120), primary_key=True),
    Column("since", Instant, nullable=False),
    Column("count", Integer, nullable=False),
)

conversations = Table(  # where a dialog stands, and which numbered choices a typed number means
    "conversations",
    metadata,
    Column("place", String(160), primary_key=True),
    Column("dialog", String(32), nullable=True),
    Column("data", JSON, nullable=False),
    Column("prompt_id", String(16), nullable=True),
    Column("updated_at", Instant, nullable=False),
)

prompts = Table(  # the buttons of one message: what each means, for whom, and until when
    "prompts",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("place", String(160), nullable=False, index=True),
    _to("persons.id", "person_id", nullable=False),
    Column("choices", JSON, nullable=False),  # [{"verb", "args", "label"}]
    Column("expires_at", Instant, nullable=False),
)

# --- the bank --------------------------------------------------------------------------------------------

entries = Table(
    "entries",
    metadata,
    Column("id", String(80), primary_key=True),
    _to("units.code", "ministry", nullable=False),
    _to("fields.code", "field", nullable=False),
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
    _id(),
    _to("entries.id", "entry_id", nullable=False, index=True),
    Column("text", Text, nullable=False),
)

bank_version = Table(  # one row; every change to the bank counts it up, so that each process sees the change
    "bank_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
)

# --- questions -------------------------------------------------------------------------------------------

questions = Table(
    "questions",
    metadata,
    _id(),
    Column("code", String(16), nullable=False, unique=True),
    Column("state", String(16), nullable=False),  # handlers/rules/lifecycle.py
    _to("persons.id", "asker_id", nullable=False, index=True),
    Column("asker_place", String(160), nullable=False),
    _to("units.code", "unit", nullable=True, index=True),
    Column("province", String(16), nullable=True),
    Column("ministry", String(16), nullable=True),
    Column("field", String(40), nullable=True),
    _to("seats.id", "holder_seat_id", nullable=True, index=True),
    Column("desk", String(16), nullable=True),  # the ministry whose desk holds it, where no seat does
    Column("escalated", Boolean, nullable=False, server_default=text("false")),
    Column("round", Integer, nullable=False, server_default=text("1")),  # counts up with each reopening
    Column("text", Text, nullable=False),
    Column("offered", JSON, nullable=False),  # entry ids that were shown before it went to a person
    Column("bank_said", String(12), nullable=False),  # answer · suggest · route
    Column("asked_at", Instant, nullable=False),
    Column("clock_from", Instant, nullable=False),  # since when the present round's clock runs
    Column("due_at", Instant, nullable=True),
    Column("first_due_at", Instant, nullable=True),  # the deadline of the first round: what "in time" is measured by
    Column("wake_at", Instant, nullable=True),  # when the clock next has something to do here
    Column("answered_at", Instant, nullable=True),  # first answer of the first round
    Column("closed_at", Instant, nullable=True),
    Column("rating", Integer, nullable=True),
    Index("ix_questions_wake_at", "wake_at", **_only("wake_at IS NOT NULL")),
    Index("ix_questions_province_state", "ministry", "province", "state"),
)

messages = Table(  # a question's thread
    "messages",
    metadata,
    _id(),
    _to("questions.id", "question_id", nullable=False, index=True),
    _to("persons.id", "author_id", nullable=True),
    Column("kind", String(16), nullable=False),  # asked · addition · answer · supplement · ask_back · reply
    Column("text", Text, nullable=False),
    Column("revision", Integer, nullable=False, server_default=text("1")),
    Column("said_at", Instant, nullable=False),
)

revisions = Table(  # what a message said before it was edited
    "revisions",
    metadata,
    _to("messages.id", "message_id", primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("replaced_at", Instant, nullable=False),
)

attachments = Table(
    "attachments",
    metadata,
    _id(),
    _to("messages.id", "message_id", nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("channel", String(24), nullable=False),
    Column("reference", String(256), nullable=False),
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
)

links = Table(  # channel, chat, platform message id ↔ what it is about
    "links",
    metadata,
    _id(),
    Column("place", String(160), nullable=False),
    Column("remote_id", String(64), nullable=False),
    Column("role", String(16), nullable=False),  # said · card · relay · answer · notice …
    _to("questions.id", "question_id", nullable=True, index=True),
    _to("messages.id", "message_id", nullable=True, index=True),
    Column("outbox_id", Id, nullable=True),
    UniqueConstraint("place", "remote_id"),
)

alerts = Table(
    "alerts",
    metadata,
    _id(),
    _to("questions.id", "question_id", nullable=False),
    Column("round", Integer, nullable=False),
    Column("rung", String(16), nullable=False),  # reminder · due · repeat
    Column("count", Integer, nullable=False),  # which repetition; 0 for the first
    Column("due_at", Instant, nullable=False),
    Column("raised_at", Instant, nullable=False),
    UniqueConstraint("question_id", "round", "rung", "count"),
)

notices = Table(  # whom an alert still has to be told
    "notices",
    metadata,
    _id(),
    _to("alerts.id", "alert_id", nullable=False),
    _to("persons.id", "person_id", nullable=False),
    _to("seats.id", "seat_id", nullable=False),
    Column("told_at", Instant, nullable=True),
    UniqueConstraint("alert_id", "person_id"),
    Index("ix_notices_untold", "person_id", **_only("told_at IS NULL")),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    _id(),
    Column("code", String(16), nullable=False, unique=True),
    _to("persons.id", "author_id", nullable=False),
    _to("seats.id", "seat_id", nullable=False),
    Column("ministry", String(16), nullable=False),
    Column("audience", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(12), nullable=False),  # draft · sending · sent · cancelled
    Column("spread_to", Id, nullable=False, server_default=text("0")),  # person ids up to here have their row
    Column("recipients", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant, nullable=True),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Instant, nullable=False),
    Column("actor_id", Id, nullable=True),
    Column("verb", String(32), nullable=False),
    Column("object", String(64), nullable=False),
    Column("detail", JSON, nullable=False),
)

# --- receiving and sending -------------------------------------------------------------------------------

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("channel", String(24), nullable=False),
    Column("update_id", String(120), nullable=False),
    Column("conversation", String(160), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False),  # new · done · quarantined
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("why", Text, nullable=True),
    Column("received_at", Instant, nullable=False),  # business time: deadlines never count from later than this
    Column("stored_at", Instant, nullable=False),  # machine time
    UniqueConstraint("channel", "update_id"),
    Index("ix_inbox_new", "id", **_only("state = 'new'")),
    Index("ix_inbox_conversation_new", "conversation", "id", **_only("state = 'new'")),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("dedupe_key", String(160), nullable=False, unique=True),
    Column("channel", String(24), nullable=False),
    Column("place", String(160), nullable=False),
    Column("lane", String(180), nullable=False),  # rows of one lane leave strictly in order
    Column("priority", Integer, nullable=False),  # 0 interactive · 1 alert · 2 broadcast
    Column("content", JSON, nullable=False),
    Column(
        "state", String(12), nullable=False
    ),  # new · sending · sent · refused · gone · unknown · withdrawn · expired
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("remote_id", String(64), nullable=True),
    Column("why", Text, nullable=True),
    Column("role", String(16), nullable=True),  # the link to make once it is sent
    _to("questions.id", "question_id", nullable=True, index=True),
    _to("messages.id", "message_id", nullable=True, index=True),
    Column("seat_id", Id, nullable=True),  # the seat by whose right it is sent; checked again when sending
    Column("broadcast_id", Id, nullable=True, index=True),
    Column("expires_at", Instant, nullable=True),
    Column("queued_at", Instant, nullable=False),  # machine time
    Column("sent_at", Instant, nullable=True),  # machine time
    Index("ix_outbox_waiting", "priority", "id", **_only("state IN ('new', 'sending')")),
    Index("ix_outbox_lane_waiting", "lane", "id", **_only("state IN ('new', 'sending')")),
)

leases = Table(  # who may work on a conversation just now, or, without an owner, until when nobody may
    "leases",
    metadata,
    Column("queue", String(8), primary_key=True),  # inbox · outbox
    Column("conversation", String(180), primary_key=True),
    Column("owner", String(40), nullable=False),
    Column("until", Instant, nullable=False),
)

# --- channels --------------------------------------------------------------------------------------------

offsets = Table(
    "offsets",
    metadata,
    Column("channel", String(48), primary_key=True),  # with the bot's id: another bot begins anew
    Column("next", BigInteger, nullable=False),
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
    _id(),
    _to("web_chats.chat", "chat", nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("mine", Boolean, nullable=False),  # said by the person, not by us
    Column("body", JSON, nullable=False),
    Column("client_id", String(64), nullable=True),
    Column("outbox_id", Id, nullable=True, unique=True),  # makes a second send of the same row a no-op
    Column("shown_at", Instant, nullable=False),  # business time
    UniqueConstraint("chat", "client_id"),
    Index("ix_web_messages_chat_cursor", "chat", "cursor"),
)
