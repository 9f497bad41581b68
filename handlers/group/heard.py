"""What was said or pressed in a group → which verb: the table for places where several people read.

Nobody is enrolled there and no dialog is held: whoever is unknown, or may not, is only told so where he would believe
otherwise. What needs more than one message goes on in private.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from handlers import early, edit, lost
from handlers.context import Context, Effect, Handler, Heard, Later, Turn
from handlers.group import linking, talk
from handlers.group.topic import everybody
from handlers.incoming import Edited, Group, Incoming, Pressed, Said
from handlers.officer import answer
from handlers.people import link
from handlers.show import old_button
from storage import conversations, groups, links, persons, questions, seats
from storage.db import Tx
from storage.persons import Person
from storage.place import Place

COMMANDS: dict[str, Handler] = {
    "gannhom": linking.link,
    "linkgroup": linking.link,
    "gonhom": linking.unlink,
    "unlinkgroup": linking.unlink,
}
PRESSED: dict[str, Handler] = {
    "topic_answer": talk.as_answer,
    "topic_ask_back": talk.as_ask_back,
    "topic_talk": talk.only_talk,
    "supplement": answer.supplement,
}
_ANSWERED = ("card", "relay")
"""What a reply to such a message means is the answer."""


async def in_group(
    ctx: Context, incoming: Incoming, received_at: datetime, cause: str, private: Mapping[str, Handler]
) -> Effect:
    """What an update in a group is to effect; `private` are the verbs of buttons that go on in private."""
    handler: Handler = _silence
    async with ctx.db.reading() as tx:
        heard, at_home = await _heard(ctx, tx, incoming, received_at, cause)
        if isinstance(incoming, Said):
            noted = lost.noted(incoming, heard.who.locale)
            handler, heard = await _said(ctx, tx, heard, noted if isinstance(noted, Said) else incoming)
            if incoming.lost and handler is not _silence:
                handler = lost.telling(handler, incoming.lost)
            elif incoming.lost and heard.seats and await groups.question_at(tx, incoming.place):
                handler = lost.only_telling(incoming.lost)
        elif isinstance(incoming, Pressed):
            handler, heard = await _pressed(ctx, tx, heard, incoming, at_home, private)
        elif isinstance(incoming, Edited):
            handler, heard = await _edited(tx, heard, incoming)
    return await handler(ctx, heard)


async def _heard(
    ctx: Context, tx: Tx, incoming: Incoming, received_at: datetime, cause: str
) -> tuple[Heard, Place | None]:
    """Who it was, as somebody who reads in the group; and where he is written to in private."""
    sender, today = incoming.sender, ctx.clock.today()
    known = await persons.of_account(tx, sender.channel, sender.user_id)
    held = tuple(s for s in await seats.of_person(tx, known.id) if s.valid_on(today)) if known else ()
    if known and (wait := ctx.pace.wait(known.id, {seat.unit for seat in held}, cause)):
        raise Later(wait)
    who = everybody(incoming.place)
    if known:
        who = Person(known.id, known.name, known.locale, incoming.place, True, known.account_id)
    heard = Heard(who, held, incoming.place, min(incoming.sent_at, received_at), received_at, cause,
                  args={"user": sender.user_id}, language=sender.language)  # fmt: skip
    return heard, known.place if known else None


async def _said(ctx: Context, tx: Tx, heard: Heard, said: Said) -> tuple[Handler, Heard]:
    heard = replace(
        heard, text=said.text, message_id=said.message_id, attachments=said.attachments, more_ids=said.more_ids
    )
    if said.text.startswith("/"):
        name, _, rest = said.text[1:].partition(" ")
        called = name.partition("@")[0].lower()
        command = _spoilt if f"/{called}" in link.COMMANDS else COMMANDS.get(called, _silence)
        return command, heard.having(rest=rest.strip(), group=said.group or Group(""))
    linked = await groups.get(tx, replace(said.place, topic=""))
    if linked is None or linked.province is None or not (said.text or said.attachments):
        return _silence, heard
    if said.reply_to:
        quoted = await early.link(tx, said.place, said.reply_to, heard.received_at, ctx.clock.business())
        if quoted and quoted.role in _ANSWERED and quoted.question_id:
            may = await talk.answers(ctx, tx, heard, await questions.get(tx, quoted.question_id))
            return answer.answer if may else talk.refused, replace(heard, reply=quoted)
    question_id = await groups.question_at(tx, said.place)
    if question_id is None or not heard.seats:
        return _silence, heard
    return talk.written, heard.having(question=question_id)


async def _edited(tx: Tx, heard: Heard, edited: Edited) -> tuple[Handler, Heard]:
    known = await links.find(tx, edited.place, edited.message_id)
    waits = known is None and heard.seats and await groups.question_at(tx, edited.place)
    if not waits and (known is None or known.role != "said"):
        return _silence, heard
    # In no thread yet, its writer was perhaps asked what it is: what he corrected is what shall go out.
    return edit.edit, replace(
        heard, text=edited.text, message_id=edited.message_id, reply=known, attachments=edited.attachments
    )


async def _pressed(
    ctx: Context, tx: Tx, heard: Heard, pressed: Pressed, at_home: Place | None, private: Mapping[str, Handler]
) -> tuple[Handler, Heard]:
    heard = replace(heard, message_id=pressed.message_id, press_id=pressed.press_id)
    choice = await conversations.chosen(tx, heard.who.id, pressed.token, ctx.clock.machine())
    if choice and choice.verb in PRESSED:
        return PRESSED[choice.verb], heard.having(**choice.args)
    if choice is None or at_home is None or choice.verb not in private:
        return old_button, heard
    at_his = replace(heard, who=replace(heard.who, place=at_home), place=at_home)
    return private[choice.verb], at_his.having(**choice.args)


async def _silence(ctx: Context, heard: Heard) -> Effect:
    async def effect(turn: Turn) -> None: ...

    return effect


async def _spoilt(_ctx: Context, heard: Heard) -> Effect:
    async def note(turn: Turn) -> None:
        await link.spoilt(turn, heard.text)

    return note
