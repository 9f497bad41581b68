"""The commands each role is offered, in the order in which they are used."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.outgoing import Menu
from handlers.wording import Words
from storage.seats import Role, Seat

_ENGLISH = {
    "cauhoi": "questions",
    "tracuu": "search",
    "hangdoi": "queue",
    "truc": "duty",
    "nganhang": "bank",
    "thongke": "stats",
    "thongbao": "broadcast",
    "moi": "invite",
    "hantraloi": "deadline",
    "kiemtra": "check",
    "toi": "me",
    "trogiup": "help",
    "ngonngu": "language",
    "lienket": "link",
    "dulieu": "mydata",
}
_SAYS = {
    "cauhoi": "people-command-questions",
    "tracuu": "people-command-search",
    "hangdoi": "people-command-queue",
    "truc": "people-command-duty",
    "nganhang": "people-command-bank",
    "thongke": "people-command-stats",
    "thongbao": "people-command-broadcast",
    "moi": "people-command-invite",
    "hantraloi": "people-command-deadline",
    "kiemtra": "people-command-check",
    "toi": "people-command-me",
    "trogiup": "people-command-help",
    "ngonngu": "people-command-language",
    "lienket": "people-command-link",
    "dulieu": "people-command-mydata",
}
_WORK: dict[Role, tuple[str, ...]] = {
    Role.OFFICER: ("hangdoi", "truc", "tracuu", "thongke", "thongbao", "moi", "kiemtra"),
    Role.EXPERT: ("hangdoi", "nganhang", "tracuu", "kiemtra"),
    Role.ADMIN: ("thongke", "thongbao", "moi", "hantraloi", "hangdoi", "nganhang", "tracuu", "kiemtra"),
    Role.LEADER: ("hangdoi", "thongke", "tracuu", "kiemtra"),
    Role.CADRE: ("cauhoi", "tracuu", "kiemtra"),
}
_ANYBODY = ("toi", "lienket", "trogiup", "ngonngu", "dulieu")


def commands_of(held: Sequence[Seat]) -> list[str]:
    """The Vietnamese names of the commands that these seats make useful; without a seat, those of everybody."""
    roles = {seat.role for seat in held}
    work = [name for role, names in _WORK.items() if role in roles for name in names] or ["tracuu", "cauhoi"]
    return list(dict.fromkeys([*work, *_ANYBODY]))


def menu(words: Words, held: Sequence[Seat]) -> Menu:
    """The menu of a place whose person holds these seats."""
    return Menu(tuple((_called(words, name), words(_SAYS[name])) for name in commands_of(held)), words.locale)


def explained(words: Words, held: Sequence[Seat]) -> list[str]:
    """A line for each command: `/hangdoi (/queue): …`, the Vietnamese name first."""
    return [f"/{name} (/{_ENGLISH[name]}): {words(_SAYS[name])}" for name in commands_of(held)]


def _called(words: Words, name: str) -> str:
    return name if words.locale == "vi" else _ENGLISH[name]
