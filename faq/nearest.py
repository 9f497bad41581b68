"""What somebody may have meant who wrote a code that there is not: the nearest ones, else all that may be written."""

from collections.abc import Mapping
from functools import cache

from rapidfuzz import fuzz, process

from faq.fields import Catalogue
from faq.places import Gazetteer
from faq.text import folded

_NEAR = 70.0
_MOST = 3
_LONGEST = 80
"""Characters of what was written that are compared: a name is no longer."""


@cache
def provinces() -> Mapping[str, str]:
    """Return the names of today's provinces by their codes."""
    return {place.code: place.name for place in Gazetteer.from_package().places if place.kind == "province"}


def near_province(written: str) -> str:
    """Name the codes of the provinces that may be meant."""
    names = provinces()
    return _named(_near(written, {code: (name,) for code, name in names.items()}) or list(names), names)


def near_ministry(known: Catalogue) -> str:
    """Name the codes of the ministries: they are few."""
    names = {ministry.code: ministry.vi for ministry in known.ministries.values()}
    return _named(list(names), names)


def near_field(written: str, ministry: str, known: Catalogue) -> str:
    """Name the codes of the fields that may be meant; of that ministry, where there is such a one."""
    fields = {field.code: field for field in known.fields_of(ministry) or known.fields.values()}
    near = _near(written, {code: (code, field.vi, field.en) for code, field in fields.items()})
    return _named(near, {code: field.vi for code, field in fields.items()}) if near else ", ".join(fields)


def _near(written: str, names: Mapping[str, tuple[str, ...]]) -> list[str]:
    spoken = {(code, name): folded(name.replace("-", " ")) for code, each in names.items() for name in each}
    wanted = folded(written[:_LONGEST].replace("-", " ").replace("_", " "))
    if not any(map(str.isalpha, wanted)):
        return []
    found = process.extract(wanted, spoken, scorer=fuzz.WRatio, score_cutoff=_NEAR, limit=3 * _MOST)
    return list(dict.fromkeys(key[0] for _, _, key in found))[:_MOST]


def _named(codes: list[str], names: Mapping[str, str]) -> str:
    return ", ".join(f"{code} ({names[code]})" for code in codes)
