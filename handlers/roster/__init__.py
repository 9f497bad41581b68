"""The roster: people who are expected, before any of them is a person with a seat."""
