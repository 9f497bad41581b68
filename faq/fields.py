"""The two ministries, their fields and the wording of statuses, as shipped in `data/fields.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml


@dataclass(frozen=True, slots=True)
class Ministry:
    """A ministry; `provincial_department` is the Vietnamese name of its department (Sở) in a province."""

    code: str
    vi: str
    en: str
    provincial_department: str


@dataclass(frozen=True, slots=True)
class Field:
    """A subject that belongs to exactly one ministry (`ministry` is its code)."""

    code: str
    ministry: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Ministries and fields by code, in the order of the file, and the Vietnamese meaning of each status."""

    ministries: Mapping[str, Ministry]
    fields: Mapping[str, Field]
    statuses: Mapping[str, str]

    def fields_of(self, ministry: str) -> tuple[Field, ...]:
        """Return the fields of one ministry; empty for an unknown code."""
        return tuple(field for field in self.fields.values() if field.ministry == ministry)


@cache
def catalogue() -> Catalogue:
    """Load the shipped catalogue; it is read once per process."""
    raw = yaml.safe_load((files("faq") / "data" / "fields.yaml").read_text(encoding="utf-8"))
    ministries = {item["code"]: Ministry(**item) for item in raw["ministries"]}
    fields = {item["code"]: Field(**item) for item in raw["fields"]}
    statuses = {item["code"]: item["vi"] for item in raw["statuses"]}
    return Catalogue(MappingProxyType(ministries), MappingProxyType(fields), MappingProxyType(statuses))
