"""The commands each role is offered, in the order in which they are used."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.context import Turn
from handlers.outgoing import Menu
from handlers.wording import LOCALES, Words
from handlers.wording import words as words_of
from storage import persons, seats
from storage.persons import Person
from storage.seats import Role, Seat

_ENGLISH = {
    "cauhoi": "questions",
    "tracuu": "search",
    "thuhoi": "recall",
    "hangdoi": "queue",
    "truc": "duty",
    "mau": "snippet",
    "nhac": "remind",
    "bantin": "digest",
    "quahan": "overdue",
    "nganhang": "bank",
    "thongke": "stats",
    "thongbao": "broadcast",
    "moi": "invite",
    "canbo": "officers",
    "hantraloi": "deadline",
    "quytac": "routes",
    "canhbao": "alerts",
    "lich": "calendar",
    "visao": "why",
    "kiemtra": "check",
    "toi": "me",
    "trogiup": "help",
    "ngonngu": "language",
    "lienket": "link",
    "dangxuat": "logout",
    "dulieu": "mydata",
    "gannhom": "linkgroup",
    "gonhom": "unlinkgroup",
}
_SAYS = {
    "cauhoi": "people-command-questions",
    "tracuu": "people-command-search",
    "thuhoi": "people-command-recall",
    "hangdoi": "people-command-queue",
    "truc": "people-command-duty",
    "mau": "people-command-snippet",
    "nhac": "people-command-remind",
    "bantin": "people-command-digest",
    "quahan": "people-command-overdue",
    "nganhang": "people-command-bank",
    "thongke": "people-command-stats",
    "thongbao": "people-command-broadcast",
    "moi": "people-command-invite",
    "canbo": "people-command-officers",
    "hantraloi": "people-command-deadline",
    "quytac": "people-command-routes",
    "canhbao": "people-command-alerts",
    "lich": "people-command-calendar",
    "visao": "people-command-why",
    "kiemtra": "people-command-check",
    "toi": "people-command-me",
    "trogiup": "people-command-help",
    "ngonngu": "people-command-language",
    "lienket": "people-command-link",
    "dangxuat": "people-command-logout",
    "dulieu": "people-command-mydata",
    "gannhom": "people-command-link-group",
    "gonhom": "people-command-unlink-group",
}
_WORK: dict[Role, tuple[str, ...]] = {
    Role.OFFICER: (
        "hangdoi",
        "truc",
        "mau",
        "nhac",
        "visao",
        "tracuu",
        "thuhoi",
        "thongke",
        "thongbao",
        "moi",
        "bantin",
        "kiemtra",
    ),
    Role.EXPERT: ("hangdoi", "mau", "nhac", "nganhang", "visao", "tracuu", "thuhoi", "kiemtra"),
    Role.ADMIN: (
        "thongke",
        "canbo",
        "quytac",
        "thongbao",
        "moi",
        "hantraloi",
        "canhbao",
        "lich",
        "hangdoi",
        "quahan",
        "nganhang",
        "visao",
        "tracuu",
        "thuhoi",
        "bantin",
        "kiemtra",
    ),
    Role.LEADER: ("hangdoi", "thongke", "tracuu", "kiemtra"),
    Role.CADRE: ("cauhoi", "tracuu", "thuhoi", "kiemtra"),
}
_ANYBODY = ("toi", "lienket", "trogiup", "ngonngu", "dulieu")
_ONLY_EXPLAINED = {"lienket": "dangxuat"}
"""Behind which command another is explained that no menu offers: where it asks nothing, a slip would throw out."""
_IN_GROUPS = ("gannhom", "gonhom")


@dataclass(frozen=True, slots=True)
class PublicMenu:
    """The commands that everybody is offered in private chats, or in groups, before we know who he is."""

    in_groups: bool
    menu: Menu


def commands_of(held: Sequence[Seat]) -> list[str]:
    """The Vietnamese names of the commands that these seats make useful; without a seat, those of everybody."""
    roles = {seat.role for seat in held}
    work = [name for role, names in _WORK.items() if role in roles for name in names] or ["tracuu", "cauhoi"]
    return list(dict.fromkeys([*work, *_ANYBODY]))


def menu(words: Words, held: Sequence[Seat]) -> Menu:
    """The menu of a place whose person holds these seats."""
    return Menu(tuple((_called(words, name), words(_SAYS[name])) for name in commands_of(held)), words.locale)


def public() -> tuple[PublicMenu, ...]:
    """What is offered to whom we do not know, in each language."""
    spoken = [words_of(locale) for locale in LOCALES]
    groups = [Menu(tuple((_called(w, name), w(_SAYS[name])) for name in _IN_GROUPS), w.locale) for w in spoken]
    return (*(PublicMenu(False, menu(w, ())) for w in spoken), *(PublicMenu(True, shown) for shown in groups))


async def offer(turn: Turn, who: Person, *, anew: bool = False) -> None:
    """Offers a person, wherever he reads, the commands that his seats make useful today.

    Where he is offered these already, the platform is not asked again; where he reads just now, it is if `anew`.
    """
    today = turn.ctx.clock.today()
    held = await seats.of_person(turn.tx, who.id)
    shown = menu(turn.words(who), [seat for seat in held if seat.valid_on(today)])
    digest, until = _digest(shown), _changes_on(held, today)
    for place in dict.fromkeys([who.place, *await persons.places_of(turn.tx, who.id)]):
        changed = await persons.menu_becomes(turn.tx, place, digest, until)
        if changed or (anew and place == who.place):
            await turn.put(place, shown)


def _digest(shown: Menu) -> str:
    return hashlib.sha256(repr((shown.language, shown.commands)).encode()).hexdigest()[:16]


def _changes_on(held: Sequence[Seat], today: date) -> date | None:
    """The next day on which a seat begins to be valid, or is no more."""
    valid = [seat for seat in held if seat.state == "valid"]
    begins = [seat.valid_from for seat in valid if seat.valid_from > today]
    ends = [s.valid_until + timedelta(days=1) for s in valid if s.valid_until and s.valid_until >= today]
    return min((*begins, *ends), default=None)


def explained(words: Words, held: Sequence[Seat]) -> list[str]:
    """A line for each command: `/hangdoi (/queue): …`, the Vietnamese name first."""
    named = [each for name in commands_of(held) for each in (name, _ONLY_EXPLAINED.get(name)) if each]
    return [f"/{name} (/{_ENGLISH[name]}): {words(_SAYS[name])}" for name in named]


def _called(words: Words, name: str) -> str:
    return name if words.locale == "vi" else _ENGLISH[name]
