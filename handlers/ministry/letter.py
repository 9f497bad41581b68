"""How a broadcast reads: to its recipients, in the preview and in the list of what was sent."""

from __future__ import annotations

from datetime import datetime

from faq.places import Gazetteer
from handlers.clock import VIETNAM
from handlers.outgoing import Draft
from handlers.people.naming import province_name, role_name, seat_unit
from handlers.wording import Words
from storage.broadcasts import Audience, Broadcast
from storage.seats import Role, Seat


def letter(words: Words, places: Gazetteer, sending: Broadcast, by: Seat, ministry: str, now: datetime) -> Draft:
    """The message as every recipient sees it: whose it is, the text as it was typed, and how to check it."""
    day = words.day((sending.sent_at or now).astimezone(VIETNAM).date(), now)
    draft = Draft().bold(words("broadcast-heading", ministry=ministry))
    if by.role is Role.ADMIN:
        draft.line(words("broadcast-from-ministry", name=by.person_name, role=role_name(words, by.role)))
    else:
        unit = seat_unit(places, by)
        draft.line(words("broadcast-from", name=by.person_name, role=role_name(words, by.role), unit=unit))
    draft.line().line(sending.text).line()
    return draft.italic(words("broadcast-footer", day=day, code=sending.code))


def whom(words: Words, places: Gazetteer, audience: Audience) -> str:
    """An audience in words: `cấp xã của tỉnh Lạng Sơn`."""
    province = province_name(places, audience.province) if audience.province else ""
    match audience.kind:
        case "officers":
            return words("broadcast-to-officers")
        case "province":
            return words("broadcast-to-province", province=province)
        case "communes":
            return words("broadcast-to-communes", province=province)
        case _:
            return words("broadcast-to-all")


def audience_of(sending: Broadcast) -> Audience:
    """The audience that a row keeps."""
    kept = sending.audience
    return Audience(kept["kind"], sending.ministry, kept.get("province"), sending.author_id)
