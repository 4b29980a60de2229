# Everything lives in .venv; each target makes what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SCRIPT ?= examples/fr-dakar-couture.yaml

export PIP_REQUIRE_VIRTUALENV = 1

.PHONY: help install demo test check format chat web dev transcripts clean

help: ## Show the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

install: $(VENV)/.dev ## Install the product and its development tools into .venv

demo: $(VENV)/.run ## Publish a site from a scripted conversation and say where to look
	$(BIN)/coach run $(SCRIPT)

test: $(VENV)/.dev ## Run the tests
	$(BIN)/python -m pytest -n auto -q $(ARGS)

check: $(VENV)/.dev ## Check style, types and the architecture's rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

chat: $(VENV)/.run ## Talk with the coach in the terminal
	$(BIN)/coach chat

web: $(VENV)/.run ## Serve the page and the HTTP API on this machine
	$(BIN)/coach web

dev: $(VENV)/.dev ## Start the LangGraph development server
	LANGGRAPH_CLI_NO_ANALYTICS=1 LANGGRAPH_NO_VERSION_CHECK=1 $(BIN)/langgraph dev --no-browser

transcripts: $(VENV)/.run ## Write the transcripts in docs/conversation.md anew
	$(BIN)/python docs/transcripts.py

clean: ## Remove .venv and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .langgraph_api

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -q -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -q -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.run
