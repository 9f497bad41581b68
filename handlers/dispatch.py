"""The one table: what was said, pressed or awaited → which verb.

`dispatch` finds out who said something and what it refers to, then asks the table. It decides nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers import choosing, early, edit, lost, overhear, recall, show, why
from handlers.cadre import add, ask, feedback, mine, reaction, reply, settle, sort
from handlers.cadre import correct as own_correct
from handlers.context import Context, Effect, Handler, Heard, Later, Turn
from handlers.group import linking, membership
from handlers.group.heard import COMMANDS as GROUP_COMMANDS
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
from handlers.ministry import broadcast, calendar, compose, deadline, officer, officers, results, stats
from handlers.officer import answer, ask_back, correct, duty, escalate, pick, queue, transfer
from handlers.people import approve, channels, check, enrol, help, issue, link, me, phone, reached, start
from handlers.review import caution, decide, desk, draft, law, noted, revise, unmatched, withdraw
from handlers.review.thinking import thinking
from handlers.wording import LOCALES
from storage import conversations, links, persons, reach, seats
from storage.conversations import Conversation
from storage.db import Tx
from storage.persons import Person
from storage.questions import looks_like_code
from storage.seats import Seat

COMMANDS: dict[str, Handler] = {
    "start": start.start,
    "trogiup": help.help_,
    "help": help.help_,
    "toi": me.me,
    "me": me.me,
    "ngonngu": me.language,
    "language": me.language,
    "dangxuat": channels.ask_to_log_out,
    "logout": channels.ask_to_log_out,
    "lienket": link.link,
    "link": link.link,
    "dulieu": me.my_data,
    "mydata": me.my_data,
    "kiemtra": check.check,
    "check": check.check,
    "thongbao": compose.begin,
    "broadcast": compose.begin,
    "thongke": stats.stats,
    "stats": stats.stats,
    "moi": issue.issue,
    "invite": issue.issue,
    "canbo": officers.officers,
    "officers": officers.officers,
    "hantraloi": deadline.deadline,
    "deadline": deadline.deadline,
    "lich": calendar.calendar,
    "calendar": calendar.calendar,
    "cauhoi": mine.questions_of,
    "questions": mine.questions_of,
    "thuhoi": recall.recall,
    "recall": recall.recall,
    "tracuu": ask.search,
    "search": ask.search,
    "hangdoi": queue.queue,
    "queue": queue.queue,
    "nganhang": desk.desk,
    "bank": desk.desk,
    "visao": why.why,
    "why": why.why,
    "truc": duty.duty,
    "duty": duty.duty,
    **dict.fromkeys(GROUP_COMMANDS, linking.how),
}

PRESSED: dict[str, Handler] = {
    "have_code": start.have_code,
    "enrol": enrol.enrol,
    "enrol_province": enrol.province_chosen,
    "enrol_departments": enrol.departments,
    "enrol_unit": enrol.unit_chosen,
    "enrol_later": enrol.later,
    "approve": approve.approve,
    "refuse": approve.refuse,
    "rename": me.rename,
    "phone": phone.ask,
    "phone_forget": phone.forget,
    "language": me.language,
    "channels": channels.channels,
    "prefer": channels.prefer,
    "unlink": channels.unlink,
    "log_out": channels.ask_to_log_out,
    "log_out_now": channels.log_out,
    "log_out_not": channels.stay,
    "broadcast_to": compose.audience_chosen,
    "broadcast_province": compose.province_asked,
    "broadcast_send": broadcast.send,
    "broadcast_again": compose.again,
    "broadcast_cancel": compose.cancel,
    "broadcast_results": results.refresh,
    "invite_role": issue.role_chosen,
    "invite_unit": issue.unit_chosen,
    "deadline_set": deadline.lay_down,
    "calendar_set": calendar.lay_down,
    "officers": officers.officers,
    "officer": officer.officer,
    "officer_capacity": officer.capacity,
    "officer_fields": officer.fields,
    "officer_field": officer.field,
    "officer_lead": officer.lead,
    "officer_prolong": officer.prolong,
    "helped": feedback.helped,
    "not_helped": feedback.not_helped,
    "choose": feedback.choose,
    "field": sort.field,
    "add": add.chosen,
    "new": sort.new,
    "settled": settle.settled,
    "rate": settle.rate,
    "reopen": settle.reopen,
    "show": show.question,
    "why": why.why,
    "recall": recall.recall,
    "answer": answer.begin,
    "supplement": answer.supplement,
    "ask_back": ask_back.begin,
    "transfer": transfer.begin,
    "transfer_to": transfer.transfer,
    "wrong_field": correct.begin,
    "field_is": correct.corrected,
    "own_field": own_correct.begin,
    "own_field_is": own_correct.corrected,
    "escalate": escalate.begin,
    "escalate_now": escalate.escalate,
    "pick": pick.picked,
    "queue": queue.queue,
    "away": duty.away,
    "back": duty.back,
    "deputy": duty.deputy,
    "search": ask.search,
    "draft": thinking(draft.from_answer),
    "draft_begin": draft.begin,
    "draft_field": draft.field_chosen,
    "draft_group": thinking(draft.from_group),
    "review_next": thinking(desk.next_review),
    "review_show": thinking(desk.show),
    "review_accept": thinking(decide.accept),
    "review_edit": thinking(revise.edit),
    "review_part": thinking(revise.part),
    "review_field": thinking(revise.field_chosen),
    "review_drop": thinking(revise.drop),
    "review_merge": thinking(decide.merge),
    "review_reject": thinking(decide.begin_reject),
    "review_reject_now": thinking(decide.reject),
    "review_retell": decide.retell,
    "check_again": desk.check_again,
    "entry_edit": thinking(desk.edit_entry),
    "law_withdraw": withdraw.withdraw,
    "law_withdraw_ask": withdraw.ask,
    "law_list": noted.noted,
    "unmatched": unmatched.unmatched,
    "law_begin": law.begin,
    "law_effect": law.effect_chosen,
    "law_note": law.note,
    "caution": caution.caution,
    "caution_set": caution.lay_down,
}

AWAITED: dict[str, Handler] = {
    "enrol_province": enrol.province_typed,
    "enrol_unit": enrol.unit_typed,
    "enrol_name": enrol.name_typed,
    "rename": me.name_typed,
    "phone": phone.given,
    "check": check.check,
    "invite_unit": issue.unit_typed,
    "broadcast_province": compose.province_typed,
    "broadcast_text": compose.text_typed,
    "officer_capacity": officer.capacity,
    "officer_prolong": officer.prolong,
    "answer": answer.answer,
    "ask_back": ask_back.ask_back,
    "escalate": escalate.escalate,
    "reopen": settle.reopen,
    "add": reply.reply,
    "away": duty.away,
    "review_part": thinking(revise.written),
    "review_reject": thinking(decide.reject),
    "law_place": law.place_written,
    "law_since": law.since_written,
}

REPLIED: dict[str, Handler] = {
    "card": answer.answer,  # an officer's reply to a question's card is its answer
    "relay": answer.answer,
    "answer": reply.reply,  # a cadre's reply to the answer, or to what was asked back, goes on with the question
    "asked_back": reply.reply,
    "said": reply.reply,
    "receipt": reply.reply,
}
DIALOG_LIVES = timedelta(hours=12)
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
    if conversation.dialog and (awaited := AWAITED.get(conversation.dialog)) and _goes_on(heard, conversation):
        return awaited, heard.having(**conversation.data)
    if looks_like_code(said.text):
        return show.by_code, heard
    return ask.ask, heard


def _goes_on(heard: Heard, conversation: Conversation) -> bool:
    """Whether what is written now can still be what was awaited: a button pressed on Monday is not meant on Thursday.

    What an asker was asked back he may answer whenever he does.
    """
    since = conversation.since
    return conversation.dialog == "add" or since is None or heard.at - since < DIALOG_LIVES


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
            left = await conversations.leave(turn.tx, heard.place)
            if chosen:
                await conversations.withdraw_prompt(turn.tx, heard.place)
            await effect(turn)
            if left and not chosen:
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
