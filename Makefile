# Pożytek: two commands are enough. `make run` starts everything, `make test` tests everything.
SHELL := /bin/bash
.DEFAULT_GOAL := help
python := .venv/bin/python
# The embedded default (SQLite, files): what a shell exports for another database must not leak in.
EMBEDDED := env -u DATABASE_URL -u REDIS_URL -u EMAIL_URL -u POZYTEK_PRODUCTION

.PHONY: help
help: ## ta lista
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 16

.PHONY: run
run: ## instaluje, czego brak, wczytuje dane i rok pokazowy, uruchamia system (PORT=8000)
	@bin/run $(PORT)

.PHONY: test
test: ## instaluje narzędzia deweloperskie i uruchamia wszystkie testy (ARGS="-k nazwa")
	@bin/install test
	@$(EMBEDDED) $(python) -m pytest -n auto --dist worksteal $(ARGS)

.PHONY: bench
bench: ## mierzy: strony, dokumenty, rejestr zdarzeń, potwierdzenia i nawał ofert przed terminem (własny PostgreSQL i Redis)
	@bin/install test
	@$(EMBEDDED) $(python) -m benchmarks.page
	@$(EMBEDDED) $(python) -m benchmarks.document
	@$(EMBEDDED) $(python) -m benchmarks.ledger
	@$(EMBEDDED) $(python) -m benchmarks.confirmations
	@$(EMBEDDED) $(python) -m benchmarks.deadline_rush $(ARGS)

.PHONY: faults
faults: ## nawał ofert, w którym giną procesy stron i zadań oraz pada baza danych (ARGS="--organisations 500")
	@bin/install test
	@$(EMBEDDED) $(python) -m benchmarks.deadline_rush --faults $(ARGS)

.PHONY: lint
lint: ## styl, typy, granice warstw, migracje, ustawienia produkcyjne
	@bin/install test
	@bin/lint

.PHONY: format
format: ## poprawia styl kodu
	@bin/install test
	$(python) -m ruff check --fix --quiet .
	$(python) -m ruff format --quiet .

.PHONY: clean
clean: ## usuwa środowisko i pamięci podręczne; danych w var/ nie rusza
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
