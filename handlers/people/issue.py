"""Invite from the chat: an admin his ministry's people and any cadre, an officer the cadres of his province."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from faq.places import Found
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.invite import Impossible, Order, make
from handlers.outgoing import Draft
from handlers.people.naming import ROLES, label, nameless, place_name, role_name, unit_name
from handlers.wording import Words
from storage import desks, invites, seats, units
from storage.desks import Bureau
from storage.seats import Role, Seat

DAYS = 7
MOST_A_DAY = 100
_TERMS = {3: "invite-term-3", 6: "invite-term-6", 12: "invite-term-12", 0: "invite-term-open"}
"""Months of a secondment (at least three months) and how each is called; 0 has no end."""
_BY_ADMIN = (Role.OFFICER, Role.CADRE, Role.EXPERT, Role.LEADER)
"""Admins are made on the server only: a stolen chat must not be able to make more of them."""
_ASKS = {Role.OFFICER: "invite-which-province", Role.CADRE: "invite-which-commune"}


async def issue(ctx: Context, heard: Heard) -> Effect:
    """`/moi`: whom?"""
    by = heard.seat(Role.ADMIN, Role.OFFICER)

    async def ask(turn: Turn) -> None:
        words = turn.words(heard.who)
        if by is None:
            await turn.say(heard.who, words("invite-not-allowed"))
            return
        if by.role is Role.OFFICER:
            await _ask_unit(turn, heard, by, Role.CADRE)
            return
        rows = [(Choice(label(role_name(words, role)), "invite_role", _args(by, role)),) for role in _BY_ADMIN]
        await turn.say(heard.who, words("invite-whom"), *rows)

    return ask


async def role_chosen(ctx: Context, heard: Heard) -> Effect:
    """The role was chosen: for which unit?"""
    by, role = _by(heard), _role(heard)

    async def ask(turn: Turn) -> None:
        await turn.toast(heard)
        if by is None or role is None or not _may(by, role):
            await turn.say(heard.who, turn.words(heard.who)("invite-not-allowed"))
        elif role is Role.EXPERT and (bureaus := await desks.listed(turn.tx, by.ministry)):
            await _ask_desk(turn, heard, by, bureaus)
        elif role in (Role.EXPERT, Role.LEADER):
            await _make(turn, heard, by, role, by.ministry or "", None)
        else:
            await _ask_unit(turn, heard, by, role)

    return ask


async def unit_typed(ctx: Context, heard: Heard) -> Effect:
    """The name of the unit was typed."""
    by, role = _by(heard), _role(heard)
    text = heard.text if len(heard.text) <= 100 else ""

    async def take(turn: Turn) -> None:
        words = turn.words(heard.who)
        if by is None or role is None or not _may(by, role):
            await turn.expect(heard.place, None)
            await turn.say(heard.who, words("invite-not-allowed"))
            return
        found = ctx.places.find_province(text) if role is Role.OFFICER else _commune(ctx, by, text)
        if found.exact:
            await turn.expect(heard.place, None)
            await _unit_known(turn, heard, by, role, found.exact.code)
            return
        rows = [
            (Choice(place_name(ctx.places, place.code), "invite_unit", {**_args(by, role), "unit": place.code}),)
            for place in found.choices
        ]
        await turn.say(heard.who, words("enrol-which-of-these") if rows else words("invite-unit-not-found"), *rows)

    return take


async def unit_chosen(ctx: Context, heard: Heard) -> Effect:
    """The unit was chosen by button; for an officer, the term may be chosen too."""
    by, role = _by(heard), _role(heard)

    async def take(turn: Turn) -> None:
        await turn.toast(heard)
        if by is None or role is None or not _may(by, role):
            await turn.say(heard.who, turn.words(heard.who)("invite-not-allowed"))
            return
        await _unit_known(turn, heard, by, role, str(heard.args.get("unit", "")))

    return take


async def _ask_unit(turn: Turn, heard: Heard, by: Seat, role: Role) -> None:
    words = turn.words(heard.who)
    await turn.expect(heard.place, "invite_unit", **_args(by, role))
    rows: list[tuple[Choice, ...]] = []
    if by.role is Role.OFFICER and by.province and by.ministry:
        unit = f"{by.province}-{by.ministry}"
        if department := await units.get(turn.tx, unit):
            rows = [(Choice(department.full_name, "invite_unit", {**_args(by, role), "unit": unit}),)]
    await turn.say(heard.who, words(_ASKS[role]), *rows)


async def _ask_desk(turn: Turn, heard: Heard, by: Seat, bureaus: Sequence[Bureau]) -> None:
    """At which desk an expert is to sit: the ministry's own, or that of one of its bureaus."""
    words, args = turn.words(heard.who), _args(by, Role.EXPERT)
    named = [(by.ministry or "", words.ministry(by.ministry or "")), *((b.code, b.name) for b in bureaus)]
    rows = [(Choice(name, "invite_unit", {**args, "unit": code}),) for code, name in named]
    await turn.say(heard.who, words("invite-which-desk"), *rows)


