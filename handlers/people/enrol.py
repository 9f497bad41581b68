"""Enrol oneself: the province, then the unit in any spelling; a sure reading is confirmed, a tie is offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from faq.places import Former, Place
from faq.text import folded
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.incoming import cleaned_name
from handlers.invite import looks_like_code
from handlers.outgoing import Style
from handlers.people.apply import apply
from handlers.people.me import good_name
from handlers.people.naming import place_name, province_name, seat_unit
from handlers.people.start import typed_code
from handlers.wording import Words
from storage import persons, seats, units
from storage.seats import Role
from storage.units import Unit

_LONGEST_NAME = 100
"""Longer texts name no place: they are questions, and are not compared with 3,321 names."""


async def enrol(ctx: Context, heard: Heard) -> Effect:
    """Begins: which province? A request that waits already is shown first."""

    async def ask(turn: Turn) -> None:
        await turn.toast(heard)
        words = turn.words(heard.who)
        if ctx.policy.enrolment == "invite":
            await turn.say(heard.who, words("people-hello-invite-only"))
            return
        held = await seats.of_person(turn.tx, heard.who.id)
        asked = next((seat for seat in held if seat.state == "asked" and seat.role is Role.CADRE), None)
        if asked and not heard.args.get("change"):
            change = Choice(words("enrol-button-change"), "enrol", {"change": True})
            await turn.say(heard.who, words("enrol-waits", unit=seat_unit(ctx.places, asked)), (change,))
            return
        await turn.expect(heard.place, "enrol_province")
        await turn.say(heard.who, words("enrol-which-province"), (_later(words),))

    return ask


async def province_typed(ctx: Context, heard: Heard) -> Effect:
    """A province was typed; or the unit itself, or both at once."""
    if looks_like_code(heard.text):
        return await typed_code(ctx, heard)
    text = heard.text if len(heard.text) <= _LONGEST_NAME else ""
    if _names_department(text):
        return await _department_typed(ctx, heard, text)
    province = ctx.places.find_province(text)
    if province.exact:
        return _asking_unit(ctx, heard, province.exact.code)
    commune = ctx.places.find_commune(text)
    if commune.exact:
        return _confirming(ctx, heard, commune.exact, commune.former)
    return _offering(ctx, heard, (*province.choices[:3], *commune.choices[:5]), None, commune.former)


async def province_chosen(ctx: Context, heard: Heard) -> Effect:
    """A province was chosen by button."""
    code = ctx.places.today(str(heard.args.get("province", "")))  # an old button may name one that was merged since
    if not ctx.places.is_today(code):
        return await enrol(ctx, heard)
    return _asking_unit(ctx, heard, code)


async def unit_typed(ctx: Context, heard: Heard) -> Effect:
    """The name of a unit was typed, after its province."""
    if looks_like_code(heard.text):
        return await typed_code(ctx, heard)
    province = ctx.places.today(str(heard.args.get("province", "")))
    text = heard.text if len(heard.text) <= _LONGEST_NAME else ""
    if _names_department(text):
        return await departments(ctx, heard)
    found = ctx.places.find_commune(text, province)
    if found.exact:
        return _confirming(ctx, heard, found.exact, found.former)
    other = ctx.places.find_province(text).exact
    if other and other.code != province and not found.choices:
        return _asking_unit(ctx, heard, other.code)
    return _offering(ctx, heard, found.choices, province, found.former)


async def departments(ctx: Context, heard: Heard) -> Effect:
    """Offers the departments of the chosen province."""
    province = ctx.places.today(str(heard.args.get("province", "")))

    async def offer(turn: Turn) -> None:
        await turn.toast(heard)
        found = await units.children(turn.tx, province, "department")
        await _offer_departments(turn, heard, found)

    return offer


async def unit_chosen(ctx: Context, heard: Heard) -> Effect:
    """The unit is confirmed, or was chosen from several."""

    async def submit(turn: Turn) -> None:
        await turn.toast(heard)
        await turn.expect(heard.place, None)
        await apply(turn, heard.who, str(heard.args.get("unit", "")))

    return submit


async def name_typed(ctx: Context, heard: Heard) -> Effect:
    """The applicant's name was typed; his application goes on."""
    name = cleaned_name(heard.text)

    async def take(turn: Turn) -> None:
        if not good_name(heard.text):
            await turn.say(heard.who, turn.words(heard.who)("people-name-bad"))
            return
        await persons.rename(turn.tx, heard.who.id, name)
        await turn.expect(heard.place, None)
        await apply(turn, replace(heard.who, name=name), str(heard.args.get("unit", "")))

    return take


