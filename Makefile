# Guildmark: every task is one command. Works with GNU make and the make of macOS (3.81).
#
#   make demo    install, start, do the main job aloud, then serve it (SERVE=0 stops after the job)
#   make test    install what tests need and run all of them (ARGS="tests/credentials -x" narrows)
#   make check   format, lint, types, imports, migrations, documentation
#   make fuzz    throw nearly right input at each parser (FUZZ_SECONDS=60 for each), and compare
#                templates with the reference path (FUZZ_DOCUMENTS=50000)
#   make mutants  try each small way in which the verifier could be wrong; a test must fail for it
#   make bench-credentials  measure signing and verifying beside other libraries
#   make messages  bring the catalogues of languages up to date with the source
#   make serve   serve what is set up here
#   make clean   delete what was built; data under var/ and your settings stay

SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# xdist processes; tests/journeys start a browser each.
JOBS ?= 2
ARGS ?=
FUZZ_SECONDS ?= 60
# Documents compared on both paths; about five minutes.
FUZZ_DOCUMENTS ?= 50000

.PHONY: help demo test check fuzz mutants bench-credentials messages serve clean install install-tests format

help:
	@sed -n '3,12s/^# *//p' Makefile

# Without the independent verifiers the demo says so and goes on.
demo: $(VENV)/.server
	@$(BIN)/python -m tests.oracles.install || true
	@$(BIN)/guildmark demo $(if $(filter 0,$(SERVE)),--no-serve,)

serve: $(VENV)/.server
	@$(BIN)/guildmark serve

test: install-tests
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(ARGS)

check: $(VENV)/.test
	@echo "· format";     $(BIN)/ruff format --check --quiet . || { echo "  Run: make format"; exit 1; }
	@echo "· lint";       $(BIN)/ruff check --quiet .
	@echo "· types";      $(BIN)/mypy
	@echo "· imports";    $(BIN)/lint-imports --no-logo
	@echo "· migrations"; $(BIN)/python tools/check_migrations.py
	@echo "· words";      $(BIN)/python tools/messages.py --check
	@echo "· documents";  $(BIN)/python tools/check_documents.py
	@echo "All checks passed."

fuzz: $(VENV)/.fuzz
	@$(BIN)/python -m tests.fuzzing --seconds $(FUZZ_SECONDS)
	@$(BIN)/python -m tests.credentials.encoding.hostile $(FUZZ_DOCUMENTS)
	@$(BIN)/python -m tests.credentials.proofs.ecdsa_sd_2023.hostile 1000
	@GUILDMARK_DIFFERENTIAL=1000 $(BIN)/python -m pytest -q tests/conformance/test_differential.py

mutants: $(VENV)/.mutants
	@$(BIN)/python -m tools.mutants src/guildmark/credentials/verify tests/credentials/verify

# Other libraries have an environment of their own: the product must not come to need them.
bench-credentials: $(VENV)/.test $(VENV)-bench/.peers
	@$(BIN)/python -m bench.credentials

messages: $(VENV)/.test
	@$(BIN)/python tools/messages.py

format: $(VENV)/.test
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet .

install: $(VENV)/.server

install-tests: $(VENV)/.test
	@$(BIN)/python tools/prepare_tests.py

# Each stamp says that what its requirement file names is installed: a second run does nothing.
$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Guildmark needs Python 3.11 or newer as '$(PYTHON)'. Install it with one of:"; \
	  echo "  sudo apt install python3 python3-venv    (Debian, Ubuntu)"; \
	  echo "  brew install python                      (macOS)"; \
	  echo "or name another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python's venv module is missing. Install it with one of:"; \
	  echo "  sudo apt install python3-venv    (Debian, Ubuntu)"; \
	  echo "  brew install python              (macOS)"; exit 1; }
	@echo "· making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.server: $(VENV)/.python requirements/build.txt requirements/demo.txt
	@echo "· installing the server (once; a few minutes on a slow line)"
	@$(BIN)/python tools/install.py requirements/demo.txt
	@touch $@

$(VENV)/.test: $(VENV)/.python requirements/build.txt requirements/test.txt
	@echo "· installing what tests need (once; a few minutes on a slow line)"
	@$(BIN)/python tools/install.py requirements/test.txt
	@touch $@ $(VENV)/.server

$(VENV)/.mutants: $(VENV)/.test requirements/mutants.txt
	@$(BIN)/python tools/install.py requirements/mutants.txt
	@touch $@

$(VENV)/.fuzz: $(VENV)/.test requirements/fuzz.txt
	@$(BIN)/python tools/install.py requirements/fuzz.txt
	@touch $@

$(VENV)-bench/.peers: $(VENV)/.python requirements/bench.txt
	@echo "· installing the other libraries (once)"
	@$(PYTHON) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes -r requirements/bench.txt
	@touch $@

clean:
	@rm -rf $(VENV) $(VENV)-bench build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@rm -rf tests/oracles/node_modules
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
