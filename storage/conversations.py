"""Conversations: where a dialog with a place stands, and what its buttons and typed numbers mean."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Executable, and_, bindparam, delete, or_, select, update

from storage.db import Tx
from storage.place import Place
from storage.prepared import Prepared
from storage.tables import conversations, prompts

_LATELY = 5
_AMENDED = 200
"""Messages with buttons in a place, the newest, in which an edited text is looked for."""
_HERE = conversations.c.place == bindparam("here")
_AT = Prepared(
    select(
        conversations.c.dialog, conversations.c.data, conversations.c.prompt_id, conversations.c.updated_at
    ).where(_HERE)
)  # fmt: skip
_LEAVE = Prepared(update(conversations).where(_HERE, conversations.c.dialog.is_not(None)), "dialog", "data")
_WITHDRAW = Prepared(update(conversations).where(_HERE, conversations.c.prompt_id.is_not(None)), "prompt_id")
_KEEP_PROMPT = Prepared(lambda insert: insert(prompts), "id", "place", "person_id", "choices", "expires_at")
_CHOICES = Prepared(
    select(prompts.c.choices).where(
        prompts.c.id == bindparam("prompt"), prompts.c.person_id == bindparam("person"),
        prompts.c.expires_at > bindparam("now"),
    )
)  # fmt: skip
"""Whoever was offered something may choose it wherever he reads it: it may have come to him on two channels."""


def _expecting(insert: Any) -> Executable:
    new = insert(conversations)
    changed = {name: new.excluded[name] for name in ("dialog", "data", "updated_at")}
    statement: Executable = new.on_conflict_do_update(index_elements=["place"], set_=changed)
    return statement


def _offering(insert: Any, *, only_if_free: bool) -> Executable:
    new, free = insert(conversations), None
    if only_if_free:
        others = select(prompts.c.id).where(
            prompts.c.place == bindparam("here"), prompts.c.expires_at > bindparam("newer_than"),
            prompts.c.id != bindparam("this"),
        )  # fmt: skip
        current = conversations.c.prompt_id
        free = and_(conversations.c.dialog.is_(None), or_(current.is_(None), current.not_in(others)))
    statement: Executable = new.on_conflict_do_update(
        index_elements=["place"], set_={"prompt_id": new.excluded.prompt_id}, where=free
    )
    return statement


_ROW = ("place", "dialog", "data", "updated_at")
_EXPECT = Prepared(_expecting, *_ROW)
_OFFER = Prepared(partial(_offering, only_if_free=False), *_ROW, "prompt_id")
_OFFER_IF_FREE = Prepared(partial(_offering, only_if_free=True), *_ROW, "prompt_id")


@dataclass(frozen=True, slots=True)
class Choice:
    """What pressing a button means: a verb of handlers.dispatch and its arguments."""

    label: str
    verb: str
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a dialog stands; `dialog` is None when nothing is awaited."""

    dialog: str | None
    data: Mapping[str, Any]
    prompt_id: str | None
    """The choices that a typed number means just now."""
    since: datetime | None = None
    """When it was said last what is awaited (business time)."""


NOTHING = Conversation(None, {}, None)


async def at(tx: Tx, place: Place) -> Conversation:
    """Where the conversation in a place stands."""
    row = await tx.row(_AT, here=place.key)
    return Conversation(*row) if row else NOTHING


async def expect(tx: Tx, place: Place, dialog: str | None, data: Mapping[str, Any], now: datetime) -> None:
    """Notes what is awaited next in a place; None ends the dialog."""
    await tx.change(_EXPECT, place=place.key, dialog=dialog, data=dict(data), updated_at=now)


async def leave(tx: Tx, place: Place) -> bool:
    """Ends the dialog in a place; whether one was going on."""
    return bool(await tx.change(_LEAVE, here=place.key, dialog=None, data={}))


async def move_dialog(tx: Tx, old: Place, new: Place, now: datetime) -> None:
    """What was awaited in one place is awaited in another, where the question is read."""
    was = await at(tx, old)
    if was.dialog:
        await expect(tx, new, was.dialog, was.data, now)
        await leave(tx, old)


