"""Names of provinces and communes in any spelling.

A place is given as `exact` only when the spelling leaves no other: bare or glued letters may be read in one
way only, typed diacritics and type words are obeyed, and a tie or a slip of the finger is offered as choices.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import yaml
from rapidfuzz import fuzz, process

from faq.place_reading import Reading, compatible, province_readings, readings
from faq.text import bare, has_marks, words

MAX_CHOICES = 6
_NEAR = 62.0
"""Similarity (0 to 100) from which a misspelt name is worth offering; below it names are of other places."""
_CLOSE = 80.0
"""Similarity from which a name of the chosen province goes before the same name of another province."""

PlaceType = Literal["xã", "phường", "đặc khu", "tỉnh", "thành phố"]


@dataclass(frozen=True, slots=True)
class Place:
    """A province or a commune.

    `code` has two digits for a province and five for a commune; `name` is bare ("Chư Sê"), `full_name`
    carries the type ("Xã Chư Sê", "Tỉnh Gia Lai"). `province_code` of a province is its own code.
    """

    code: str
    kind: Literal["province", "commune"]
    type: PlaceType
    name: str
    full_name: str
    province_code: str


@dataclass(frozen=True, slots=True)
class Former:
    """A place as it was, or was called; `heir` is the code of what it is since then, `how` it came to that."""

    place: Place
    heir: str
    how: Literal["merge", "split", "rename"]
    since: date


@dataclass(frozen=True, slots=True)
class Found:
    """What a spelling leads to: one sure place, else at most `MAX_CHOICES` near ones (best first) or none.

    `former` is what was meant, where all of that has become of one that is no more.
    """

    exact: Place | None = None
    choices: tuple[Place, ...] = ()
    former: Former | None = None


class Gazetteer:
    """Finds places among those it is given. Immutable once made; safe to share between threads."""

    def __init__(self, places: Iterable[Place], former: Iterable[Former] = ()) -> None:
        """Index `places`; communes whose province is not among them are kept all the same.

        Whoever types the name of a `former` one finds what it is today.
        """
        self._today = {place.code: place for place in places}
        self._former = {f"{f.place.code}>{f.heir}": f for f in former if f.heir in self._today}
        self._by_code = {**self._today, **{code: self._as_it_was(code) for code in self._former}}
        self._was = {f.place.code: f.place for f in self._former.values()}
        self._heirs = {f.place.code: f.heir for f in self._former.values() if f.place.code not in self._today}
        self._key = {place.code: _key(place.name) for place in self._by_code.values()}
        self._communes: dict[str, list[Place]] = defaultdict(list)
        self._folded: dict[str | None, dict[str, str]] = defaultdict(dict)
        self._provinces: dict[str, dict[str, str]] = defaultdict(dict)
        self._merged: dict[str, dict[str, str]] = defaultdict(dict)
        for place in self._by_code.values():
            key = self._key[place.code]
            if place.kind == "province":
                if place.code in self._today:
                    self._provinces[bare(key)][key] = place.code
                else:
                    self._merged[bare(key)][key] = self._former[place.code].heir
                continue
            self._communes[bare(key)].append(place)
            self._folded[None][place.code] = bare(key)
            self._folded[place.province_code][place.code] = bare(key)
        self._learn_other_names()
        self._narrowing = self._merged | self._provinces

    @classmethod
    @cache
    def from_package(cls) -> "Gazetteer":
        """Load the 34 provinces and 3,321 communes of the installed `vietnam-provinces` package, once."""
        provinces = _shipped()
        communes = [_commune(ward, province) for province in provinces for ward in province["wards"]]
        return cls([_province(province) for province in provinces] + communes)

    @property
    def places(self) -> tuple[Place, ...]:
        """All places of today, in the order given."""
        return tuple(self._today.values())

    def get(self, code: str) -> Place | None:
        """Return the place of a code (two digits or five), also one that is no more, or None."""
        return self._today.get(code) or self._was.get(code)

    def today(self, code: str) -> str:
        """Return what a code stands for today: that of another place, where it became one."""
        return code if code in self._today else self._heirs.get(code, code)

    def is_today(self, code: str) -> bool:
        """Say whether the place of a code is still there."""
        return code in self._today

    def find_province(self, text: str) -> Found:
        """Find a province by today's name; a name merged in 2025 is offered as a choice, never taken."""
        typed = province_readings(words(text))
        for name in typed:
            known = self._provinces.get(bare(name), {})
            for spelling, code in known.items():
                if compatible(name, spelling):
                    return Found(self._by_code[code])
        for name in typed:
            near = [*self._provinces.get(bare(name), {}).values(), *self._merged.get(bare(name), {}).values()]
            if near:
                return Found(choices=tuple(self._by_code[code] for code in dict.fromkeys(near)))
        names = {folded: folded for folded in self._narrowing}
        similar = _nearest([(bare(name), names) for name in typed])
        codes = dict.fromkeys(code for key, _ in similar for code in self._narrowing[key].values())
        return Found(choices=tuple(self._by_code[code] for code in codes)[:MAX_CHOICES])

    def find_commune(self, text: str, province: str | None = None) -> Found:
        """Find a commune by name, within `province` (code) when it is given.

        A province named in the text narrows as well. A name that is left with several owners is answered with
        choices, and so is one that only another province has.
        """
        typed = readings(words(text), self._narrowing)
        hits = [(reading, place) for reading in typed for place in self._named(reading)]
        inside = [hit for hit in hits if province in (None, hit[1].province_code)]
        one = self._decided(inside, has_marks(text))
        if one is not None:
            return self._of_today((one,), exact=True)
        if inside:
            return self._of_today(self._ranked(inside))
        return self._of_today(self._misspelt(typed, province, [place for _, place in hits]))

    def _as_it_was(self, code: str) -> Place:
        """A former place under a code of its own, in the province of what it is today."""
        former = self._former[code]
        was, heir = former.place, self._today[former.heir]
        return Place(code, was.kind, was.type, was.name, was.full_name, heir.province_code)

    def _of_today(self, found: tuple[Place, ...], *, exact: bool = False) -> Found:
        """The same as it is today; what was one that is no more is told with it."""
        if all(place.code in self._today for place in found):
            return Found(found[0]) if exact else Found(choices=found)
        former = [self._former.get(place.code) for place in found]
        now_is = tuple({f.heir if f else place.code: None for f, place in zip(former, found, strict=True)})
        was = former[0] if former[0] and len({f.place.code if f else "" for f in former}) == 1 else None
        places = tuple(self._today[code] for code in now_is)
        return Found(places[0], former=was) if exact else Found(choices=places, former=was)

    def _named(self, reading: Reading) -> list[Place]:
        same = self._communes.get(bare(reading.name), ())
        return [place for place in same if not reading.provinces or place.province_code in reading.provinces]

    def _fits(self, reading: Reading, place: Place) -> bool:
        """Say whether nothing that was typed speaks against `place`."""
        type_fits = reading.type in (None, place.type)
        return reading.literal and type_fits and compatible(reading.name, self._key[place.code])

    def _decided(self, hits: list[tuple[Reading, Place]], marked: bool) -> Place | None:
        """Return the only place left, or the only one with the very diacritics of a text that has any."""
        fitting = {place.code: place for reading, place in hits if self._fits(reading, place)}
        if self._former:
            fitting = self._without_their_past(fitting)
        if marked and len(fitting) > 1:
            letter_for_letter = {
                place.code: place
                for reading, place in hits
                if place.code in fitting and reading.name == self._key[place.code]
            }
            fitting = letter_for_letter or fitting
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _without_their_past(self, fitting: dict[str, Place]) -> dict[str, Place]:
        """Of a place and of what it was called before, one is enough."""
        heirs = {code: f.heir for code, f in self._former.items()}
        one_each: dict[str, Place] = {}
        for code, place in fitting.items():
            if code in self._today or heirs[code] not in one_each:
                one_each[heirs.get(code, code)] = place
        return {place.code: place for place in one_each.values()}

    def _ranked(self, hits: list[tuple[Reading, Place]]) -> tuple[Place, ...]:
        """Order places of one folded name: what fits first, then the nearest diacritics, then by code."""
        best: dict[str, tuple[bool, float]] = {}
        for reading, place in hits:
            score = (self._fits(reading, place), fuzz.ratio(reading.name, self._key[place.code]))
            best[place.code] = max(best.get(place.code, score), score)
        codes = sorted(best, key=lambda code: (not best[code][0], -best[code][1], code))
        return tuple(self._by_code[code] for code in codes[:MAX_CHOICES])

    def _misspelt(self, typed: list[Reading], province: str | None, elsewhere: list[Place]) -> tuple[Place, ...]:
        """Offer near names: close ones of the province first, then the same name in other provinces."""
        # What was recognised (a type word, a province) is no part of the misspelt name.
        clear = [reading for reading in typed if reading.provinces] or typed
        clear = [reading for reading in clear if reading.type] or clear
        tries = [(bare(reading.name), self._scope(reading, province)) for reading in clear]
        near = _nearest(tries)
        close = [code for code, score in near if score >= _CLOSE]
        others = [place.code for place in elsewhere]
        codes = dict.fromkeys([*close, *others, *(code for code, _ in near)])
        return tuple(self._by_code[code] for code in codes)[:MAX_CHOICES]

    def _scope(self, reading: Reading, province: str | None) -> dict[str, str]:
        """Folded names by code, of the chosen province, else of the one that the text names, else of all."""
        code = province if province is not None else next(iter(reading.provinces), None)
        return self._folded.get(code, {})

    def _learn_other_names(self) -> None:
        raw = yaml.safe_load((files("faq") / "data" / "places.yaml").read_text(encoding="utf-8"))
        for table, target in ((raw["short"], self._provinces), (raw["before"], self._merged)):
            for was, names in table.items():
                code = self._heirs.get(was, was)
                if code in self._by_code:
                    for key in map(_key, names):
                        target[bare(key)][key] = code


