"""Who and where: units, persons with their accounts and seats, invites, and where each conversation stands."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, UniqueConstraint, text

from storage.tables.base import Id, Instant, metadata, only, own_id, to

units = Table(
    "units",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("kind", String(12), nullable=False),  # ministry · bureau · department · province · commune
    Column("type", String(16), nullable=False),  # bộ · cục · vụ · sở · tỉnh · thành phố · xã · phường · đặc khu
    Column("name", String(120), nullable=False),
    Column("full_name", String(160), nullable=False),
    to("units.code", "parent", nullable=True, index=True),
    Column("ministry", String(16), nullable=True),
    Column("changed_on", Date, nullable=True),  # a change made it so: what the package says of it is older
    Column("ended_on", Date, nullable=True),  # the first day on which it is no more; what was asked there keeps it
    to("units.code", "successor", nullable=True, index=True),  # what it is today; of a split, whose it is by default
)

fields = Table(
    "fields",
    metadata,
    Column("code", String(40), primary_key=True),
    to("units.code", "ministry", nullable=False),
    Column("vi", String(200), nullable=False),
    Column("en", String(200), nullable=False),
)

bureau_fields = Table(  # which of a ministry's bureaus answers what is beyond its officers' authority
    "bureau_fields",
    metadata,
    to("fields.code", "field", primary_key=True),
    to("units.code", "unit", nullable=False, index=True),
)

ministry_policies = Table(
    "ministry_policies",
    metadata,
    to("units.code", "ministry", primary_key=True),
    Column("wrong_costs", Integer, nullable=True),  # how many needless questions a wrong answer of the bank is worth
    Column("through_officer", Boolean, nullable=False, server_default=text("false")),  # what its experts answer
)

persons = Table(
    "persons",
    metadata,
    own_id(),
    Column("name", String(64), nullable=False),
    Column("locale", String(8), nullable=False, server_default=text("'vi'")),
    Column("phone", String(24)),
    Column("created_at", Instant, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    own_id(),
    to("persons.id", "person_id", nullable=False, index=True),
    Column("channel", String(24), nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("place", String(160), nullable=False, index=True),  # where this account is written to in private
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    Column("preferred", Boolean, nullable=False, server_default=text("false")),  # he chose to be written to here
    Column("seen_at", Instant, nullable=False),
    Column("heard_at", Instant, nullable=True),  # when he last did something there, where a platform counts from that
    Column(
        "paused_until", Instant, nullable=True
    ),  # a person at the platform's own desk writes to him (business time)
    Column("menu", String(16), nullable=True),  # a digest of the commands last offered there
    Column("menu_until", Date, nullable=True),  # the first day on which a seat's begin or end may call for others
    UniqueConstraint("channel", "user_id"),
    Index("ix_accounts_menu_until", "menu_until", **only("menu_until IS NOT NULL")),
)

seats = Table(
    "seats",
    metadata,
    own_id(),
    to("persons.id", "person_id", nullable=False, index=True),
    Column("role", String(12), nullable=False),  # cadre · officer · expert · leader · admin
    to("units.code", "unit", nullable=False),
    Column("ministry", String(16), nullable=True),
    Column("province", String(16), nullable=True),  # the province of `unit`, kept here for routing and scopes
    Column("state", String(12), nullable=False),  # asked · valid · refused · ended
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date, nullable=True),  # the last day on which it is valid
    Column("granted_by", Id, nullable=True),
    Column("capacity", Integer, nullable=True),  # so many open questions at once; any number where null
    Column("lead", Boolean, nullable=False, server_default=text("false")),  # of the ministry's officers in a province
    Column("created_at", Instant, nullable=False),
    Index("ix_seats_duty", "role", "ministry", "province"),
    Index("ix_seats_unit", "unit", "role"),
)

seat_fields = Table(  # a seat that has any answers these fields alone
    "seat_fields",
    metadata,
    to("seats.id", "seat_id", primary_key=True),
    to("fields.code", "field", primary_key=True),
)

routes = Table(  # where a ministry's questions go, where that is not to the officer of their province
    "routes",
    metadata,
    own_id(),
    to("units.code", "ministry", nullable=False, index=True),
    to("fields.code", "field", nullable=True),  # of any field where null; province and commune likewise
    to("units.code", "province", nullable=True),
    to("units.code", "commune", nullable=True),
    to("seats.id", "seat_id", nullable=True),
    to("units.code", "group_province", nullable=True),  # to whoever is in the group of this province
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date, nullable=True),
    Column("made_by", Id, nullable=True),  # nobody: it was made on the server
    Column("made_at", Instant, nullable=False),
    Column("removed_at", Instant, nullable=True),
)

deputies = Table(
    "deputies",
    metadata,
    to("seats.id", "seat_id", primary_key=True),
    to("seats.id", "deputy_seat_id", primary_key=True),
)

handovers = Table(  # the last days of officers' terms: announced before, carried out after
    "handovers",
    metadata,
    to("seats.id", "seat_id", primary_key=True),
    Column("ends_on", Date, primary_key=True),  # the last day as it was then: a term that is prolonged has another
    Column("announced_at", Instant, nullable=False),
    Column("done_at", Instant, nullable=True),
    Column("moved", Integer, nullable=True),  # how many open questions went to others
)

absences = Table(
    "absences",
    metadata,
    own_id(),
    to("seats.id", "seat_id", nullable=False, index=True),
    Column("from_day", Date, nullable=False),
    Column("until_day", Date, nullable=True),  # the last day away; open-ended where null
)

invites = Table(
    "invites",
    metadata,
    own_id(),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("role", String(12), nullable=False),
    to("units.code", "unit", nullable=False),
    Column("ministry", String(16), nullable=True),
    Column("seat_from", Date, nullable=False),
    Column("seat_until", Date, nullable=True),
    Column("uses_left", Integer, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("created_by", Id, nullable=True),
    Column("created_at", Instant, nullable=False),
)

roster = Table(  # who is expected: none of them is a person, or has a seat, before he has joined
    "roster",
    metadata,
    own_id(),
    Column("key", String(40), nullable=True, unique=True),  # the ministry's own code of this person
    Column("name", String(64), nullable=False),
    Column("phone", String(24), nullable=True),  # until he has joined: from then on it is his own to give
    Column("role", String(12), nullable=False),
    to("units.code", "unit", nullable=False, index=True),
    Column("ministry", String(16), nullable=True),
    Column("province", String(16), nullable=True, index=True),
    Column("seat_from", Date, nullable=True),  # the day on which he joins where null
    Column("seat_until", Date, nullable=True),
    # Of an officer, for the seat that he will have: as they were last imported, whatever was changed in chat since.
    Column("capacity", Integer, nullable=True),
    Column("lead", Boolean, nullable=False, server_default=text("false")),
    Column("fields", JSON, nullable=True),
    Column("deputies", JSON, nullable=True),  # by their keys: who has not joined becomes one as he joins
    Column("away_from", Date, nullable=True),
    Column("away_until", Date, nullable=True),
    to("invites.id", "invite_id", nullable=True, unique=True),  # the one last made; earlier ones are void
    to("persons.id", "person_id", nullable=True),
    to("seats.id", "seat_id", nullable=True),  # null while he is waited for
    Column("joined_at", Instant, nullable=True),
    Column("created_at", Instant, nullable=False),
)

link_codes = Table(  # by which a person brings in who he is on another channel; one is alive for each
    "link_codes",
    metadata,
    to("persons.id", "person_id", primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("place", String(160), nullable=False),  # where it was given out
    Column("expires_at", Instant, nullable=False),
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
    to("persons.id", "person_id", nullable=False),
    Column("choices", JSON, nullable=False),  # [{"verb", "args", "label"}]
    Column("expires_at", Instant, nullable=False),
)
