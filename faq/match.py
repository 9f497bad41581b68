"""From the text of a question to entries of the bank, each with the probability that it is what was asked.

Wordings that share the most with it come from an index, are compared closely, all at once, and put together to
entries; an entry counts with the best of its wordings and with all of them. The weights were learnt from questions of
several sources, among them many that no entry answers (`faq.training`); a confidence therefore means the same for
every question and bank.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, islice

from faq.answers import Answers, Pile
from faq.encoder import Unusable
from faq.entry import Entry
from faq.index import Block, Index
from faq.lexicon import Wording
from faq.likeness import Compared, compare
from faq.meanings import Asked, Meanings, Text
from faq.means import Means, shipped_means
from faq.model import ENTRY
from faq.piecemeal import Piecemeal
from faq.question import Question
from faq.ranking import Ranked, gather, probability, rank
from faq.shelf import Said, Shelf, said_by
from faq.syllable import is_syllable
from faq.text import words
from faq.vocabulary import Vocabulary

_COMPARED = 30
"""Wordings that are compared closely."""
_MEANT = 10
"""Entries that are compared, too, for an encoder takes them to mean the same."""
_WORN = 1_000
"""So many entries that were changed or taken out may stay in the index until it is made anew."""
_TIE = 0.5
_VAGUE = 0.1
"""Highest confidences: of two entries that fit alike, or a question of one content word; and of one with none."""
_UNHEARD_OF, _MUCH_OF_IT = 0.85, 0.2
"""Highest confidence where so much of a question is one word that the bank has never seen: it may be what matters."""
_NOT_TOLD = 0.3
"""Highest confidence of an entry that does not speak of what is asked for."""
_TOPIC = 0.2
_ALL_OF_IT = 0.95
"""Least confidence of an entry that holds all of the question's words: who names no more than a topic is given a
choice within it."""
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Match:
    """An entry's id and the probability (0 to 1) that the entry is what was asked."""

    entry: str
    confidence: float


class Kind(StrEnum):
    """What to do with a question."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    ROUTE = "route"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least confidence to answer and to suggest. A wrong answer is far worse than a choice of three."""

    answer: float = 0.9
    suggest: float = 0.15


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, and the matches to do it with: one to answer, up to three to suggest, none to route."""

    kind: Kind
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class FieldGuess:
    """A field that the question may belong to; `confidence` (0 to 1) sums to less than 1 over all guesses."""

    field: str
    ministry: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Look:
    """A question beside the wordings that are nearest to it."""

    question: Question
    block: Block
    compared: Compared
    answers: Answers


DEFAULT_THRESHOLDS = Thresholds()
_SUGGESTED = 3
_FAINTEST = 0.02
"""A second or third choice below this is right once in a hundred times (docs/matching.md): not worth reading."""
_DOUBT = 0.1


def decide(matches: Sequence[Match], thresholds: Thresholds = DEFAULT_THRESHOLDS) -> Decision:
    """Decide by the confidence of the best match. Whether the law still holds is `faq.entry.standing`'s to say."""
    best = matches[0].confidence if matches else 0.0
    if best >= thresholds.answer:
        return Decision(Kind.ANSWER, tuple(matches[:1]))
    if best >= thresholds.suggest:
        others = (match for match in matches[1:_SUGGESTED] if match.confidence >= _FAINTEST)
        return Decision(Kind.SUGGEST, (matches[0], *others))
    return Decision(Kind.ROUTE, ())


