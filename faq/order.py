"""An order that is the same whatever the order in which things come: those that are alike stand by their names."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

_Key = TypeVar("_Key", bound="SupportsRichComparison")
_Name = TypeVar("_Name", bound="SupportsRichComparison")


def in_order(keys: Sequence[_Key], name: Callable[[int], _Name]) -> list[int]:
    """Return the places of keys, the smallest key first; of the same ones, by their names.

    Names are asked for only where keys are the same: to look an id up takes a microsecond.
    """
    if len(set(keys)) == len(keys):
        return sorted(range(len(keys)), key=keys.__getitem__)
    times = Counter(keys)
    return sorted(range(len(keys)), key=lambda at: (keys[at], name(at) if times[keys[at]] > 1 else None))
