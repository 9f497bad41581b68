"""The checker: reads what stands on the phones, and at the end the rows. What went in must have come out.

Each question has an answer under it; answers come in the order of the questions; on no phone, Telegram's or a page,
does a message stand twice without saying so; each deadline is one record, and stands once on its holder's page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select

from handlers.outgoing import RESENT
from storage.db import Database, Tx
from storage.tables import inbox, outbox
from tests.cluster.people import ANSWER, Load, Row, WebPerson
from tests.fakes.telegram import Shown

GENERIC = ("Câu này cần cán bộ trả lời. Anh/chị cho biết câu hỏi thuộc lĩnh vực nào",)
"""How texts begin that neither name a question by its code nor quote a message. Each question that goes to a person
may bring them anew; everything else that stands in a chat is there once."""
_ALERT = re.compile(r"(Nhắc hạn|Cảnh báo(?: lần \d+)?): (?:câu hỏi|.+ (?:chưa|cần) trả lời) (\d{3}-\d{3}-\d{3})")
_DIGEST = re.compile(r"Cảnh báo: \d+ câu hỏi cần trả lời")
_LISTED = re.compile(r"^(\d{3}-\d{3}-\d{3}) · ", re.MULTILINE)
_MORE = re.compile(r"^và (\d+) câu hỏi khác", re.MULTILINE)
_DUE = "Cảnh báo"
"""The rung of what a digest lists: no reminder and no repetition comes as soon as a trial ends."""


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


def unmarked_twice(load: Load, pages: Iterable[WebPerson]) -> list[str]:
    """What stands in a chat more than once and does not say that it is a repetition.

    A message is the same when its words and what it quotes are; an alert when its question and its rung are, whether
    it came alone or in a digest. Only what is GENERIC may be there as often as its reader asked a person.
    """
    found = []
    for user in load.on_telegram:
        said = [(shown.text, shown.reply_to) for shown in user.heard]
        found += [f"telegram {user.id}: {text}" for text in _repeated(said, len(load.routed.get(user, ())))]
    for person in pages:
        rows = [(row["text"], (row.get("quote") or {}).get("id")) for row in person.heard]
        found += [f"web {person.name}: {text}" for text in _repeated(rows, len(load.routed.get(person, ())))]
        told = Counter(alert for text, _ in rows for alert in _alerts(text))
        found += [f"web {person.name}: {alert} is told {times} times" for alert, times in told.items() if times > 1]
    return found


def _repeated(said: Iterable[tuple[str, object]], routed: int) -> list[str]:
    found = []
    for (text, quoted), times in Counter(said).items():
        generic = not quoted and text.startswith(GENERIC)
        if times > (routed if generic else 1) and not text.startswith(RESENT):
            found.append(repr(text[:60]))
    return found


def _alerts(text: str) -> list[str]:
    """Which alerts a message tells: rung and question."""
    if one := _ALERT.match(text):
        return [f"{one[1]} {one[2]}"]
    return [f"{_DUE} {code}" for code in _LISTED.findall(text)] if _DIGEST.match(text) else []


def alerts_on(pages: Iterable[WebPerson]) -> int:
    """How many alerts stand there, with those that digests only count."""
    texts = [row["text"] for person in pages for row in person.heard]
    return sum(len(_alerts(text)) + sum(map(int, _MORE.findall(text))) for text in texts)


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
