"""A telephone number: given by its owner alone, by the platform's own button or typed, and taken back by him."""

from __future__ import annotations

import re

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.incoming import Kind
from handlers.people import requests
from handlers.wording import Words
from storage import audit, persons, seats
from storage.seats import Role, Seat

_SEPARATORS = re.compile(r"[\s.()\-]+")
_VIETNAMESE = re.compile(r"(?:\+?84|0)([1-9]\d{8,9})")
_FOREIGN = re.compile(r"\+[1-9]\d{7,14}")


def read(typed: str) -> str | None:
    """`0912345678` for a number of Viet Nam in any spelling, `+856…` for another; None for what is no number."""
    digits = _SEPARATORS.sub("", typed)
    if not digits.isascii():
        return None
    if found := _VIETNAMESE.fullmatch(digits):
        return f"0{found[1]}"
    return digits if _FOREIGN.fullmatch(digits) else None


def button(words: Words) -> Choice:
    """Under which the number is asked for."""
    return Choice(words("people-button-phone"), "phone")


async def ask(ctx: Context, heard: Heard) -> Effect:
    """Asks for it: by the platform's button where there is one, else typed."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        words, known = turn.words(heard.who), await persons.phone_of(turn.tx, heard.who.id)
        if known:
            forget = Choice(words("people-button-phone-forget"), "phone_forget")
            await turn.say(heard.who, words("people-phone-kept", phone=known), (forget,))
        await turn.expect(heard.place, "phone")
        shown = words("people-button-phone-share")
        await turn.say(heard.who, words("people-phone-ask"), asks_contact=shown)

    return effect


async def given(ctx: Context, heard: Heard) -> Effect:
    """It was sent or typed. Another's contact is none: he may not want to be called."""
    contact = any(a.kind is Kind.CONTACT for a in heard.attachments)
    phone = read(heard.own_phone or ("" if contact else heard.text))

    async def effect(turn: Turn) -> None:
        words = turn.words(heard.who)
        if contact and not heard.own_phone:
            await turn.say(heard.who, words("people-phone-not-own"), asks_contact=words("people-button-phone-share"))
        elif phone is None:
            await turn.say(heard.who, words("people-phone-bad"), asks_contact=words("people-button-phone-share"))
        else:
            await turn.expect(heard.place, None)
            await persons.set_phone(turn.tx, heard.who.id, phone)
            await audit.note(turn.tx, turn.now, heard.who.id, "phone", f"person:{heard.who.id}")
            await turn.say(heard.who, words("people-phone-taken", phone=phone))
            await _tell_deciders(turn, heard.who.id, phone)

    return effect


async def forget(ctx: Context, heard: Heard) -> Effect:
    """It is kept no more."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        await persons.set_phone(turn.tx, heard.who.id, None)
        await audit.note(turn.tx, turn.now, heard.who.id, "phone-forgotten", f"person:{heard.who.id}")
        await turn.say(heard.who, turn.words(heard.who)("people-phone-forgotten"))

    return effect


async def _tell_deciders(turn: Turn, person_id: int, phone: str) -> None:
    """The officers who are asked to let him in may call him; nobody else is told."""
    for asked in [seat for seat in await seats.of_person(turn.tx, person_id) if seat.state == "asked"]:
        for seat in await requests.deciders(turn, asked):
            if seat.role is Role.OFFICER:
                await _tell(turn, seat, asked, phone)


async def _tell(turn: Turn, seat: Seat, asked: Seat, phone: str) -> None:
    officer = await persons.get(turn.tx, seat.person_id)
    if officer:
        text = turn.words(officer)("people-phone-of", name=asked.person_name, phone=phone)
        await turn.say(officer, text, seat_id=seat.id)
