"""The card of a review: why it is here, what the entry says and shall say, what is like it, what can be done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from faq.citation import Citation
from faq.entry import Effect as LawEffect
from faq.entry import Entry, Hold, Status
from faq.fields import catalogue
from faq.masking import Personal, masked
from faq.record import faults_of
from handlers.context import Choice, Turn
from handlers.outgoing import Draft, Style
from handlers.review import elsewhere, parts
from handlers.review.mask import shown_instead, still_personal
from handlers.wording import Words
from storage import persons, questions
from storage.bank import entries, given, history, law, reviews
from storage.bank.given import Verdict
from storage.bank.law import Change
from storage.bank.reviews import Kind, Review, State
from storage.persons import Person

NEAR = 0.4
"""Least confidence of an entry that is shown as like the one under review."""
MOST_NEAR = 3
MOST_ASKED = 5
OF_ENTRY = (Kind.LAW, Kind.FEEDBACK, Kind.CHECK)
"""In these the entry itself is looked at: nothing is proposed before somebody writes it."""
_SPOKEN = ("question", "phrasings", "answer", "legal_basis")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card shows beside the review itself."""

    entry: Entry | None
    laws: tuple[Change, ...] = ()
    """What keeps the entry back today."""
    near: tuple[Entry, ...] = ()
    """What asks nearly the same."""
    elsewhere: tuple[Review, ...] = ()
    """What others wrote about it."""


async def look(turn: Turn, review: Review) -> Shown:
    """What the card of a review shows now."""
    entry = await proposed(turn, review)
    if entry is None:
        return Shown(None)
    laws = await law.binding(turn.tx, entry.id, turn.ctx.clock.today())
    return Shown(entry, tuple(laws), tuple(nearest(turn, entry)), await elsewhere.written(turn, review))


async def show(turn: Turn, to: Person, review: Review, key: str | None = None, shown: Shown | None = None) -> None:
    """Shows a review as it stands now."""
    w, shown = turn.words(to), shown or await look(turn, review)
    entry = shown.entry
    free = review.kind is Kind.LAW and review.law_change_id not in [change.id for change in shown.laws]
    draft = Draft().bold(w(f"review-heading-{Kind.CHECK if free else review.kind}", number=review.id))
    draft.line(await _why(turn, w, review))
    if entry is None:
        close = Choice(w("review-close"), "review_accept", {"review": review.id, "revision": review.revision})
        draft.line(w("review-entry-gone")).line()
        elsewhere.show_changes(turn, w, draft, review)
        await turn.say(to, draft, (close,), key=key)
        return
    if free:
        draft.line(w("review-law-free"))
    for change in shown.laws:
        if change.id != review.law_change_id:
            draft.line(told_law(w, change.place, change.hold, turn.now))
    await _show_entry(turn, w, draft, review, entry)
    elsewhere.show(turn, w, draft, shown.elsewhere)
    if shown.near:
        draft.line().line(w("review-near"))
        for number, each in enumerate(shown.near, 1):
            draft.line(f"{number}. {each.question}")
    personal = _personal(review, entry)
    if personal:
        draft.line().italic(w("review-personal", kinds=", ".join(w(f"personal-{kind}") for kind in personal)))
    lacking = lacks(entry)
    if lacking:
        draft.line().italic(w(f"review-lacks-{lacking}"))
    await turn.say(to, draft, *_buttons(w, review, shown, lacking), key=key)


async def _show_entry(turn: Turn, w: Words, draft: Draft, review: Review, entry: Entry) -> None:
    """What it says and shall say."""
    before = await entries.get(turn.tx, review.entry_id) if review.entry_id else None
    draft.line(w("review-field", field=w.field(entry.field) or w("review-nothing")))
    if before and before.field != entry.field:
        draft.italic(w("review-before", text=w.field(before.field)))
    if entry.checked_on:
        draft.line(w("bank-checked", day=w.day(entry.checked_on, turn.now)))
    for name in parts.SHOWN:
        parts.show_part(turn, w, draft, name, getattr(entry, name), getattr(before, name) if before else None)


async def proposed(turn: Turn, review: Review) -> Entry | None:
    """The entry as it would be once accepted; None where it has left the bank meanwhile."""
    base = (
        Entry(new_id(review), review.ministry, review.field, "", status=Status.CURRENT)
        if review.entry_id is None
        else await entries.get(turn.tx, review.entry_id)
    )
    if base is None:
        return None
    changed = replace(base, **review.changes)
    if "phrasings" in review.changes and review.base not in (None, base.version):
        return replace(changed, phrasings=await _phrasings(turn, review, base))
    return changed


async def _phrasings(turn: Turn, review: Review, entry: Entry) -> tuple[str, ...]:
    """The phrasings that are proposed, with what came to the entry since and without what left it."""
    then = await history.at(turn.tx, entry.id, review.base or 0)
    before = then.phrasings if then else ()
    gone = {text for text in before if text not in entry.phrasings}
    said = dict.fromkeys((*review.changes["phrasings"], *(text for text in entry.phrasings if text not in before)))
    return tuple(text for text in said if text not in gone)


def new_id(review: Review) -> str:
    """The id of an entry that comes of a draft."""
    return f"hoidap-{review.id}"


