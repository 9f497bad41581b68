"""A year of an exchange in virtual time: what the clock must never do, whatever people and calendars do."""
