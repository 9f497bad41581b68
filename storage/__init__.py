"""Rows and transactions: the only speaker of SQL."""
