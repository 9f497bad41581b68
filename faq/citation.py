"""What an answer rests on, as structure: which document, which article, which clause.

People write `Luật Đất đai 2024, Điều 87 khoản 2 điểm đ; Điều 88` or `khoản 2 Điều 4 Nghị định 60/2024/NĐ-CP`; both
are read. Legal documents bear number/year/kind-issuer (139/2025/NĐ-CP, 14/2024/TT-BCT, 66.18/2026/NQ-CP; of the
National Assembly 254/2025/QH15), letters number/issuer-desk (3109/BCT-KHCN); laws are mostly called by their names.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from faq.text import folded

_KINDS = "nghị định|nghị quyết|thông tư liên tịch|thông tư|quyết định|chỉ thị|công văn|pháp lệnh|bộ luật|luật|lệnh"
_KINDS_FOLDED = frozenset(map(folded, _KINDS.split("|")))
_NUMBERED = re.compile(
    rf"(?:(?P<kind>{_KINDS})\s{{1,3}}(?:số\s{{1,3}})?)?(?<![\d.])(?P<number>\d{{1,5}}(?:\.\d{{1,4}})?/"
    r"(?:(?P<year>\d{4})(?:/(?P<issuer>[A-ZĐƠƯ][\w-]{0,40}))?|(?P<alone>[A-ZĐ][\w-]{0,40})))",
    re.IGNORECASE,
)
# A law by its name: words that are no keyword of a citation and no other sense of "luật", and its year where told.
_NAMED = re.compile(
    r"(?<!pháp )(?<!pháp\n)(?<!\w)(?P<named>(?:bộ luật|luật|pháp lệnh)"
    r"(?!\s+(?:sư|định|thì|này|đó|hiện|pháp|lệ|của|mới|cũ)\b)"
    r"(?:\s{1,3}(?!số\b|điều\s+\d|khoản\b|điểm\b|nghị định\b|thông tư\b|luật\b)[^\W\d]{1,12}){1,9}?)"
    r"(?:\s{1,3}(?:năm\s{1,3})?(?P<of>\d{4}))?"
    r"(?=\s*(?:[,;.()/\n]|$|điều\s+\d|khoản\b|số\b|và\b|năm\b|\d|thì\b|quy định\b))",
    re.IGNORECASE,
)
_ONE = r"\d{1,4}[a-zđ]?(?![\w/]|[.]\d)"
_MANY = rf"{_ONE}(?:\s{{0,2}}(?:,|;|và|hoặc|đến(?:\s{{1,2}}điều)?|-|–)\s{{0,2}}{_ONE})*"
"""`4`, `4, 5 và 6`, `4 đến 6`, `16a`."""
_ARTICLE = re.compile(rf"điều\s{{1,3}}(?P<articles>{_MANY})", re.IGNORECASE)
_CLAUSES = rf"khoản\s{{1,3}}{_MANY}(?:\s{{0,2}}(?:,|và|hoặc)?\s{{0,2}}khoản\s{{1,3}}{_MANY})*"
_AFTER = re.compile(rf"\s{{0,2}},?\s{{0,2}}(?P<clauses>{_CLAUSES})", re.IGNORECASE)
_BEFORE = re.compile(rf"(?P<clauses>{_CLAUSES})\s{{0,2}},?\s{{0,2}}(?:của\s{{1,3}})?$", re.IGNORECASE)
_SPAN = re.compile(rf"({_ONE})\s*(?:(đến|-|–)\s*(?:điều\s*)?({_ONE}))?", re.IGNORECASE)
_LONGEST_LIST = 60
_FARTHEST_BEFORE = 80
_SO = re.compile(r"\s+số\s+", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:của\s+)?", re.IGNORECASE)
_ISSUED_BY_GOVERNMENT = {"nghị định": "NĐ-CP"}


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document; an empty `article` means all of it, an empty `clause` all of the article."""

    document: str
    """As people call it: `Nghị định 139/2025/NĐ-CP`, `Luật Đất đai 2024`."""
    article: str = ""
    clause: str = ""

    def __str__(self) -> str:
        """Return the place as a legal basis is written: `Nghị định 139/2025/NĐ-CP, Điều 5 khoản 2`."""
        article = f", Điều {self.article}" if self.article else ""
        clause = f" khoản {self.clause}" if self.clause else ""
        return f"{self.document}{article}{clause}"

    @property
    def keys(self) -> frozenset[str]:
        """One spelling for all: the document's number, a law's name without its year, or both where both are told."""
        numbered = _NUMBERED.search(self.document)
        name = folded(self.document[: numbered.start()] if numbered else self.document)
        keys = {folded(_number(numbered))} if numbered else set[str]()
        if name and name not in _KINDS_FOLDED:
            keys.add(re.sub(r" (so|\d{4})$", "", name))
        return frozenset(keys)


