"""A reviewer decides: the entry is published, its question goes to another one, or it is rejected with a reason."""

from __future__ import annotations

from dataclasses import replace

from faq.entry import Entry, Status
from handlers import access
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Style
from handlers.overtaken import Overtaken
from handlers.review import card
from handlers.show import nothing_there
from storage import audit, persons
from storage.bank import entries, given, history, reviews
from storage.bank.history import Author
from storage.bank.reviews import Kind, Review, State
from storage.bank.version import lock

_QUICK = ("review-reason-once", "review-reason-wrong", "review-reason-there")
LONGEST_REASON = 500


async def accept(ctx: Context, heard: Heard) -> Effect:
    """The entry says from now on what is proposed."""

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        if review is None:
            return
        await lock(turn.tx)
        entry = await card.proposed(turn, review)
        if entry is None:
            await _end(turn, heard, review, State.REJECTED)
            await _done(turn, heard, review, "review-removed")
            return
        if card.lacks(entry):
            await card.show(turn, heard.who, review)
            return
        await _end(turn, heard, review, State.ACCEPTED)
        stored = await _publish(turn, heard, review, _checked(turn, review, entry))
        await _tell_author(turn, review, "review-author-accepted", question=entry.question)
        await _done(turn, heard, review, "review-accepted", *await _retelling(turn, heard, review, stored))

    return effect


async def merge(ctx: Context, heard: Heard) -> Effect:
    """It is asked there already: the question becomes another way to ask that."""

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        if review is None:
            return
        await lock(turn.tx)
        entry, into = await card.proposed(turn, review), await entries.get(turn.tx, str(heard.args["into"]))
        if entry is None or into is None or access.reviewing(heard.seats, into.ministry) is None:
            await nothing_there(turn, heard)
            return
        await _end(turn, heard, review, State.MERGED)
        said = tuple(dict.fromkeys([*into.phrasings, entry.question, *entry.phrasings]))
        merged = replace(into, phrasings=tuple(text for text in said if text != into.question))
        await _publish(turn, heard, review, merged)
        await _tell_author(turn, review, "review-author-merged", question=into.question)
        await _done(turn, heard, review, "review-merged")

    return effect


async def begin_reject(ctx: Context, heard: Heard) -> Effect:
    """The button: why? One tap is enough for what is said most often."""

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        if review is None:
            return
        w, args = turn.words(heard.who), {"review": review.id, "revision": review.revision}
        await turn.expect(heard.place, "review_reject", **args)
        reasons = () if review.entry_id else tuple(
            (Choice(w(key), "review_reject_now", {**args, "reason": w(key)}),) for key in _QUICK
        )  # fmt: skip
        await turn.say(heard.who, w("review-why-remove" if review.entry_id else "review-why-reject"), *reasons)

    return effect


async def reject(ctx: Context, heard: Heard) -> Effect:
    """It does not come into the bank, or leaves it; whoever proposed it is told why."""
    reason = str(heard.args.get("reason") or heard.text)[:LONGEST_REASON].strip()

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        review = await open_review(turn, heard)
        if review is None:
            return
        if not reason:
            await turn.expect(heard.place, "review_reject", review=review.id, revision=review.revision)
            await turn.say(heard.who, turn.words(heard.who)("review-reason-needed"))
            return
        await _end(turn, heard, review, State.REJECTED, reason)
        if review.entry_id and review.kind is not Kind.WORDING:
            await _take_out(turn, heard, review.entry_id, reason)
        await _tell_author(turn, review, "review-author-rejected", reason=reason)
        await _done(turn, heard, review, "review-removed" if review.entry_id else "review-rejected")

    return effect


