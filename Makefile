# The commands of the README. `make setup` is shared: it makes .venv from the pinned requirements, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Two at a time; a file's tests stay together, and those that take longest are given out first (tests/conftest.py).
TESTS := $(BIN)/python -m pytest --numprocesses 2 --no-loadscope-reorder
# The tests start many processes: what one compiles is there for the next, whatever the machine has set.
export PYTHONDONTWRITEBYTECODE :=
STAMP := $(VENV)/.ready
DEV_STAMP := $(VENV)/.ready-dev

.PHONY: help setup setup-dev run test check attack format hashes sbom audit clean

help:  ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(STAMP)  ## make .venv with what the product needs

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; $$($(PYTHON) --version) was found. Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "Installing into $(VENV) (about 2 GB; a few minutes the first time) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -r requirements.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --editable .
	@touch $@

setup-dev: $(DEV_STAMP)  ## and with what the tests and checks need

$(DEV_STAMP): requirements-dev.txt requirements-otel.txt $(STAMP)
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -r requirements-dev.txt
	@touch $@

run: $(STAMP)  ## index the demo archive and serve it on http://127.0.0.1:8000/
	@$(BIN)/beslutsminne demo

test: $(DEV_STAMP)  ## all tests but the slow ones
	@$(TESTS) -m "not slow and not attack" --hypothesis-profile=quick

check: $(DEV_STAMP)  ## the gate: format, lint, types, typeset papers, all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m corpus.demo.typeset --check
	$(TESTS) -m "not attack"

attack: $(DEV_STAMP)  ## minutes of load and of harm on a service of its own
	$(BIN)/python -m pytest -o faulthandler_timeout=0 tests/attack
	$(BIN)/python -m eval.benchmarks.load eval/gold/demo.jsonl corpus/demo/papers

format: $(DEV_STAMP)  ## write code as `make check` wants it
	$(BIN)/ruff check --fix-only --exit-zero .
	$(BIN)/ruff format .

# The tools of the next three are installed beside the product, in .venv-audit, and need the network.
AUDIT := .venv-audit
AUDIT_STAMP := $(AUDIT)/.ready

$(AUDIT_STAMP): requirements-audit.txt
	@test -x $(AUDIT)/bin/python || $(PYTHON) -m venv $(AUDIT)
	@$(AUDIT)/bin/python -m pip install --disable-pip-version-check --quiet -r requirements-audit.txt
	@touch $@

hashes: $(STAMP)  ## write requirements.hashes.txt anew
	@mkdir -p build
	$(BIN)/python -m pip install --dry-run --ignore-installed --no-deps --quiet --report build/report.json -r requirements.txt
	$(BIN)/python deploy/hashes.py build/report.json requirements.txt requirements.hashes.txt

sbom: $(STAMP) $(AUDIT_STAMP)  ## write build/sbom.cdx.json: what the product is made of, as CycloneDX
	@mkdir -p build
	$(AUDIT)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o build/sbom.cdx.json $(VENV)

audit: $(AUDIT_STAMP)  ## ask PyPI which known weaknesses the pinned packages have
	$(AUDIT)/bin/pip-audit --requirement requirements.txt --no-deps --disable-pip --strict

clean:  ## remove .venv and caches; the archive stays
	rm -rf $(VENV) $(AUDIT) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info
