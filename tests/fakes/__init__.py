"""Fake platforms over real HTTP."""
