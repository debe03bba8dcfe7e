# The palm office (掌上办). `make help` lists what can be done.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# side by side: whole towns, which mostly wait; a browser, which keeps an event loop running and so stands alone, and
# another for pages on paper; attacks; the application, its commands and its vendors; the rest
TOWNS := tests/journeys
BROWSER := tests/browser
PAPER := tests/browser/on_paper
ATTACKS := tests/security
FRONTS := tests/http tests/gateway tests/sandbox tests/contract tests/cli tests/embedded

.DEFAULT_GOAL := help
# where a machine sets it, each process of a run compiles a thousand modules anew
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help setup demo screens code test test-towns test-browser test-paper test-late test-attacks test-fronts test-parts test-wide miniprogram check check-types check-style check-imports check-catalogue lighthouse crash lock

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(BIN)/palm ## .venv from the hash-locked requirements; again costs nothing

$(BIN)/palm: requirements/dev.txt pyproject.toml requirements/setup.sh
	@bash requirements/setup.sh "$(PYTHON)" "$(VENV)"

demo: setup ## two whole 无感审批 journeys on real parts, a morning's work at the console, then it stays up (ONCE=1: ends)
	@$(BIN)/palm demo $(if $(ONCE),--once) $(if $(PORT),--port $(PORT))

code: setup ## the six digits of an account of the demonstration: make code LOGIN=… (FOLDER=.palm)
	@$(BIN)/palm staff code $(LOGIN) $(if $(FOLDER),--folder $(FOLDER))

test: setup ## every test but the wider ones (Python, and Chromium for the pages); six parts side by side
	@$(MAKE) --no-print-directory -s -k -j6 --output-sync=line test-towns test-browser test-paper test-attacks test-fronts test-parts

test-towns:
	@$(BIN)/python -m pytest -q -m "not wide" $(TOWNS)

test-browser:
	@$(BIN)/python -m pytest -q -m "not wide" $(BROWSER) --ignore=$(PAPER)

test-paper:
	@$(BIN)/python -m pytest -q -m "not wide" $(PAPER)

test-late: setup ## the pages on paper, every answer later: what does not wait for the office fails
	@PAPER_LATE_SECONDS=0.7 $(BIN)/python -m pytest -q -m "not wide" $(PAPER) tests/browser/screens

test-attacks:
	@$(BIN)/python -m pytest -q -m "not wide" $(ATTACKS)

test-fronts:
	@$(BIN)/python -m pytest -q -m "not wide" $(FRONTS)

test-parts:
	@$(BIN)/python -m pytest -q -m "not wide" tests $(addprefix --ignore=,$(TOWNS) $(BROWSER) $(ATTACKS) $(FRONTS))

test-wide: setup ## the slower ones: whole demonstrations, the oldest PostgreSQL
	@$(BIN)/python -m pytest -q -m wide --durations=5 tests --ignore=$(BROWSER) # nothing of a browser's is slow

miniprogram: tests/miniprogram/node_modules/.package-lock.json ## types, lint and component tests of the mini-program (needs Node 18.18, npm)
	@cd tests/miniprogram && npm run -s types && npm run -s lint && npm run -s test

tests/miniprogram/node_modules/.package-lock.json: tests/miniprogram/package-lock.json
	@cd tests/miniprogram && npm ci --silent --no-audit --no-fund && touch node_modules/.package-lock.json

screens: setup ## docs/screens anew: every screen of the phone in four modes (needs Chromium)
	@PYTHONPATH=. $(BIN)/python -m tests.browser.screens.pictures $(ONLY)

check: setup ## style, types, import contracts, catalogue; silent unless something is wrong
	@$(MAKE) --no-print-directory -s -k -j2 --output-sync=target check-types check-style check-imports check-catalogue

check-types:
	@$(BIN)/mypy --no-error-summary bff domain adapters tests tools

check-style:
	@$(BIN)/ruff format --check -q .; formatted=$$?; $(BIN)/ruff check -q . && exit $$formatted

check-imports:
	@told=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$told"; exit 1; }

check-catalogue:
	@told=$$($(BIN)/palm catalogue check 2>&1) || { echo "$$told"; exit 1; }

crash: setup ## kill -9 at every step of the journeys, then compare our books with the vendors'
	@$(BIN)/palm crash

lighthouse: setup ## the phone page's scores (needs node 18+, npm, Chromium); fails below 95 / 100 / 100
	@$(BIN)/python tools/lighthouse/measure.py

lock: ## write requirements/*.txt anew from *.in (needs uv)
	@cd requirements && for part in run dev; do uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --no-annotate $$part.in -o $$part.txt; done
