# Chancery: `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
RUNTIME := .venv/.runtime
TOOLS := .venv/.tools
ENGINES := .venv/.engines
export DJANGO_SETTINGS_MODULE = archive.settings

.DEFAULT_GOAL := help
.PHONY: help install run test check format lock audit gazetteer postgres-tests postgres-check haystack-tests cluster-tests cluster-check bench bench-cluster soak clean

help: ## Say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

$(RUNTIME): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Chancery needs Python 3.11 or newer: PYTHON=python3.12 make run")'
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv
	@echo "Installing what Chancery needs into .venv ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	@echo "Installing the tools for working on Chancery ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

install: $(RUNTIME) $(TOOLS) ## Make .venv with everything, for running and for working on it

run: $(RUNTIME) ## Set up what is missing and serve on 127.0.0.1:8000 (PORT changes it)
	@exec $(PY) manage.py serve --port $(PORT)

test: $(TOOLS) ## Run the whole suite (real index, real browser)
	@$(PY) -m tests.chromium || true
	@$(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup

POSTGRES_TESTS ?= tests
POSTGRES_SECONDS ?= 7200
postgres-tests: $(TOOLS) ## Run what asks the database, or POSTGRES_TESTS of it, on a PostgreSQL of its own (for at most POSTGRES_SECONDS)
	@$(PY) -m tests.postgres --seconds $(POSTGRES_SECONDS) --numprocesses auto --maxprocesses 4 --dist loadgroup -m database $(POSTGRES_TESTS)

# What locks, counts, migrates, sorts or writes by itself; first what only PostgreSQL does. The rest asks through these.
POSTGRES_CHECKED := importing models statistics search/index search/alerts backup mentions speakers uploads admin
postgres-check: ## The part of these that CI runs: what depends on the database, in seven minutes at the most
	@$(MAKE) --no-print-directory postgres-tests POSTGRES_TESTS="$(POSTGRES_CHECKED:%=tests/%)"

check: $(TOOLS) ## Style, types, templates, migrations, size limits
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) -m djlint --lint --quiet templates/pages
	@$(PY) -m djlint --lint --quiet --profile django templates/editors
	@$(PY) -m pytest tests/test_house_rules.py

LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock"
lock: ## Lock what pyproject.toml names, and what that needs, with hashes
	@test -x .venv/bin/uv || $(PY) -m pip install --quiet --disable-pip-version-check "$$(sed -n 's/^ *"\(uv==.*\)",/\1/p' pyproject.toml)"
	@$(LOCK) pyproject.toml -o requirements.txt
	@$(LOCK) pyproject.toml --group dev -o requirements-dev.txt
	@$(LOCK) pyproject.toml --group store -o docs/deploy/requirements-store.txt
	@$(LOCK) pyproject.toml --group bench -o benchmarks/requirements.txt

audit: $(TOOLS) ## Look for known weaknesses of what is locked (needs the internet)
	@$(PY) -m tests.audit

format: $(TOOLS) ## Lay the code out
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format --quiet .

NATIONALITY := i18n-nationality@1.4.0
gazetteer: $(TOOLS) ## Build the gazetteer of countries anew from its sources (needs npm)
	@mkdir -p var/build && cd var/build && tar xzf "$$(npm pack --silent $(NATIONALITY))" package/langs/en.json
	@$(PY) -m archive.countries.build_gazetteer var/build/package/langs/en.json

haystack-tests: $(TOOLS) ## Run django-haystack's own Whoosh tests against our engine
	@$(PY) -m tests.search.engines.whoosh.haystack.haystack_suite

cluster-tests: $(TOOLS) ## Build OpenSearch from Maven artefacts, start nodes, try the engine on them and kill some (needs mvn and a JDK)
	@CLUSTER_TESTS=1 $(PY) -m pytest -n 0 -ra tests/cluster

cluster-check: $(TOOLS) ## The part of these that CI runs: the engine's contract on one node, in three minutes at the most
	@$(PY) -m tests.cluster.in_ci

$(ENGINES): benchmarks/requirements.txt $(TOOLS)
	@echo "Installing the engines to compare with into .venv ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements.txt
	@touch $@

bench: $(ENGINES) ## Measure speed and memory (writes benchmarks/results)
	@$(PY) -m benchmarks $(BENCHMARKS)

SIZES ?= 20000 100000
bench-cluster: $(TOOLS) ## Measure our engine on one OpenSearch node beside our own index (SIZES="20000 100000"; needs mvn and a JDK)
	@$(PY) -m benchmarks.cluster --records $(SIZES)

MINUTES ?= 20
soak: $(TOOLS) ## Serve, search and edit for 20 minutes (MINUTES), with a kill -9 every 20 s; compare at the end
	@$(PY) -m benchmarks.soak --minutes $(MINUTES)

clean: ## Remove what was built here (.venv and var stay)
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis
