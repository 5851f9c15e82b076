# Santong. `make help` says what there is.
# The virtual environment is .venv; HOST= and PORT= move the demonstration.

HOST ?= 127.0.0.1
PORT ?= 8000
SIZE ?= small
NAME ?= footprint
DB ?= sqlite
PYTHON ?= python3
WORKERS ?= 2

BIN := .venv/bin
CONVERTERS := libreoffice-writer libreoffice-impress libreoffice-calc libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk
MANIFEST := src/santong/static_build/manifest.json
FRONTEND := $(shell find frontend -type f -not -name '*.md') package-lock.json vite.config.ts vite.worker.config.ts tsconfig.json
CATALOGUES := $(shell find src -name '*.po')

.DEFAULT_GOAL := help
.PHONY: help demo converters test test-sqlite test-postgresql lint lint-types lint-rules map format bench assets system screenshots handbook-pictures requirements clean

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

demo: .venv/.base $(MANIFEST) converters ## set everything up and serve the demonstration city
	@$(BIN)/santong demo --host $(HOST) --port $(PORT) --size $(SIZE)

test: .venv/.dev $(MANIFEST) system ## set everything up and run all tests on both databases
	@$(BIN)/python scripts/run_tests.py --workers $(WORKERS)

test-sqlite: .venv/.dev $(MANIFEST) ## all tests on SQLite only
	@$(BIN)/python scripts/run_tests.py --workers $(WORKERS) --db sqlite

test-postgresql: .venv/.dev $(MANIFEST) system ## all tests on PostgreSQL only
	@$(BIN)/python scripts/run_tests.py --workers $(WORKERS) --db postgresql

map: .venv/.base ## write the table of modules into docs/map.md
	@$(BIN)/python scripts/map_modules.py

lint: .venv/.dev $(MANIFEST) ## every static check
	@$(MAKE) --no-print-directory -j 2 --output-sync=target lint-types lint-rules

lint-types:
	$(BIN)/mypy
	@scripts/npm run --silent check

lint-rules:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python -m santong.kit.i18n --check
	$(BIN)/python scripts/map_modules.py --check
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r src -c pyproject.toml --severity-level high --ignore-nosec
	$(BIN)/semgrep scan --quiet --error --metrics=off --disable-version-check --config scripts/semgrep.yml src

format: .venv/.dev ## put the code into its form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv/.dev $(MANIFEST) ## run a benchmark: make bench NAME=pages DB=postgresql
	@$(BIN)/python -m bench.$(NAME) --db $(DB) $(ARGS)

assets: $(MANIFEST) ## build styles and islands

system: ## install the system's programs that some functions and tests need
	@scripts/system-packages

converters: # the demonstration does without them, but shows no office documents that its visitors send, and makes no PDFs
	@scripts/system-packages $(CONVERTERS)

screenshots: .venv/.dev $(MANIFEST) ## make the README's pictures anew
	@$(BIN)/python scripts/screenshots.py

handbook-pictures: .venv/.dev $(MANIFEST) ## make the pictures of the handbook from the demonstration
	@$(BIN)/python scripts/handbook_pictures.py

requirements: .venv/.dev ## pin the dependencies anew after a change of pyproject.toml
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements/base.txt
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --all-extras -c requirements/base.txt pyproject.toml -o requirements/dev.txt

clean: ## remove what was built, not what was entered
	rm -rf .venv node_modules src/santong/static_build .mypy_cache .ruff_cache .pytest_cache

.venv/bin/uv: requirements/uv.txt
	@$(PYTHON) scripts/check_python.py
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --require-hashes -r requirements/uv.txt
	@touch $@

.venv/.base: .venv/bin/uv requirements/base.txt pyproject.toml
	@if [ -e .venv/.dev ]; then true; else $(BIN)/uv pip sync --quiet --require-hashes requirements/base.txt requirements/uv.txt; fi
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/bin/uv requirements/dev.txt pyproject.toml
	@$(BIN)/uv pip sync --quiet --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ .venv/.base

node_modules/.stamp: package-lock.json .venv/bin/uv
	@scripts/npm ci --silent
	@touch $@

$(MANIFEST): node_modules/.stamp $(FRONTEND)
	@scripts/npm run --silent build -- --logLevel warn
	@touch $@