async def later(ctx: Context, heard: Heard) -> Effect:
    """`Not now`: the next text is a question again."""

    async def leave(turn: Turn) -> None:
        await turn.toast(heard)
        await turn.expect(heard.place, None)
        await turn.say(heard.who, turn.words(heard.who)("enrol-left-for-later"))

    return leave


def _asking_unit(ctx: Context, heard: Heard, province: str) -> Effect:
    async def ask(turn: Turn) -> None:
        await turn.toast(heard)
        words = turn.words(heard.who)
        await turn.expect(heard.place, "enrol_unit", province=province)
        rows = (
            (Choice(words("enrol-button-department"), "enrol_departments", {"province": province}),),
            (Choice(words("enrol-button-other-province"), "enrol", {"change": True}), _later(words)),
        )
        await turn.say(heard.who, words("enrol-which-unit", province=province_name(ctx.places, province)), *rows)

    return ask


def _confirming(ctx: Context, heard: Heard, place: Place, former: Former | None) -> Effect:
    async def confirm(turn: Turn) -> None:
        words = turn.words(heard.who)
        # Whoever types another name instead of pressing is understood as within this province.
        await turn.expect(heard.place, "enrol_unit", province=place.province_code)
        rows = (
            (
                Choice(words("enrol-button-yes"), "enrol_unit", {"unit": place.code}, Style.PRIMARY),
                Choice(words("enrol-button-again"), "enrol_province", {"province": place.province_code}),
            ),
            (Choice(words("enrol-button-other-province"), "enrol", {"change": True}),),
        )
        asked = words("enrol-is-it", unit=place_name(ctx.places, place.code))
        await turn.say(heard.who, _with_its_past(turn, words, former, place, asked), *rows)

    return confirm


def _with_its_past(turn: Turn, words: Words, former: Former | None, place: Place, said: str) -> str:
    """Whoever typed the name of a unit that is no more is told first what became of it."""
    if former is None:
        return said
    old, day = former.place.full_name, words.day(former.since, turn.now)
    return words("units-former", how=former.how, old=old, new=place.full_name, day=day) + "\n" + said


def _offering(
    ctx: Context, heard: Heard, places: Sequence[Place], province: str | None, former: Former | None = None
) -> Effect:
    async def offer(turn: Turn) -> None:
        words = turn.words(heard.who)
        rows = [(_choice(ctx, place),) for place in places]
        text = words("enrol-which-of-these") if places else words("enrol-not-found")
        if places:
            text = _with_its_past(turn, words, former, places[0], text)
        if province:
            rows.append((Choice(words("enrol-button-department"), "enrol_departments", {"province": province}),))
            rows.append((Choice(words("enrol-button-other-province"), "enrol", {"change": True}),))
        await turn.say(heard.who, text, *rows, (_later(words),))

    return offer


def _choice(ctx: Context, place: Place) -> Choice:
    name = place_name(ctx.places, place.code)
    if place.kind == "province":
        return Choice(name, "enrol_province", {"province": place.code})
    return Choice(name, "enrol_unit", {"unit": place.code})


async def _department_typed(ctx: Context, heard: Heard, text: str) -> Effect:
    """A department named in full is offered; one without its province asks for the province."""

    async def offer(turn: Turn) -> None:
        typed = _without_type(text)
        known = await units.of_kind(turn.tx, "department")
        named = [unit for unit in known if _without_type(unit.full_name) == typed]
        if named:
            await _offer_departments(turn, heard, named)
            return
        words = turn.words(heard.who)
        await turn.say(heard.who, words("enrol-department-of-which-province"), (_later(words),))

    return offer


async def _offer_departments(turn: Turn, heard: Heard, found: Sequence[Unit]) -> None:
    words = turn.words(heard.who)
    rows: list[tuple[Choice, ...]] = [(Choice(unit.full_name, "enrol_unit", {"unit": unit.code}),) for unit in found]
    rows.append((Choice(words("enrol-button-other-province"), "enrol", {"change": True}), _later(words)))
    await turn.say(heard.who, words("enrol-which-department") if found else words("enrol-not-found"), *rows)


def _names_department(text: str) -> bool:
    """Whether a text begins with `Sở`: no commune's name does."""
    first, _, rest = text.strip().partition(" ")
    return first.casefold() in ("sở", "so") and bool(rest)


def _without_type(text: str) -> str:
    """`Sở Công Thương tỉnh Lạng Sơn` is written with and without the word for the province's type."""
    return f" {folded(text)} ".replace(" tinh ", " ").replace(" thanh pho ", " ").replace(" tp ", " ").strip()


def _later(words: Words) -> Choice:
    return Choice(words("enrol-button-later"), "enrol_later")
