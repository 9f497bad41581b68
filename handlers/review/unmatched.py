"""What people asked lately that the bank could not answer: alike questions together, the most frequent first."""

from __future__ import annotations

import asyncio
from functools import partial

from faq.grouping import grouped
from faq.masking import masked
from faq.match import Kind, decide
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from handlers.review.desk import LATELY, ministries
from handlers.review.mask import shown_instead
from storage.bank import unmatched as log
from storage.bank.unmatched import Unmatched

MOST_READ = 1_000
MOST_SHOWN = 8


async def unmatched(ctx: Context, heard: Heard) -> Effect:
    """The log, with a button on each group to make an entry of it."""
    mine = ministries(heard)
    since = ctx.clock.business() - LATELY
    lately = partial(log.lately, ministries=mine, since=since, limit=MOST_READ)
    found = await ctx.db.read_many(lately) if mine else []
    asked, groups = await asyncio.to_thread(partial(_grouped, ctx, found))

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        w, draft, rows = turn.words(heard.who), Draft(), []
        if not mine:
            await turn.say(heard.who, w("bank-desk-not-allowed"))
            return
        draft.bold(w("unmatched-heading", count=len(asked)))
        for number, group in enumerate(groups[:MOST_SHOWN], 1):
            first = asked[group[0]]
            start = _start(masked(first.text, shown_instead).text)
            draft.line().line(
                w(
                    "unmatched-line",
                    number=number,
                    count=len(group),
                    text=start,
                )
            )
            draft.line(w("unmatched-field", field=w.field(first.field or "")))
            ids = [asked[at].id for at in group if asked[at].ministry == first.ministry][:20]
            rows.append(Choice(w("unmatched-make", number=number), "draft_group", {"questions": ids}))
        draft.line().line(w("unmatched-how" if rows else "unmatched-none"))
        await turn.say(heard.who, draft, *((choice,) for choice in rows))

    return effect


def _grouped(ctx: Context, found: list[Unmatched]) -> tuple[list[Unmatched], list[list[int]]]:
    """What the bank cannot answer even now, and what of it is alike."""
    asked = [each for each in found if not _answered(ctx, each)]
    return asked, grouped([each.text for each in asked])


def _answered(ctx: Context, asked: Unmatched) -> bool:
    return decide(ctx.bank.match(asked.text), ctx.thresholds(asked.ministry)).kind is Kind.ANSWER


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else line[:159].rstrip() + "…"
