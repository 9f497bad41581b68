"""Entries kept small: each is packed when it comes in, and put together again when it is asked for.

Of 10,000 entries a question needs one to three. As objects all of them take 19 MB, packed 5.5; to take one out costs
some 15 µs.
"""

import marshal
import zlib
from array import array
from collections.abc import Iterable, Iterator
from datetime import date

from faq.entry import Effect, Entry, Hold, Status

Subject = tuple[str, str]


class Shelf:
    """Entries by id. Each has a number that no other ever has; one that is changed has a new one.

    A shelf that was made from another shares with it what both have. They are filled by one thread; what is there may
    be asked for by others meanwhile.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take entries in."""
        # One piece of memory, which goes back to the system as a whole when the bank is replaced.
        self._packed = bytearray()
        self._ends = array("I", [0])
        self._places: dict[str, int] = {}
        self.ids: list[str] = []
        """The id of each number."""
        self._subject_of: list[Subject] = []
        self._subjects: dict[Subject, Subject] = {}
        self.add(entries)

    def add(self, entries: Iterable[Entry]) -> None:
        """Take entries in; of two with the same id the last stays."""
        for entry in entries:
            subject = (entry.field, entry.ministry)
            self._packed += _packed(entry)
            self._ends.append(len(self._packed))
            self._subject_of.append(self._subjects.setdefault(subject, subject))
            self.ids.append(entry.id)
            self._places[entry.id] = len(self.ids) - 1  # last: what is found by its id is there

    def changed(self, entries: Iterable[Entry], without: Iterable[str] = ()) -> "Shelf":
        """Return a shelf that has these entries, too, or instead of those with their ids, and none of `without`."""
        shelf = object.__new__(Shelf)
        shelf.__dict__ |= self.__dict__
        shelf._places = self._places.copy()
        for entry in without:
            shelf._places.pop(entry, None)
        shelf.add(entries)
        return shelf

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._places)

    def __iter__(self) -> Iterator[Entry]:
        """Walk through the entries by id, whatever the order in which they came."""
        for entry in sorted(self._places):
            yield self._taken(entry, self._places[entry])

    def number(self, entry: str) -> int | None:
        """Return the number of an id, None where there is none."""
        return self._places.get(entry)

    def get(self, entry: str) -> Entry | None:
        """Return the entry of an id, or None."""
        place = self._places.get(entry)
        return None if place is None else self._taken(entry, place)

    def subject(self, entry: str) -> Subject | None:
        """Return the field and the ministry of an entry, without putting it together."""
        place = self._places.get(entry)
        return None if place is None else self._subject_of[place]

    def _taken(self, entry: str, place: int) -> Entry:
        return _unpacked(entry, self._packed[self._ends[place] : self._ends[place + 1]])


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
                [(h.effect.value, h.since.toordinal(), h.text, _number(h.until)) for h in entry.holds],
                entry.version,
            )
        )
    )


def _unpacked(entry: str, packed: bytes | bytearray) -> Entry:
    (
        ministry, field, question, phrasings, answer, legal_basis, source_url, status,
        valid_from, valid_to, confidence, checked_on, reviewed, provinces, task_id, holds, version,
    ) = marshal.loads(zlib.decompress(packed))  # noqa: S302 - packed by this very process  # fmt: skip
    return Entry(
        entry, ministry, field, question, phrasings, answer, legal_basis, source_url, Status(status),
        _day(valid_from), _day(valid_to), confidence, _day(checked_on), reviewed, provinces, task_id,
        tuple(Hold(Effect(what), date.fromordinal(since), text, _day(until)) for what, since, text, until in holds),
        version,
    )  # fmt: skip


def _number(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(number)
