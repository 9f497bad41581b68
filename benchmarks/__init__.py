"""Measures the whole flow beside bare echo bots: `python -m benchmarks`."""
