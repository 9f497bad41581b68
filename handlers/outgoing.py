"""What goes out, in neutral words: handlers write these, each channel renders them by its capabilities."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from handlers.incoming import Attachment, Kind


class Style(StrEnum):
    """How much a button asks to be pressed. Channels without colours ignore it."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a message. `token` comes back when it is pressed; with `url` it opens a page instead."""

    label: str
    token: str = ""
    style: Style = Style.PLAIN
    url: str | None = None
    number: int = 0
    """What chooses it when typed; 0 where numbers mean other choices just now: then its label is typed."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text shown in bold or italics; `start` and `length` count Python characters."""

    style: str
    """`bold` or `italic`."""
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Part:
    """Where a message of a thread stands in a text: an edit of it is made there, a recall takes it out."""

    message: int | None
    """Its id; None for the text by which its question is known, whichever message said that."""
    start: int
    length: int
    most: int = 0
    """Only its beginning stands there, so long at most; 0 where all of it does."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message of a thread that is answered, for where it cannot be pointed to."""

    message: int
    text: str
    """Its beginning, on one line."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one place. The text is plain: user text is never markup, emphasis is in `spans`."""

    text: str
    spans: tuple[Span, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    """Buttons, row by row. Channels without buttons show their numbers, or their labels, to be typed."""
    attachments: tuple[Attachment, ...] = ()
    quote: str | None = None
    """Platform id, in the same place, of the message this one answers."""
    quoted: Quoted | None = None
    """What that says. Channels show it in words where they cannot point to it, or it is not there."""
    parts: tuple[Part, ...] = ()
    asks_contact: str = ""
    """The label of a button by which the reader sends his own telephone number, on platforms that vouch for it: there
    it takes the place of `rows`. Elsewhere it is not shown, and the number is typed."""

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons in reading order."""
        return tuple(button for row in self.rows for button in row)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces a message sent before: the one that outbox row `outbox_id` sent, whatever id it got there."""

    outbox_id: int
    message: Message


@dataclass(frozen=True, slots=True)
class Recall:
    """Takes a message back: the one that outbox row `outbox_id` sent, or what the person himself `said` there.

    Channels that cannot take anything back do nothing: whoever had it is told in a message of its own.
    """

    outbox_id: int | None
    instead: str
    """What stands in its place where it can only be rewritten."""
    said: str | None = None
    """Platform id."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """What was taken back before it was sent for certain: it is not sent (again)."""


@dataclass(frozen=True, slots=True)
class Toast:
    """The short answer to a press itself (Telegram's answerCallbackQuery). Channels without it do nothing."""

    press_id: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands offered in this place, in order: (command without slash, description)."""

    commands: tuple[tuple[str, str], ...]
    language: str = "vi"


class What(StrEnum):
    """What a notice tells of."""

    ANSWER = "answer"
    QUESTION = "question"
    BROADCAST = "broadcast"
    MESSAGE = "message"
    ENTERED = "entered"
    """Somebody came into the web chat by a link."""
    LOGGED_OUT = "logged_out"


@dataclass(frozen=True, slots=True)
class Notice:
    """That there is something in the web chat, where the channel may say no more. Its text is made as it leaves."""

    what: What


class Act(StrEnum):
    """What is done to a topic."""

    OPEN = "open"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Topic:
    """Opens a topic in a group (what is sent is its id), or closes or reopens that of the place.

    What is closed may get another name, what is opened has one.
    """

    act: Act
    name: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """Leaves a group."""


Outgoing = Message | Edit | Recall | Nothing | Toast | Menu | Notice | Topic | Leave


def to_json(outgoing: Outgoing) -> dict[str, Any]:
    """The row form of an outgoing thing; `from_json` is its inverse."""
    match outgoing:
        case Message():
            return {"is": "message", **_row(outgoing)}
        case Edit():
            return {"is": "edit", "outbox_id": outgoing.outbox_id, "message": _row(outgoing.message)}
        case _:
            return {"is": type(outgoing).__name__.lower(), **asdict(outgoing)}


def _row(message: Message) -> dict[str, Any]:
    # `asdict` would copy each value, tuple and enum on its way: this is written for every message.
    return {
        "text": message.text,
        "spans": [{"style": s.style, "start": s.start, "length": s.length} for s in message.spans],
        "rows": [
            [{"label": b.label, "token": b.token, "style": b.style, "url": b.url, "number": b.number} for b in row]
            for row in message.rows
        ],
        "attachments": [asdict(attachment) for attachment in message.attachments],
        "quote": message.quote,
        "quoted": asdict(message.quoted) if message.quoted else None,
        "parts": [asdict(part) for part in message.parts],
        **({"asks_contact": message.asks_contact} if message.asks_contact else {}),
    }


def from_json(row: dict[str, Any]) -> Outgoing:
    """The outgoing thing a row holds. Raises ValueError when the row holds none that this version knows."""
    match row.get("is"):
        case "message":
            return _message(row)
        case "edit":
            return Edit(row["outbox_id"], _message(row["message"]))
        case "recall":
            return Recall(row["outbox_id"], row["instead"], row["said"])
        case "nothing":
            return Nothing()
        case "toast":
            return Toast(row["press_id"], row["text"])
        case "menu":
            return Menu(tuple((name, text) for name, text in row["commands"]), row["language"])
        case "topic":
            return Topic(Act(row["act"]), row["name"])
        case "leave":
            return Leave()
        case "notice":
            return Notice(What(row["what"]))
        case other:
            raise ValueError(f"unknown kind of outgoing row: {other!r}")


def unnumbered(message: Message) -> Message:
    """The message with choices that numbers no longer mean: it is shown later, or elsewhere."""
    rows = tuple(tuple(replace(button, number=0) for button in row) for row in message.rows)
    return replace(message, rows=rows)


RESENT = "(gửi lại)"
"""Before a message that may have been shown already: a duplicate is never unmarked."""


def marked_as_resent(message: Message) -> Message:
    """The message with the mark on a line before it."""
    return _below(RESENT, message)


EDITED = "(đã sửa)"
"""Before a message that is said again because it reads otherwise now: where nothing that was said can be changed."""


def said_again(message: Message) -> Message:
    """The message with that mark on a line before it."""
    return replace(_below(EDITED, message), quoted=None)


def quoting(message: Message) -> Message:
    """The message with what it quotes on a line before it; behind the mark where it has one."""
    if message.quoted is None:
        return message
    at = len(RESENT) + 1 if message.text.startswith(f"{RESENT}\n") else 0
    return replace(_below(f"> {message.quoted.text}", message, at), quoted=None)


def _below(line: str, message: Message, at: int = 0) -> Message:
    def behind(start: int) -> int:
        return start + len(line) + 1 if start >= at else start

    spans = tuple(replace(span, start=behind(span.start)) for span in message.spans)
    parts = tuple(replace(part, start=behind(part.start)) for part in message.parts)
    text = f"{message.text[:at]}{line}\n{message.text[at:]}"
    return replace(message, text=text, spans=spans, parts=parts)


def _message(row: dict[str, Any]) -> Message:
    return Message(
        row["text"],
        tuple(Span(**span) for span in row["spans"]),
        tuple(tuple(Button(**{**b, "style": Style(b["style"])}) for b in line) for line in row["rows"]),
        tuple(Attachment(**{**a, "kind": Kind(a["kind"])}) for a in row["attachments"]),
        row["quote"],
        Quoted(**quoted) if (quoted := row.get("quoted")) else None,
        tuple(Part(**part) for part in row.get("parts", ())),
        row.get("asks_contact", ""),
    )


def beginning(text: str, most: int) -> str:
    """How a text begins, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


@dataclass(slots=True)
class Draft:
    """Puts a message text together line by line and keeps count of where the emphasis is."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def line(self, text: str = "") -> Draft:
        """`text` on a line of its own."""
        self.text += text if not self.text else "\n" + text
        return self

    def bold(self, text: str) -> Draft:
        """`text` in bold, on a line of its own."""
        self.line(text)
        self.spans.append(Span("bold", len(self.text) - len(text), len(text)))
        return self

    def italic(self, text: str) -> Draft:
        """`text` in italics, on a line of its own."""
        self.line(text)
        self.spans.append(Span("italic", len(self.text) - len(text), len(text)))
        return self

    def said(self, text: str, message: int | None, most: int = 0) -> Draft:
        """What a message of a thread says, on lines of its own."""
        self.line(text)
        self.parts.append(Part(message, len(self.text) - len(text), len(text), most))
        return self

    def within(self, start: str, most: int) -> Draft:
        """The question's beginning stands in the line before."""
        self.parts.append(Part(None, self.text.rindex(start), len(start), most))
        return self

    def take(self, other: Draft) -> Draft:
        """What another draft says, below."""
        ahead = len(self.text) + 1 if self.text else 0
        self.line(other.text)
        self.spans += [replace(span, start=span.start + ahead) for span in other.spans]
        self.parts += [replace(part, start=part.start + ahead) for part in other.parts]
        return self

    def message(
        self,
        rows: tuple[tuple[Button, ...], ...] = (),
        attachments: tuple[Attachment, ...] = (),
        quote: str | None = None,
        quoted: Quoted | None = None,
    ) -> Message:
        """The finished message."""
        return Message(self.text, tuple(self.spans), rows, attachments, quote, quoted, tuple(self.parts))
