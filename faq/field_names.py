"""Fields by what people type for them: a name, or some words of it, in either language, marks left out or not."""

from faq.fields import catalogue
from faq.text import bare, words

_LEAST = 2


def fields_called(typed: str) -> tuple[str, ...]:
    """Return the codes of the fields that are called so, else of those that have these words in their names."""
    if len(typed) < _LEAST or not words(typed):
        return ()
    names = {
        field.code: [name.replace("-", " ") for name in (field.code, field.vi, field.en)]
        for field in catalogue().fields.values()
    }
    exact = tuple(code for code, called in names.items() if any(same_words(typed, name) for name in called))
    return exact or tuple(code for code, called in names.items() if any(has_words(name, typed) for name in called))


def same_words(typed: str, spelt: str) -> bool:
    """Say whether it is what was typed."""
    return len(words(typed)) == len(words(spelt)) and has_words(spelt, typed)


def has_words(name: str, typed: str) -> bool:
    """Say whether a name has what was typed: marks may be left out, but other marks are another word."""
    spelt, said = words(name), words(typed)
    starts = range(len(spelt) - len(said) + 1)
    return any(all(a in (b, bare(b)) for a, b in zip(said, spelt[at:], strict=False)) for at in starts)
