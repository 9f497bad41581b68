"""What is done with what was found: answer, offer a choice, or ask a person, in which field."""

from __future__ import annotations

from faq.entry import Entry
from faq.load import starter_bank
from faq.match import Bank, Decision, Kind, Match, Thresholds, decide

STARTER = Bank(starter_bank())


def entry(name: str, question: str, field: str = "", ministry: str = "") -> Entry:
    return Entry(name, ministry, field, question)


def test_decisions_follow_the_thresholds() -> None:
    matches = (Match("a", 0.8), Match("b", 0.4), Match("c", 0.3), Match("d", 0.1))
    assert decide(matches, Thresholds(0.7, 0.2)) == Decision(Kind.ANSWER, matches[:1])
    assert decide(matches, Thresholds(0.8, 0.2)).kind is Kind.ANSWER
    assert decide(matches, Thresholds(0.9, 0.2)) == Decision(Kind.SUGGEST, matches[:3])
    assert decide(matches, Thresholds(0.9, 0.85)) == Decision(Kind.ROUTE, ())
    assert decide(()) == Decision(Kind.ROUTE, ())


def test_a_choice_that_is_next_to_nothing_is_not_worth_reading() -> None:
    likely, faint, fainter = Match("a", 0.5), Match("b", 0.03), Match("c", 0.01)
    assert decide((likely, faint, fainter)) == Decision(Kind.SUGGEST, (likely, faint))
    assert decide((fainter,), Thresholds(0.9, 0.01)) == Decision(Kind.SUGGEST, (fainter,))


def test_the_field_is_guessed_from_the_nearest_entries() -> None:
    text = "cụm công nghiệp nằm trên hai xã"
    guesses = STARTER.guess_field(STARTER.match(text))
    assert (guesses[0].field, guesses[0].ministry) == ("industrial-clusters", "MOIT")
    assert guesses[0].confidence > 0.5
    assert sum(guess.confidence for guess in guesses) < 1
    weak = STARTER.guess_field(STARTER.match("cảm ơn anh nhiều"))
    assert all(guess.confidence < 0.5 for guess in weak)
    assert STARTER.guess_field(()) == ()


def test_entries_without_a_field_give_no_guess() -> None:
    bank = Bank([entry("a", "Bán rượu"), entry("b", "Bán rượu lẻ", field="alcohol", ministry="MOIT")])
    guesses = bank.guess_field(bank.match("bán rượu lẻ"))
    assert [guess.field for guess in guesses] == ["alcohol"]
    assert bank.guess_field((Match("gone", 0.9),)) == ()
