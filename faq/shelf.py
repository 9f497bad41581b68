"""Entries kept small: some twenty of them are packed into a page, and one is put together again when it is asked for.

Of 10,000 entries a question needs one to three. As objects all of them take 19 MB, packed 2; to take one out costs
some 50 µs. Pages, not entries, are packed also for the sake of others: zlib gives the interpreter back while it
works, and for an entry alone so briefly that whoever waits for it wakes up too late, again and again.
"""

import marshal
from array import array
from collections.abc import Iterable, Iterator
from datetime import date
from heapq import merge
from itertools import accumulate, count
from typing import Any

from faq.drawers import Drawers
from faq.entry import Effect, Entry, Hold, Status
from faq.ids import Ids, Part
from faq.pages import Pages
from faq.piecemeal import Piecemeal

Subject = tuple[str, str]
Said = tuple[int, tuple[str, ...], tuple[str, ...]]
"""An entry's number, its question and other wordings, its answer with what it rests on."""

_PAGE = 1 << 14
"""Bytes of entries, before they are packed."""


class Shelf(Piecemeal):
    """Entries by id. Each has a number that no other ever has; one that is changed has a new one.

    A shelf that was made from another shares with it what both have. They are filled by one thread; what is there may
    be asked for by others meanwhile.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take entries in."""
        self._pages = Pages()
        self._page_of = array("I")
        self._from, self._to = array("I"), array("I")
        """Of each number: its page, and where it lies there."""
        self._numbers = Drawers()
        self.ids = Ids()
        """The id of each number."""
        self._subject_of = array("I")
        self._subjects: dict[Subject, int] = {}
        self._subject_names: list[Subject] = []
        self.add(entries)

    def add(self, entries: Iterable[Entry]) -> None:
        """Take entries in; of two with the same id the last stays. Not for a shelf that shares with another."""
        self._numbers.put(self._put_down(entries))

    def changed(self, entries: Iterable[Entry], without: Iterable[str] = ()) -> "Shelf":
        """Return a shelf that has these entries, too, or instead of those with their ids, and none of `without`."""
        shelf = object.__new__(Shelf)
        shelf.__dict__ |= self.__dict__
        shelf._numbers = self._numbers.changed(self._put_down(entries), without)
        return shelf

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._numbers)

    def __iter__(self) -> Iterator[Entry]:
        """Walk through the entries by id, whatever the order in which they came."""
        for entry, place in self._in_order():
            yield _entry(entry, self._taken(place))

    def said(self) -> Iterator[Said]:
        """Walk through the texts of the entries, by id, too, without putting them together."""
        for _, place in self._in_order():
            _, _, question, phrasings, answer, basis, *_ = self._taken(place)
            yield place, (question, *phrasings), (answer, *basis)

    def number(self, entry: str) -> int | None:
        """Return the number of an id, None where there is none."""
        return self._numbers.get(entry)

    def get(self, entry: str) -> Entry | None:
        """Return the entry of an id, or None."""
        place = self.number(entry)
        return None if place is None else _entry(entry, self._taken(place))

    def subject(self, entry: str) -> Subject | None:
        """Return the field and the ministry of an entry, without putting it together."""
        place = self.number(entry)
        return None if place is None else self._subject_names[self._subject_of[place]]

    def _in_order(self) -> Iterator[tuple[str, int]]:
        # Not all at once: to sort a million ids would keep everybody else from the interpreter for a second.
        last = None
        for entry in merge(*map(_sorted, self.ids.parts())):
            if entry != last and (place := self.number(entry)) is not None:
                yield entry, place
            last = entry

    def _put_down(self, entries: Iterable[Entry]) -> Iterator[tuple[str, int]]:
        """Pack entries; their ids with their numbers, each when it may be asked for."""
        page: list[bytes] = []
        new: list[Entry] = []
        size = 0
        for entry in entries:
            page.append(_raw(entry))
            new.append(entry)
            size += len(page[-1])
            if size >= _PAGE:
                yield from self._bound(page, new)
                page, new, size = [], [], 0
        if new:
            yield from self._bound(page, new)

    def _bound(self, page: list[bytes], entries: list[Entry]) -> Iterator[tuple[str, int]]:
        number = self._pages.add(b"".join(page))
        ends = list(accumulate(map(len, page)))
        self._from.extend([0, *ends[:-1]])
        self._to.extend(ends)
        self._page_of.extend([number] * len(page))
        for subject in ((entry.field, entry.ministry) for entry in entries):
            if subject not in self._subjects:
                self._subject_names.append(subject)
                self._subjects[subject] = len(self._subjects)
            self._subject_of.append(self._subjects[subject])
        first = len(self.ids)
        ids = [entry.id for entry in entries]
        self.ids.add(ids)
        return zip(ids, count(first), strict=False)

    def _taken(self, place: int) -> Any:
        page = self._pages[self._page_of[place]]
        return marshal.loads(page[self._from[place] : self._to[place]])  # noqa: S302 - packed by this very process


def said_by(entry: Entry, number: int) -> Said:
    """Return the texts of an entry, as the shelf does."""
    return number, (entry.question, *entry.phrasings), (entry.answer, *entry.legal_basis)


def _sorted(part: Part) -> Iterator[str]:
    # Their order, not the ids: those that are walked through need not be held, nor looked through for garbage.
    for at in array("H", sorted(range(len(part)), key=part.__getitem__)):
        yield part[at]


def _raw(entry: Entry) -> bytes:
    # Nothing of this leaves the process: marshal's form may differ between releases of Python.
    return marshal.dumps(
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


def _entry(entry: str, raw: Any) -> Entry:
    (
        ministry, field, question, phrasings, answer, legal_basis, source_url, status,
        valid_from, valid_to, confidence, checked_on, reviewed, provinces, task_id, holds, version,
    ) = raw  # fmt: skip
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
