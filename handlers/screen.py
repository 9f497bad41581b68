"""Screen: what a ministry keeps off a foreign platform is shown in the web chat; the platform says that it is there.

This is the last step before a message leaves, whatever caused it: so there is one place to look at.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from handlers.context import Context, Turn
from handlers.outgoing import Message, Notice, What, to_json
from handlers.unreachable import TAKEN_BACK, for_elsewhere
from handlers.wording import words
from storage import conversations, forwarding, linking, outbox, persons
from storage.channels import login
from storage.channels.login import Login
from storage.db import Tx
from storage.outbox import Claimed, Post, Priority
from storage.place import Place

LOGIN_LIVES = timedelta(minutes=15)
"""Machine time."""
NOT_HERE = "its channel shows notices alone"
_WHAT = {"answer": What.ANSWER, "asked_back": What.ANSWER, "card": What.QUESTION, "relay": What.QUESTION}
_SAYS = {
    What.ANSWER: "screen-answer",
    What.QUESTION: "screen-question",
    What.BROADCAST: "screen-broadcast",
    What.MESSAGE: "screen-message",
    What.ENTERED: "screen-entered",
    What.LOGGED_OUT: "screen-logged-out",
}
_WITHOUT_LINK = (What.ENTERED, What.LOGGED_OUT)


async def by_the_web(turn: Turn, claimed: Claimed) -> None:
    """Shows a claimed message in its reader's web chat, with its buttons and whatever is asked there; puts a notice.

    Where there is no such reader (a group) it goes nowhere: who is written to there is nobody's to say.
    """
    reader = None if claimed.place.topic else await persons.of_account(turn.tx, *_account(claimed.place))
    if reader is None:
        await outbox.end(turn.tx, claimed, "refused", NOT_HERE)
    else:
        web = await linking.web_place(turn.tx, reader.id, turn.ctx.clock.machine())
        content = await for_elsewhere(turn.tx, claimed)
        if content is None:
            await outbox.end(turn.tx, claimed, "withdrawn", TAKEN_BACK)
            return
        await forwarding.redirect(turn.tx, claimed, web, content)
        await conversations.move_dialog(turn.tx, claimed.place, web, turn.now)
    what = What.BROADCAST if claimed.broadcast_id else _WHAT.get(claimed.role or "", What.MESSAGE)
    await put(turn.tx, turn.ctx, claimed.place, what, Priority(claimed.priority), claimed.question_id)


async def put(
    tx: Tx, ctx: Context, place: Place, what: What, priority: Priority = Priority.INTERACTIVE,
    question_id: int | None = None,
) -> None:  # fmt: skip
    """Queues a notice; of several of a kind within a minute one is enough, for they lead to the same page.

    One that belongs to a question goes where answers go, also by a channel that is short of messages.
    """
    machine = ctx.clock.machine()
    key = f"notice:{place.key}:{what}:{int(machine.timestamp() // 60)}"
    await outbox.put(tx, Post(place, to_json(Notice(what)), key, priority, None, question_id), machine)


async def said(ctx: Context, place: Place, notice: Notice) -> Message:
    """A notice as it leaves. Its link is made now, and stands in no row."""

    async def link(tx: Tx) -> tuple[str, str]:
        reader = await persons.of_account(tx, *_account(place))
        if reader is None or notice.what in _WITHOUT_LINK:
            return reader.locale if reader else "vi", f"{ctx.policy.address}/chat/"
        now, token = ctx.clock.machine(), secrets.token_urlsafe(32)
        web = await linking.web_place(tx, reader.id, now)
        await login.give(tx, hashlib.sha256(token.encode()).hexdigest(), Login(web.chat, place), now + LOGIN_LIVES)
        return reader.locale, f"{ctx.policy.address}/chat/#vao={token}"

    locale, address = await ctx.db.write(link)
    speak = words(locale)
    minutes = int(LOGIN_LIVES.total_seconds() // 60)
    if notice.what in _WITHOUT_LINK:
        return Message(speak(_SAYS[notice.what]))
    return Message(
        f"{speak(_SAYS[notice.what])} {speak('screen-open')}\n{address}\n\n{speak('screen-how', minutes=minutes)}"
    )


def _account(place: Place) -> tuple[str, str]:
    return place.channel, place.chat
