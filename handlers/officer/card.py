"""The card: a question as the one who shall answer it sees it. A reply to it is the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handlers.context import Choice, Turn
from handlers.incoming import Attachment
from handlers.incoming import Kind as FileKind
from handlers.ministry import warn
from handlers.officer import responsible
from handlers.outgoing import Draft, Style
from handlers.people.naming import unit_name
from handlers.rules.routing import Target
from handlers.wording import Words
from storage import clocks, persons, thread, units, waits
from storage.clocks import Kind
from storage.questions import OPEN_STATES, Question
from storage.seats import Seat
from storage.thread import Enclosed, Spoken


@dataclass(frozen=True, slots=True)
class Ask:
    """A card that asks for an opinion, not for the answer; `until` when, where that is laid down.

    It shows the thread as the asker sees it, and what is asked (`message`), if anything was written for that.
    """

    opinion: int
    message: int | None
    until: datetime | None

    def rows(self, turn: Turn, w: Words, draft: Draft) -> tuple[tuple[Choice, ...], ...]:
        """The button for it; the draft says what it is."""
        if self.until:
            draft.line().line(w("opinion-until", until=w.time(self.until, turn.now)))
        draft.line().italic(w("opinion-inside"))
        return ((Choice(w("opinion-give"), "opinion_give", {"opinion": self.opinion}, Style.PRIMARY),),)


async def to_holder(turn: Turn, question: Question, target: Target) -> None:
    """Sends the card to whoever holds the question; at a desk, to everybody who may take it from there."""
    if target.seat and target.instead_of:
        await send(turn, question, [target.seat], "card-new-instead", name=target.instead_of.person_name)
        return
    if target.seat:
        await send(turn, question, [target.seat])
        return
    reached = await desk_of(turn, target.desk or target.ministry)
    await send(turn, question, reached)
    if not target.meant_for_desk:
        await warn.admins(turn, question, "nobody-on-duty", turn.cause)  # it may happen to it again


async def desk_of(turn: Turn, desk: str) -> list[Seat]:
    """Who sits today at the desk of a ministry, or of its bureau."""
    return await responsible.at_desk(turn.tx, desk, turn.ctx.clock.today())


def holder(w: Words, question: Question) -> str:
    """Who has a question, within a sentence: his name, or the desk."""
    desk = question.desk or question.ministry or ""
    return question.holder_name or desk_called(w, desk, question.bureau_name)


async def desk_named(turn: Turn, w: Words, desk: str) -> str:
    """A desk within a sentence."""
    unit = await units.get(turn.tx, desk)
    return desk_called(w, desk, unit.full_name if unit else None)


def desk_called(w: Words, desk: str, name: str | None) -> str:
    """The same where the name of its unit is known."""
    ministry, _, bureau = desk.partition("-")
    if bureau and name:
        return w("card-bureau", bureau=name, ministry=w.ministry(ministry))
    return w("card-desk", ministry=w.ministry(ministry))


async def send(
    turn: Turn, question: Question, to: list[Seat], heading: str = "card-new", *, ask: Ask | None = None,
    passing: int | None = None, **args: str,
) -> None:  # fmt: skip
    """Sends the card to these seats' holders; as an `ask` of theirs, or with one tap for `passing` a message on."""
    spoken, at_desk = await thread.of(turn.tx, question.id, internal=ask is None), await desk_due(turn, question)
    if ask and ask.message and (asked := await thread.message(turn.tx, ask.message)):
        spoken.append(asked)
    files, wait = await thread.enclosed_with(turn.tx, [s.id for s in spoken]), await waits.of(turn.tx, question.id)
    for seat in to:
        person = await persons.get(turn.tx, seat.person_id)
        if person is None:
            continue
        w = turn.words(person)
        draft = Draft().bold(w(heading, code=question.code, **args))
        _body(turn, w, draft, question, spoken, at_desk)
        if wait and not ask:
            draft.line().line(w("awaiting-noted", text=wait.text))
        rows = ask.rows(turn, w, draft) if ask else buttons(w, question)
        if passing:
            args_ = {"question": question.id, "message": passing}
            rows = ((Choice(w("opinion-forward"), "opinion_forward", args_, Style.PRIMARY),), *rows)
        await turn.say(
            person, draft, *rows,
            key=f"card:{question.id}:{question.round}:{heading}:{turn.cause}:{seat.person_id}",
            role="opinion" if ask else "card", question_id=question.id,
            message_id=spoken[0].id if spoken else None, seat_id=seat.id,
            attachments=tuple(enclosed(f) for f in files),
        )  # fmt: skip