async def _unit_known(turn: Turn, heard: Heard, by: Seat, role: Role, unit: str) -> None:
    term = heard.args.get("term")
    if role is not Role.OFFICER or isinstance(term, int):
        await _make(turn, heard, by, role, unit, term if isinstance(term, int) else None)
        return
    words = turn.words(heard.who)
    rows = [
        (Choice(words(key), "invite_unit", {**_args(by, role), "unit": unit, "term": months}),)
        for months, key in _TERMS.items()
    ]
    await turn.say(heard.who, words("invite-how-long", unit=place_name(turn.ctx.places, unit)), *rows)


async def _make(turn: Turn, heard: Heard, by: Seat, role: Role, unit: str, term: int | None) -> None:
    words, today, machine = turn.words(heard.who), turn.ctx.clock.today(), turn.ctx.clock.machine()
    known = await units.get(turn.tx, unit)
    foreign = by.role is Role.OFFICER and (known is None or known.province != by.province or known.kind == "province")
    if foreign or not await seats.valid_seat(turn.tx, by.id, today):
        await turn.say(heard.who, words("invite-not-allowed"))
        return
    day = timedelta(days=1)
    if await invites.wrong_tries(turn.tx, "issue", str(heard.who.id), machine, day) >= MOST_A_DAY:
        await turn.say(heard.who, words("invite-too-many"))
        return
    await invites.count_wrong(turn.tx, "issue", str(heard.who.id), machine, day)
    until = months_on(today, term) if term else None
    ministry = None if role is Role.CADRE else by.ministry
    order = Order(role, unit, ministry, today, until, days=DAYS, created_by=heard.who.id)
    try:
        invite = await make(turn.tx, turn.ctx.clock, turn.ctx.policy.code_key, order)
    except Impossible as impossible:
        await turn.say(heard.who, words(impossible.reason))
        return
    name = unit_name(turn.ctx.places, unit, known.full_name, known.province) if known else unit
    await turn.say(heard.who, words("invite-made", role=role_name(words, role, unit), unit=name, days=DAYS))
    await turn.say(heard.who, _to_forward(words, heard, role_name(words, role, unit), name, invite.code))


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))


def _to_forward(words: Words, heard: Heard, role: str, unit: str, code: str) -> Draft:
    """A message of its own, so that it can be passed on as it stands."""
    called = {"role": role, "unit": unit}
    if nameless(heard.who.name):
        draft = Draft().line(words("invite-letter-no-name", **called))
    else:
        draft = Draft().line(words("invite-letter", name=heard.who.name, **called))
    return draft.bold(code).line(words("invite-letter-how", code=code))


def _commune(ctx: Context, by: Seat, text: str) -> Found:
    """An officer's search stays within his province; an admin may name a province with the commune."""
    if by.role is not Role.OFFICER:
        return ctx.places.find_commune(text)
    found = ctx.places.find_commune(text, by.province)
    return Found(found.exact, tuple(place for place in found.choices if place.province_code == by.province))


def _args(by: Seat, role: Role) -> dict[str, object]:
    return {"seat": by.id, "role": role.value}


def _by(heard: Heard) -> Seat | None:
    """The inviter's seat that the dialog began with, while it is valid."""
    return next((seat for seat in heard.seats if seat.id == heard.args.get("seat")), None)


def _role(heard: Heard) -> Role | None:
    args: Mapping[str, object] = heard.args
    return next((role for role in ROLES if role.value == args.get("role")), None)


def _may(by: Seat, role: Role) -> bool:
    return (by.role is Role.ADMIN and role in _BY_ADMIN) or (by.role is Role.OFFICER and role is Role.CADRE)
