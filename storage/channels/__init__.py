"""What each channel keeps for itself: offsets, tokens, the web chat's own places."""
