"""`/mau`: texts that an officer answers with again and again; kept under a receipt, sent from under a card."""

from __future__ import annotations

from dataclasses import dataclass

from faq.text import folded
from handlers.comfort import suggest
from handlers.comfort.reminding import open_one
from handlers.comfort.source import Kind, Source
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer.acting import allowed
from handlers.outgoing import Draft, beginning
from handlers.show import nothing_there
from handlers.wording import Words
from storage import snippets, thread
from storage.seats import Role
from storage.snippets import Snippet

MOST = 40
LONGEST_NAME = 40
LONGEST = 3_000
"""Characters of a text: an answer and its legal basis."""
_SHOWN = 60
_VERBS = {
    **dict.fromkeys(("thêm", "them", "lưu", "luu", "add", "save"), "add"),
    **dict.fromkeys(("xóa", "xoá", "xoa", "bỏ", "bo", "delete"), "drop"),
    **dict.fromkeys(("đổi", "doi", "rename"), "rename"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands behind the command: what is to be done, to which, and what with."""

    verb: str
    name: str
    text: str = ""


def read(rest: str) -> Typed:
    """`thêm Tên: nội dung`, `đổi Tên: tên mới`, `xóa Tên`; else the name, or the number, of one to be shown."""
    first, _, after = rest.strip().partition(" ")
    verb = _VERBS.get(first.casefold(), "")
    if verb == "drop" and after.strip():
        return Typed("drop", after.strip())
    if verb and ":" in after:
        name, _, text = after.partition(":")
        return Typed(verb, " ".join(name.split()), text.strip())
    return Typed("show", rest.strip())


async def command(ctx: Context, heard: Heard) -> Effect:
    """`/mau` alone lists them; as a reply to a question's card they can be sent."""
    rest = str(heard.args.get("rest", ""))
    typed = read(rest) if rest else None
    if typed is None and heard.reply and heard.reply.question_id:
        return await listing(ctx, heard.having(question=heard.reply.question_id))

    async def effect(turn: Turn) -> None:
        if not _may(heard):
            await turn.say(heard.who, turn.words(heard.who)("snippet-not-yours"))
        elif typed is None:
            await _list(turn, heard, None)
        elif typed.verb == "add":
            await _add(turn, heard, typed.name, typed.text)
        else:
            await _to_one(turn, heard, typed)

    return effect


async def listing(ctx: Context, heard: Heard) -> Effect:
    """`Dùng mẫu` under a question: which one?"""

    async def effect(turn: Turn) -> None:
        question = await open_one(turn, heard)
        if question:
            await _list(turn, heard, question.id)

    return effect


async def _list(turn: Turn, heard: Heard, question_id: int | None) -> None:
    w, found = turn.words(heard.who), await snippets.of(turn.tx, heard.who.id)
    if not found:
        await turn.say(heard.who, Draft(w("snippet-none")).line(w("snippet-how")))
        return
    draft = Draft().bold(w("snippet-list", count=len(found), most=MOST))
    about = {"question": question_id} if question_id else {}
    for number, each in enumerate(found, 1):
        draft.line(f"{number}. {each.name}: {beginning(each.text, _SHOWN)}")
    numbers = [Choice(str(n), "snippet", {"snippet": each.id, **about}) for n, each in enumerate(found, 1)]
    rows = [tuple(numbers[i : i + 5]) for i in range(0, len(numbers), 5)]
    how = w("snippet-which") if question_id else w("snippet-how")
    await turn.say(heard.who, draft.line().line(how), *rows, question_id=question_id)


async def one(ctx: Context, heard: Heard) -> Effect:
    """One of them: to be sent, where it was chosen for a question; else to be renamed or deleted."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        found = await snippets.get(turn.tx, heard.who.id, int(heard.args["snippet"]))
        if found is None:
            await turn.say(heard.who, turn.words(heard.who)("snippet-gone"))
        elif "question" in heard.args:
            question = await open_one(turn, heard)
            if question:
                await suggest.show(turn, heard, question, [Source(Kind.SNIPPET, str(found.id))], 0)
        else:
            await _show(turn, heard, found)

    return effect


async def save(ctx: Context, heard: Heard) -> Effect:
    """The button under the receipt of an answer: it is kept by how it begins."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        said = await thread.message(turn.tx, int(heard.args["message"]))
        if said is None or said.author_id != heard.who.id or said.recalled_at or not said.text:
            await nothing_there(turn, heard)
            return
        there = await snippets.of(turn.tx, heard.who.id)
        if same := next((each for each in there if each.text == said.text), None):
            await turn.say(heard.who, turn.words(heard.who)("snippet-is-there", name=same.name))
            return
        await _add(turn, heard, _free_name(there, said.text), said.text)

    return effect


def _free_name(there: list[Snippet], text: str) -> str:
    taken, name = {folded(each.name) for each in there}, beginning(text, LONGEST_NAME - 5)
    tries = (name, *(f"{name} ({number})" for number in range(2, MOST + 3)))
    return next((each for each in tries if folded(each) and folded(each) not in taken), name)


async def _add(turn: Turn, heard: Heard, name: str, text: str) -> None:
    w = turn.words(heard.who)
    if await snippets.count(turn.tx, heard.who.id) >= MOST:
        await turn.say(heard.who, w("snippet-too-many", most=MOST))
        return
    wrong = _wrong_name(w, name) or _wrong_text(w, text)
    if wrong:
        await turn.say(heard.who, wrong)
        return
    made = await snippets.add(turn.tx, heard.who.id, name, folded(name), text, turn.now)
    if made is None:
        await turn.say(heard.who, w("snippet-name-taken", name=name))
        return
    await turn.say(heard.who, w("snippet-saved", name=name), _managing(w, made))


def _wrong_name(w: Words, name: str) -> str:
    if not folded(name) or len(name) > LONGEST_NAME or len(folded(name)) > LONGEST_NAME:
        return w("snippet-bad-name", most=LONGEST_NAME)
    return ""


def _wrong_text(w: Words, text: str) -> str:
    return "" if 0 < len(text) <= LONGEST else w("snippet-bad-text", most=LONGEST)


async def _to_one(turn: Turn, heard: Heard, typed: Typed) -> None:
    """What is typed concerns one that is there: by its name, or by its number in the list."""
    w, there = turn.words(heard.who), await snippets.of(turn.tx, heard.who.id)
    found = await snippets.called(turn.tx, heard.who.id, folded(typed.name))
    if found is None and typed.name.isascii() and typed.name.isdigit() and 0 < int(typed.name[:6]) <= len(there):
        found = there[int(typed.name[:6]) - 1]
    if found is None:
        await turn.say(
            heard.who, Draft(w("snippet-no-such", name=beginning(typed.name, _SHOWN))).line(w("snippet-how"))
        )
    elif typed.verb == "drop":
        await _drop(turn, heard, found.id)
    elif typed.verb == "rename":
        await _rename(turn, heard, found.id, typed.text)
    elif heard.reply and heard.reply.question_id:
        question = await allowed(turn, heard)
        if question:
            await suggest.show(turn, heard, question, [Source(Kind.SNIPPET, str(found.id))], 0)
    else:
        await _show(turn, heard, found)


async def _show(turn: Turn, heard: Heard, found: Snippet) -> None:
    w = turn.words(heard.who)
    draft = Draft().bold(w("snippet-title", name=found.name)).line(found.text).line().line(w("snippet-how-to-use"))
    await turn.say(heard.who, draft, _managing(w, found.id))


def _managing(w: Words, snippet_id: int) -> tuple[Choice, ...]:
    args = {"snippet": snippet_id}
    return Choice(w("snippet-rename"), "snippet_rename", args), Choice(w("snippet-drop"), "snippet_drop", args)


async def begin_rename(ctx: Context, heard: Heard) -> Effect:
    """What shall it be called?"""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        w, found = turn.words(heard.who), await snippets.get(turn.tx, heard.who.id, int(heard.args["snippet"]))
        if found is None:
            await turn.say(heard.who, w("snippet-gone"))
            return
        await turn.expect(heard.place, "snippet_name", snippet=found.id)
        await turn.say(heard.who, w("snippet-write-name", name=found.name, most=LONGEST_NAME))

    return effect


async def name_written(ctx: Context, heard: Heard) -> Effect:
    """The new name."""

    async def effect(turn: Turn) -> None:
        await _rename(turn, heard, int(heard.args["snippet"]), heard.text)

    return effect


async def _rename(turn: Turn, heard: Heard, snippet_id: int, name: str) -> None:
    """He may type again where the name does not fit."""
    w, name = turn.words(heard.who), " ".join(name.split())
    wrong = _wrong_name(w, name)
    if not wrong and await snippets.get(turn.tx, heard.who.id, snippet_id) is None:
        wrong = w("snippet-gone")
        await turn.expect(heard.place, None)
    elif not wrong and not await snippets.rename(turn.tx, heard.who.id, snippet_id, name, folded(name)):
        wrong = w("snippet-name-taken", name=name)
    if not wrong:
        await turn.expect(heard.place, None)
    await turn.say(heard.who, wrong or w("snippet-renamed", name=name))


async def drop(ctx: Context, heard: Heard) -> Effect:
    """It is not needed any more."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        await _drop(turn, heard, int(heard.args["snippet"]))

    return effect


async def _drop(turn: Turn, heard: Heard, snippet_id: int) -> None:
    w, found = turn.words(heard.who), await snippets.get(turn.tx, heard.who.id, snippet_id)
    if found is None or not await snippets.drop(turn.tx, heard.who.id, snippet_id):
        await turn.say(heard.who, w("snippet-gone"))
        return
    await turn.say(heard.who, Draft(w("snippet-dropped", name=found.name)).line().line(found.text))


def _may(heard: Heard) -> bool:
    return heard.seat(Role.OFFICER, Role.EXPERT, Role.ADMIN) is not None
