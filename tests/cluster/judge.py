"""The checker: reads what stands on the phones, and at the end the rows. What went in must have come out.

Each question has an answer under it; nothing stands twice without saying so; answers come in the order of the
questions; each deadline is one record, told once to whom it concerns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select

from handlers.outgoing import RESENT
from storage.db import Database, Tx
from storage.tables import inbox, outbox
from tests.cluster.people import ANSWER, Load, Row
from tests.fakes.telegram import Shown


def lost(load: Load) -> list[str]:
    """Questions that have no answer."""
    found = []
    for user, asked in load.asked.items():
        under = {shown.reply_to for shown in user.heard}
        found += [f"telegram {user.id}: {message}" for message in asked if message not in under]
    for person, said in load.asked_web.items():
        quoted = {row["quote"]["id"] for row in person.heard if row.get("quote")}
        found += [f"web {person.name}: {row_id}" for row_id in said if row_id not in quoted]
    for asker, numbers in load.routed.items():
        texts = "\n".join(_text(shown) for shown in asker.heard)
        found += [f"a person's answer to {number}" for number in numbers if ANSWER.format(number) not in texts]
    return found


def unmarked_twice(load: Load, web: Iterable[list[Row]]) -> list[str]:
    """What stands in a chat more than once and does not say that it is a repetition.

    What quotes no message may be said anew with each question that goes to a person, and not more often.
    """
    found = []
    for user in load.on_telegram:
        said = Counter((shown.text, shown.reply_to) for shown in user.heard if not shown.text.startswith(RESENT))
        for (text, quoted), times in said.items():
            if times > (1 if quoted else max(1, len(load.routed[user]))):
                found.append(f"telegram {user.id}: {text[:60]!r}")
    for rows in web:
        shown = Counter((row["text"], (row.get("quote") or {}).get("id")) for row in rows)
        found += [f"web: {text[:60]!r}" for (text, quote), times in shown.items() if times > 1 and quote]
    return found


def out_of_order(load: Load) -> list[str]:
    """Chats in which a later question was answered before an earlier one."""
    found = []
    for user, asked in load.asked.items():
        first: dict[int, int] = {}
        for shown in user.heard:
            first.setdefault(shown.reply_to or 0, shown.id)
        order = [first[message] for message in asked if message in first]
        if order != sorted(order):
            found.append(f"telegram {user.id}")
    for person, said in load.asked_web.items():
        at = {row["quote"]["id"]: int(row["id"]) for row in reversed(person.heard) if row.get("quote")}
        order = [at[row_id] for row_id in said if row_id in at]
        if order != sorted(order):
            found.append(f"web {person.name}")
    return found


def marked(load: Load) -> int:
    """Repetitions that say so."""
    return sum(shown.text.startswith(RESENT) for user in load.on_telegram for shown in user.heard)


async def unfinished(db: Database) -> dict[str, int]:
    """Rows that wait or were set aside, by what they are; empty when everything is done."""

    async def body(tx: Tx) -> dict[str, int]:
        found: dict[str, int] = {}
        for name, table, ended in (("inbox", inbox, ("done",)), ("outbox", outbox, ("sent", "withdrawn", "expired"))):
            counted = select(table.c.state, func.count()).where(table.c.state.not_in(ended)).group_by(table.c.state)
            found |= {f"{name} {row[0]}": int(row[1]) for row in await tx.rows(counted)}
        return found

    return await db.read_many(body)


def _text(shown: Shown | Row) -> str:
    return shown.text if isinstance(shown, Shown) else str(shown["text"])
