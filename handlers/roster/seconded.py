"""What a list says of an officer's seat beside its term: fields, room, lead of the province, deputies, an absence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from faq.fault import FaultCode
from faq.fields import Catalogue
from faq.nearest import near_field
from faq.text import folded
from handlers.roster.fault import Amiss, RosterCode
from handlers.roster.line import LONGEST_KEY

MOST = 9_999
_NUMBER = re.compile(r"[0-9]{1,4}")
_NONE = frozenset({"khong", "khong co", "none", "-"})
_ANY = frozenset({"tat ca", "moi linh vuc", "any", "all"})
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Wording:
    """How a line's values are read. Every method raises Amiss; what is not said is None."""

    known: Catalogue

    def fields(self, items: Sequence[str], ministry: str) -> tuple[str, ...] | None:
        """By code or by name, one on a line, or several with commas; `tất cả` takes the limit away."""
        if not items:
            return None
        if [folded(item) for item in items] in ([each] for each in _ANY):
            return ()
        found = [code for item in items for code in self._of_item(item, ministry)]
        return tuple(dict.fromkeys(found))

    def _of_item(self, item: str, ministry: str) -> list[str]:
        whole = self._field(item, ministry)
        if whole:  # names hold commas themselves
            return [whole]
        parts = [part for part in re.split(r"[,;]", item) if part.strip()]
        return [self._needed(part, ministry) for part in parts]

    def _field(self, text: str, ministry: str) -> str | None:
        wanted = folded(text)
        for field in self.known.fields.values():
            if text.strip().lower() == field.code or wanted in (folded(field.vi), folded(field.en)):
                if field.ministry != ministry:
                    raise Amiss("fields", FaultCode.FIELD_OF_OTHER_MINISTRY, ministry=field.ministry)
                return field.code
        return None

    def _needed(self, text: str, ministry: str) -> str:
        found = self._field(text, ministry)
        if found is None:
            near = near_field(text.strip()[:_SHOWN], ministry, self.known)
            raise Amiss("fields", FaultCode.UNKNOWN_FIELD, value=text.strip()[:_SHOWN], allowed=near)
        return found

    def capacity(self, text: str) -> int | None:
        """So many questions at once; 0 for any number."""
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise Amiss("capacity", RosterCode.BAD_CAPACITY, value=text[:_SHOWN])
        return int(text)

    def deputies(self, items: Sequence[str], own: str | None) -> tuple[str, ...] | None:
        """By their codes; `không` takes them away."""
        if not items:
            return None
        if [folded(item) for item in items] in ([each] for each in _NONE):
            return ()
        keys = [key.strip().upper() for item in items for key in re.split(r"[,;]", item) if key.strip()]
        for key in keys:
            if len(key) > LONGEST_KEY:
                raise Amiss("deputies", FaultCode.TOO_LONG, length=str(len(key)), limit=str(LONGEST_KEY))
            if key == own:
                raise Amiss("deputies", RosterCode.OWN_DEPUTY)
        return tuple(dict.fromkeys(keys))


def said_of(values: Mapping[str, object], keys: Sequence[str], fault: Callable[..., None]) -> None:
    """Tells what a line says that only an officer's may."""
    for key in keys:
        if values.get(key) not in (None, "", False, []):
            fault(key, RosterCode.FOR_OFFICERS)
