# Every target sets up what it needs, from nothing: a Python of 3.11 or newer with its venv module is enough.
# Another Python than python3:   make test PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FUZZ_EXAMPLES ?= 5000
FUZZ_STRINGS ?= 100000
FUZZ_SECONDS ?= 3600
SOURCES := src tests $(wildcard training benchmarks demo)

.DEFAULT_GOAL := help
.PHONY: help venv test coverage lint format types fuzz man demo model bench clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

venv: $(VENV)/.ready  ## make .venv with the package, editable, and the tools

# Remade when the dependencies may have changed. pip reads dependency groups from 25.1 on.
$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "make: $(PYTHON) is missing or older than 3.11; name another (make PYTHON=python3.12)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "make: $(PYTHON) has no venv module; install it (on Debian: apt-get install python3-venv)" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --group dev --editable .
	# pip compiles what it installs, but for what is editable; a start takes a third longer without.
	$(BIN)/python -m compileall -q src
	touch $@

$(VENV)/.ready-model: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --group model
	touch $@

$(VENV)/.ready-network: $(VENV)/.ready-model
	$(BIN)/python -m pip install --quiet --group network
	touch $@

$(VENV)/.ready-fuzz: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --group fuzz
	touch $@

$(VENV)/.ready-bench: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	touch $@

test: $(VENV)/.ready  ## run the tests
	$(BIN)/python -m pytest

coverage: $(VENV)/.ready  ## run the tests and list the lines they leave out
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered

lint: $(VENV)/.ready  ## look for mistakes, and for code that is not formatted
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

format: $(VENV)/.ready  ## format the code
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

types: $(VENV)/.ready  ## check the types
	$(BIN)/mypy

fuzz: $(VENV)/.ready-fuzz  ## search for bytes and moments that break it; takes hours
	GARBLE_FIX_FUZZ=$(FUZZ_EXAMPLES) $(BIN)/python -m pytest tests/fuzz
	$(BIN)/python -m tests.fuzz.many $(FUZZ_STRINGS)
	PYTHONPATH=. $(BIN)/python -m tests.fuzz.guided -max_total_time=$(FUZZ_SECONDS)
	GARBLE_FIX_TEST_KILLS=200 $(BIN)/python -m pytest -s tests/commandline/test_faults.py -k killed

man: $(VENV)/.ready  ## write the manual page
	$(BIN)/python -m garble_fix.commandline.manual >docs/garble-fix.1

demo: $(VENV)/.ready  ## see the program at work
	$(BIN)/python demo/run.py

model: $(VENV)/.ready-network  ## train the language models anew; takes half an hour
	$(BIN)/python -m training.corpus
	$(BIN)/python -m training.build
	$(BIN)/python -m training.wordlist
	$(BIN)/python -m training.network

bench: $(VENV)/.ready-bench  ## compare with other tools
	$(BIN)/python -m benchmarks

clean:  ## remove .venv and all that was made
	rm -rf $(VENV) build dist .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(SOURCES) -name __pycache__ -prune -exec rm -rf {} +
