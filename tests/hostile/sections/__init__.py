"""One file per section; each is found by being here (see `tests.hostile`)."""
