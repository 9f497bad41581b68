"""Entries kept small: each is packed when it comes in, and put together again when it is asked for.

Of 10,000 entries a question needs one to three. As objects all of them take 19 MB, packed 6; to take one out costs
some 15 µs.
"""

import marshal
import zlib
from collections.abc import Iterable, Iterator
from datetime import date

from faq.entry import Entry, Status

Subject = tuple[str, str]


class Shelf:
    """Entries by id. Made by one thread; safe to share between threads once nothing is added any more."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take entries in."""
        self._packed: dict[str, bytes] = {}
        self._subjects: dict[str, Subject] = {}
        self._alike: dict[Subject, Subject] = {}
        self.add(entries)

    def add(self, entries: Iterable[Entry]) -> None:
        """Take entries in; of two with the same id the last stays."""
        for entry in entries:
            subject = (entry.field, entry.ministry)
            self._subjects[entry.id] = self._alike.setdefault(subject, subject)
            self._packed[entry.id] = _packed(entry)

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._packed)

    def __iter__(self) -> Iterator[Entry]:
        """Walk through the entries by id, whatever the order in which they came."""
        for entry, packed in sorted(self._packed.items()):
            yield _unpacked(entry, packed)

    def get(self, entry: str) -> Entry | None:
        """Return the entry of an id, or None."""
        packed = self._packed.get(entry)
        return None if packed is None else _unpacked(entry, packed)

    def subject(self, entry: str) -> Subject | None:
        """Return the field and the ministry of an entry, without putting it together."""
        return self._subjects.get(entry)


def _packed(entry: Entry) -> bytes:
    # Nothing of this leaves the process: marshal's form may differ between releases of Python.
    return zlib.compress(
        marshal.dumps(
            (
                entry.ministry,
                entry.field,
                entry.question,
                entry.phrasings,
                entry.answer,
                entry.legal_basis,
                entry.source_url,
                entry.status.value,
                _number(entry.valid_from),
                _number(entry.valid_to),
                entry.confidence,
                _number(entry.checked_on),
                entry.reviewed,
                entry.provinces,
                entry.task_id,
            )
        )
    )


def _unpacked(entry: str, packed: bytes) -> Entry:
    (
        ministry, field, question, phrasings, answer, legal_basis, source_url, status,
        valid_from, valid_to, confidence, checked_on, reviewed, provinces, task_id,
    ) = marshal.loads(zlib.decompress(packed))  # noqa: S302 - packed by this very process  # fmt: skip
    return Entry(
        entry, ministry, field, question, phrasings, answer, legal_basis, source_url, Status(status),
        _day(valid_from), _day(valid_to), confidence, _day(checked_on), reviewed, provinces, task_id,
    )  # fmt: skip


def _number(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(number)
