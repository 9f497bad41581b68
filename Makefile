# Everything a developer needs. Only Python 3.11 or later (with venv), git and make must be there.
.POSIX:
.PHONY: demo matrix test test-all lint bench crash shuffle hostile cluster faults year races lock migration migration-0001 clean

PYTHON = python3
VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Made once, and again when a lock changes: the second `make demo` starts at once.
READY = $(VENV)/.ready
READY_DEV = $(VENV)/.ready-dev

# A page with three phones on http://127.0.0.1:8080/
demo: $(READY)
	@$(BIN)/caunoi demo

# Some minutes: each story on one of the two databases, faults and deaths as samples
test: $(READY_DEV)
	$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

# Everything on both databases: half an hour on two processors
test-all: $(READY_DEV)
	$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder --full

lint: $(READY_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY_DEV)
	$(BIN)/python -m benchmarks

# What anybody may send us, in bulk: one table of figures and bars (about half an hour)
hostile: $(READY_DEV)
	$(BIN)/python -m tests.hostile

# Four processes on one PostgreSQL die one after another, then the database; about four minutes (docs/scale.md)
cluster: $(READY_DEV)
	$(BIN)/python -m tests.cluster

# Faults of the machine and of the platforms at full length: a minute, ten minutes, many times. About an hour.
faults: $(READY_DEV)
	FAULTS=long $(BIN)/python -m pytest -q -n 2 --dist loadfile --durations=20 -o timeout=1800 --full tests/faults

# 500 days, every update five times and shuffled, on both databases
shuffle: $(READY_DEV)
	$(BIN)/python -m tests.shuffle

# What one phone sends and the other one sees, for all pairs of channels: the tables of docs/channels.md.
matrix: $(READY_DEV)
	@$(BIN)/python -m tests.stories.matrix

# The service dies 50,000 times at its failpoints, 5,000 times more on each Zalo channel, and 100 times by kill -9:
# docs/reliability.md. More than an hour of two cores. CHANNEL=zalo_oa (zalo_bot, telegram) takes that one alone.
N = 50000
KILLS = 100
SEED = 1
crash: $(READY_DEV)
	@$(BIN)/python -m tests.crash --deaths $(N) --kills $(KILLS) --seed $(SEED) $(CHANNEL:%=--channel %)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cần Python 3.11 trở lên (Python 3.11 or later is needed): make PYTHON=python3.12 …")'
	@echo "Đang cài đặt, lần đầu mất một lúc… / Installing, the first time takes a while…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --editable .
	@touch $(READY)

$(READY_DEV): $(READY) requirements-dev.lock
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $(READY_DEV)

# A year in virtual time on both databases: 20,000 questions, terms, absences, edits of calendar and policy, outages
year: $(READY_DEV)
	$(BIN)/python -m tests.year

# 10,000 times two people, or a person and the clock, at one question at once, on both databases (docs/reliability.md)
races: $(READY_DEV)
	$(BIN)/python -m tests.races

# The locks name versions and hashes only, so that every mirror serves. `make lock UPGRADE=--upgrade` takes newer ones.
LOCK = $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options
lock:
	@test -x $(BIN)/pip-compile || $(PIP) 'pip-tools>=7.5,<8'
	$(LOCK) $(UPGRADE) --output-file=requirements.lock pyproject.toml
	$(LOCK) $(UPGRADE) --extra=bench --extra=dev --extra=s3 --extra=semantic --extra=train --constraint=requirements.lock --output-file=requirements-dev.lock pyproject.toml

# A new migration from what changed in storage/tables/: make migration NAME=what-changed
migration: $(READY_DEV)
	@test -n "$(NAME)" || { echo "make migration NAME=what-changed"; exit 2; }
	@mkdir -p var && rm -f var/scratch.db
	$(BIN)/alembic -x url=sqlite:///var/scratch.db upgrade head
	$(BIN)/alembic -x url=sqlite:///var/scratch.db revision --autogenerate -m "$(NAME)" \
		--rev-id `ls storage/migrations/versions/[0-9]*.py | wc -l | awk '{printf "%04d", $$1 + 1}'`
	@rm -f var/scratch.db
	$(BIN)/ruff format --quiet storage/migrations
	$(BIN)/ruff check --quiet --fix storage/migrations

# The first migration anew. Only until the first release: afterwards migrations are added.
migration-0001:
	@mkdir -p var && rm -f storage/migrations/versions/0001_initial.py var/scratch.db
	$(BIN)/alembic -x url=sqlite:///var/scratch.db revision --autogenerate --rev-id 0001 -m initial
	@rm -f var/scratch.db
	$(BIN)/ruff format --quiet storage/migrations
	$(BIN)/ruff check --quiet --fix storage/migrations

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
