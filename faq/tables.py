"""The tables of words as people write them: abbreviations, other words for the same, cues, words that say nothing.

The shipped ones are `data/words.yaml`, which says in its comments what each table means. A ministry may write a file
of its own, of the same form, with any of the tables; what stands there is added, and where both spell out the same
abbreviation or name what is broader, its own counts. Facets are known by name to the matcher: a file may give them
more cues, it cannot make new ones.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from faq.fault import Fault, FaultCode, RefusedFileError
from faq.syllable import is_bare_syllable, is_syllable
from faq.text import bare, words
from faq.yaml_reading import Mapped, yaml_root

MAX_BYTES = 1 << 20
MAX_ITEMS = 20_000
"""Of one table. What is looked up is as fast with all of them; more were not written by people."""
MAX_WORDS = 10
MAX_CHARS = 200
"""Of one wording."""
MAX_FAULTS = 200

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables, as they are written."""

    short: Mapping[str, str]
    """What an abbreviation stands for."""
    same: tuple[Texts, ...]
    """Groups of wordings for the same thing."""
    broader: Mapping[str, Texts]
    """What a narrower wording may be called, never the other way round."""
    facets: Mapping[str, Texts]
    """Cues of what a question wants to know about its subject, by facet."""
    acts: Mapping[str, Texts]
    """Cues of what is to be done with it, by facet."""
    told: Texts
    """Facets that an answer must speak of."""
    empty: Texts
    """Words that say nothing about a subject."""
    not_empty_when_bare: Texts
    """Those of them that do when typed without diacritics."""

    def and_more(self, more: "Tables") -> "Tables":
        """Return these tables with what others add."""
        return Tables(
            {**self.short, **more.short},
            self.same + more.same,
            {**self.broader, **more.broader},
            _joined(self.facets, more.facets),
            _joined(self.acts, more.acts),
            self.told,
            self.empty + more.empty,
            self.not_empty_when_bare + more.not_empty_when_bare,
        )


