"""Every sentence is there in both languages, is used, is given what it needs, and minds its manners."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

from faq.entry import Effect, Standing
from faq.masking import Personal
from handlers.comfort.filters import Which
from handlers.incoming import Kind as SentKind
from handlers.incoming import Why
from handlers.review.parts import PARTS
from handlers.rules.calendar import Reason
from handlers.rules.calendar_file import FaultCode
from handlers.rules.ladder import Who
from handlers.rules.lifecycle import State
from handlers.rules.moment import Unfit
from handlers.rules.policy import Measure
from handlers.rules.routing import Verdict
from handlers.rules.routing import Why as RoutedWhy
from handlers.wording import LOCALES, Words, texts, words
from storage.bank.reviews import Kind as ReviewKind
from storage.bank.reviews import State as ReviewState
from storage.clocks import Kind as Clock
from storage.digests import Kind as Digest
from storage.thread import Kind

ROOT = Path(__file__).parents[2]

_NOT_SAID = (Standing.PLAIN, Standing.WITHHELD)  # nothing needs to be said; what holds it back is

_PARTS = {name.replace("_", "-") for name in PARTS}

_RUNGS = {"reminder", "due", "repeat", "desk", "leader", "waited"}
BUILT: dict[str, set[str]] = {
    "bank-standing-{}": {s.value.replace("_", "-") for s in Standing if s not in _NOT_SAID},
    "bank-held-{}": {effect.value for effect in Effect},
    "review-law-{}": {effect.value for effect in Effect},
    "law-{}": {effect.value for effect in Effect},
    "review-heading-{}": {kind.value for kind in ReviewKind},
    "review-lacks-{}": {"field", "question", "answer", "basis", "dates", "provinces", "sound"},
    "review-part-{}": _PARTS,
    "review-write-{}": _PARTS,
    "review-was-{}": {state.value for state in ReviewState if state is not ReviewState.OPEN},
    "mask-{}": {kind.value for kind in Personal},
    "personal-{}": {kind.value for kind in Personal},
    "state-{}": {state.value for state in State},
    "thread-{}": {kind.value.replace("_", "-") for kind in Kind if kind not in (Kind.ASKED, Kind.UNSENT)},
    "{}-sent": {"answer", "supplement"},
    "{}-heading": {"answer", "supplement"},
    "alert-{}": _RUNGS,
    "alert-{}-other": _RUNGS,
    "queue-filter-{}": {which.value for which in Which if which is not Which.FIELD},
    "remind-{}": {why.value for why in Unfit},
    "rung-{}": {"reminder", "due", "desk", "leader", "repeat", "waited", "moved", "step"},
    "clock-{}-heading": {kind.value for kind in Clock},
    "clock-{}": {kind.value for kind in Clock if kind is not Clock.ANSWER},
    "route-bad-{}": {"parts", "field", "place", "name", "several", "group", "day"},
    "ladder-who-{}": {who.value for who in Who},
    "ladder-bad-{}": {
        "line",
        "when",
        "share-before",
        "nobody",
        "who",
        "number",
        "hours",
        "gone",
        "last",
        "many",
    },
    "deadline-part-{}": {"answer", "resolution", "desk"},
    "calendar-edit-{}": {"off", "worked", "shut", "undo"},
    "handover-heading-{}": {"own", "successor", "admin"},
    "handover-to-nobody-{}": {"own", "successor", "admin"},
    "digest-is-{}": {kind.value for kind in Digest},
    "reason-{}": {reason.value for reason in Reason},
    "policy-{}": {measure.value for measure in Measure},
    "calendar-fault-{}": {code.value for code in FaultCode},
    "route-why-{}": {why.value for why in RoutedWhy},
    "route-verdict-{}": {verdict.value for verdict in Verdict},
    "lost-told-{}": {why.value for why in Why},
    "lost-kind-{}": {kind.value for kind in SentKind},
}
"""Keys that the code puts together: their shape → what stands for `{}`. A new shape belongs here."""

SPEAKERS = {"w", "aw", "words", "theirs"}
"""What the code calls the words of a language."""


@dataclass(frozen=True)
class Use:
    """A key in the code; `given` are its arguments where it is spoken right there."""

    keys: tuple[str, ...]
    given: frozenset[str] | None
    where: str


@cache
def sentences(locale: str) -> dict[str, frozenset[str]]:
    """Key → the variables its sentence has."""
    found: dict[str, frozenset[str]] = {}
    for name, text in texts(locale).items():
        for entry in FluentParser().parse(text).body:
            assert not isinstance(entry, Junk), (name, entry.content)
            if isinstance(entry, Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice in {locale}"
                found[entry.id.name] = frozenset(_variables(entry))
    return found


def _variables(entry: Message) -> set[str]:
    names: set[str] = set()

    class Looking(Visitor):
        def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - the visitor's protocol
            names.add(node.id.name)

    Looking().visit(entry)
    return names


def _trees() -> Iterator[tuple[str, ast.AST]]:
    for folder in ("handlers", "bot"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


@cache
def uses() -> tuple[Use, ...]:
    """Every place in the code that names a sentence."""
    keys = sentences("vi")
    found = []
    for name, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _speaks(node.func):
                given = None if any(k.arg is None for k in node.keywords) else frozenset(
                    k.arg for k in node.keywords if k.arg
                )  # fmt: skip
                named = tuple(c for c in _constants(node.args[0]) if "-" in c)
                found.append(Use(named, given, f"{name}:{node.lineno}"))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in keys:
                found.append(Use((node.value,), None, f"{name}:{node.lineno}"))
            elif isinstance(node, ast.JoinedStr) and (shape := _shape(node)):
                found.append(Use(tuple(shape.replace("{}", part) for part in BUILT[shape]), None, name))
    return tuple(found)


def _speaks(called: ast.expr) -> bool:
    if isinstance(called, ast.Call):
        called = called.func
        return isinstance(called, ast.Attribute) and called.attr == "words"
    return isinstance(called, ast.Name) and called.id in SPEAKERS


def _constants(key: ast.expr) -> Iterator[str]:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        yield key.value
    elif isinstance(key, ast.IfExp):
        yield from _constants(key.body)
        yield from _constants(key.orelse)


def _shape(node: ast.JoinedStr) -> str | None:
    """The shape of a string that is put together, when it could be a key. Fails for one that BUILT does not know."""
    shape = "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)
    if not re.fullmatch(r"[a-z{}-]*[a-z][a-z{}-]*", shape) or "-" not in shape:
        return None
    pattern = re.compile(shape.replace("{}", "[a-z-]+"))
    if not any(pattern.fullmatch(key) for key in sentences("vi")):
        return None
    assert shape in BUILT, f"a key is put together as {shape!r}: add it to BUILT"
    return shape


def test_both_languages_have_the_same_sentences_with_the_same_variables() -> None:
    assert sentences("vi") == sentences("en")


def test_no_sentence_is_missing() -> None:
    missing = {(key, use.where) for use in uses() for key in use.keys if key not in sentences("vi")}
    assert missing == set()


def test_no_sentence_is_unused() -> None:
    assert set(sentences("vi")) - {key for use in uses() for key in use.keys} == set()


def test_each_sentence_is_given_what_it_needs_and_nothing_else() -> None:
    wrong = []
    for use in uses():
        if use.given is None:
            continue
        needed = [sentences("vi").get(key, frozenset()) for key in use.keys]
        if any(one - use.given for one in needed) or (needed and use.given - frozenset().union(*needed)):
            wrong.append((use.where, use.keys, sorted(use.given)))
    assert wrong == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_can_be_said(locale: str) -> None:
    speak = Words(locale)
    for key, variables in sentences(locale).items():
        said = speak(key, **dict.fromkeys(variables, "x"))
        assert said == said.strip(), key
        assert "{" not in said, key
        assert not re.search(r"(?<!\n) {2,}", said), key


def test_vietnamese_minds_its_manners() -> None:
    for name, text in texts("vi").items():
        spoken = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
        assert not re.search(r"\b[Bb]ạn\b", spoken), f"{name}: an official is Anh/chị"
        assert "anh/chị" not in spoken, f"{name}: Anh/chị is written with a capital, everywhere"
        assert not re.search(r"\b(cán bộ|các|UBND|đơn vị|công chức|ở|tại|cho) xã\b", spoken), f"{name}: say cấp xã"
        assert not re.search(r"[!]{1,}", spoken), f"{name}: nobody shouts"


def test_moments_are_shown_as_people_in_offices_write_them() -> None:
    now = datetime(2026, 11, 21, 3, tzinfo=UTC)
    vi, en = words("vi"), words("en")
    assert vi.time(datetime(2026, 11, 21, 9, 30, tzinfo=UTC), now) == "16:30, thứ Bảy 21/11"
    assert vi.time(datetime(2026, 11, 21, 17, 5, tzinfo=UTC), now) == "00:05, Chủ nhật 22/11"
    assert vi.time(datetime(2027, 1, 3, 2, 5, tzinfo=UTC), now) == "09:05, Chủ nhật 03/01/2027"
    assert vi.time(datetime(2025, 12, 31, 16, 59, tzinfo=UTC), now) == "23:59, thứ Tư 31/12/2025"
    assert en.time(datetime(2026, 11, 21, 9, 30, tzinfo=UTC), now) == "16:30, Saturday 21/11"
    # At 18:00 UTC on the last day of the year it is the new year in Viet Nam.
    assert vi.day(date(2027, 1, 1), datetime(2026, 12, 31, 18, tzinfo=UTC)) == "thứ Sáu 01/01"


def test_what_is_not_there_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(KeyError):
        words("vi")("no-such-key")
    with pytest.raises((LookupError, ValueError)):
        words("vi")("answer-sent", code="482-715-364")


def test_what_is_empty_is_left_out() -> None:
    by = words("vi")("answer-by", name="Trần Văn Minh", office="", time="16:30")
    assert by == "Trần Văn Minh, 16:30"


def test_a_language_we_do_not_speak_is_vietnamese() -> None:
    assert words("fr").locale == "vi"
    assert words("vi").ministry("MOIT") == "Bộ Công Thương"
    assert words("vi").ministry("XX") == "XX"
    assert words("en").field("no-such-field") == "no-such-field"
    assert words("en").has("answer-sent")
    assert not words("en").has("no-such-key")
