"""Rows that single channels keep about their platform: polling offsets, later tokens, windows and quotas."""
