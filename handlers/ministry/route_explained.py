"""Who gets a question and why, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handlers.wording import Words, words


def told(found: dict[str, Any], w: Words | None = None) -> Iterator[str]:
    """Where it goes first, then how that came: the field, the rule, the seats that were looked at."""
    w = w or words("vi")
    yield _goes_to(w, found)
    yield ""
    yield from _guesses(w, found)
    asked = found["asked"]
    yield w("route-field", field=w.field(asked["field"]), ministry=w.ministry(asked["ministry"]))
    rule = found["rule"]
    yield w("route-rule", number=rule["number"], rule=rule_in_a_line(rule)) if rule else w("route-rule-none")
    for look in found["looked_at"]:
        yield f"– {_look(w, look)}"


def rule_in_a_line(rule: dict[str, Any]) -> str:
    """`MOIT · electricity · 20 → seat:12 Trần Văn Minh · 2026-11-23 – …`."""
    what = [rule["ministry"], *(rule[name] for name in ("field", "province", "commune") if rule[name])]
    to = f"{rule['to']} {rule['name']}" if rule["name"] else rule["to"]
    return f"{' · '.join(what)} → {to} · {rule['from']} – {rule['until'] or '…'}"


def _goes_to(w: Words, found: dict[str, Any]) -> str:
    to = found["goes_to"]
    key = f"route-why-{to['why']}"
    why = w(key, instead_of=to["instead_of"] or "–")
    if to["seat"]:
        return w("route-to", name=to["name"], seat=to["seat"], why=why)
    names = ", ".join(to["at_desk"]) or w("route-desk-empty")
    return w("route-to-desk", ministry=w.ministry(to["desk"]), names=names, why=why)


def _guesses(w: Words, found: dict[str, Any]) -> Iterator[str]:
    if "guesses" not in found:
        return
    if found["bank_says"] == "answer":
        yield w("route-bank-answer")
    elif found["bank_says"] == "suggest":
        yield w("route-bank-suggest")
    for guess in found["guesses"][:3]:
        yield w("route-guess", field=w.field(guess["field"]), share=round(guess["confidence"] * 100))
    if not found["guesses"]:
        yield w("route-guess-none")
    elif not found["sure"]:
        yield w("route-guess-unsure")


def _look(w: Words, look: dict[str, Any]) -> str:
    verdict = w(f"route-verdict-{look['verdict']}")
    if look["stands_in_for"]:
        verdict = w("route-stands-in", verdict=verdict, name=look["stands_in_for"])
    most = look["capacity"] if look["capacity"] is not None else ""
    return w("route-looked", name=look["name"], seat=look["seat"], open=look["open"], most=most, verdict=verdict)
