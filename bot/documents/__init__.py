"""Documents for people: made in a process of their own, with fonts that have every Vietnamese letter."""
