"""What askers say to the bank's answers, and when that puts an entry under review."""

from __future__ import annotations

from faq.masking import masked
from faq.text import folded
from handlers.context import Turn
from handlers.review.mask import shown_instead
from handlers.review.put import put
from handlers.review.typed import LONGEST_LINE
from storage.bank import entries, given, reviews
from storage.bank.given import Verdict
from storage.bank.reviews import Kind, NewReview
from storage.db import Tx

NOES = 3
"""So many people who say of an answer that it did not help put its entry under review."""
WORDINGS = 3
"""So many new wordings of people who were helped are proposed together: one by one they would be a nuisance."""


async def judged(turn: Turn, question_id: int, verdict: Verdict, entry_id: str | None = None) -> None:
    """Keeps what was said to an answer; an entry that did not help several people goes to review."""
    about = await given.judge(turn.tx, question_id, verdict, entry_id)
    entry = await entries.get(turn.tx, about) if about else None
    if entry is None:
        return
    if verdict is Verdict.NOT_HELPED:
        since = await reviews.last_decided(turn.tx, entry.id, Kind.FEEDBACK, Kind.LAW, Kind.CHECK)
        noes = (await given.verdicts(turn.tx, entry.id, since)).not_helped
        if noes >= NOES:
            await put(turn, NewReview(Kind.FEEDBACK, entry.ministry, entry.field, entry.id, note=str(noes)))
    elif verdict is Verdict.HELPED:
        wordings = await _new_wordings(turn.tx, entry.id, {folded(entry.question), *map(folded, entry.phrasings)})
        if len(wordings) >= WORDINGS:
            changes = {"phrasings": (*entry.phrasings, *wordings)}
            new = NewReview(
                Kind.WORDING, entry.ministry, entry.field, entry.id, changes, str(len(wordings)), base=entry.version
            )  # fmt: skip
            await put(turn, new)


async def _new_wordings(tx: Tx, entry_id: str, known: set[str]) -> tuple[str, ...]:
    """How people asked whom the entry helped, without what points at one of them, each once."""
    since = await reviews.last_decided(tx, entry_id, Kind.WORDING)
    asked = await given.asked_as(tx, entry_id, Verdict.HELPED, since)
    new = {folded(text): text for text in reversed(asked) if len(text) <= LONGEST_LINE}
    unknown = [text for key, text in new.items() if key and key not in known]
    if len(unknown) < WORDINGS:
        return ()
    return tuple(" ".join(masked(text, shown_instead).text.split()) for text in unknown)