class FaultyTables(Exception):
    """A file of tables that is not used, with all that is wrong with it: the table is the `item`, then its key."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


@cache
def shipped_tables() -> Tables:
    """Return the tables that come with this release; they are read once per process."""
    return _read((files("faq") / "data" / "words.yaml").read_text(encoding="utf-8"), None)


def read_tables(text: str) -> Tables:
    """Read tables that add to the shipped ones. Raises FaultyTables."""
    return _read(text, shipped_tables())


def read_tables_file(path: Path) -> Tables:
    """Read a file of tables that add to the shipped ones. Raises FaultyTables, and OSError."""
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FaultyTables([Fault(1, "", "", FaultCode.TOO_LARGE, (("limit", str(MAX_BYTES)),))])
    try:
        return read_tables(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FaultyTables([Fault(line, "", "", FaultCode.BAD_CHARACTERS)]) from error


def _read(text: str, onto: Tables | None) -> Tables:
    try:
        root = yaml_root(text)
    except RefusedFileError as refused:
        raise FaultyTables([refused.fault]) from refused
    if not isinstance(root, Mapped):
        raise FaultyTables([Fault(1, "", "", FaultCode.NOT_TABLES)])
    reader = _Reader(onto)
    tables = reader.tables(root)
    if reader.faults:
        raise FaultyTables(sorted(reader.faults, key=lambda fault: fault.line))
    return tables


class _Reader:
    """Reads the tables of one file; what is wrong is kept, so that all of it can be told."""

    def __init__(self, onto: Tables | None) -> None:
        """`onto`: the tables that these add to; None where there are none, and these say which facets there are."""
        self._onto = onto
        self.faults: list[Fault] = []

    def tables(self, root: Mapped) -> Tables:
        """Read all tables; one that is not there is empty."""
        known = {name for name in Tables.__dataclass_fields__ if name != "told" or self._onto is None}
        given: dict[str, tuple[int, object]] = {}
        for name, line, value in root.items:
            if name not in known or name in given:
                self._fault(line, name, "", FaultCode.REPEATED_KEY if name in given else FaultCode.UNKNOWN_KEY)
            given[name] = line, value
        return Tables(
            short=dict(self._short(*given.get("short", _NOTHING))),
            same=tuple(self._groups(*given.get("same", _NO_LIST))),
            broader={key: texts for key, _, texts in self._lists("broader", *given.get("broader", _NOTHING))},
            facets=dict(self._cues("facets", *given.get("facets", _NOTHING))),
            acts=dict(self._cues("acts", *given.get("acts", _NOTHING))),
            told=self._texts("told", "", *given.get("told", _NO_LIST)),
            empty=tuple(self._words("empty", *given.get("empty", _NO_LIST))),
            not_empty_when_bare=tuple(
                self._words("not_empty_when_bare", *given.get("not_empty_when_bare", _NO_LIST))
            ),
        )

    def _short(self, line: int, value: object) -> Iterator[tuple[str, str]]:
        read: dict[str, int] = {}
        for key, at, long in self._pairs("short", line, value):
            spelt = words(key)
            if len(spelt) != 1:
                self._fault(at, "short", key, FaultCode.NOT_ONE_WORD)
                continue
            # What is no syllable of the language is looked up without diacritics, too: "đkkd", typed "dkkd".
            short = key if self._onto is None else spelt[0] if is_syllable(spelt[0]) else bare(spelt[0])
            if self._onto is not None and is_bare_syllable(short) and short == bare(short):
                # "CA" would be read in "ca trực", too.
                self._fault(at, "short", key, FaultCode.ALSO_A_WORD, value=key)
            if short in read:
                self._fault(at, "short", key, FaultCode.SAME_AS, value=key, first=str(read[short]))
            read[short] = at
            yield short, self._text("short", key, at, long)

    def _groups(self, line: int, value: object) -> Iterator[Texts]:
        for at, group in self._items("same", "", line, value):
            texts = self._texts("same", "", at, group)
            if isinstance(group, list) and len(set(map(words, texts))) < 2:
                self._fault(at, "same", next(iter(texts), ""), FaultCode.TOO_FEW)
            yield texts

    def _lists(self, table: str, line: int, value: object) -> Iterator[tuple[str, int, Texts]]:
        for key, at, texts in self._pairs(table, line, value):
            yield self._text(table, key, at, key), at, self._texts(table, key, at, texts)

    def _cues(self, table: str, line: int, value: object) -> Iterator[tuple[str, Texts]]:
        facets = getattr(self._onto, table) if self._onto else None
        for facet, at, cues in self._lists(table, line, value):
            if facets is not None and facet not in facets:
                self._fault(at, table, facet, FaultCode.UNKNOWN_FACET, value=facet, allowed=", ".join(facets))
            yield facet, cues

    def _words(self, table: str, line: int, value: object) -> Iterator[str]:
        for text in [value] if isinstance(value, str) else self._texts(table, "", line, value):
            yield from words(str(text))

    def _pairs(self, table: str, line: int, value: object) -> Iterator[tuple[str, int, object]]:
        if not isinstance(value, Mapped):
            self._fault(line, table, "", FaultCode.NOT_A_MAPPING)
            return
        self._not_too_many(table, line, len(value.items))
        times = Counter(key for key, _, _ in value.items)
        for key, at, each in value.items:
            if times[key] > 1:
                self._fault(at, table, key, FaultCode.REPEATED_KEY)
            yield key, at, each

    def _items(self, table: str, key: str, line: int, value: object) -> Iterator[tuple[int, object]]:
        if not isinstance(value, list):
            self._fault(line, table, key, FaultCode.NOT_A_LIST)
            return
        self._not_too_many(table, line, len(value))
        yield from value

    def _texts(self, table: str, key: str, line: int, value: object) -> Texts:
        return tuple(self._text(table, key, at, each) for at, each in self._items(table, key, line, value))

    def _text(self, table: str, key: str, line: int, value: object) -> str:
        text = value if isinstance(value, str) else ""
        count = len(words(text[:MAX_CHARS]))
        if value is None or (isinstance(value, str) and not count):
            self._fault(line, table, key, FaultCode.EMPTY)
        elif not isinstance(value, str):
            self._fault(line, table, key, FaultCode.NOT_TEXT)
        elif len(text) > MAX_CHARS:
            self._fault(line, table, key, FaultCode.TOO_LONG, length=str(len(text)), limit=str(MAX_CHARS))
        elif count > MAX_WORDS:
            self._fault(line, table, key, FaultCode.TOO_MANY_WORDS, count=str(count), limit=str(MAX_WORDS))
        return text

    def _not_too_many(self, table: str, line: int, count: int) -> None:
        if count > MAX_ITEMS:
            self._fault(line, table, "", FaultCode.TOO_MANY, count=str(count), limit=str(MAX_ITEMS))

    def _fault(self, line: int, table: str, key: str, code: FaultCode, **args: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(line, table, key[:MAX_CHARS], code, tuple(args.items())))


_NO_LIST: tuple[int, object] = (0, [])
_NOTHING: tuple[int, object] = (0, Mapped(0, []))


def _joined(some: Mapping[str, Texts], more: Mapping[str, Texts]) -> dict[str, Texts]:
    return {facet: cues + more.get(facet, ()) for facet, cues in some.items()}
