# What a newcomer runs: `make demo` and `make test`. Everything is set up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-model test-cluster check gate bench lighthouse docs clean

demo: $(VENV)/.demo
	$(BIN)/materiel demo $(ARGS)

test: $(VENV)/.test
	$(BIN)/python tests/chromium.py
	$(BIN)/python -m pytest $(ARGS)

# Reads gold texts with a small language model on this machine: 1.1 GB to fetch, about an hour on two cores.
test-model: $(VENV)/.test $(VENV)/.model
	$(BIN)/python bench/second.py --fit $(ARGS)

# Reads on a Ray cluster of two nodes, one of which is killed: half a GB to fetch.
test-cluster: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --editable ".[ray]"
	$(BIN)/python -m pytest tests/test_cluster.py $(ARGS)

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_imports.py tests/test_packs.py

gate: $(VENV)/.test
	$(BIN)/python bench/gate.py

bench: $(VENV)/.test $(VENV)/.parser
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/pages.py
	$(BIN)/python bench/alarms.py
	$(BIN)/python bench/intake.py

# Scores the site with Lighthouse; npx fetches it (node 18 or newer) and keeps it out of this folder.
lighthouse: $(VENV)/.test
	$(BIN)/python bench/lighthouse.py $(ARGS)

docs: $(VENV)/.test
	$(BIN)/python bench/screenshot.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.demo: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable ".[test,parquet]"
	touch $@ $(VENV)/.demo

$(VENV)/.model: bench/model.txt | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/model
	$(VENV)/model/bin/python -m pip install --quiet --requirement bench/model.txt
	touch $@

$(VENV)/.parser: bench/parser.txt | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/parser
	$(VENV)/parser/bin/python -m pip install --quiet --requirement bench/parser.txt
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
