"""`/gannhom`, `/gonhom`: an officer or an admin links the group he writes in to his province, or ends that."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context, Effect, Heard, Turn
from handlers.group.membership import MAY_LINK
from handlers.group.topic import everybody
from handlers.incoming import Group
from handlers.people.naming import province_name
from storage import audit, groups
from storage.place import Place
from storage.seats import Role, Seat


async def how(ctx: Context, heard: Heard) -> Effect:
    """Typed in private: says how it is done."""

    async def effect(turn: Turn) -> None:
        key = "group-link-how" if _seats(heard) else "group-link-not-yours"
        await turn.say(heard.who, turn.words(heard.who)(key))

    return effect


async def link(ctx: Context, heard: Heard) -> Effect:
    """Links the group to the province of an officer, or to the one that an admin names."""
    group: Group = heard.args["group"]
    seat, province = _by_which(ctx, heard)

    async def effect(turn: Turn) -> None:
        w, chat = turn.words(heard.who), replace(heard.place, topic="")
        known = await groups.get(turn.tx, chat)
        if not _seats(heard):
            await turn.say(heard.who, w("group-link-not-yours"))
        elif seat is None or province is None:
            await turn.say(heard.who, w("group-link-which"))
        elif not group.topics:
            await turn.say(heard.who, w("group-link-no-topics"))
        elif known and known.rights == groups.FEW:
            await turn.say(heard.who, w("group-link-no-rights"))
        elif known and known.province and not any(_rules_over(each, known) for each in _seats(heard)):
            await turn.say(heard.who, w("group-link-not-yours"))
        else:
            await _link(turn, heard, chat, seat, province)

    return effect


async def _link(turn: Turn, heard: Heard, chat: Place, seat: Seat, province: str) -> None:
    w, ministry, title = turn.words(heard.who), seat.ministry or "", heard.args["group"].title
    known = await groups.get(turn.tx, chat)
    await groups.note(turn.tx, chat, title)
    if known and known.rights == groups.FAILED:
        await groups.may(turn.tx, chat, None)  # it is tried again
    if known and known.province and (known.ministry, known.province) != (ministry, province):
        await groups.unlink(turn.tx, chat)  # its topics are of no concern to those who come now
    before = await groups.link(turn.tx, chat, ministry, province, heard.who.locale, heard.who.id)
    await audit.note(turn.tx, turn.now, heard.who.id, "link-group", chat.key, {"ministry": ministry, "at": province})
    where = province_name(turn.ctx.places, province)
    await turn.say(heard.who, w("group-linked", province=where, ministry=w.ministry(ministry)))
    if before:
        reader = everybody(before, heard.who.locale)
        await turn.say(reader, w("group-linked-elsewhere", province=where, title=title or "?"))


async def unlink(ctx: Context, heard: Heard) -> Effect:
    """Ends the link; from now on questions come in private alone."""

    async def effect(turn: Turn) -> None:
        w, chat = turn.words(heard.who), replace(heard.place, topic="")
        group = await groups.get(turn.tx, chat)
        if not _seats(heard):
            await turn.say(heard.who, w("group-link-not-yours"))
        elif group is None or group.province is None:
            await turn.say(heard.who, w("group-not-linked"))
        elif not any(_rules_over(seat, group) for seat in _seats(heard)):
            await turn.say(heard.who, w("group-link-not-yours"))
        else:
            await groups.unlink(turn.tx, chat)
            await audit.note(turn.tx, turn.now, heard.who.id, "unlink-group", chat.key)
            await turn.say(heard.who, w("group-unlinked"))

    return effect


def _rules_over(seat: Seat, group: groups.Group) -> bool:
    return seat.ministry == group.ministry and (seat.role is Role.ADMIN or seat.province == group.province)


def _seats(heard: Heard) -> list[Seat]:
    return [seat for seat in heard.seats if seat.role in MAY_LINK]


def _by_which(ctx: Context, heard: Heard) -> tuple[Seat | None, str | None]:
    """By which seat, and to which province: an officer's own, unless he has several and names one."""
    typed = str(heard.args.get("rest", ""))
    named = ctx.places.find_province(typed).exact if typed else None
    officer = [seat for seat in _seats(heard) if seat.role is Role.OFFICER and seat.province]
    for seat in officer:
        if named is None and not typed and len({s.province for s in officer}) == 1:
            return seat, seat.province
        if named is not None and seat.province == named.code:
            return seat, seat.province
    admin = next((seat for seat in _seats(heard) if seat.role is Role.ADMIN), None)
    return (admin, named.code) if admin and named else (None, None)
