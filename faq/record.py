"""From a record as somebody wrote it to an entry, or to the list of what is wrong with it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from faq.entry import UNLOCATED, Entry, Status
from faq.fault import Fault, FaultCode
from faq.fields import Catalogue
from faq.nearest import near_field, near_ministry, near_province, provinces

CONFIDENCES = ("verbatim", "summarised")
_LIMITS = {"id": 200, "question": 2_000, "phrasings": 2_000, "answer": 10_000}
_LIMITS_IN_FULL = {**_LIMITS, "id": 80, "task_id": 80}
"""What is to be kept must fit the columns of the database (`storage.tables.knowledge`)."""
_LIMIT = 2_000
_MOST = {"phrasings": 500, "legal_basis": 100, "provinces": 34}
_SYNONYM = {"alternatives": "phrasings"}
NEEDED = ("id", "question")
NEEDED_IN_FULL = ("id", "ministry", "field", "question", "answer", "legal_basis", "status")
_KEYS = frozenset(Entry.__dataclass_fields__) - {"holds", "version"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PROVINCE = re.compile(r"\d{2}")
_LINK = re.compile(r"https?://[^\s/?#]+\.[^\s/?#]+(?:[/?#].*)?", re.IGNORECASE)
"""An address with a name of a machine; what follows may hold spaces, as names of files do."""
_LONGEST_KEY = 80
_MOST_SLIPS = 20
"""Slips told of one record: a file of another kind has thousands, and nobody mends them one by one."""

_SPOILING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters (but for a new line and a tab) and halves of letters."""
_NO_CHARACTERS = frozenset("\ufffe\uffff")
"""XML cannot hold them, nor can a spreadsheet."""

Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True, slots=True)
class Unusable:
    """What stands in the place of a value that its reader could not take, and why."""

    code: FaultCode
    args: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One item of a file: what stands under each key, the line of the item and of each key, keys seen twice.

    `columns` names the column of each key in a spreadsheet ("D"). `faults` were found beside what its keys say.
    """

    line: int
    values: Mapping[str, object]
    lines: Mapping[str, int]
    repeated: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def entry_of(record: Record, known: Catalogue | None) -> tuple[Entry | None, list[Fault]]:
    """Make the entry of a record; None when there is any fault.

    With a catalogue every key of a complete entry is demanded and checked; without one only the id and the
    question are, and keys that mean nothing are passed over. Nothing is raised on any content.
    """
    return _Draft(record, known).entry()


def faults_of(entry: Entry, known: Catalogue) -> list[Fault]:
    """Say what a file that held this entry would be refused for."""
    values = {name: _as_written(getattr(entry, name)) for name in _KEYS}
    written = {name: value for name, value in values.items() if value not in (None, "", [])}
    return entry_of(Record(1, written, {}), known)[1]


def _as_written(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value


class _Draft:
    """Collects values and faults of one record."""

    def __init__(self, record: Record, known: Catalogue | None) -> None:
        self._values = {_SYNONYM.get(key, key): value for key, value in record.values.items()}
        self._lines = {_SYNONYM.get(key, key): line for key, line in record.lines.items()}
        self._line = record.line
        self._columns = record.columns
        self._known = known
        self._limits = _LIMITS if known is None else _LIMITS_IN_FULL
        self._faults: list[Fault] = list(record.faults)
        self._id = ""
        self._id = self._text("id")
        for key in record.repeated:
            self._fault(key, FaultCode.REPEATED_KEY)
        if known is not None:
            for key in record.values:
                if _SYNONYM.get(key, key) not in _KEYS:
                    self._fault(key[: _LIMITS["id"]], FaultCode.UNKNOWN_KEY)
        for key in NEEDED if known is None else NEEDED_IN_FULL:
            if self._values.get(key) is None:
                self._fault(key, FaultCode.MISSING)

    def entry(self) -> tuple[Entry | None, list[Fault]]:
        question = self._text("question")
        phrasings = tuple(text for text in self._texts("phrasings") if text != question)
        entry = Entry(
            id=self._id,
            ministry=self._text("ministry"),
            field=self._text("field"),
            question=question,
            phrasings=phrasings,
            answer=self._text("answer"),
            legal_basis=self._texts("legal_basis"),
            source_url=self._link("source_url"),
            status=self._choice("status", tuple(Status), FaultCode.UNKNOWN_STATUS) or Status.CHECK,
            valid_from=self._day("valid_from"),
            valid_to=self._day("valid_to"),
            confidence=self._choice("confidence", CONFIDENCES, FaultCode.UNKNOWN_CONFIDENCE) or "summarised",
            checked_on=self._day("checked_on"),
            reviewed=self._yes_or_no("reviewed"),
            provinces=self._provinces(),
            task_id=self._text("task_id") or None,
        )
        self._compare_dates(entry)
        if self._known is not None:
            self._compare_with(entry, self._known)
        return (None if self._faults else entry), self._faults

    def _fault(self, key: str, code: FaultCode, **args: object) -> None:
        line = self._lines.get(key, self._line)
        pairs = tuple((name.rstrip("_"), str(value)) for name, value in args.items())
        column = self._columns.get(key)
        self._faults.append(Fault(line, self._id, key, code, pairs, f"{column}{line}" if column else ""))

    def _refuse(self, key: str, value: object, otherwise: FaultCode) -> None:
        """Say why a value cannot be taken: as its reader said, else as `otherwise`."""
        if isinstance(value, Unusable):
            self._fault(key, value.code, **dict(value.args))
        else:
            self._fault(key, otherwise)

    def _text(self, key: str) -> str:
        value = self._values.get(key)
        return "" if value is None else self._checked(key, value)

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self._values.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._refuse(key, value, FaultCode.NOT_A_LIST)
            return ()
        most = _MOST[key]
        if len(value) > most:
            self._fault(key, FaultCode.TOO_MANY, count=len(value), limit=most)
        if not value and key == "legal_basis" and self._known is not None:
            self._fault(key, FaultCode.EMPTY)
        return tuple(dict.fromkeys(self._checked(key, item) for item in value[:most]))

    def _checked(self, key: str, value: object) -> str:
        """Clean one text; addresses keep their letters, all else is composed."""
        if key == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self._refuse(key, value, FaultCode.NOT_TEXT)
            return ""
        limit = self._limits.get(key, _LIMIT)
        text = value[: 4 * limit + 4].replace("\r\n", "\n").strip()
        text = text if key == "source_url" else unicodedata.normalize("NFC", text)
        if not text:
            self._fault(key, FaultCode.EMPTY)
        if len(text) > limit:
            self._fault(key, FaultCode.TOO_LONG, length=len(value), limit=limit)
        if self._spoils(text):
            self._fault(key, FaultCode.BAD_CHARACTERS)
        return text

    def _spoils(self, text: str) -> bool:
        return bool(_SPOILING.search(text)) or (self._known is not None and not _NO_CHARACTERS.isdisjoint(text))

    def _link(self, key: str) -> str | None:
        text = self._text(key)
        if text and self._known is not None and not (_LINK.fullmatch(text) or text.startswith(UNLOCATED)):
            self._fault(key, FaultCode.BAD_LINK, value=text[:_LONGEST_KEY])
        return text or None

    def _choice(self, key: str, allowed: tuple[Choice, ...], code: FaultCode) -> Choice | None:
        text = self._text(key)
        chosen = next((choice for choice in allowed if choice == text), None)
        if text and chosen is None:
            self._fault(key, code, value=text[:_LONGEST_KEY], allowed=", ".join(allowed))
        return chosen

    def _day(self, key: str) -> date | None:
        text = self._text(key)
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self._fault(key, FaultCode.BAD_DATE, value=text[:_LONGEST_KEY])
        return None

    def _yes_or_no(self, key: str) -> bool:
        # YAML scalars arrive as they are written, JSON has booleans.
        answers = {True: True, False: False, "true": True, "false": False, None: False}
        value = self._values.get(key)
        if not isinstance(value, bool | str | None) or value not in answers:
            self._refuse(key, value, FaultCode.NOT_YES_OR_NO)
            return False
        return answers[value]

    def _provinces(self) -> tuple[str, ...]:
        codes = self._texts("provinces")
        for code in codes:
            there = _PROVINCE.fullmatch(code) if self._known is None else code in provinces()
            if code and not there:
                near = near_province(code)
                self._fault("provinces", FaultCode.UNKNOWN_PROVINCE, value=code[:_LONGEST_KEY], allowed=near)
        return codes

    def _compare_dates(self, entry: Entry) -> None:
        if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
            self._fault("valid_to", FaultCode.DATES_REVERSED, value=entry.valid_to, from_=entry.valid_from)

    def _compare_with(self, entry: Entry, known: Catalogue) -> None:
        if entry.ministry and entry.ministry not in known.ministries:
            self._fault("ministry", FaultCode.UNKNOWN_MINISTRY, value=entry.ministry[:_LONGEST_KEY],
                        allowed=near_ministry(known))  # fmt: skip
        field = known.fields.get(entry.field)
        if entry.field and field is None:
            self._fault("field", FaultCode.UNKNOWN_FIELD, value=entry.field[:_LONGEST_KEY],
                        allowed=near_field(entry.field, entry.ministry, known))  # fmt: skip
        elif field and entry.ministry in known.ministries and field.ministry != entry.ministry:
            self._fault("field", FaultCode.FIELD_OF_OTHER_MINISTRY, value=entry.field, ministry=field.ministry)
