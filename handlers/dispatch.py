"""What was said, pressed or awaited → which verb: finds out who said something and what it refers to, then asks the
table of `handlers.verbs`. It decides nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers import choosing, early, edit, lost, overhear, recall, show
from handlers.cadre import ask, reaction
from handlers.comfort import unfinished
from handlers.context import Context, Effect, Handler, Heard, Later, Turn
from handlers.giving_up import gives_up_asking, gives_up_naming, gives_up_writing
from handlers.group import membership
from handlers.group.heard import in_group
from handlers.incoming import (
    Attachment,
    Edited,
    Incoming,
    Membership,
    Moved,
    Overheard,
    Pressed,
    Reach,
    Reacted,
    Recalled,
    Said,
    Unshown,
)
from handlers.people import reached
from handlers.verbs import AWAITED, COMMANDS, PRESSED, REPLIED
from handlers.wording import LOCALES
from storage import conversations, links, persons, reach, seats
from storage.conversations import Conversation
from storage.db import Tx
from storage.persons import Person
from storage.questions import looks_like_code
from storage.seats import Seat

DIALOG_LIVES = timedelta(hours=12)
ASKED_BACK = "add"
"""The dialog in which an asker answers what he was asked back, whenever he does."""
NAMING = frozenset(("rename", "enrol_name", "snippet_name"))
ROLE_BY_BUTTON = {"answer": "card", "settled": "answer"}
"""What a message is by the first button under it, where its link was lost."""


async def dispatch(ctx: Context, incoming: Incoming, received_at: datetime, cause: str) -> Effect:
    """What an update is to effect. `received_at` is our receipt in business time, `cause` names the inbox row."""
    if isinstance(incoming, Overheard):
        return await overhear.overhear(ctx, incoming, received_at)
    if isinstance(incoming, Reach):
        return await reached.reached(ctx, incoming)
    if isinstance(incoming, Membership):
        return await membership.changed(ctx, incoming)
    if isinstance(incoming, Moved):
        return await membership.moved(ctx, incoming)
    if isinstance(incoming, Reacted):
        return await _of_reaction(ctx, incoming, received_at, cause)
    if not incoming.private:
        return await in_group(ctx, incoming, received_at, cause, PRESSED)
    who = await _who(ctx, incoming)
    async with ctx.db.reading() as tx:
        held = await _seats(ctx, tx, who)
        wait = ctx.pace.wait(who.id, {seat.unit for seat in held}, cause)
        if wait:
            raise Later(wait)
        heard = Heard(who, held, incoming.place, min(incoming.sent_at, received_at), received_at, cause,
                      language=incoming.sender.language)  # fmt: skip
        if isinstance(incoming, Said | Edited):
            incoming = lost.noted(incoming, who.locale)
        if isinstance(incoming, Said):
            handler, heard = await _of_said(ctx, tx, heard, incoming)
        elif isinstance(incoming, Pressed):
            handler, heard = await _of_pressed(ctx, tx, heard, incoming)
        elif isinstance(incoming, Recalled):
            link = await links.find(tx, incoming.place, incoming.message_id)
            handler, heard = recall.recall, replace(heard, reply=link, reply_to=incoming.message_id)
        elif isinstance(incoming, Unshown):
            handler = show.unshown  # whatever is being typed goes on
        else:
            handler, heard = await _of_edited(tx, heard, incoming)
    if isinstance(incoming, Said | Edited) and incoming.lost:
        anything = incoming.text or incoming.attachments
        handler = lost.telling(handler, incoming.lost) if anything else lost.only_telling(incoming.lost)
    return await handler(ctx, heard)


async def _who(ctx: Context, incoming: Incoming) -> Person:
    sender, now = incoming.sender, ctx.clock.machine()
    async with ctx.db.reading() as tx:
        known = await persons.of_account(tx, sender.channel, sender.user_id)
    if known is None:
        language = (sender.language or "")[:2]
        locale = language if language in LOCALES and sender.channel == "web" else "vi"

        async def arrives(tx: Tx) -> Person:
            return await persons.arrive(tx, sender.channel, sender.user_id, sender.name, locale, incoming.place, now)

        return await ctx.db.write(arrives)
    if known.place != incoming.place or not known.reachable:

        async def comes_back(tx: Tx) -> None:
            await persons.seen(tx, known.account_id or 0, incoming.place, now)
            if not known.reachable:
                await reach.reopen(tx, incoming.place)

        await ctx.db.write(comes_back)
    return Person(known.id, known.name, known.locale, incoming.place, True, known.account_id)


async def _seats(ctx: Context, tx: Tx, who: Person) -> tuple[Seat, ...]:
    today = ctx.clock.today()
    return tuple(seat for seat in await seats.of_person(tx, who.id) if seat.valid_on(today))


async def _of_said(ctx: Context, tx: Tx, heard: Heard, said: Said) -> tuple[Handler, Heard]:
    quoted = await _quoted(ctx, tx, heard, said)
    heard = _saying(heard, said.text, said.message_id, quoted, said.attachments)
    heard = replace(
        heard, reply_to=said.reply_to, more_ids=said.more_ids, own_phone=said.own_phone, session=said.session
    )
    if said.text.startswith("/"):
        name, _, rest = said.text[1:].partition(" ")
        command = COMMANDS.get(name.partition("@")[0].lower())
        return _leaving_dialog(command or show.unknown_command), heard.having(rest=rest.strip())
    if quoted and (replied := REPLIED.get(quoted.role)):
        return replied, heard
    conversation = await conversations.at(tx, said.place)
    typed = await choosing.typed(ctx, tx, heard, conversation)
    if typed and typed.verb in PRESSED:
        # A typed number is a press of that button: it is no text that a verb could take for an answer or a reason.
        return _leaving_dialog(PRESSED[typed.verb], chosen=True), replace(heard.having(**typed.args), text="")
    if conversation.dialog and (awaited := AWAITED.get(conversation.dialog)):
        if _gives_up(conversation.dialog, said.text):
            return show.given_up, heard
        if _goes_on(heard, conversation):
            return awaited, heard.having(**conversation.data)
        if conversation.dialog in unfinished.BEGUN and not looks_like_code(said.text):
            return unfinished.lapsed, heard.having(dialog=conversation.dialog, **conversation.data)
    if looks_like_code(said.text):
        return show.by_code, heard
    return ask.ask, heard


def _goes_on(heard: Heard, conversation: Conversation) -> bool:
    """Whether what is written now can still be what was awaited: a button pressed on Monday is not meant on Thursday.

    What an asker was asked back he may answer whenever he does.
    """
    since = conversation.since
    return conversation.dialog == ASKED_BACK or since is None or heard.at - since < DIALOG_LIVES


def _gives_up(dialog: str, text: str) -> bool:
    """Whether this is not what was awaited. An officer's "không cần nữa" may be his answer; an asker's is none."""
    if dialog == ASKED_BACK:
        return False
    if dialog in NAMING:
        return gives_up_naming(text)
    return gives_up_asking(text) if dialog == "reopen" else gives_up_writing(text)


async def _quoted(ctx: Context, tx: Tx, heard: Heard, said: Said) -> links.Link | None:
    """What the message that is answered was about."""
    if not said.reply_to:
        return None
    token, now = said.reply_button, ctx.clock.machine()
    choice = await conversations.chosen(tx, heard.who.id, token, now) if token else None
    role = ROLE_BY_BUTTON.get(choice.verb) if choice else None
    if choice is None or role is None:
        return await early.link(tx, said.place, said.reply_to, heard.received_at, ctx.clock.business())
    found = await links.find(tx, said.place, said.reply_to)
    return found or links.Link(said.place, said.reply_to, role, int(choice.args["question"]))


def _leaving_dialog(handler: Handler, *, chosen: bool = False) -> Handler:
    """A command or a button ends what was being typed: the next text must not go where nobody expects it.

    Choices out of which one was `chosen` have had their time, too: numbers mean what comes next.
    """

    async def handle(ctx: Context, heard: Heard) -> Effect:
        effect = await handler(ctx, heard)

        async def leave_first(turn: Turn) -> None:
            was = await conversations.at(turn.tx, heard.place)
            if was.dialog == ASKED_BACK and not (chosen and heard.args.get("question") == was.data.get("question")):
                # Reading something does not end what he was asked, nor does what he says of another question.
                if chosen:
                    await conversations.withdraw_prompt(turn.tx, heard.place)
                await effect(turn)
                return
            if was.dialog:
                await conversations.leave(turn.tx, heard.place)
            if chosen:
                await conversations.withdraw_prompt(turn.tx, heard.place)
            told = await unfinished.told(turn, heard, was)
            await effect(turn)
            if was.dialog and not (chosen or told):
                await turn.say(heard.who, turn.words(heard.who)("dialog-left"))

        return leave_first

    return handle


def _saying(
    heard: Heard, text: str, message_id: str | None, reply: links.Link | None, attachments: tuple[Attachment, ...]
) -> Heard:
    return replace(heard, text=text, message_id=message_id, reply=reply, attachments=attachments)


async def _of_pressed(ctx: Context, tx: Tx, heard: Heard, pressed: Pressed) -> tuple[Handler, Heard]:
    heard = replace(heard, message_id=pressed.message_id, press_id=pressed.press_id, session=pressed.session)
    choice = await conversations.chosen(tx, heard.who.id, pressed.token, ctx.clock.machine())
    if choice is None or choice.verb not in PRESSED:
        return show.old_button, heard
    return _leaving_dialog(PRESSED[choice.verb], chosen=True), heard.having(**choice.args)


async def _of_edited(tx: Tx, heard: Heard, edited: Edited) -> tuple[Handler, Heard]:
    link = await links.find(tx, edited.place, edited.message_id)
    return edit.edit, _saying(heard, edited.text, edited.message_id, link, edited.attachments)


async def _of_reaction(ctx: Context, reacted: Reacted, received_at: datetime, cause: str) -> Effect:
    """A sign under one of our messages: of somebody whom we know, in his own chat; else it changes nothing."""
    sender = reacted.sender
    async with ctx.db.reading() as tx:
        who = await persons.of_account(tx, sender.channel, sender.user_id)
        choice = None
        if who and who.place == reacted.place:
            choice = await reaction.meant(ctx, tx, who.id, reacted, received_at)
        held = await _seats(ctx, tx, who) if who and choice else ()
    if who is None or choice is None:
        return _nothing
    at = min(reacted.sent_at, received_at)
    heard = Heard(who, held, reacted.place, at, received_at, cause, language=sender.language)
    return await _leaving_dialog(PRESSED[choice.verb], chosen=True)(ctx, heard.having(**choice.args))


async def _nothing(_turn: Turn) -> None: ...
