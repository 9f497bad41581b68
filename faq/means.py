"""What a bank matches with: weights, tables of words, and an encoder if there is one."""

from dataclasses import dataclass, field
from functools import cache

from faq.encoder import Encoder
from faq.lexicon import Lexicon, lexicon
from faq.model import Model, shipped


class Mismatch(Exception):
    """A model that was trained with an encoder, and not with this one."""


@dataclass(frozen=True, slots=True)
class Means:
    """All that matching needs beside the entries; the shipped ones where nothing else is given.

    An encoder that the model was not trained with adds candidates; what it thinks of them has no weight.
    """

    model: Model = field(default_factory=shipped)
    lexicon: Lexicon = field(default_factory=lexicon)
    encoder: Encoder | None = None

    def __post_init__(self) -> None:
        """Raise Mismatch where the model needs an encoder that is not there."""
        if self.model.encoder and (self.encoder is None or self.encoder.name != self.model.encoder):
            raise Mismatch(self.model.encoder)


@cache
def shipped_means() -> Means:
    """Return what comes with this release; no encoder does."""
    return Means()
