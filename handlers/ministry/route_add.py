"""Make a rule about where questions go: field, place, to whom; step by step, or in one line; confirmed at the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from faq.fields import catalogue
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.ministry import routes
from handlers.ministry.route_words import Bad, What, of_place, read_field, read_place, read_to, told, whence
from handlers.ministry.routes import Impossible, Order
from handlers.officer.duty import read_day
from handlers.outgoing import Style
from handlers.people.naming import place_name
from storage import groups, seats
from storage.seats import Role, Seat

MOST_OFFERED = 12


async def begin(ctx: Context, heard: Heard) -> Effect:
    """`Add a rule`: of which field?"""

    async def ask(turn: Turn, by: Seat) -> None:
        w = turn.words(heard.who)
        rows = [(Choice(w("route-any-field"), "route_field", {"field": None}),)]
        rows += [
            (Choice(w.field(f.code), "route_field", {"field": f.code}),)
            for f in catalogue().fields_of(by.ministry or "")
        ]
        await turn.say(heard.who, w("route-ask-field"), *rows)

    return _by_admin(heard, ask)


async def field_chosen(ctx: Context, heard: Heard) -> Effect:
    """The field is known: from where?"""
    what = What(heard.args.get("field"))

    async def ask(turn: Turn, by: Seat) -> None:
        w = turn.words(heard.who)
        await turn.expect(heard.place, "route_place", **what.args())
        row = (Choice(w("route-any-place"), "route_place", what.args()),)
        await turn.say(heard.who, w("route-ask-place"), row)

    return _by_admin(heard, ask)


async def place_typed(ctx: Context, heard: Heard) -> Effect:
    """The name of a province or a commune was typed."""
    field = heard.args.get("field")
    wrong, what = None, What(field)
    try:
        what = What(field, *read_place(ctx.places, heard.text))
    except Bad as bad:
        wrong = bad

    async def take(turn: Turn, by: Seat) -> None:
        if wrong is None:
            await turn.expect(heard.place, None)
            await _ask_whom(turn, heard, by, what)
            return
        await turn.expect(heard.place, "route_place", field=field)
        w = turn.words(heard.who)
        rows = []
        for place in wrong.choices:
            province, commune = of_place(place)
            args = {"field": field, "province": province, "commune": commune}
            rows.append((Choice(place_name(ctx.places, place.code), "route_place", args),))
        text = w("enrol-which-of-these") if rows else w("route-bad-place", value=wrong.value)
        await turn.say(heard.who, text, *rows)

    return _by_admin(heard, take)


async def place_chosen(ctx: Context, heard: Heard) -> Effect:
    """The place was chosen by button: to whom?"""

    async def ask(turn: Turn, by: Seat) -> None:
        await _ask_whom(turn, heard, by, What.of(heard.args))

    return _by_admin(heard, ask)


async def to_typed(ctx: Context, heard: Heard) -> Effect:
    """To whom was typed: a name, a number, the desk, a province's group."""
    what = What.of(heard.args)

    async def take(turn: Turn, by: Seat) -> None:
        try:
            to = await read_to(turn.tx, ctx.places, heard.text, by.ministry or "", ctx.clock.today())
        except Bad as bad:
            await turn.expect(heard.place, "route_to", **what.args())
            await complain(turn, heard, bad)
            return
        await turn.expect(heard.place, None)
        await _confirm(turn, heard, by, what, to, None)

    return _by_admin(heard, take)


async def to_chosen(ctx: Context, heard: Heard) -> Effect:
    """To whom was chosen by button."""

    async def take(turn: Turn, by: Seat) -> None:
        await _confirm(turn, heard, by, What.of(heard.args), str(heard.args.get("to", "")), None)

    return _by_admin(heard, take)


async def typed(ctx: Context, heard: Heard, by: Seat, line: str) -> Effect:
    """All of it in one line: `điện lực; Lạng Sơn; Trần Văn Minh; đến 31/12`."""
    parts = [part.strip() for part in line.split(";")]
    until: date | None = None
    what, wrong = What(), Bad("parts") if len(parts) not in (3, 4) or not all(parts) else None
    try:
        if wrong is None:
            what = What(read_field(parts[0], by.ministry or ""), *read_place(ctx.places, parts[1]))
    except Bad as bad:
        wrong = bad
    if wrong is None and len(parts) == 4:
        until = read_day(parts[3], ctx.clock.today())
        wrong = None if until else Bad("day", parts[3])

    async def take(turn: Turn) -> None:
        try:
            if wrong:
                raise wrong
            to = await read_to(turn.tx, ctx.places, parts[2], by.ministry or "", ctx.clock.today())
        except Bad as bad:
            await complain(turn, heard, bad)
            return
        await _confirm(turn, heard, by, what, to, until)

    return take


