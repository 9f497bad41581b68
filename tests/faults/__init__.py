"""Faults of the machine and of the platforms: each test says what is promised when one comes."""
