"""Races: two people, or a person and the clock, do something to one question at the same moment."""