async def make(ctx: Context, heard: Heard) -> Effect:
    """Confirmed: the rule holds from now on."""

    async def do(turn: Turn, by: Seat) -> None:
        w, until = turn.words(heard.who), heard.args.get("until")
        what, to = What.of(heard.args), str(heard.args.get("to", ""))
        order = _order(turn, by, what, to, date.fromisoformat(until) if until else None)
        try:
            number = await routes.make(turn.tx, order, turn.now, heard.who.id)
        except Impossible as impossible:
            await turn.say(heard.who, w("route-impossible", why=w(impossible.reason)))
            return
        line = await told(turn, w, _as_told(order))
        again = (Choice(w("route-chat-all"), "routes"),)
        await turn.say(heard.who, w("route-made", number=number, line=line), again, seat_id=by.id)

    return _by_admin(heard, do)


async def complain(turn: Turn, heard: Heard, bad: Bad) -> None:
    """What is wrong with a line, what may have been meant, and an example."""
    w = turn.words(heard.who)
    near = "; ".join(place_name(turn.ctx.places, place.code) for place in bad.choices)
    lines = [w(f"route-bad-{bad.reason}", value=bad.value)]
    lines += [w("route-near", near=near)] if near else []
    await turn.say(heard.who, "\n".join([*lines, w("route-chat-examples")]))


async def _ask_whom(turn: Turn, heard: Heard, by: Seat, what: What) -> None:
    """Those of the place first; anybody else's name or number may be typed."""
    w, today, ministry = turn.words(heard.who), turn.ctx.clock.today(), by.ministry or ""
    held = await seats.of_ministry(turn.tx, ministry, Role.OFFICER, today)
    near = [seat for seat in held if what.province in (None, seat.province)][:MOST_OFFERED]
    to = [(w("route-to-seat", name=s.person_name, seat=s.id), f"seat:{s.id}") for s in near]
    to.append((w("card-desk", ministry=w.ministry(ministry)), "desk"))
    if what.province and await groups.of_province(turn.tx, ministry, what.province):
        to.append((w("route-to-group", province=await whence(turn, w, What(province=what.province))),
                   f"group:{what.province}"))  # fmt: skip
    rows = [(Choice(label, "route_to", {**what.args(), "to": code}),) for label, code in to]
    await turn.expect(heard.place, "route_to", **what.args())
    await turn.say(heard.who, w("route-ask-whom", where=await whence(turn, w, what)), *rows)


async def _confirm(turn: Turn, heard: Heard, by: Seat, what: What, to: str, until: date | None) -> None:
    """The rule in words, and a button that makes it; what can never be is said before."""
    w, order = turn.words(heard.who), _order(turn, by, what, to, until)
    try:
        await routes.check(turn.tx, order)
    except Impossible as impossible:
        await turn.say(heard.who, w("route-impossible", why=w(impossible.reason)) + "\n" + w("route-chat-examples"))
        return
    args: dict[str, Any] = {**what.args(), "to": to, "until": until.isoformat() if until else None}
    line = await told(turn, w, _as_told(order))
    await turn.say(heard.who, w("route-confirm", line=line),
                   (Choice(w("route-make"), "route_make", args, Style.PRIMARY),), seat_id=by.id)  # fmt: skip


def _order(turn: Turn, by: Seat, what: What, to: str, until: date | None) -> Order:
    today = turn.ctx.clock.today()
    return Order(by.ministry or "", to, what.field, what.province, what.commune, today, until)


def _as_told(order: Order) -> dict[str, Any]:
    until = order.valid_until.isoformat() if order.valid_until else None
    return {"ministry": order.ministry, "to": order.to, "field": order.field, "province": order.province,
            "commune": order.commune, "from": order.valid_from.isoformat(), "until": until}  # fmt: skip


def _by_admin(heard: Heard, do: Callable[[Turn, Seat], Any]) -> Effect:
    by = heard.seat(Role.ADMIN)

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        if by is None or by.ministry is None:
            await turn.say(heard.who, turn.words(heard.who)("route-not-allowed"))
            return
        await do(turn, by)

    return effect
