"""What the texts of the bank mean to an encoder, as one matrix after another that never changes.

Texts are known by what they are when they are compared (`Bank.accented_of`). An owner that was taken out of the bank
stays here until the bank is made anew; whoever asks knows which are there.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from faq.encoder import Encoder, Vectors

Keys = NDArray[np.uint64]

_MORE = 4
"""Times as many texts are looked at as are wanted: several may be one entry's, or of one that is gone."""


class Text(NamedTuple):
    """A text of the bank: its owner's number, what it is when it is compared, and as it was written."""

    owner: int
    accented: str
    written: str


@dataclass(frozen=True, slots=True)
class _Part:
    owners: NDArray[np.uint32]
    keys: Keys
    vectors: Vectors


class Meanings:
    """The texts of a bank by what they mean."""

    def __init__(self, encoder: Encoder, parts: Sequence[_Part] = (), read: Sequence[_Part] = ()) -> None:
        """Hold nothing yet; what was `read` before is not read again."""
        self._encoder, self._parts, self._read = encoder, tuple(parts), tuple(read)

    def forgotten(self) -> "Meanings":
        """Return meanings that hold nothing, and know what these have read."""
        return Meanings(self._encoder, (), self._parts)

    def with_texts(self, texts: Iterable[Text]) -> "Meanings":
        """Return meanings that have these texts, too; what was read before is not read again."""
        added = list(texts)
        if not added:
            return self
        keys = _keys(text.accented for text in added)
        known = dict(_known((*self._parts, *self._read), keys))
        new = {int(key): text.written for key, text in zip(keys, added, strict=True) if int(key) not in known}
        if new:
            known |= zip(new, self._encoder.texts(list(new.values())), strict=True)
        owners = np.array([text.owner for text in added], np.uint32)
        parts = [*self._parts, _Part(owners, keys, np.stack([known[int(key)] for key in keys]))]
        while len(parts) > 1 and len(parts[-2].keys) <= 2 * len(parts[-1].keys):  # never many, seldom a large copy
            last = parts.pop()
            parts[-1] = _joined(parts[-1], last)
        return Meanings(self._encoder, parts)

    def asked(self, text: str) -> "Asked":
        """Put a question beside them."""
        return Asked(self._encoder.question(text), self._parts)


class Asked:
    """A question beside the texts of a bank."""

    def __init__(self, meaning: Vectors, parts: Sequence[_Part]) -> None:
        """Take what the question means."""
        self._meaning, self._parts = meaning, parts

    def nearest(self, most: int, is_there: Callable[[int], bool], apart_from: Collection[str] = ()) -> Sequence[int]:
        """Find the owners whose texts mean nearly the same, the nearest first; texts in `apart_from` do not count."""
        not_these = _keys(apart_from)
        found: list[tuple[float, int]] = []
        for part in self._parts:
            near = part.vectors @ self._meaning
            near[np.isin(part.keys, not_these)] = -1.0
            count = min(len(near), most * _MORE + len(not_these))
            best = np.argpartition(near, -count)[-count:]
            found += zip((-near[best]).tolist(), part.owners[best].tolist(), strict=True)
        owners = dict.fromkeys(owner for near, owner in sorted(found) if near < 0 and is_there(owner))
        return list(owners)[:most]

    def likeness(self, accented: Sequence[str]) -> NDArray[np.float64]:
        """Return how near texts are to what is meant: 0 (not at all, or not known) to 1."""
        keys = _keys(accented)
        known = dict(_known(self._parts, keys))
        found = [float(known[int(key)] @ self._meaning) if int(key) in known else 0.0 for key in keys]
        return np.clip(np.array(found, np.float64), 0.0, 1.0)


def _known(parts: Sequence[_Part], keys: Keys) -> Iterator[tuple[int, Vectors]]:
    for part in parts:
        for at in np.flatnonzero(np.isin(part.keys, keys)).tolist():
            yield int(part.keys[at]), part.vectors[at]


def _joined(some: _Part, more: _Part) -> _Part:
    return _Part(
        np.concatenate((some.owners, more.owners)),
        np.concatenate((some.keys, more.keys)),
        np.concatenate((some.vectors, more.vectors)),
    )


def _keys(accented: Iterable[str]) -> Keys:
    raw = (text.encode("utf-8", "surrogatepass") for text in accented)
    return np.frombuffer(b"".join(hashlib.blake2b(each, digest_size=8).digest() for each in raw), np.uint64)
