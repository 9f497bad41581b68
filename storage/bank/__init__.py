"""The bank as rows: entries with their versions, what was given of them, what is under review, and the law."""
