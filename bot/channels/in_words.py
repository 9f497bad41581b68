"""What a platform has no form for, as a line of text: a place is an address on a map, a card its name and number."""

from __future__ import annotations

from handlers.incoming import Attachment, Kind

_MAP = "https://www.google.com/maps?q={},{}"
"""A phone opens it in its map; no key, no account."""


def in_words(attachment: Attachment) -> str | None:
    """The line; None for a file."""
    match attachment.kind:
        case Kind.LOCATION:
            latitude, _, longitude = attachment.reference.partition(",")
            return "📍 " + _MAP.format(latitude.strip(), longitude.strip())
        case Kind.CONTACT:
            told = (" ".join(each.split()) for each in (attachment.name, attachment.reference))
            return "👤 " + " – ".join(filter(None, told))
        case _:
            return None
