"""Vietnamese syllables: which runs of letters are one, what a hurried keyboard meant, and what sounds alike.

A syllable is an onset and a rime; both are closed sets, so that "khong" is one and "kho6ng" is not. That is enough to
undo keyboards safely: letters are only taken for keys where they make no syllable and the undone word does.
"""

import re
from functools import lru_cache

from faq.text import bare, toned, toneless, words

_ONSETS = frozenset(words("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"))
# Without -oong and -ooc of a few loanwords (xoong): so typed they are nearly always keys for -ông and -ôc.
_RIMES = frozenset(words(
    "a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng "
    "eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach "
    "oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot ô ôc ôi "
    "ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn "
    "uông uôp uôt up ut uy uya uych uyên uyêt uynh uyn uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương "
    "ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu "
))  # fmt: skip
_BARE_ONSETS, _BARE_RIMES = frozenset(map(bare, _ONSETS)), frozenset(map(bare, _RIMES))
_LONGEST_ONSET = 3
_LONGEST = 10
"""Keys of a syllable: "nghieengf" has nine."""

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_HORNED = (("uo", "ươ"), ("ua", "ưa"), ("uu", "ưu"), ("u", "ư"), ("o", "ơ"))
_HOOKED = (*_HORNED[:3], ("oa", "oă"), *_HORNED[3:], ("a", "ă"), ("", "ư"))
_ROOFED = (("ie", "iê"), ("ye", "yê"), ("uo", "uô"), ("ua", "uâ"), ("a", "â"), ("e", "ê"), ("o", "ô"))
_ROMAN = re.compile("[ivx]{2,}")
_STOPPED = ("c", "ch", "p", "t")
_TONES_OF_STOPPED = ("\u0301", "\u0323")
_STUCK = re.compile(r"(.)\1+")

_ALIKE = {
    **dict.fromkeys(("d", "gi", "r", "v"), "d"),
    **dict.fromkeys(("tr", "ch"), "ch"),
    **dict.fromkeys(("s", "x"), "s"),
    **dict.fromkeys(("l", "n"), "n"),
    **dict.fromkeys(("c", "k"), "k"),
    **dict.fromkeys(("g", "gh"), "g"),
    **dict.fromkeys(("ng", "ngh"), "ng"),
}
"""Onsets that one region or another says alike, and two spellings of one: they are taken for each other."""

_ALIKE_CODAS = ((re.compile("(ng|nh|n)$"), "n"), (re.compile("(ch|c|t)$"), "t"))


@lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """Say whether a word in lower case, with its diacritics, is one syllable of Vietnamese."""
    return _parted(toneless(word), _ONSETS, _RIMES) is not None


def is_bare_syllable(word: str) -> bool:
    """Say whether a word is one syllable once its diacritics are left out."""
    return _parted(word, _BARE_ONSETS, _BARE_RIMES) is not None


@lru_cache(maxsize=1 << 13)
def meant(word: str) -> str:
    """Return the syllable that the keys of a word meant (telex, VNI, keys that stuck), else the word itself."""
    if len(word) > _LONGEST or word.isdigit() or _ROMAN.fullmatch(word):
        return word
    if is_bare_syllable(word) if word.isascii() else is_syllable(word):
        return word
    undone = _from_telex(word) or _from_vni(word) if word.isascii() else None
    if undone:
        return undone
    released = _STUCK.sub(r"\1", word)
    return released if released != word and is_bare_syllable(bare(released)) else word


@lru_cache(maxsize=1 << 14)
def sound(word: str) -> str:
    """Return a class of bare words that are said alike somewhere: l and n, s and x, tr and ch, d, gi, r and v, final
    n and ng, t and c.
    """
    onset, rime = _parted(word, _BARE_ONSETS, _BARE_RIMES) or ("", word)
    for coda, alike in _ALIKE_CODAS:
        rime = coda.sub(alike, rime)
    return f"{_ALIKE.get(onset, onset)}-{rime.replace('y', 'i')}"


def _parted(word: str, onsets: frozenset[str], rimes: frozenset[str]) -> tuple[str, str] | None:
    for length in range(min(_LONGEST_ONSET, len(word)), 0, -1):
        onset, rime = word[:length], word[length:]
        if onset == "gi" and rime[:1] in ("", "i"):  # gì is written with one i
            if not rime:
                return onset, "i"
        elif onset in onsets and rime in rimes:
            return onset, rime
    return ("", word) if word in rimes else None


def _from_telex(keys: str) -> str | None:
    """Undo telex: "dduwowcj" is được; tone and marks may stand anywhere after the first vowel."""
    start = next((at for at, key in enumerate(keys) if key in "aeiouyw"), None)
    if start is None or not keys.isalpha():
        return None
    head, tail = keys[:start], keys[start:]
    tones = {key for key in tail if key in _TELEX_TONES}
    if len(tones) > 1:
        return None
    letters = "".join(key for key in tail if key not in _TELEX_TONES)
    if head == "d" and "d" in letters:
        head, letters = "đ", letters.replace("d", "", 1)
    head = head.replace("dd", "đ")
    for vowel, roofed in (("a", "â"), ("e", "ê"), ("o", "ô")):
        first = letters.find(vowel)
        second = letters.find(vowel, first + 1) if first >= 0 else -1
        if second > 0:
            letters = letters[:first] + roofed + letters[first + 1 : second] + letters[second + 1 :]
    if "w" in letters:
        letters = _first_of(_HOOKED, letters.replace("w", ""))
    undone = head + letters
    return None if undone == keys else _syllable(undone, _TELEX_TONES[tones.pop()] if tones else "")


def _from_vni(keys: str) -> str | None:
    """Undo VNI: "d9uo7c5" is được; digits may stand anywhere after their letter."""
    letters = "".join(key for key in keys if key.isalpha())
    digits = [key for key in keys if not key.isalpha()]
    if not letters or not digits or not keys[0].isalpha() or not set(digits) <= set("123456789"):
        return None
    tone = ""
    for digit in dict.fromkeys(digits):  # whoever types each horn of "ươ" types one too many
        match digit:
            case "9":
                letters = "đ" + letters[1:] if letters[0] == "d" else letters
            case "8":
                letters = letters.replace("a", "ă", 1)
            case "7":
                letters = _first_of(_HORNED, letters)
            case "6":
                letters = _first_of(_ROOFED, letters)
            case _:
                tone = _VNI_TONES[digit]
    return _syllable(letters, tone)


def _syllable(letters: str, tone: str) -> str | None:
    """Put a tone on letters, if that makes a syllable: those that end in a stop have two tones only."""
    if not is_syllable(letters) or (tone and letters.endswith(_STOPPED) and tone not in _TONES_OF_STOPPED):
        return None
    return toned(letters, tone) if tone else letters


def _first_of(changes: tuple[tuple[str, str], ...], letters: str) -> str:
    """Make the first of these changes that applies, once; "" stands for an addition at the front."""
    for keys, letter in changes:
        if keys in letters:
            return letters.replace(keys, letter, 1)
    return letters
