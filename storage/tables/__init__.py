"""All tables, by what they keep. The words are those of docs/glossary.md.

Two kinds of time stand in their columns: business time (`asked_at`, `due_at`, seats' dates), which the demo and the
tests can move, and machine time (`until` of leases, `expires_at`, `stored_at`, `queued_at`), which never moves.
"""

from storage.tables.base import Instant, metadata
from storage.tables.channels import (
    grants,
    groups,
    login_links,
    offsets,
    push_subscriptions,
    quotas,
    sessions,
    topics,
    web_chats,
    web_messages,
    web_unread,
)
from storage.tables.clocks import alerts, clocks, digests, notices, pauses, rulings, undigested
from storage.tables.knowledge import (
    bank_changes,
    bank_version,
    citations,
    entries,
    entry_versions,
    given,
    holds,
    law_changes,
    phrasings,
    retellings,
    reviews,
)
from storage.tables.mail import inbox, leases, outbox
from storage.tables.notes import reminders, snippets, waits
from storage.tables.people import (
    absences,
    accounts,
    bureau_fields,
    conversations,
    deputies,
    fields,
    handovers,
    invites,
    link_codes,
    ministry_policies,
    persons,
    prompts,
    roster,
    routes,
    seat_fields,
    seats,
    tries,
    units,
)
from storage.tables.questions import (
    attachments,
    audit,
    broadcasts,
    links,
    media,
    messages,
    opinions,
    questions,
    revisions,
)
from storage.tables.succession import moved_seats, unit_changes

__all__ = [
    "Instant", "absences", "accounts", "alerts", "attachments", "audit", "bank_changes", "bank_version",
    "broadcasts", "bureau_fields", "citations", "clocks", "conversations", "deputies", "digests", "entries",
    "entry_versions", "fields", "given", "grants", "groups", "handovers", "holds", "inbox", "invites",
    "law_changes", "leases", "link_codes", "links", "login_links", "media", "messages", "metadata",
    "ministry_policies", "moved_seats", "notices", "offsets", "opinions", "outbox", "pauses", "persons",
    "phrasings", "prompts", "push_subscriptions", "questions", "quotas", "reminders", "retellings", "reviews",
    "revisions", "roster", "routes", "rulings", "seat_fields", "seats", "sessions", "snippets", "topics",
    "tries", "undigested", "unit_changes", "units", "waits", "web_chats", "web_messages", "web_unread",
]  # fmt: skip
