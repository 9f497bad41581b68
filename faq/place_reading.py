"""The ways in which a line typed by a person may name a place.

A line such as "ubnd xa chu se gia lai" holds fillers, a type word, a name and a province. Which word is
what cannot be known without the list of names ("Xa Dung" is a commune, "xa dung" may be "xã Dung"), so every
way to read it is given and the names decide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faq.text import bare

_TYPES = (
    (("xã",), "xã"),
    (("x",), "xã"),
    (("phường",), "phường"),
    (("p",), "phường"),
    (("f",), "phường"),
    (("đặc", "khu"), "đặc khu"),
    (("đk",), "đặc khu"),
)
_PROVINCE_TYPES = (
    (("tỉnh",), "tỉnh"),
    (("thành", "phố"), "thành phố"),
    (("tp",), "thành phố"),
    (("t",), "tỉnh"),
)
_DISTRICT_WORDS = frozenset({"huyen", "quan", "thixa"})
_LEADING = (
    *(("ủy", "ban", "nhân", "dân"), ("hội", "đồng", "nhân", "dân"), ("ubnd",), ("hđnd",), ("đảng", "ủy")),
    *(("cán", "bộ"), ("công", "chức"), ("viên", "chức"), ("văn", "phòng"), ("đơn", "vị"), ("địa", "bàn")),
    *(("em",), ("tôi",), ("mình",), ("cháu",), ("ở",), ("tại",), ("của",), ("là",), ("thuộc",), ("dạ",)),
)
_TRAILING = (("ạ",), ("ah",), ("nhé",), ("nha",), ("ơi",))
_MOST_WORDS = 24
_LONGEST_WORD = 60
"""Bounds of a line that names a place; a letter or a flood of "xã xã xã" must not cost a second."""

_SHORTEST_GLUED = 5
"""Letters a province's name needs to be recognised inside a run of letters without spaces."""


Words = tuple[str, ...]
ProvinceNames = Mapping[str, Mapping[str, str]]
"""Folded name without spaces → its spellings (accented, without spaces) → code of the province."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a line: the accented `name` without spaces and the codes of `provinces` it narrows to.

    `type` is the type word that was typed, or None. `literal` is False when something that is not understood
    was left out, so that a hit may be offered but is not sure.
    """

    name: str
    type: str | None = None
    provinces: frozenset[str] = frozenset()
    literal: bool = True


def compatible(typed: str, name: str) -> bool:
    """Say whether `typed` may be a lazy spelling of `name`: each letter is the same or only lacks its marks.

    Both are accented views. "Van Lăng" may be "Văn Lăng" and never "Văn Lang".
    """
    if len(typed) != len(name):
        return False
    return all(t in (n, bare(n)) for t, n in zip(typed, name, strict=True))


def readings(words: Words, province_names: ProvinceNames) -> list[Reading]:
    """Give every reading of a commune line, most literal first, each once."""
    found: dict[Reading, None] = {}
    for part, literal in _parts(_bounded(words)):
        for rest, provinces in _without_province(part, province_names):
            for name, kind in _without_type(rest, _TYPES):
                if name:
                    found.setdefault(Reading(name, kind, provinces, literal))
    return list(found)


def province_readings(words: Words) -> list[str]:
    """Give the accented names without spaces that a province line may hold, most literal first."""
    parts = (words, _unfilled(words))
    return list(dict.fromkeys(name for part in parts for name, _ in _without_type(part, _PROVINCE_TYPES) if name))


def _bounded(words: Words) -> Words:
    return tuple(word for word in words[:_MOST_WORDS] if len(word) <= _LONGEST_WORD)


def _parts(words: Words) -> Iterator[tuple[Words, bool]]:
    """Stretches of the line that may be "type name province", and whether nothing of meaning was left out."""
    yield words, True
    core = _unfilled(words)
    yield core, True
    for at in range(1, len(core)):
        if bare(core[at]) in _DISTRICT_WORDS or (bare(core[at - 1]), bare(core[at])) == ("thi", "xa"):
            # The old district is gone: a commune of today may bear the name of a smaller one of yesterday.
            yield core[: at - 1 if bare(core[at]) == "xa" else at], False
        elif any(_starts(core[at:], spelling) for spelling, _ in _TYPES):
            yield core[at:], False


def _unfilled(words: Words) -> Words:
    """Drop what people say around a name ("em ở …, ạ"); single words of it may be parts of names."""
    while head := next((filler for filler in _LEADING if _starts(words, filler)), None):
        words = words[len(head) :]
    while words and any(compatible(words[-1], filler) for (filler,) in _TRAILING):
        words = words[:-1]
    return words


def _starts(words: Words, spelling: Words) -> bool:
    head = words[: len(spelling)]
    return len(head) == len(spelling) and all(map(compatible, head, spelling))


def _without_type(words: Words, types: tuple[tuple[Words, str], ...]) -> Iterator[tuple[str, str | None]]:
    """The name as it stands, then without a type word in front, standing alone or glued to the name."""
    whole = "".join(words)
    yield whole, None
    for spelling, kind in types:
        glued = "".join(spelling)
        if _starts(words, spelling):
            yield "".join(words[len(spelling) :]), kind
        elif len(glued) > 1 and compatible(whole[: len(glued)], glued):
            yield whole[len(glued) :], kind


def _without_province(words: Words, names: ProvinceNames) -> Iterator[tuple[Words, frozenset[str]]]:
    """The words as they stand, then without a province's name at the end or at the beginning."""
    yield words, frozenset()
    for size in range(1, min(len(words), 6)):
        for span, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
            code = _province_of("".join(span), names)
            if code:
                yield rest, frozenset({code})
                # "Sơn Tịnh, Quảng Ngãi": typed bare, the last word of a name may look like "tỉnh".
                yield _without_province_type(rest), frozenset({code})
    if len(words) == 1:
        yield from _glued_province(words[0], names)


def _province_of(typed: str, names: ProvinceNames) -> str | None:
    spellings = names.get(bare(typed), {})
    return next((code for name, code in spellings.items() if compatible(typed, name)), None)


def _without_province_type(rest: Words) -> Words:
    for spelling, _ in _PROVINCE_TYPES:
        if len(rest) > len(spelling) and _starts(rest[-len(spelling) :], spelling):
            return rest[: -len(spelling)]
    return rest


def _glued_province(word: str, names: ProvinceNames) -> Iterator[tuple[Words, frozenset[str]]]:
    for size in range(_SHORTEST_GLUED, len(word)):
        code = _province_of(word[-size:], names)
        if code:
            yield (word[:-size],), frozenset({code})
