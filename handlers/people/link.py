"""Link: one human on several channels, by a code that he gets on one and types on the other.

Who types it becomes the one who got it, and never the other way round: reading a code out is a thing to be warned
of, but typing what somebody sends must not give him anything. So only a newcomer's account is taken over; two people
who have seats or questions stay two (docs/decisions.md).
"""

from __future__ import annotations

from datetime import timedelta

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.invite import digest, new_code, read_code
from handlers.outgoing import Draft, Style
from handlers.people.menu import menu
from handlers.people.naming import account_name, nameless
from storage import audit, conversations, invites, linking, persons, seats
from storage.linking import LinkCode
from storage.persons import Person

LIVES = timedelta(minutes=10)
"""Machine time."""
MOST_WRONG = 10
WINDOW = timedelta(hours=1)
MOST_WRONG_ALTOGETHER = 300
WINDOW_ALTOGETHER = timedelta(minutes=10)
_COUNTED, _EVERYBODY = "link", "*"
COMMANDS = ("/lienket", "/link")


async def link(ctx: Context, heard: Heard) -> Effect:
    """`/lienket`: gives a code; with a code behind it, links this account to whoever got that."""
    typed = str(heard.args.get("rest", ""))

    async def effect(turn: Turn) -> None:
        if not typed:
            await _give(turn, heard)
        elif await _too_often(turn, heard.who):
            await turn.say(heard.who, turn.words(heard.who)("link-too-often"))
        elif not await linked(turn, heard.who, typed):
            await invites.count_wrong(turn.tx, _COUNTED, str(heard.who.id), ctx.clock.machine(), WINDOW)
            await wrong(turn)
            await turn.say(heard.who, turn.words(heard.who)("link-wrong"))

    return effect


async def linked(turn: Turn, who: Person, typed: str) -> bool:
    """Whether what was typed is such a code; what follows from it has been done and said then."""
    if await _all_too_often(turn):
        return False
    hashed = _digest(turn.ctx, typed)
    found = await linking.live(turn.tx, hashed, turn.ctx.clock.machine())
    if found is None:
        return False
    if found.place == who.place or (found.person_id != who.id and found.place.channel == who.place.channel):
        await turn.say(who, turn.words(who)("link-same-channel"))
    elif found.person_id == who.id:
        await turn.say(who, turn.words(who)("link-yours"))
    elif not await linking.is_newcomer(turn.tx, who.id):
        await turn.say(who, turn.words(who)("link-two-people"))
    else:
        return await _link(turn, who, found, hashed)
    return True


async def wrong(turn: Turn) -> None:
    """Counts a code that was none towards what all together may try."""
    machine = turn.ctx.clock.machine()
    await invites.count_wrong(turn.tx, _COUNTED, _EVERYBODY, machine, WINDOW_ALTOGETHER)


async def spoilt(turn: Turn, text: str) -> None:
    """A code was typed where others read along: it is void, and whose it was is told."""
    command, _, typed = text.partition(" ")
    if command.partition("@")[0].lower() not in COMMANDS or not typed:
        return
    hashed = _digest(turn.ctx, typed)
    found = await linking.live(turn.tx, hashed, turn.ctx.clock.machine())
    if found and await linking.use(turn.tx, hashed):
        owner = await _at(turn, found)
        if owner:
            await turn.say(owner, turn.words(owner)("link-spoilt"))


async def _give(turn: Turn, heard: Heard) -> None:
    code, machine = new_code(), turn.ctx.clock.machine()
    await linking.give(turn.tx, heard.who.id, _digest(turn.ctx, code), heard.place, machine + LIVES)
    words = turn.words(heard.who)
    draft = Draft().line(words("link-code", minutes=int(LIVES.total_seconds() // 60))).line().bold(code)
    # By itself it is typed, copied or read out; how is said below it.
    draft.line().line(words("link-how", code=code))
    web = turn.ctx.policy.address
    if web and heard.place.channel != "web":
        draft.line(words("link-how-web", link=f"{web}/chat/?code={code}"))
    if turn.ctx.telegram and heard.place.channel != "telegram":
        # Telegram says `/start CODE` for whoever opens it, which takes such a code as it takes an invite.
        link = f"https://t.me/{turn.ctx.telegram}?start={code}"
        draft.line(words("link-how-telegram", link=link))
    await turn.say(heard.who, draft.line().line(words("link-warning")))


async def _link(turn: Turn, newcomer: Person, found: LinkCode, hashed: str) -> bool:
    owner = await _at(turn, found)
    if owner is None or newcomer.account_id is None or not await linking.use(turn.tx, hashed):
        return False  # somebody on a third channel was faster
    if not await linking.take_over(turn.tx, newcomer.id, newcomer.account_id, owner.id):
        raise RuntimeError("the account moved at the same time")  # tried again, with who it stands for then
    await conversations.leave(turn.tx, newcomer.place)
    await conversations.withdraw_prompt(turn.tx, newcomer.place)
    if nameless(owner.name) and not nameless(newcomer.name):
        await persons.rename(turn.tx, owner.id, newcomer.name)
    detail = {"from": found.place.channel, "to": newcomer.place.channel, "newcomer": newcomer.id}
    await audit.note(turn.tx, turn.now, owner.id, "link", f"person:{owner.id}", detail)
    await _tell_both(turn, owner, newcomer)
    return True


async def _tell_both(turn: Turn, owner: Person, newcomer: Person) -> None:
    words, today = turn.words(owner), turn.ctx.clock.today()
    here = Person(owner.id, owner.name, owner.locale, newcomer.place, True, newcomer.account_id)
    old, new = (account_name(words, place.channel) for place in (owner.place, newcomer.place))
    name = owner.name if not nameless(owner.name) else words("people-me-no-name")
    await turn.say(here, words("link-done", name=name, channel=old))
    held = [seat for seat in await seats.of_person(turn.tx, owner.id) if seat.valid_on(today)]
    await turn.put(here.place, menu(words, held))
    undo = Choice(words("link-undo", channel=new), "unlink", {"account": newcomer.account_id}, Style.DANGER)
    await turn.say(owner, words("link-told", channel=new), (undo,))


async def _at(turn: Turn, found: LinkCode) -> Person | None:
    """Whose code it is, where he got it."""
    owner = await persons.get(turn.tx, found.person_id)
    return Person(owner.id, owner.name, owner.locale, found.place) if owner else None


async def _too_often(turn: Turn, who: Person) -> bool:
    machine = turn.ctx.clock.machine()
    tries = await invites.wrong_tries(turn.tx, _COUNTED, str(who.id), machine, WINDOW)
    return tries >= MOST_WRONG or await _all_too_often(turn)


async def _all_too_often(turn: Turn) -> bool:
    machine = turn.ctx.clock.machine()
    tries = await invites.wrong_tries(turn.tx, _COUNTED, _EVERYBODY, machine, WINDOW_ALTOGETHER)
    return tries >= MOST_WRONG_ALTOGETHER


def _digest(ctx: Context, typed: str) -> str:
    return digest(ctx.policy.code_key, "link:" + (read_code(typed) or ""))
