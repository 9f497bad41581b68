"""`/bantin`: the morning and evening digests, switched on or off for oneself, and by an admin for a ministry."""

from __future__ import annotations

from dataclasses import replace

from faq.text import folded
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.deadlines import rules_of
from handlers.due import digest
from handlers.outgoing import Draft
from handlers.rules import policies
from handlers.wording import Words
from storage import audit, digests, rulings
from storage.digests import Kind
from storage.seats import Role, Seat

_OF_ROLE = {Role.OFFICER: Kind.MORNING, Role.ADMIN: Kind.EVENING}
_ON = {"bat", "on", "mo"}
_OFF = {"tat", "off", "ngung"}
_MINISTRY = {"bo", "ca bo", "ministry"}


async def bulletin(ctx: Context, heard: Heard) -> Effect:
    """How it is now; `tắt`, `bật`, `bộ tắt` or `bộ bật` behind the command changes it."""
    typed = folded(str(heard.args.get("rest", ""))).strip()
    before, _, last = typed.rpartition(" ")
    on = True if last in _ON else False if last in _OFF else None

    async def tell(turn: Turn) -> None:
        await turn.toast(heard)
        if not _readers(heard):
            await turn.say(heard.who, turn.words(heard.who)("digest-not-yours"))
        elif on is not None and not before:
            await _switch(turn, heard, on)
        elif on is not None and before in _MINISTRY:
            await _lay_down(turn, heard, [s for s in heard.seats if s.role is Role.ADMIN], on)
        else:
            await _show(turn, heard, turn.words(heard.who)("digest-bad") if typed else "")

    return tell


async def switch(ctx: Context, heard: Heard) -> Effect:
    """The button for oneself."""

    async def change(turn: Turn) -> None:
        await turn.toast(heard)
        await _switch(turn, heard, bool(heard.args["on"]))

    return change


async def lay_down(ctx: Context, heard: Heard) -> Effect:
    """The button for a whole ministry."""
    by = [seat for seat in heard.seats if seat.id == heard.args["seat"] and seat.role is Role.ADMIN]

    async def change(turn: Turn) -> None:
        await turn.toast(heard)
        await _lay_down(turn, heard, by, bool(heard.args["on"]))

    return change


def _readers(heard: Heard) -> list[Seat]:
    """The seats by which somebody hears digests."""
    return [seat for seat in heard.seats if seat.role in _OF_ROLE and seat.ministry]


async def _switch(turn: Turn, heard: Heard, on: bool) -> None:
    await digests.switch(turn.tx, heard.who.id, on)
    await _show(turn, heard)


async def _lay_down(turn: Turn, heard: Heard, by: list[Seat], on: bool) -> None:
    if not by:
        await turn.say(heard.who, turn.words(heard.who)("digest-not-admin"))
        return
    for ministry in dict.fromkeys(seat.ministry for seat in by if seat.ministry):
        await rulings.in_turn(turn.tx, ministry)
        now_is = (await rules_of(turn, ministry)).policies
        if now_is.digests is not on:
            says = policies.to_json(replace(now_is, digests=on))
            await rulings.lay_down(turn.tx, ministry, rulings.Kind.POLICY, says, heard.who.id, "", turn.now)
            await audit.note(turn.tx, turn.now, heard.who.id, "digests", f"ministry:{ministry}", {"on": on})
    await _show(turn, heard)


async def _show(turn: Turn, heard: Heard, first: str = "") -> None:
    w, held = turn.words(heard.who), _readers(heard)
    if not held:
        await turn.say(heard.who, w("digest-not-yours"))
        return
    own = await digests.wants(turn.tx, heard.who.id)
    draft, rows = Draft(first).line() if first else Draft(), []
    draft.bold(w("digest-title"))
    for role in dict.fromkeys(seat.role for seat in held):
        draft.line("• " + w(f"digest-is-{_OF_ROLE[role]}"))
    draft.line().line(w("digest-own-on" if own else "digest-own-off"))
    rows.append((Choice(w("digest-button-off" if own else "digest-button-on"), "digests", {"on": not own}),))
    for seat in {seat.ministry: seat for seat in held if seat.role is Role.ADMIN or not _admin(held)}.values():
        rows += await _ministry(turn, w, draft, seat)
    draft.line().line(w("digest-how", words=w("digest-words-admin" if _admin(held) else "digest-words")))
    await turn.say(heard.who, draft, *rows)


def _admin(held: list[Seat]) -> bool:
    return any(seat.role is Role.ADMIN for seat in held)


async def _ministry(turn: Turn, w: Words, draft: Draft, seat: Seat) -> list[tuple[Choice]]:
    """Whether a ministry sends any, and the admin's button for it."""
    on = digest.is_on(turn.ctx, await rules_of(turn, seat.ministry or ""))
    ministry = w.ministry(seat.ministry or "")
    draft.line(w("digest-ministry-on" if on else "digest-ministry-off", ministry=ministry))
    if seat.role is not Role.ADMIN:
        return []
    label = w("digest-button-ministry-off" if on else "digest-button-ministry-on", ministry=ministry)
    return [(Choice(label, "ministry_digests", {"seat": seat.id, "on": not on}),)]
