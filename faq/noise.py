"""What happens to Vietnamese between the head and the phone: the same question as twelve kinds of hands type it.

Each kind takes a clean text and dice, and returns what comes out; the same dice give the same text.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

from faq.lexicon import lexicon
from faq.text import bare, toneless

_TELEX_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_TELEX = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
_HOOK, _TILDE = "\u0309", "\u0303"
_ONSETS = (
    ("tr", "ch"),
    ("ch", "tr"),
    ("gi", "d"),
    ("d", "gi"),
    ("r", "d"),
    ("s", "x"),
    ("x", "s"),
    ("l", "n"),
    ("n", "l"),
)
_CODAS = (("ng", "n"), ("n", "ng"), ("t", "c"), ("c", "t"))
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_CHAT = {
    "không": ("ko", "k", "hok", "kh", "hông"), "gì": ("j",), "được": ("dc", "đc"), "vậy": ("z", "v"),
    "rồi": ("r", "rùi"), "làm": ("lm",), "biết": ("bít", "bik"), "muốn": ("mún",), "phải": ("pải", "fải"),
    "người": ("ng",), "với": ("vs",), "luôn": ("lun",), "nhiều": ("nhìu",), "bao nhiêu": ("bn", "bnhieu"),
    "thế nào": ("tnao",), "như thế nào": ("ntn",), "hồ sơ": ("hs",), "giấy": ("jấy",), "cũng": ("cx",),
    "chưa": ("chx",), "giờ": ("h",), "mình": ("mk", "mik"),
}  # fmt: skip
_BEFORE = (
    "Dạ em chào anh chị, em là cán bộ mới nhận việc ở xã, có việc này em chưa rõ mong anh chị chỉ giúp. ",
    "Kính gửi các anh chị, hôm qua có người dân ra hỏi mà em không trả lời được nên em xin hỏi. ",
    "Anh ơi cho em hỏi với ạ, em tìm mãi trong văn bản mà không thấy chỗ nào nói rõ. ",
    "Chào cả nhà, bên xã em đang vướng một trường hợp khá gấp như sau. ",
)
_AFTER = (
    " Mong anh chị trả lời sớm giúp em, em cảm ơn nhiều ạ.",
    " Em xin cảm ơn ạ.",
    " Có văn bản nào thì anh chị gửi em xin với nhé.",
    "",
)

Dice = random.Random


def bare_of(text: str, dice: Dice) -> str:
    """Without any diacritics."""
    return " ".join(map(bare, text.lower().split()))


def half_bare(text: str, dice: Dice) -> str:
    """About half of the words without their diacritics."""
    return " ".join(bare(word.lower()) if dice.random() < 0.5 else word for word in text.split())


def telex(text: str, dice: Dice) -> str:
    """The keys of telex, the method switched off."""
    return " ".join(_keys(word, _TELEX, _TELEX_TONES) for word in text.lower().split())


def vni(text: str, dice: Dice) -> str:
    """The keys of VNI, the method switched off."""
    return " ".join(_keys(word, _VNI, _VNI_TONES) for word in text.lower().split())


def other_tone(text: str, dice: Dice) -> str:
    """The tone of one word in five is missing or another one."""
    return " ".join(_toned_otherwise(word, dice) if dice.random() < 0.2 else word for word in text.split())


def regional(text: str, dice: Dice) -> str:
    """As it is said at home: l for n, s for x, tr for ch, d for gi, n for ng, hỏi for ngã; one word in four."""
    return " ".join(_said(word, dice) if dice.random() < 0.25 else word for word in text.lower().split())


def chat(text: str, dice: Dice) -> str:
    """The short forms of chat."""
    line = f" {text.lower()} "
    for long in sorted(_CHAT, key=len, reverse=True):
        line = line.replace(f" {long} ", f" {dice.choice(_CHAT[long])} ")
    return line.strip()


def abbreviated(text: str, dice: Dice) -> str:
    """The abbreviations of the administration."""
    line = f" {text.lower()} "
    spelt = {" ".join(words): short for short, words in lexicon().short.items() if len(words) > 1}
    for long in sorted(spelt, key=len, reverse=True):
        line = line.replace(f" {long} ", f" {spelt[long].upper()} ")
    return line.strip()


def slips(text: str, dice: Dice) -> str:
    """One key in thirty missed, doubled, swapped with the next, or the one beside it."""
    letters = list(text)
    for _ in range(max(1, len(letters) // 30)):
        at = dice.randrange(len(letters) - 1)
        letters[at : at + 2] = _slipped(letters[at], letters[at + 1], dice)
    return "".join(letters)


def spaces(text: str, dice: Dice) -> str:
    """Spaces missing or doubled, and words broken in two."""
    parts = [text.split()[0]]
    for word in text.split()[1:]:
        gap = dice.choices((" ", "", "  "), (10, 1, 1))[0]
        broken = len(word) > 3 and dice.random() < 0.06
        parts.append(gap + (f"{word[:2]} {word[2:]}" if broken else word))
    return "".join(parts)


def phone(text: str, dice: Dice) -> str:
    """Everything at once, as on a small screen in a hurry."""
    return slips(half_bare(chat(text, dice), dice), dice)


def polite(text: str, dice: Dice) -> str:
    """Between a greeting and thanks, so that the question is a part of the message."""
    return dice.choice(_BEFORE) + text + dice.choice(_AFTER)


KINDS: dict[str, Callable[[str, Dice], str]] = {
    "bare": bare_of, "half_bare": half_bare, "telex": telex, "vni": vni, "tone": other_tone, "regional": regional,
    "chat": chat, "abbreviated": abbreviated, "slips": slips, "spaces": spaces, "phone": phone, "polite": polite,
}  # fmt: skip


def _keys(word: str, letters: dict[str, str], tones: dict[str, str]) -> str:
    marks = [tones[mark] for mark in unicodedata.normalize("NFD", word) if mark in tones]
    return "".join(letters.get(letter, letter) for letter in toneless(word)) + "".join(marks)


def _toned_otherwise(word: str, dice: Dice) -> str:
    plain = unicodedata.normalize("NFD", word)
    has = next((mark for mark in plain if mark in _TELEX_TONES), None)
    if has is None:
        return word
    instead = dice.choice(["", *(mark for mark in _TELEX_TONES if mark != has)])
    return unicodedata.normalize("NFC", plain.replace(has, instead))


def _said(word: str, dice: Dice) -> str:
    ways = [new + word[len(old) :] for old, new in _ONSETS if word.startswith(old) and not word.startswith(old + "h")]
    ways += [word[: -len(old)] + new for old, new in _CODAS if word.endswith(old) and not word.endswith("n" + old)]
    plain = unicodedata.normalize("NFD", word)
    if _HOOK in plain or _TILDE in plain:
        swapped = plain.translate({ord(_HOOK): _TILDE, ord(_TILDE): _HOOK})
        ways.append(unicodedata.normalize("NFC", swapped))
    return dice.choice(ways) if ways else word


def _slipped(one: str, next_one: str, dice: Dice) -> str:
    match dice.randrange(4):
        case 0:
            return next_one
        case 1:
            return one + one + next_one
        case 2:
            return next_one + one
        case _:
            return _beside(one, dice) + next_one


def _beside(key: str, dice: Dice) -> str:
    for row in _ROWS:
        at = row.find(key)
        if at >= 0:
            return dice.choice([row[near] for near in (at - 1, at + 1) if 0 <= near < len(row)])
    return key