def nearest(turn: Turn, entry: Entry) -> list[Entry]:
    """Other entries of the bank that ask nearly the same."""
    bank = turn.ctx.bank
    matches = turn.found.get(entry.question)
    if matches is None:  # what the clock shows, or changed meanwhile; no encoder is asked while others wait to write
        matches = () if bank.means.encoder else bank.match(entry.question, MOST_NEAR + 1)
    near = [bank.get(m.entry) for m in matches if m.confidence >= NEAR and m.entry != entry.id]
    return [each for each in near if each][:MOST_NEAR]


def _personal(review: Review, entry: Entry) -> tuple[Personal, ...]:
    """What may point at a citizen in the parts that were written here; the rest was looked at before."""
    written = [getattr(entry, name) for name in _SPOKEN if name in review.changes]
    return still_personal(text for value in written for text in ((value,) if isinstance(value, str) else value))


def lacks(entry: Entry) -> str:
    """Why an entry cannot be accepted: what it has not, or what an import would not take; empty when it is sound."""
    field = catalogue().fields.get(entry.field)
    if field is None or field.ministry != entry.ministry:
        return "field"
    if not entry.question:
        return "question"
    if not entry.answer:
        return "answer"
    if not entry.legal_basis:
        return "basis"
    if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
        return "dates"
    unsound = unsound_parts(entry)
    return "provinces" if unsound == {"provinces"} else "sound" if unsound else ""


def unsound_parts(entry: Entry) -> set[str]:
    """The parts that a file would be refused for. Its source is not among them: it cannot be mended here."""
    return {fault.key for fault in faults_of(entry, catalogue())} - {"source_url"}


def told_law(w: Words, place: Citation, hold: Hold, now: datetime) -> str:
    """A change of the law in a sentence, with its last day where it has one."""
    until = w.day(hold.until, now) if hold.until else ""
    if hold.effect is LawEffect.SUSPENDED:
        return w("review-law-suspended", place=str(place), since=w.day(hold.since, now), text=hold.text, until=until)
    return w(f"review-law-{hold.effect}", place=str(place), since=w.day(hold.since, now), text=hold.text)


def told_refusal(w: Words, refused: Review, now: datetime) -> str:
    """Who refused a draft before, when and why."""
    when = w.time(refused.decided_at or refused.made_at, now)
    return w("review-refused", name=refused.decided_by_name or "?", time=when, reason=refused.reason or "")


async def _why(turn: Turn, w: Words, review: Review) -> str:
    author = await persons.get(turn.tx, review.author_id) if review.author_id else None
    match review.kind:
        case Kind.LAW:
            change = await law.get(turn.tx, review.law_change_id or 0)
            if change is None:
                raise LookupError(f"review {review.id} has lost its change of the law")
            return told_law(w, change.place, change.hold, turn.now)
        case Kind.FEEDBACK:
            asked = await given.asked_as(turn.tx, review.entry_id or "", Verdict.NOT_HELPED, limit=MOST_ASKED)
            lines = [w("review-why-feedback", count=review.note)]
            return "\n".join([*lines, *(f"“{masked(text, shown_instead).text}”" for text in dict.fromkeys(asked))])
        case Kind.WORDING:
            return w("review-why-wording", count=review.note)
        case Kind.CHECK:
            return w("review-why-check")
        case Kind.DRAFT:
            name = author.name if author else "?"
            if review.question_id is None:
                return w("review-why-by-hand", name=name)
            code = (await questions.get(turn.tx, review.question_id)).code
            refused = await reviews.refused_of_question(turn.tx, review.question_id)
            told = [told_refusal(w, refused, turn.now)] if refused and refused.id != review.id else []
            return "\n".join([w("review-why-answer", name=name, code=code), *told])


def _buttons(w: Words, review: Review, shown: Shown, lacking: str) -> tuple[tuple[Choice, ...], ...]:
    if review.state is not State.OPEN:
        return ()
    args: dict[str, Any] = {
        "review": review.id, "revision": review.revision, "laws": [change.id for change in shown.laws],
        "version": shown.entry.version if shown.entry else 0, "elsewhere": elsewhere.marks(shown.elsewhere),
    }  # fmt: skip
    new = review.entry_id is None
    label = "review-accept" if new else "review-publish" if review.changes else "review-keep"
    accept = () if lacking else (Choice(w(label), "review_accept", args, Style.PRIMARY),)
    merge = tuple(
        Choice(w("review-merge", number=number), "review_merge", {**args, "into": each.id})
        for number, each in enumerate(shown.near, 1)
        if new and each.ministry == review.ministry
    )
    refuse = Choice(
        w("review-remove" if review.kind in OF_ENTRY else "review-reject"), "review_reject", args, Style.DANGER
    )
    drop = (Choice(w("review-drop"), "review_drop", args),) if review.kind in OF_ENTRY and review.changes else ()
    later = Choice(w("review-later"), "review_next", {"after": review.id})
    ways = elsewhere.ways(w, shown.elsewhere)
    rows = (*accept, Choice(w("review-edit"), "review_edit", args)), merge, drop, (refuse, later), *ways
    return tuple(row for row in rows if row)
