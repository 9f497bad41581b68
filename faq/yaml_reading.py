"""YAML read as plain records: mappings, lists and words, each with its line.

The events of the parser are used, never a constructor: no tag can make an object, anchors are refused so that a
few lines cannot unfold into gigabytes, and nesting ends before the stack does. Words stay as written ("no" is
not False, 2026-11-21 is not yet a date); the reader of entries knows what each key means.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from faq.fault import FaultCode, RefusedFileError
from faq.record import Record

_DEEPEST = 8
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping: the line where it begins, and its keys in order, each with its line and value."""

    line: int
    items: list[tuple[str, int, object]]


def yaml_records(text: str, key: str) -> Iterator[Record | int]:
    """Yield the records of the list under `key` (or of a list that is the document); an int is the line of an item
    that is not a mapping. Raises `RefusedFileError` for what is not such a file.
    """
    root = yaml_root(text)
    if isinstance(root, Mapped):
        root = next((value for name, _, value in root.items if name == key), None)
    if not isinstance(root, list):
        raise RefusedFileError(FaultCode.NOT_A_BANK, 1)
    for line, item in root:
        if not isinstance(item, Mapped):
            yield line
            continue
        names = Counter(name for name, _, _ in item.items)
        yield Record(
            line=item.line,
            values={name: _plain(value) for name, _, value in item.items},
            lines={name: at for name, at, _ in item.items},
            repeated=tuple(name for name, count in names.items() if count > 1),
        )


def yaml_root(text: str) -> object:
    """Read the first document: text, None, `Mapped`, or a list of (line, value). Raises `RefusedFileError`."""
    try:
        events = yaml.parse(text, Loader=_LOADER)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                return _node(next(events), events, 0)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RefusedFileError(FaultCode.UNREADABLE, line, **_problem(error)) from error
    except yaml.reader.ReaderError as error:
        at = error.position if isinstance(error.position, int) else 0
        raise RefusedFileError(FaultCode.BAD_CHARACTERS, text.count("\n", 0, at) + 1) from error
    except UnicodeError as error:
        raise RefusedFileError(FaultCode.BAD_CHARACTERS, 1) from error
    return None


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> object:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise RefusedFileError(FaultCode.ALIAS, line)
    if depth > _DEEPEST:
        raise RefusedFileError(FaultCode.TOO_DEEP, line)
    if isinstance(event, yaml.ScalarEvent):
        return None if event.implicit[0] and event.value in _NULLS else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        return [(_line(item), _node(item, events, depth + 1)) for item in _until_end(events)]
    pairs: list[tuple[str, int, object]] = []
    for item in _until_end(events):
        name = _node(item, events, depth + 1)
        value = _node(next(events), events, depth + 1)
        pairs.append((name if isinstance(name, str) else "", _line(item), value))
    return Mapped(line, pairs)


def _problem(error: yaml.MarkedYAMLError) -> dict[str, str]:
    return {"problem": error.problem} if error.problem else {}


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _until_end(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            return
        yield event


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(item) for _, item in value]
    if isinstance(value, Mapped):
        return {name: _plain(item) for name, _, item in value.items}
    return value
