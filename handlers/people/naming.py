"""How a seat and a unit are called to the people who read about them."""

from __future__ import annotations

from faq.places import Gazetteer
from handlers.wording import Words
from storage.seats import Role, Seat

ROLES = {
    Role.CADRE: "people-role-cadre",
    Role.OFFICER: "people-role-officer",
    Role.EXPERT: "people-role-expert",
    Role.LEADER: "people-role-leader",
    Role.ADMIN: "people-role-admin",
}


def role_name(words: Words, role: Role, unit: str = "") -> str:
    """`cán bộ biệt phái`; with his unit, a cadre is one of a commune or of a department."""
    if role is Role.CADRE and unit:
        if "-" in unit:
            return words("people-role-cadre-department")
        return words("people-role-cadre-commune") if len(unit) > 2 else words(ROLES[role])
    return words(ROLES[role])


def label(text: str) -> str:
    """As it is written on a button."""
    return text[:1].upper() + text[1:]


def unit_name(places: Gazetteer, unit: str, full_name: str, province: str | None) -> str:
    """`Xã Thất Khê, tỉnh Lạng Sơn`."""
    within = places.get(province) if province and province != unit else None
    if within is None or not unit.isdigit():  # the name of a department says its province itself
        return full_name
    return f"{full_name}, {province_name(places, within.code)}"


def seat_unit(places: Gazetteer, seat: Seat) -> str:
    """The unit of a seat, in full."""
    return unit_name(places, seat.unit, seat.unit_name, seat.province)


def place_name(places: Gazetteer, code: str) -> str:
    """A commune or province as it is offered for choice: `Xã Chư Sê, tỉnh Gia Lai`, `Tỉnh Gia Lai`."""
    place = places.get(code)
    if place is None:
        return code
    return unit_name(places, place.code, place.full_name, place.province_code)


def province_name(places: Gazetteer, code: str) -> str:
    """A province within a sentence: `tỉnh Lạng Sơn`, `thành phố Hà Nội`."""
    place = places.get(code)
    return f"{place.type} {place.name}" if place else code


def nameless(name: str) -> bool:
    """Whether an account came without a name that could be shown to anybody."""
    return not any(c.isalpha() for c in name)


def channel_name(words: Words, channel: str) -> str:
    """The channel as people call it."""
    match channel:
        case "telegram":
            return "Telegram"
        case "zalo_bot" | "zalo_oa":
            return "Zalo"
        case "web":
            return words("people-channel-web")
        case _:
            return channel


def account_name(words: Words, channel: str) -> str:
    """The same, told apart where one has several accounts on Zalo."""
    match channel:
        case "zalo_bot":
            return "Zalo Bot"
        case "zalo_oa":
            return "Zalo OA"
        case _:
            return channel_name(words, channel)
