# The whole workflow. Every target first makes .venv from requirements.lock, so a fresh machine
# needs Python 3.11 or later and make, and nothing else.

SITE ?= $(if $(PCPLAN_SITE),$(PCPLAN_SITE),site)
READY := .venv/.ready
BIN := .venv/bin
TESTING := -n auto --dist loadfile --no-loadscope-reorder --durations=25

.PHONY: help setup run test test-full lint dev chaos bench
.DEFAULT_GOAL := help

help:  ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

$(READY): requirements.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh

$(SITE)/site.toml: | $(READY)
	$(BIN)/pcplan init --demo "$(SITE)"

setup: $(READY)  ## make the environment, and the `pcplan` command in it

run: $(READY) $(SITE)/site.toml  ## demonstration site, nightly, four papers, and how to open them
	@sh tools/run.sh "$(SITE)"

test: $(READY)  ## run the tests, in minutes (installs Chromium first, where it may)
	@sh tools/chromium.sh
	$(BIN)/python -m pytest $(TESTING) -m "not full"

test-full: $(READY)  ## run every test in its whole length, before an issue is said to be resolved
	@sh tools/chromium.sh
	PCPLAN_TESTS=full $(BIN)/python -m pytest $(TESTING)

lint: $(READY)  ## style, formatting, types and the Dagster definitions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	DAGSTER_DISABLE_TELEMETRY=yes $(BIN)/dagster definitions validate -w workspace.yaml

dev: $(READY) $(SITE)/site.toml  ## Dagster's own pages and the dashboards, on this machine
	$(BIN)/pcplan dev --site "$(SITE)"

chaos: $(READY)  ## every fault: kill -9, full disk, spoilt files, two at once; prints counts per fault
	PCPLAN_CHAOS=long $(BIN)/python -m pytest tests/chaos -n auto --dist loadfile

bench: $(READY)  ## measure loads, checks and publication against a bare DuckDB load; then 50 readers
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.readers
