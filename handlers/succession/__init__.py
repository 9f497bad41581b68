"""Units that merge, split or are renamed: what follows whom, from which day."""
