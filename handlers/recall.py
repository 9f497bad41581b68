"""`/thuhoi`: somebody takes back what he said. It is taken out of every chat where it can be; the thread keeps what
it said, and that it was."""

from __future__ import annotations

from datetime import timedelta

from handlers import access, mirror, recalling
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft, Recall, beginning
from handlers.overtaken import Overtaken
from handlers.rules.lifecycle import State
from handlers.show import nothing_there
from handlers.wording import Words
from storage import audit, conversations, links, media, questions, thread
from storage.thread import Spoken

MEANT_WITHIN = timedelta(hours=1)
"""Without a reply the last message is meant if it is no older; else he is asked."""
MOST_OFFERED = 4
_NAMED = 60
"""Characters by which somebody is told what he has taken back."""


async def recall(ctx: Context, heard: Heard) -> Effect:
    """As a reply to the message, by the button under it, or alone for the last one."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        meant, w = heard.args.get("message"), turn.words(heard.who)
        unsent = None if meant else await conversations.drop(turn.tx, heard.place, heard.reply_to)
        if unsent is not None:
            # It waited for him to say which question it is for: nobody has it.
            await turn.say(heard.who, Draft(w("recall-unsent")).line(_named(w, unsent)))
            return
        said = await thread.message(turn.tx, int(meant)) if meant else await _meant(turn, heard)
        if said:
            pointed_at = meant or (heard.reply and heard.reply.message_id)
            await _recall(turn, heard, said, "" if pointed_at else _named(w, said.text))

    return effect


def _named(w: Words, text: str) -> str:
    return w("recall-what", start=beginning(text, _NAMED) or w("card-no-text"))


async def _meant(turn: Turn, heard: Heard) -> Spoken | None:
    """The message meant; None after having asked for it, or said that there is none."""
    w = turn.words(heard.who)
    if heard.reply and heard.reply.message_id:
        return await thread.message(turn.tx, heard.reply.message_id)
    if heard.reply_to and not (heard.reply and heard.reply.question_id):
        await turn.say(heard.who, w("recall-not-a-message"))
        return None
    own = await _own_lately(turn, heard, heard.reply.question_id if heard.reply else None)
    if not own:
        await turn.say(heard.who, w("recall-nothing"))
        return None
    if heard.reply or turn.now - own[0].said_at <= MEANT_WITHIN:
        return own[0]
    rows = [(Choice(beginning(said.text or w("card-no-text"), 40), "recall", {"message": said.id}),) for said in own]
    await turn.say(heard.who, w("recall-which"), *rows)
    return None


async def _own_lately(turn: Turn, heard: Heard, question_id: int | None) -> list[Spoken]:
    """What he said last here that still stands; about one question, where it is named."""
    if question_id:
        said = list(reversed(await thread.of(turn.tx, question_id, internal=True)))
    else:
        lately = await links.last_said(turn.tx, heard.place, 4 * MOST_OFFERED)
        found = [await thread.message(turn.tx, message_id) for message_id in lately]
        said = [part for part in found if part]
    return [part for part in said if part.author_id == heard.who.id and not part.recalled_at][:MOST_OFFERED]


async def _recall(turn: Turn, heard: Heard, said: Spoken, named: str) -> None:
    w = turn.words(heard.who)
    if said.author_id != heard.who.id:
        await turn.say(heard.who, w("recall-not-yours"))
        return
    if said.recalled_at:
        await turn.say(heard.who, w("recall-twice"))
        return
    question = await questions.get(turn.tx, said.question_id)
    if not await access.may_change(turn.tx, heard.who.id, heard.seats, question, turn.ctx.clock.today()):
        await nothing_there(turn, heard)
        return
    enclosed = await thread.enclosed_with(turn.tx, [said.id])
    if not await thread.recall(turn.tx, said, turn.now):
        raise Overtaken
    what = {"message": said.id, "kind": said.kind}
    await audit.note(turn.tx, turn.now, heard.who.id, "recall", question.code, what)
    unused = [each for each in enclosed if not await thread.enclosed_elsewhere(turn.tx, each)]
    await media.recall(turn.tx, [(each.channel, each.reference) for each in unused], turn.now)
    now_is = await recalling.follow(turn, question, said)
    taken = await mirror.recalled(turn, said, enclosed, goes_on=now_is.state != State.RECALLED)
    await _from_own_chat(turn, said, w("recall-gone"))
    await recalling.tell(turn, heard, said, question, taken)
    await recalling.confirm(turn, heard, said, question, taken, named)


async def _from_own_chat(turn: Turn, said: Spoken, instead: str) -> None:
    original = await links.original_of(turn.tx, said.id)
    if original:
        await turn.put(original.place, Recall(None, instead, original.remote_id))
