"""What happens when something is said, pressed or due: one verb, one file."""
