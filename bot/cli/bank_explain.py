"""What the bank makes of a question, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator

from faq.explain import Explanation
from faq.match import decide


def told(found: Explanation) -> Iterator[str]:
    """How it was read, what its words may have meant, what was found, and what makes up the confidence."""
    yield f"có dấu (accented)      {found.accented}"
    yield f"không dấu (folded)     {found.folded}"
    yield f"người viết bỏ dấu (typed without marks)  {'không (no)' if found.marked else 'có (yes)'}"
    yield f"hỏi điều gì (aspects)  {', '.join(found.aspects) or '–'}"
    yield f"làm việc gì (acts)     {', '.join(found.acts) or '–'}"
    yield f"từ có nội dung (content words)  {found.content}, ngân hàng không biết (unknown)  {found.strange}"
    yield ""
    yield "từ (word)         trọng số (weight)  có thể là (may mean)"
    for word in found.words:
        meant = ", ".join(f"{text} {worth:.2f}" for text, worth in word.meant)
        yield f"{word.text:<18}{word.weight:>12.3f}       {meant or '–'}"
    if found.other_words:
        yield ""
        yield "cách nói khác có trong ngân hàng (other words for it)"
        for part, other, worth in found.other_words:
            yield f"  {part} → {other}  {worth:.2f}"
    yield ""
    decision = decide([each.match for each in found.candidates])
    yield f"quyết định (decision)  {decision.kind.value}"
    for number, each in enumerate(found.candidates, start=1):
        yield f"{number}. {each.match.confidence:.3f}  {each.match.entry}  “{each.wording}”"
        yield "     " + ", ".join(f"{name} {value:g}" for name, value in each.features)
    if found.certainty:
        yield ""
        yield "độ chắc của mục đầu (its probability): tên (name), giá trị (value), cộng vào logit (adds)"
        for name, value, added in found.certainty:
            yield f"  {name:<24}{value:>8.3f}{added:>+8.2f}"
