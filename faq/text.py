"""Vietnamese text as it is compared: two views of the same words, with and without diacritics.

Both views are lower case, composed (NFC), free of punctuation, with single spaces, cut at `MAX_CHARS`
characters, and with each tone mark where one rule puts it (hoà = hòa, thuỷ = thủy, quí = quý). Nothing here
raises, whatever the text: NUL, lone surrogates and emoji only separate words.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import chain

from faq.pieces import Pieces

MAX_CHARS = 2_000
"""Characters that take part in a comparison; fuzzy work is quadratic in the length."""

UNCUT_CHARS = MAX_CHARS // 3
"""Characters of a text of which nothing is cut, although dropping the case of one may make three."""

_RAW_CHARS = 16 * MAX_CHARS
"""What is looked at before decomposed letters and runs of spaces are shrunk to `MAX_CHARS`."""

_WORD, _WORD_WITHOUT_LINES = re.compile(r"\w+"), re.compile(r"[^\W_]+")
"""The second takes half as long again."""
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_VOWELS = frozenset("aăâeêioôơuưy")
_SHAPED = frozenset("ăâêôơư")
_EITHER_I_OR_Y = frozenset({"h", "k", "l", "m", "t", "qu"})
_SYLLABLE = 24
"""Longer runs are not syllables: they are compared as they stand and must not fill the caches."""

_REMEMBERED = 1 << 13


def words(text: str) -> tuple[str, ...]:
    """Split `text` into the words of its accented view."""
    if len(text) > UNCUT_CHARS:
        return split(text)
    # Nothing beyond two spaces changes what stands between them.
    return tuple(chain.from_iterable(map(_pieces.__getitem__, text.split())))


def split(text: str) -> tuple[str, ...]:
    """Do the same without remembering anything."""
    # Case first: lowering may decompose a letter (İ), which composing then mends.
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text[:_RAW_CHARS]).casefold())
    found = (_WORD_WITHOUT_LINES if "_" in plain else _WORD).findall(plain)
    if len(plain) <= MAX_CHARS and (not found or len(max(found, key=len)) <= _SYLLABLE):  # nearly every text
        return tuple(map(_settled, found))
    taken: list[str] = []
    room = MAX_CHARS
    for word in found:
        if room <= 0:
            break
        word = word[:room]
        taken.append(_settled(word) if len(word) <= _SYLLABLE else word)
        room -= len(word) + 1
    return tuple(taken)


_pieces = Pieces(split)


def accented(text: str) -> str:
    """Return the view that keeps diacritics: "Thuỷ  LỢI!" gives "thủy lợi"."""
    return " ".join(words(text))


def folded(text: str) -> str:
    """Return the view without diacritics: "Đường Thuỷ" gives "duong thuy"."""
    return " ".join(bare(word) for word in words(text))


def bare(word: str) -> str:
    """Drop the diacritics of a word of the accented view, đ included; the length stays for Vietnamese."""
    if word.isascii():
        return word
    return _bare(word) if len(word) <= _SYLLABLE else _bare.__wrapped__(word)


@lru_cache(maxsize=_REMEMBERED)
def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def has_marks(text: str) -> bool:
    """Say whether the writer used any Vietnamese diacritic, so that bare letters are meant as typed."""
    return any(bare(word) != word for word in words(text))


def toneless(word: str) -> str:
    """Drop the tone mark of a word and keep what shapes its letters: "được" gives "đươc"."""
    if word.isascii():
        return word
    return _toneless(word) if len(word) <= _SYLLABLE else _toneless.__wrapped__(word)


@lru_cache(maxsize=_REMEMBERED)
def _toneless(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))


def toned(word: str, tone: str) -> str:
    """Put a combining tone mark where one rule puts it, on a word that has none."""
    at = _nucleus(word)
    if at is None:
        return word
    return _with_y(unicodedata.normalize("NFC", word[: at + 1] + tone) + word[at + 1 :])


@lru_cache(maxsize=_REMEMBERED)
def _settled(word: str) -> str:
    """Put the tone mark where one rule puts it, so that old, new and hurried spellings are one."""
    if not word.isascii():
        tones = [letter for letter in unicodedata.normalize("NFD", word) if letter in _TONES]
        if len(tones) == 1:
            return toned(toneless(word), tones[0])
    return _with_y(word)


def _nucleus(toneless: str) -> int | None:
    """Index of the vowel that carries the tone, by the older rule for open syllables (hòa, thủy, quý)."""
    start = next((i for i, letter in enumerate(toneless) if letter in _VOWELS), None)
    if start is None:
        return None
    glide = toneless[:start] + toneless[start] in {"qu", "gi"}
    if glide and start + 1 < len(toneless) and toneless[start + 1] in _VOWELS:
        start += 1
    end = start
    while end < len(toneless) and toneless[end] in _VOWELS:
        end += 1
    shaped = [i for i in range(start, end) if toneless[i] in _SHAPED]
    if shaped:
        return shaped[-1]
    if end < len(toneless):
        return end - 1
    return start if end - start <= 2 else start + 1


def _with_y(word: str) -> str:
    """Write lí, kĩ, quí with y: both spellings are taught, and the law texts mix them."""
    if len(word) < 2 or word[:-1] not in _EITHER_I_OR_Y:
        return word
    last = unicodedata.normalize("NFD", word[-1])
    return word[:-1] + unicodedata.normalize("NFC", "y" + last[1:]) if last[0] == "i" else word
