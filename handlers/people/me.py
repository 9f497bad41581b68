"""Who am I here: name, seats, language; and what is kept about me."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.incoming import cleaned_name
from handlers.outgoing import Draft
from handlers.people import phone
from handlers.people.menu import offer
from handlers.people.naming import channel_name, nameless, role_name, seat_unit
from handlers.wording import LOCALES, Words
from handlers.wording import words as words_of
from storage import audit, figures, persons, seats, snippets
from storage.persons import Person
from storage.seats import Seat

_STATES = {
    "asked": "people-seat-asked",
    "valid": "people-seat-valid",
    "refused": "people-seat-refused",
    "ended": "people-seat-ended",
}
_LONGEST_NAME = 64
_MOST_WORDS = 8


def good_name(text: str) -> bool:
    """Whether a text can be the name of a human: a few words of letters, so that no question becomes a name."""
    name = cleaned_name(text)
    fits = len(text.strip()) <= _LONGEST_NAME and len(name.split()) <= _MOST_WORDS
    letters = [c for c in name if c not in " .'’-"]
    return fits and len(letters) >= 2 and all(c.isalpha() for c in letters)


async def me(ctx: Context, heard: Heard) -> Effect:
    """`/toi`: name, seats, channel and language, and what can be changed."""

    async def tell(turn: Turn) -> None:
        words = turn.words(heard.who)
        draft = Draft().bold(words("people-me-heading"))
        name = words("people-me-no-name") if nameless(heard.who.name) else heard.who.name
        draft.line(words("people-me-name", name=name))
        draft.line(words("people-me-channel", channel=channel_name(words, heard.place.channel)))
        shown = [s for s in await seats.of_person(turn.tx, heard.who.id) if s in heard.seats or s.state == "asked"]
        for seat in shown:
            draft.line("• " + _seat_line(turn, words, seat))
        if not shown:
            draft.line(words("people-me-no-seat"))
        row = (
            Choice(words("people-button-rename"), "rename"),
            Choice(words("people-button-language"), "language"),
        )
        channels = (Choice(words("people-button-channels"), "channels"),)
        enrolling = (Choice(words("people-button-unit"), "enrol"),) if ctx.policy.enrolment != "invite" else ()
        await turn.say(heard.who, draft, row, channels, (phone.button(words),), enrolling)

    return tell


async def rename(ctx: Context, heard: Heard) -> Effect:
    """`Change my name`: asks for it."""

    async def ask(turn: Turn) -> None:
        await turn.toast(heard)
        await turn.expect(heard.place, "rename")
        await turn.say(heard.who, turn.words(heard.who)("people-name-ask"))

    return ask


async def name_typed(ctx: Context, heard: Heard) -> Effect:
    """The new name was typed."""
    name = cleaned_name(heard.text)

    async def take(turn: Turn) -> None:
        words = turn.words(heard.who)
        if not good_name(heard.text):
            await turn.say(heard.who, words("people-name-bad"))
            return
        await persons.rename(turn.tx, heard.who.id, name)
        await audit.note(turn.tx, turn.now, heard.who.id, "rename", f"person:{heard.who.id}")
        await turn.expect(heard.place, None)
        await turn.say(heard.who, words("people-name-taken", name=name))

    return take


async def language(ctx: Context, heard: Heard) -> Effect:
    """`/ngonngu`: shows the languages, or takes the one that was pressed or typed behind it."""
    wanted = str(heard.args.get("locale") or heard.args.get("rest", "")).casefold()[:2]

    async def take(turn: Turn) -> None:
        await turn.toast(heard)
        if wanted not in LOCALES:
            row = tuple(Choice(words_of(code)("people-language-own-name"), "language", {"locale": code})
                        for code in LOCALES)  # fmt: skip
            await turn.say(heard.who, turn.words(heard.who)("people-language-which"), row)
            return
        await persons.set_locale(turn.tx, heard.who.id, wanted)
        spoken = words_of(wanted)
        await offer(turn, replace(heard.who, locale=wanted))
        await turn.say(heard.who, spoken("people-language-taken"))

    return take


async def my_data(ctx: Context, heard: Heard) -> Effect:
    """`/dulieu`: what is kept about the one who asks, and whom he asks for erasure."""

    async def tell(turn: Turn) -> None:
        words = turn.words(heard.who)
        draft = Draft().bold(words("people-data-heading"))
        name = words("people-me-no-name") if nameless(heard.who.name) else heard.who.name
        draft.line(words("people-me-name", name=name))
        channels = await persons.channels_of(turn.tx, heard.who.id)
        named = dict.fromkeys(channel_name(words, channel) for channel in channels)
        draft.line(words("people-data-accounts", channels=", ".join(named)))
        number = await persons.phone_of(turn.tx, heard.who.id)
        draft.line(words("people-data-phone", phone=number) if number else words("people-data-no-phone"))
        for seat in await seats.of_person(turn.tx, heard.who.id):
            draft.line("• " + _seat_line(turn, words, seat))
        count = await figures.asked_by(turn.tx, heard.who.id)
        draft.line(words("people-data-questions", count=count))
        if own := await snippets.count(turn.tx, heard.who.id):
            draft.line(words("people-data-snippets", count=own))
        draft.line().line(await _erasure(turn, heard.who, words, heard.seats))
        await turn.say(heard.who, draft)

    return tell


async def _erasure(turn: Turn, who: Person, words: Words, held: tuple[Seat, ...]) -> str:
    """Whom to ask for correction or erasure: the officers of the own province, else the admins."""
    today = turn.ctx.clock.today()
    province = next((seat.province for seat in held if seat.province), None)
    near = await seats.colleagues(turn.tx, province, today) if province else []
    known = [seat for seat in near or await seats.admins(turn.tx, today) if seat.person_id != who.id]
    if not known or not held:
        return words("people-data-erasure")
    names = ", ".join(dict.fromkeys(seat.person_name for seat in known[:3]))
    return words("people-data-erasure-by", names=names)


def _seat_line(turn: Turn, words: Words, seat: Seat) -> str:
    state = "ended" if seat.state == "valid" and _over(turn, seat) else seat.state
    line = words(
        _STATES[state],
        role=role_name(words, seat.role, seat.unit), unit=seat_unit(turn.ctx.places, seat),
        since=words.day(seat.valid_from, turn.now),
    )  # fmt: skip
    if state == "valid" and seat.valid_until:
        line += " " + words("people-until", day=words.day(seat.valid_until, turn.now))
    return line


def _over(turn: Turn, seat: Seat) -> bool:
    return seat.valid_until is not None and seat.valid_until < turn.ctx.clock.today()
