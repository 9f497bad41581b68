"""Texts that ask the same, put together: what many people ask and no entry answers."""

from collections import defaultdict
from collections.abc import Sequence

from faq.entry import Entry
from faq.match import Bank

ALIKE = 0.5
"""Least confidence with which one text is taken for another wording of another one."""
_LOOKED_AT = 5


def grouped(texts: Sequence[str]) -> list[list[int]]:
    """Return the positions of texts that ask alike, the largest group first, each group and equals by position.

    A text belongs to the group of whatever it is most surely a wording of; each text is in one group.
    """
    bank = Bank(Entry(str(at), "", "", text) for at, text in enumerate(texts))
    leader = list(range(len(texts)))
    for at, text in enumerate(texts):
        # Its own wording, and whatever is written just so, would win over all others.
        for match in bank.match(text, _LOOKED_AT, apart_from=[bank.accented_of(text)]):
            if match.confidence >= ALIKE:
                _join(leader, at, int(match.entry))
    same: dict[str, int] = {}
    for at, text in enumerate(texts):
        _join(leader, same.setdefault(bank.accented_of(text), at), at)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at in range(len(texts)):
        groups[_leader(leader, at)].append(at)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))


def _join(leader: list[int], one: int, other: int) -> None:
    first, last = sorted((_leader(leader, one), _leader(leader, other)))
    leader[last] = first


def _leader(leader: list[int], at: int) -> int:
    while leader[at] != at:
        at = leader[at]
    return at
