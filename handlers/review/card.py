"""The card of a review: why it is here, what the entry says and shall say, what is like it, what can be done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from faq.entry import Entry, Status
from faq.masking import masked
from handlers.context import Choice, Turn
from handlers.outgoing import Draft, Style
from handlers.review.mask import shown_instead
from handlers.wording import Words
from storage import persons, questions
from storage.bank import entries, given, law
from storage.bank.given import Verdict
from storage.bank.reviews import Kind, Review, State
from storage.persons import Person

NEAR = 0.4
"""Least confidence of an entry that is shown as like the one under review."""
MOST_NEAR = 3
MOST_PHRASINGS = 12
MOST_ASKED = 5
SHOWN = ("question", "phrasings", "answer", "legal_basis", "valid_from", "valid_to", "provinces")
"""What of an entry is shown and can be written, in order."""


async def show(turn: Turn, to: Person, review: Review, key: str | None = None) -> None:
    """Shows a review as it stands now."""
    w, entry = turn.words(to), await proposed(turn, review)
    before = await entries.get(turn.tx, review.entry_id) if review.entry_id else None
    draft = Draft().bold(w(f"review-heading-{review.kind}", number=review.id))
    draft.line(await _why(turn, w, review))
    if entry is None:
        close = Choice(w("review-close"), "review_accept", {"review": review.id, "revision": review.revision})
        await turn.say(to, draft.line(w("review-entry-gone")), (close,), key=key)
        return
    draft.line(w("review-field", field=w.field(entry.field)))
    if entry.checked_on:
        draft.line(w("bank-checked", day=w.day(entry.checked_on, turn.now)))
    for name in SHOWN:
        _part(w, draft, name, getattr(entry, name), getattr(before, name) if before else None)
    near = nearest(turn, entry)
    if near:
        draft.line().line(w("review-near"))
        for number, each in enumerate(near, 1):
            draft.line(f"{number}. {each.question}")
    lacking = lacks(entry)
    if lacking:
        draft.line().italic(w(f"review-lacks-{lacking}"))
    await turn.say(to, draft, *_buttons(w, review, near, lacking), key=key)


async def proposed(turn: Turn, review: Review) -> Entry | None:
    """The entry as it would be once accepted; None where it has left the bank meanwhile."""
    base = (
        Entry(f"hoidap-{review.id}", review.ministry, review.field, "", status=Status.CURRENT)
        if review.entry_id is None
        else await entries.get(turn.tx, review.entry_id)
    )
    if base is None:
        return None
    changed = replace(base, **review.changes)
    if review.kind is Kind.WORDING and review.revision == 1:  # what came to the entry meanwhile stays
        return replace(changed, phrasings=tuple(dict.fromkeys((*base.phrasings, *changed.phrasings))))
    return changed


def nearest(turn: Turn, entry: Entry) -> list[Entry]:
    """Other entries of the bank that ask nearly the same."""
    matches = turn.ctx.bank.match(entry.question, MOST_NEAR + 1)
    near = [turn.ctx.bank.get(m.entry) for m in matches if m.confidence >= NEAR and m.entry != entry.id]
    return [each for each in near if each][:MOST_NEAR]


def lacks(entry: Entry) -> str:
    """What an entry cannot be accepted without, and has not; empty when it is complete."""
    if not entry.question:
        return "question"
    if not entry.answer:
        return "answer"
    return "" if entry.legal_basis else "basis"


async def _why(turn: Turn, w: Words, review: Review) -> str:
    author = await persons.get(turn.tx, review.author_id) if review.author_id else None
    match review.kind:
        case Kind.LAW:
            change = await law.get(turn.tx, review.law_change_id or 0)
            if change is None:
                raise LookupError(f"review {review.id} has lost its change of the law")
            since = w.day(change.hold.since, turn.now)
            return w(f"review-law-{change.hold.effect}", place=str(change.place), since=since, text=change.hold.text)
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
            return w("review-why-answer", name=name, code=code)


def _part(w: Words, draft: Draft, name: str, now_is: Any, before: Any) -> None:
    if not now_is and not before:
        return
    draft.line().bold(w(f"review-part-{name.replace('_', '-')}"))
    draft.line(_told(w, now_is))
    if before is not None and before != now_is:
        draft.italic(w("review-before", text=_told(w, before)))


def _told(w: Words, value: Any) -> str:
    if isinstance(value, tuple):
        more = len(value) - MOST_PHRASINGS
        lines = [f"– {each}" for each in value[:MOST_PHRASINGS]]
        return "\n".join(lines + ([w("review-and-more", count=more)] if more > 0 else [])) or w("review-nothing")
    if not value:
        return w("review-nothing")
    return value if isinstance(value, str) else f"{value:%d/%m/%Y}"


def _buttons(w: Words, review: Review, near: list[Entry], lacking: str) -> tuple[tuple[Choice, ...], ...]:
    if review.state is not State.OPEN:
        return ()
    args: dict[str, Any] = {"review": review.id, "revision": review.revision}
    new = review.entry_id is None
    label = "review-accept" if new else "review-publish" if review.changes else "review-keep"
    accept = () if lacking else (Choice(w(label), "review_accept", args, Style.PRIMARY),)
    merge = tuple(
        Choice(w("review-merge", number=number), "review_merge", {**args, "into": each.id})
        for number, each in enumerate(near, 1)
        if new
    )
    refuse = Choice(w("review-remove" if review.kind in (Kind.LAW, Kind.FEEDBACK, Kind.CHECK) else "review-reject"),
                    "review_reject", args, Style.DANGER)  # fmt: skip
    later = Choice(w("review-later"), "review_next", {"after": review.id})
    rows = (*accept, Choice(w("review-edit"), "review_edit", args)), merge, (refuse, later)
    return tuple(row for row in rows if row)
