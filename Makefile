# The chores of the project, one word each. `make` alone tells them.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)
VENV := .venv
PY := $(VENV)/bin/python
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
BENCH_READY := $(VENV)/.bench-ready
PIP := $(PY) -m pip --disable-pip-version-check -qq install --require-hashes --only-binary :all:

.PHONY: help run test check lint types torture bench bench-quality lock clean

help:
	@echo "make run                   the Telegram bot; without a token, a chat in the terminal"
	@echo "make run ARTICLES=folder   the same, answering from that folder besides"
	@echo "make test                  the tests"
	@echo "make check                 lint, types and tests: what CI runs"
	@echo "make torture               the long tests: kills, floods, large inputs"
	@echo "make bench                 speed, as ratios within one run"
	@echo "make bench-quality         quality of the answers over folders that the environment names"
	@echo "make lock                  renew the locked versions"
	@echo "make clean                 remove .venv and caches"

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Cuttings needs Python 3.11 or newer; install it, or name it: make run PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Setting up $(VENV) (once, about a minute) …" >&2
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Could not make $(VENV). On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }

$(RUN_READY): .requirements/run.txt | $(VENV)/bin/python
	@$(PIP) -r .requirements/run.txt
	@touch $@

$(DEV_READY): .requirements/dev.txt pyproject.toml | $(RUN_READY)
	@$(PIP) -r .requirements/dev.txt
	@$(PY) -m pip --disable-pip-version-check -qq install --no-build-isolation --no-deps -e .
	@touch $@

$(BENCH_READY): .requirements/bench.txt | $(DEV_READY)
	@$(PIP) -r .requirements/bench.txt
	@touch $@

run: $(RUN_READY)
	@CUTTINGS_ARTICLES="$(ARTICLES)" $(PY) -m bot run --or-chat

test: $(DEV_READY)
	@$(PY) -m pytest -m "not torture" -n auto

lint: $(DEV_READY)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: $(DEV_READY)
	@$(PY) -m mypy

check: lint types test

torture: $(DEV_READY)
	@$(PY) -m pytest -m torture --timeout 900

bench: $(BENCH_READY)
	@$(PY) -m tests.benchmarks

bench-quality: $(DEV_READY)
	@$(PY) -m tests.benchmarks.quality

lock:
	@command -v uv >/dev/null 2>&1 || { echo "Renewing the lock needs uv: pip install uv" >&2; exit 1; }
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url pyproject.toml -o .requirements/run.txt
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url -c .requirements/run.txt --extra dev pyproject.toml -o .requirements/dev.txt
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url -c .requirements/run.txt --extra bench pyproject.toml -o .requirements/bench.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