async def offer(
    tx: Tx,
    place: Place,
    person_id: int,
    choices: Sequence[Choice],
    now: datetime,
    expires_at: datetime,
    spare_newer_than: datetime | None = None,
) -> list[str]:
    """Keeps the choices of one message and returns the token of each; from now on typed numbers mean these.

    A message that comes from elsewhere (a card, an alert) gives `spare_newer_than`: it leaves typed numbers alone
    while somebody is in a dialog, or has choices before him that expire later than that.
    """
    prompt_id = secrets.token_urlsafe(9)
    kept = [{"verb": c.verb, "args": dict(c.args), "label": c.label} for c in choices]
    key = place.key
    await tx.change(_KEEP_PROMPT, id=prompt_id, place=key, person_id=person_id, choices=kept, expires_at=expires_at)
    row: dict[str, Any] = {"place": key, "dialog": None, "data": {}, "prompt_id": prompt_id, "updated_at": now}
    if spare_newer_than:
        await tx.change(_OFFER_IF_FREE, **row, here=key, newer_than=spare_newer_than, this=prompt_id)
    else:
        await tx.change(_OFFER, **row)
    return [f"{prompt_id}.{n}" for n in range(len(kept))]


async def chosen(tx: Tx, person_id: int, token: str, now: datetime) -> Choice | None:
    """What a token means to this person; None for an old, forged or foreign one."""
    prompt_id, _, number = token.rpartition(".")
    choices = await _choices(tx, person_id, prompt_id, now)
    if not (number.isascii() and number.isdigit() and len(number) < 4):
        return None
    return choices[int(number)] if int(number) < len(choices) else None


async def open_choices(tx: Tx, person_id: int, prompt_id: str, now: datetime) -> list[Choice]:
    """The choices that a typed number or label means, in order."""
    return await _choices(tx, person_id, prompt_id, now)


async def lately(tx: Tx, place: Place, person_id: int, now: datetime) -> list[list[Choice]]:
    """The choices of the last messages in a place that had any, the newest first."""
    theirs = select(prompts.c.choices).where(
        prompts.c.place == place.key, prompts.c.person_id == person_id, prompts.c.expires_at > now
    )
    rows = await tx.rows(theirs.order_by(prompts.c.expires_at.desc()).limit(_LATELY))
    return [[Choice(c["label"], c["verb"], c["args"]) for c in row.choices] for row in rows]


async def amend(tx: Tx, place: Place, message_id: str, text: str) -> bool:
    """Lets choices that carry a message's text (which question is it for?) carry its edited text; whether any did.

    Not only the last ones: what came after them, or for somebody else who reads there, does not end them.
    """
    here = select(prompts.c.id, prompts.c.choices).where(prompts.c.place == place.key)
    for row in await tx.rows(here.order_by(prompts.c.expires_at.desc()).limit(_AMENDED)):
        if not any(choice["args"].get("message") == message_id for choice in row.choices):
            continue
        amended = [
            {**c, "args": {**c["args"], "text": text}} if c["args"].get("message") == message_id else c
            for c in row.choices
        ]
        await tx.change(update(prompts).where(prompts.c.id == row.id).values(choices=amended))
        return True
    return False


async def drop(tx: Tx, place: Place, message_id: str | None) -> str | None:
    """Forgets choices that carry a message's text, if they are those of this message, or of any; that text."""
    found = await tx.rows(
        select(prompts.c.id, prompts.c.choices)
        .join(conversations, conversations.c.prompt_id == prompts.c.id)
        .where(conversations.c.place == place.key)
    )
    for row in found:
        carried = {c["args"]["message"]: c["args"]["text"] for c in row.choices if _carries(c["args"])}
        if carried and message_id in (None, *carried):
            await withdraw_prompt(tx, place)
            await tx.change(delete(prompts).where(prompts.c.id == row.id))
            return str(carried[message_id] if message_id else next(iter(carried.values())))
    return None


def _carries(args: Mapping[str, Any]) -> bool:
    return "text" in args and args.get("message") is not None


async def withdraw_prompt(tx: Tx, place: Place) -> None:
    """From now on typed numbers in this place are just text."""
    await tx.change(_WITHDRAW, here=place.key, prompt_id=None)


async def sweep_prompts(tx: Tx, now: datetime) -> int:
    """Forgets buttons whose time is over; how many messages that was."""
    return await tx.change(delete(prompts).where(prompts.c.expires_at < now))


async def _choices(tx: Tx, person_id: int, prompt_id: str, now: datetime) -> list[Choice]:
    kept = await tx.value(_CHOICES, prompt=prompt_id, person=person_id, now=now)
    return [Choice(c["label"], c["verb"], c["args"]) for c in kept or []]