async def retell(ctx: Context, heard: Heard) -> Effect:
    """Whoever was given the old answer is told the new one."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        entry = await entries.get(turn.tx, str(heard.args["entry"]))
        if entry is None or access.reviewing(heard.seats, entry.ministry) is None:
            await nothing_there(turn, heard)
            return
        await given.retell(turn.tx, entry.id, entry.version, turn.now)
        await turn.say(heard.who, turn.words(heard.who)("review-retelling"))

    return effect


async def open_review(turn: Turn, heard: Heard) -> Review | None:
    """The review meant, if it is open, this person may review it, and has seen what it proposes now.

    Else he hears what is true: who decided it, or how it reads by now.
    """
    await turn.toast(heard)
    review = await reviews.get(turn.tx, int(heard.args["review"]))
    if review is None or access.reviewing(heard.seats, review.ministry) is None:
        await nothing_there(turn, heard)
        return None
    w = turn.words(heard.who)
    if review.state is not State.OPEN:
        decided = w.time(review.decided_at or turn.now, turn.now)
        said = w(f"review-was-{review.state}", number=review.id, name=review.decided_by_name or "?", time=decided)
        await turn.say(heard.who, said, *await next_one(turn, heard))
        return None
    if heard.args.get("revision", review.revision) != review.revision:
        await turn.say(heard.who, w("review-was-edited"))
        await card.show(turn, heard.who, review)
        return None
    return review


async def next_one(turn: Turn, heard: Heard) -> tuple[tuple[Choice, ...], ...]:
    """The button to what else waits, where something does."""
    ministries = [seat.ministry for seat in heard.seats if seat.ministry and access.reviewing([seat], seat.ministry)]
    count = await reviews.count_waiting(turn.tx, ministries)
    label = turn.words(heard.who)("review-next", count=count)
    return ((Choice(label, "review_next", {}, Style.PRIMARY),),) if count else ()


async def _end(turn: Turn, heard: Heard, review: Review, state: State, reason: str | None = None) -> None:
    if not await reviews.decide(turn.tx, review, state, heard.who.id, turn.now, reason):
        raise Overtaken
    await audit.note(turn.tx, turn.now, heard.who.id, f"review_{state}", f"review:{review.id}")


def _checked(turn: Turn, review: Review, entry: Entry) -> Entry:
    """The entry as one that was checked today; whoever looked only at ways to ask it has not checked what it says."""
    if review.kind is Kind.WORDING:
        return entry
    status = Status.CURRENT if entry.status is Status.CHECK else entry.status
    return replace(entry, status=status, reviewed=True, checked_on=turn.ctx.clock.today())


async def _publish(turn: Turn, heard: Heard, review: Review, entry: Entry) -> Entry:
    """Puts the entry in; it as it is kept now."""
    await entries.store(turn.tx, [entry], turn.now, Author(heard.who.id, f"{review.kind} {review.id}"))
    kept = await entries.get(turn.tx, entry.id)
    if kept is None:
        raise LookupError(f"entry {entry.id} was stored and is not there")
    return kept


async def _take_out(turn: Turn, heard: Heard, entry_id: str, reason: str) -> None:
    """The entry leaves the bank; whoever was given its answer is told that it is not used any more."""
    if await entries.remove(turn.tx, [entry_id], turn.now, Author(heard.who.id, reason)):
        last = await history.latest(turn.tx, [entry_id])
        await given.retell(turn.tx, entry_id, last[entry_id], turn.now)
    await reviews.close(turn.tx, entry_id, heard.who.id, turn.now)


async def _retelling(turn: Turn, heard: Heard, review: Review, entry: Entry) -> tuple[tuple[Choice, ...], ...]:
    """Tells of a new answer after a change of the law; after another edit it is the reviewer's choice."""
    if not {"answer", "question", "legal_basis"} & review.changes.keys() or review.entry_id is None:
        return ()
    people = len(await given.untold(turn.tx, entry.id, entry.version))
    if people and review.kind is Kind.LAW:
        await given.retell(turn.tx, entry.id, entry.version, turn.now)
    elif people:
        label = turn.words(heard.who)("review-retell", count=people)
        return ((Choice(label, "review_retell", {"entry": entry.id}),),)
    return ()


async def _tell_author(turn: Turn, review: Review, key: str, **args: str) -> None:
    author = await persons.get(turn.tx, review.author_id) if review.author_id else None
    if author and review.kind is Kind.DRAFT:
        await turn.say(author, turn.words(author)(key, **args), key=f"reviewed:{review.id}")


async def _done(turn: Turn, heard: Heard, review: Review, key: str, *rows: tuple[Choice, ...]) -> None:
    text = turn.words(heard.who)(key, number=review.id)
    await turn.say(heard.who, text, *rows, *await next_one(turn, heard))