def citations(texts: Iterable[str]) -> tuple[Citation, ...]:
    """Return what these texts cite, each place once, in order. Nothing is raised on any text."""
    return tuple(dict.fromkeys(cited for text in texts for cited in _cited(text)))


def touches(changed: Citation, cited: Citation) -> bool:
    """Say whether what rests on `cited` may be wrong once `changed` is not what it was.

    Who cites a whole document rests on each article of it.
    """
    return (
        bool(changed.keys & cited.keys)
        and _meets(changed.article, cited.article)
        and (not changed.article or not cited.article or _meets(changed.clause, cited.clause))
        and _same_year(changed.document, cited.document)
    )


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    document: str


def _cited(text: str) -> Iterator[Citation]:
    documents = _documents(text)
    places = list(_places(text))
    with_article = set[str]()
    for start, end, place in places:
        document = _document_of(text, documents, start, end)
        if document:
            with_article.add(document)
            yield replace(place, document=document)
    yield from (Citation(found.document) for found in documents if found.document not in with_article)


def _documents(text: str) -> list[_Found]:
    found = {m.start(): _Found(m.start(), m.end(), _called(m)) for m in _NUMBERED.finditer(text) if _is_number(m)}
    for named in _NAMED.finditer(text):
        if any(each.start < named.end() and named.start() < each.end for each in found.values()):
            continue
        name = " ".join(" ".join(filter(None, named.group("named", "of"))).split()).strip(" ,")
        start, end = named.span()
        number = next((each for each in found.values() if _SO.fullmatch(text, end, each.start)), None)
        if number:  # `Luật Hóa chất số 69/2025/QH15` is one document with two names
            name, end = f"{name} số {number.document}", number.end
            del found[number.start]
        found[start] = _Found(start, end, name)
    return sorted(found.values(), key=lambda each: each.start)


def _is_number(found: re.Match[str]) -> bool:
    # "12/2025" alone is a month, "3/TTHC" no document: either the kind is told, or the number is whole.
    return bool(found["kind"]) if not found["issuer"] else True


def _number(found: re.Match[str]) -> str:
    issuer = _ISSUED_BY_GOVERNMENT.get((found["kind"] or "").lower(), "")
    whole = found["issuer"] or found["alone"] or not issuer
    return found["number"] if whole else f"{found['number']}/{issuer}"


def _called(found: re.Match[str]) -> str:
    kind = found["kind"] or ""
    return f"{kind[:1].upper()}{kind[1:].lower()} {_number(found)}".strip()


def _places(text: str) -> Iterator[tuple[int, int, Citation]]:
    for found in _ARTICLE.finditer(text):
        start, end = found.span()
        articles = _numbers(found["articles"])
        before = _BEFORE.search(text, max(0, start - _FARTHEST_BEFORE), start)
        after = None if before else _AFTER.match(text, end)
        clauses = _numbers(before["clauses"] if before else after["clauses"] if after else "")
        start = before.start() if before else start
        end = after.end() if after else end
        if len(articles) > 1:  # clauses beside several articles belong to one of them, nobody can say which
            clauses = []
        for article in articles:
            for clause in clauses or [""]:
                yield start, end, Citation("", article, clause)


def _numbers(written: str) -> list[str]:
    """`1, 3 và 5 đến 7` → 1, 3, 5, 6, 7; of a span too long to be meant, its ends."""
    numbers: list[str] = []
    for first, to, last in _SPAN.findall(written):
        numbers.append(first.lower())
        if to and first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _LONGEST_LIST:
            numbers += map(str, range(int(first) + 1, int(last)))
        if last:
            numbers.append(last.lower())
    return list(dict.fromkeys(numbers))


def _document_of(text: str, documents: list[_Found], start: int, end: int) -> str:
    """An article belongs to the document that follows it at once, else to the one before it, else to the next."""
    for found in documents:
        if found.start >= end and _JOINED.fullmatch(text, end, found.start):
            return found.document
    before = [found for found in documents if found.end <= start]
    after = [found for found in documents if found.start >= end]
    return before[-1].document if before else after[0].document if after else ""


def _meets(one: str, other: str) -> bool:
    return not one or not other or one == other


def _same_year(one: str, other: str) -> bool:
    years = [re.search(r" (\d{4})$", text) for text in (one, other)]
    return years[0] is None or years[1] is None or years[0][1] == years[1][1]
