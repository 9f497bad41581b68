# Everything a developer needs. Only Python (with venv), git and make must be there.
.POSIX:

PYTHON = python3
VENV = .venv
BIN = $(VENV)/bin

# The first migration, written anew from storage/tables.py. Only until the first release: afterwards migrations are added.
migration-0001:
	rm -f storage/migrations/versions/0001_initial.py var/scratch.db
	mkdir -p var
	$(BIN)/alembic -x url=sqlite:///var/scratch.db revision --autogenerate --rev-id 0001 -m initial
	rm -f var/scratch.db
	$(BIN)/ruff format --quiet storage/migrations
	$(BIN)/ruff check --quiet --fix storage/migrations