def enclosed(kept: Enclosed) -> Attachment:
    """What came with a message, as it goes out with another."""
    return Attachment(FileKind(kept.kind), kept.reference, kept.name, kept.mime, kept.size, kept.channel)


def buttons(w: Words, question: Question) -> tuple[tuple[Choice, ...], ...]:
    """What an officer can do with a card besides replying to it."""
    args = {"question": question.id}
    first = (Choice(w("card-answer"), "answer", args, Style.PRIMARY), Choice(w("card-ask-back"), "ask_back", args))
    away = ("card-give-back", "give_back") if question.escalated else ("card-escalate", "escalate")
    on = (Choice(w("card-transfer"), "transfer", args), Choice(w(away[0]), away[1], args))
    # Zalo shows five buttons, or none: what else there is stands behind the last one (handlers.comfort.more).
    return (first, on, (Choice(w("more-button"), "more", args),)) if question.state in OPEN_STATES else (first, on)


async def desk_due(turn: Turn, question: Question) -> datetime | None:
    """Until when whoever it was handed up to has time; None where nobody of these has it."""
    handed_up = question.escalated or question.with_lead
    return await clocks.running_until(turn.tx, question.id, Kind.DESK) if handed_up else None


def full(turn: Turn, w: Words, question: Question, spoken: list[Spoken], at_desk: datetime | None = None) -> Draft:
    """The card with the whole thread, for whoever may see it."""
    draft = Draft().bold(w("card-title", code=question.code))
    draft.line(w(f"state-{question.state}"))
    if question.state in OPEN_STATES and question.due_at:
        draft.line(w("card-holder", holder=holder(w, question)))
    _body(turn, w, draft, question, spoken, at_desk)
    return draft


def _body(
    turn: Turn, w: Words, draft: Draft, question: Question, spoken: list[Spoken], at_desk: datetime | None
) -> None:
    draft.line(w("card-asker", name=question.asker_name, unit=whence(turn, question)))
    if question.field:
        said = "card-field-guessed" if question.guessed else "card-field"
        draft.line(w(said, field=w.field(question.field)))
    if question.due_at:
        draft.line(w("card-due", due=w.time(question.due_at, turn.now)))
    if at_desk:
        draft.line(w("card-desk-due", due=w.time(at_desk, turn.now)))
    draft.line()
    for part in spoken:
        _part(w, draft, question, part)
    offered = [entry for entry_id in question.offered if (entry := turn.ctx.bank.get(entry_id))]
    if offered:
        draft.line().line(w("card-bank-offered"))
        for entry in offered:
            draft.line(f"– {entry.question}")


def whence(turn: Turn, question: Question) -> str:
    """`Xã Thất Khê, tỉnh Lạng Sơn`: whoever sits at a ministry has 34 provinces, and names repeat."""
    return unit_name(turn.ctx.places, question.unit or "", question.unit_name or "?", question.province)


def _part(w: Words, draft: Draft, question: Question, part: Spoken) -> None:
    if part.kind != "asked":
        name = part.author_name or ("Zalo OA" if part.kind == "desk" else "?")
        draft.line().italic(w(f"thread-{part.kind.replace('_', '-')}", name=name))
    draft.said(part.text or w("card-recalled" if part.recalled_at else "card-no-text"), part.id)