class Bank(Piecemeal):
    """Entries ready to be matched.

    It never changes: a bank that was changed is a new one, which shares with the old one what both have. Banks that
    are made from each other are made by one thread.
    """

    def __init__(
        self, entries: Iterable[Entry] | Shelf = (), means: Means | None = None, read: Meanings | None = None
    ) -> None:
        """Index the entries; of two with the same id the last stays. A shelf is kept as it is.

        What is `read` already is not read again by the encoder.
        """
        self.means = means or shipped_means()
        self.model, self.lexicon = self.means.model, self.means.lexicon
        # By id: so they lie on the pages of the shelf in the order in which they are read again.
        self._entries = entries if isinstance(entries, Shelf) else Shelf(sorted(entries, key=lambda entry: entry.id))
        self._index, self._answers = self._indexed(Index.of((), self.lexicon), Answers(), self._entries.said())
        self._meanings = self._meant(self._entries.said(), read.forgotten() if read else None)

    def anew(self, entries: Iterable[Entry] | Shelf) -> "Bank":
        """Return a bank of these entries alone, which matches with the same means."""
        return Bank(entries, self.means, self._meanings)

    @property
    def worn(self) -> bool:
        """Say whether so much was changed that a bank made anew would be a good deal smaller."""
        return len(self._entries.ids) > 2 * len(self._entries) + _WORN

    def with_entries(self, entries: Iterable[Entry]) -> "Bank":
        """Return a bank that has these entries, too, or instead of those with their ids."""
        return self.changed(entries)

    def without(self, ids: Iterable[str]) -> "Bank":
        """Return a bank that has none of these entries."""
        return self.changed((), without=ids)

    def changed(self, entries: Iterable[Entry], without: Iterable[str] = ()) -> "Bank":
        """Return a bank that has these entries, too, or instead of those with their ids, and none of `without`."""
        added = {entry.id: entry for entry in entries}
        return self._changed([*added, *without], added.values())

    def _changed(self, gone: Sequence[str], added: Iterable[Entry]) -> "Bank":
        bank = object.__new__(Bank)
        bank.means, bank.model, bank.lexicon = self.means, self.model, self.lexicon
        index = self._index
        for number in map(self._entries.number, gone):
            if number is not None:
                index = index.without(number)
        bank._entries = self._entries.changed(added, without=gone)
        numbers = [(bank._entries.number(entry.id), entry) for entry in added]
        said = [said_by(entry, number) for number, entry in numbers if number is not None]
        bank._index, bank._answers = bank._indexed(index, self._answers, said)
        bank._meanings = bank._meant(said, self._meanings)
        return bank

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._entries)

    def get(self, entry: str) -> Entry | None:
        """Return the entry of an id, or None."""
        return self._entries.get(entry)

    def match(self, text: str, top: int = 10, apart_from: Collection[str] = ()) -> tuple[Match, ...]:
        """Return at most `top` entries, the likeliest first, ties by id. No text raises.

        Wordings in `apart_from` (as `accented_of` writes them) are not looked at.
        """
        look = self.look(text, apart_from)
        ranked = self.rank(look) if look else None
        if look is None or ranked is None:
            return ()
        return self.confident(look, ranked, top)

    def look(self, text: str, apart_from: Collection[str] = ()) -> Look | None:
        """Find the nearest wordings, apart from these (as `accented_of` writes them), None when there is none."""
        question = self.question(text)
        asked = self._meant_by(text)
        also = asked.nearest(_MEANT, self._is_there, apart_from) if asked else ()
        block = self._index.candidates(question, _COMPARED, apart_from, self._entries.ids, also)
        if not len(block.owners):
            return None
        meaning = asked.likeness(block.accented) if asked else None
        return Look(question, block, compare(question, block, self.lexicon, meaning), self._answers)

    def question(self, text: str) -> Question:
        """Put a text into the words of this bank."""
        return self._index.question(self.lexicon.wording(text))

    def rank(self, look: Look) -> Ranked:
        """Order the entries that were found."""
        entries = gather(look.question, look.block, look.compared, look.answers, self.model.wording)
        owners = entries.owners.tolist()
        return rank(look.question, entries, lambda row: self.owner(owners[row]), look.compared, self.model.entry)

    def confident(self, look: Look, ranked: Ranked, top: int) -> tuple[Match, ...]:
        """Turn the best scores into probabilities; they never rise from one rank to the next."""
        ceiling = _NOT_TOLD if self.leaves_open(look, int(ranked.owners[0])) else ceiling_of(look.question, ranked)
        first = max(min(probability(ranked, self.model), ceiling), _floor(look.question, ranked))
        rest = (1 - first) / max(float(ranked.shares[1:].sum()), 1 - first)
        others = (share * rest for share in ranked.shares[1 : max(1, top)].tolist())
        best = zip(ranked.owners.tolist(), accumulate(others, min, initial=first), strict=False)
        return tuple(Match(self.owner(owner), round(how, _DIGITS)) for owner, how in islice(best, max(0, top)))

    def leaves_open(self, look: Look, owner: int) -> bool:
        """Say whether neither a wording of an entry nor its answer speaks of what is asked for: a fee, a penalty."""
        open_ = self.lexicon.facet_bits(look.question.wording.facets) & self.lexicon.told_bits
        for facets in look.block.facets[look.block.owners == owner].tolist() if open_ else ():
            open_ &= ~facets
        entry = self.get(self.owner(owner)) if open_ else None
        if entry is None or not entry.answer:
            return False
        return bool(open_ & ~self.lexicon.facet_bits(self.lexicon.told_in(entry.answer)))

    def owner(self, number: int) -> str:
        """Return the id of the entry with a number."""
        return self._entries.ids[number]

    def spelling(self, word: int) -> str:
        """Return the word of a number, as the bank spells it."""
        return self._index.vocabulary.spelling[word]

    def accented_of(self, text: str) -> str:
        """Write a wording as it is compared."""
        return " ".join(self.lexicon.wording(text).accented)

    def guess_field(self, matches: Sequence[Match]) -> tuple[FieldGuess, ...]:
        """Guess the field from the entries that were matched, likeliest first; entries without one are left out."""
        votes: defaultdict[tuple[str, str], float] = defaultdict(float)
        for match in matches:
            subject = self._entries.subject(match.entry)
            if subject and subject[0]:
                votes[subject] += match.confidence
        whole = sum(votes.values()) + _DOUBT
        guesses = (FieldGuess(field, ministry, vote / whole) for (field, ministry), vote in votes.items())
        return tuple(sorted(guesses, key=lambda guess: (-guess.confidence, guess.field)))

    def _indexed(self, index: Index, answers: Answers, entries: Iterable[Said]) -> tuple[Index, Answers]:
        pile = Pile()
        index = index.with_texts(self._wordings(entries, index.vocabulary, pile))
        return index, answers.with_pile(pile)

    def _meant(self, entries: Iterable[Said], before: Meanings | None = None) -> Meanings | None:
        if self.means.encoder is None:
            return None
        texts = ((number, text) for number, texts, _ in entries for text in texts)
        meanings = before or Meanings(self.means.encoder)
        return meanings.with_texts(Text(number, self.accented_of(text), text) for number, text in texts)

    def _meant_by(self, text: str) -> Asked | None:
        try:
            return self._meanings.asked(text) if self._meanings else None
        except Unusable:  # then the words have to do
            return None

    def _is_there(self, owner: int) -> bool:
        return self._entries.number(self._entries.ids[owner]) == owner

    def _wordings(self, entries: Iterable[Said], vocabulary: Vocabulary, pile: Pile) -> Iterator[tuple[int, Wording]]:
        """Read one wording after another, so that they are never all there; what answers say is put on a pile."""
        for number, texts, answer in entries:
            for text in dict.fromkeys(texts):
                yield number, self.lexicon.wording(text)
            pile.add(number, vocabulary.learn(words("\n".join(answer))))


def _floor(question: Question, ranked: Ranked) -> float:
    covered = ranked.features[0][ENTRY.index("pooled")]
    return _TOPIC if question.content and covered >= _ALL_OF_IT else 0.0


def ceiling_of(question: Question, ranked: Ranked) -> float:
    """Return the highest confidence that a question, and what was found for it, allow."""
    if not question.content:
        return _VAGUE
    tied = len(ranked.scores) > 1 and ranked.scores[0] == ranked.scores[1]
    if tied or question.content < 2:
        return _TIE
    whole = sum(slot.weight for slot in question.slots)
    for at, (word, slot) in enumerate(zip(question.wording.accented, question.slots, strict=True)):
        unknown = slot.weight * (1 - slot.surest)
        # What is no syllable is a slip of the hand; "đền bù" is known by what stands for it.
        if unknown > _MUCH_OF_IT * whole and is_syllable(word) and not _is_stood_for(question, at):
            return _UNHEARD_OF
    return 1.0


def _is_stood_for(question: Question, at: int) -> bool:
    """Say whether a word is part of something for which the bank has other words."""
    known = (other for other in question.others if all(word >= 0 for word in other.instead.words))
    return any(other.start <= at < other.end for other in known)