def _nearest(tries: list[tuple[str, dict[str, str]]]) -> list[tuple[str, float]]:
    """Keys of near names over all tries, best first, ties by key. A try is (folded name, names by key)."""
    best: dict[str, float] = {}
    for name, names in tries:
        for _, score, key in process.extract(name, names, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=MAX_CHOICES):
            best[key] = max(best.get(key, 0.0), score)
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))


def _key(name: str) -> str:
    """Accented name without spaces and signs: what is compared, so that spacing never matters."""
    return "".join(words(name))


def _shipped() -> list[dict[str, Any]]:
    # The file that the package documents, without importing it: its 3,355 members of enumerations and objects would
    # stay with us, 6 MB that nobody looks at again.
    package = find_spec("vietnam_provinces")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("vietnam_provinces")
    file = Path(package.origin).parent / "data" / "nested-divisions.json"
    provinces: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return provinces


def _province(item: Mapping[str, Any]) -> Place:
    name = " ".join(item["name"].split())
    is_city = name.startswith("Thành phố ")
    bare_name = name.removeprefix("Thành phố ")
    code = f"{item['code']:02d}"
    if is_city:
        return Place(code, "province", "thành phố", bare_name, name, code)
    return Place(code, "province", "tỉnh", bare_name, f"Tỉnh {bare_name}", code)


_COMMUNE_TYPES: dict[str, PlaceType] = {"Xã": "xã", "Phường": "phường", "Đặc khu": "đặc khu"}


def _commune(item: Mapping[str, Any], province: Mapping[str, Any]) -> Place:
    # Some names of the package hold doubled spaces.
    full = " ".join(item["name"].split())
    prefix = next(prefix for prefix in _COMMUNE_TYPES if full.startswith(f"{prefix} "))
    name = full.removeprefix(f"{prefix} ")
    return Place(
        f"{item['code']:05d}",
        "commune",
        _COMMUNE_TYPES[prefix],
        name,
        full,
        sys.intern(f"{province['code']:02d}"),
    )
