"""Write a broadcast: to whom, what, and a preview that is the very message; nothing is sent here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.ministry.letter import audience_of, letter, whom
from handlers.ministry.results import results
from handlers.outgoing import Style
from handlers.people.naming import label, place_name
from handlers.wording import Words
from storage import broadcasts, seats, units
from storage.broadcasts import Audience, Broadcast
from storage.seats import Role, Seat

SHORTEST, LONGEST = 10, 3_500
"""Telegram takes 4,096 characters; heading and footer need some of them."""
_KINDS = {Role.ADMIN: ("all", "officers", "province"), Role.OFFICER: ("communes",)}


async def begin(ctx: Context, heard: Heard) -> Effect:
    """`/thongbao`: what was sent last and what came of it; then, to whom?"""
    senders = [seat for seat in heard.seats if seat.role in _KINDS]

    async def ask(turn: Turn) -> None:
        words = turn.words(heard.who)
        if not senders:
            await turn.say(heard.who, words("broadcast-not-allowed"))
            return
        await results(turn, heard, senders)
        rows = [row for seat in senders for row in _audiences(turn, words, heard, seat)]
        await turn.say(heard.who, words("broadcast-whom"), *rows)

    return ask


async def province_asked(ctx: Context, heard: Heard) -> Effect:
    """`One province`: which?"""
    by = sender(heard)

    async def ask(turn: Turn) -> None:
        await turn.toast(heard)
        words = turn.words(heard.who)
        if by is None or by.role is not Role.ADMIN:
            await turn.say(heard.who, words("broadcast-not-allowed"))
            return
        await turn.expect(heard.place, "broadcast_province", seat=by.id)
        await turn.say(heard.who, words("broadcast-which-province"), (_quit(words),))

    return ask


async def province_typed(ctx: Context, heard: Heard) -> Effect:
    """The name of the province was typed."""
    by = sender(heard)
    found = ctx.places.find_province(heard.text if len(heard.text) <= 100 else "")
    if by is not None and found.exact:
        return _asking_text(heard, by, Audience("province", by.ministry or "", found.exact.code, heard.who.id))

    async def offer(turn: Turn) -> None:
        words = turn.words(heard.who)
        if by is None:
            await _refuse(turn, heard)
            return
        rows = [
            (Choice(place_name(ctx.places, place.code), "broadcast_to", _to(by, "province", place.code)),)
            for place in found.choices
        ]
        text = words("enrol-which-of-these") if rows else words("broadcast-no-such-province")
        await turn.say(heard.who, text, *rows, (_quit(words),))

    return offer


async def audience_chosen(ctx: Context, heard: Heard) -> Effect:
    """The audience was chosen: asks for the text."""
    by, kind = sender(heard), str(heard.args.get("kind", ""))
    if by is None or kind not in _KINDS[by.role]:
        return _refusing(heard)
    province = heard.args.get("province") if kind == "province" else None
    if kind == "communes":
        province = by.province
    return _asking_text(heard, by, Audience(kind, by.ministry or "", province, heard.who.id))


async def text_typed(ctx: Context, heard: Heard) -> Effect:
    """The text was typed: shows the message as it will be read, and asks for the last word."""
    by = sender(heard)

    async def preview(turn: Turn) -> None:
        words, today = turn.words(heard.who), ctx.clock.today()
        kind, province = str(heard.args.get("kind", "")), heard.args.get("province")
        if by is None or kind not in _KINDS[by.role] or not await seats.valid_seat(turn.tx, by.id, today):
            await _refuse(turn, heard)
            return
        if complaint := _complaint(words, heard):
            await turn.say(heard.who, complaint, (_quit(words),))
            return
        audience = Audience(kind, by.ministry or "", province, heard.who.id)
        count = await broadcasts.count(turn.tx, audience, today)
        kept = {"kind": kind, "province": province}
        made = await broadcasts.draft(
            turn.tx, heard.who.id, by.id, audience.ministry, kept, heard.text, count, turn.now
        )
        await turn.expect(heard.place, None)
        sending = await broadcasts.get(turn.tx, made)
        if sending:
            await show_preview(turn, heard, sending, by, count)

    return preview


async def show_preview(turn: Turn, heard: Heard, sending: Broadcast, by: Seat, count: int) -> None:
    """The message exactly as its recipients will see it, then what is to become of it."""
    words = turn.words(heard.who)
    ministry = await units.get(turn.tx, sending.ministry)
    name = ministry.full_name if ministry else sending.ministry
    await turn.say(heard.who, letter(words, turn.ctx.places, sending, by, name, turn.now))
    # The day is printed in the message: pressed on another day, the button shows a new preview first.
    args = {"broadcast": sending.id, "day": turn.ctx.clock.today().isoformat()}
    rows = (
        (Choice(words("broadcast-button-send", count=count), "broadcast_send", args, Style.PRIMARY),),
        (
            Choice(words("broadcast-button-again"), "broadcast_again", args),
            Choice(words("broadcast-button-cancel"), "broadcast_cancel", args, Style.DANGER),
        ),
    )
    to = whom(words, turn.ctx.places, audience_of(sending))
    await turn.say(heard.who, words("broadcast-confirm", whom=to, count=count), *rows)


async def again(ctx: Context, heard: Heard) -> Effect:
    """`Write it anew`: the draft is dropped, its audience stays."""

    async def ask(turn: Turn) -> None:
        await turn.toast(heard)
        draft = await own_draft(turn, heard)
        by = next((seat for seat in heard.seats if draft and seat.id == draft.seat_id), None)
        if draft is None or by is None or not await broadcasts.move(turn.tx, draft.id, "draft", "cancelled"):
            await turn.say(heard.who, turn.words(heard.who)("broadcast-no-draft"))
            return
        await _ask_text(turn, heard, by, audience_of(draft))

    return ask


async def cancel(ctx: Context, heard: Heard) -> Effect:
    """`Cancel`, before or after the text was typed."""

    async def drop(turn: Turn) -> None:
        await turn.toast(heard)
        words, draft = turn.words(heard.who), await own_draft(turn, heard)
        await turn.expect(heard.place, None)
        if "broadcast" in heard.args and (
            draft is None or not await broadcasts.move(turn.tx, draft.id, "draft", "cancelled")
        ):
            await turn.say(heard.who, words("broadcast-no-draft"))
            return
        await turn.say(heard.who, words("broadcast-cancelled"))

    return drop


def sender(heard: Heard) -> Seat | None:
    """The seat by which the dialog began, while it is valid and may send."""
    seat = next((seat for seat in heard.seats if seat.id == heard.args.get("seat")), None)
    return seat if seat and seat.role in _KINDS else None


async def own_draft(turn: Turn, heard: Heard) -> Broadcast | None:
    """The broadcast a button is about, if the one who presses wrote it."""
    wanted = heard.args.get("broadcast")
    found = await broadcasts.get(turn.tx, wanted) if isinstance(wanted, int) else None
    return found if found and found.author_id == heard.who.id else None


def drawn_on(heard: Heard) -> date | None:
    """The day on which the pressed preview was shown."""
    day = heard.args.get("day")
    return date.fromisoformat(day) if isinstance(day, str) else None


def _asking_text(heard: Heard, by: Seat, audience: Audience) -> Effect:
    async def ask(turn: Turn) -> None:
        await turn.toast(heard)
        await _ask_text(turn, heard, by, audience)

    return ask


async def _ask_text(turn: Turn, heard: Heard, by: Seat, audience: Audience) -> None:
    words = turn.words(heard.who)
    count = await broadcasts.count(turn.tx, audience, turn.ctx.clock.today())
    to = whom(words, turn.ctx.places, audience)
    if not count:
        await turn.expect(heard.place, None)
        await turn.say(heard.who, words("broadcast-nobody", whom=to))
        return
    await turn.expect(heard.place, "broadcast_text", seat=by.id, kind=audience.kind, province=audience.province)
    await turn.say(heard.who, words("broadcast-text", whom=to, count=count), (_quit(words),))


def _complaint(words: Words, heard: Heard) -> str | None:
    """What is wrong with a text, if anything."""
    if heard.attachments:
        return words("broadcast-text-only")
    length = len(heard.text)
    if length < SHORTEST or not any(c.isalpha() for c in heard.text):
        return words("broadcast-too-short")
    if length > LONGEST:
        return words("broadcast-too-long", length=length, most=LONGEST, over=length - LONGEST)
    return None


def _audiences(turn: Turn, words: Words, heard: Heard, by: Seat) -> Sequence[tuple[Choice, ...]]:
    if by.role is Role.OFFICER:
        audience = Audience("communes", by.ministry or "", by.province, heard.who.id)
        return [(Choice(label(whom(words, turn.ctx.places, audience)), "broadcast_to", _to(by, "communes")),)]
    return [
        (Choice(label(words("broadcast-to-all")), "broadcast_to", _to(by, "all")),),
        (Choice(label(words("broadcast-to-officers")), "broadcast_to", _to(by, "officers")),),
        (Choice(label(words("broadcast-button-province")), "broadcast_province", {"seat": by.id}),),
    ]


def _to(by: Seat, kind: str, province: str | None = None) -> dict[str, object]:
    return {"seat": by.id, "kind": kind, "province": province}


def _refusing(heard: Heard) -> Effect:
    async def refuse(turn: Turn) -> None:
        await turn.toast(heard)
        await _refuse(turn, heard)

    return refuse


async def _refuse(turn: Turn, heard: Heard) -> None:
    await turn.expect(heard.place, None)
    await turn.say(heard.who, turn.words(heard.who)("broadcast-not-allowed"))


def _quit(words: Words) -> Choice:
    return Choice(words("broadcast-button-cancel"), "broadcast_cancel")
