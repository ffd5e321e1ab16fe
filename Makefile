# Each target makes what it needs first: .venv with the versions of requirements-dev.lock, and
# node_modules with the CDK CLI of package-lock.json. Nothing is installed outside of this folder.

VENV ?= .venv
# An environment that is there stays, whatever python3 has become; PYTHON= replaces it.
PYTHON ?= $(or $(realpath $(VENV)/bin/python),python3)

CONFIG ?= examples/event-bus-2021/stacktape.yml
STAGE ?= dev
PROJECT ?=
CODE ?= project
FUZZ_EXAMPLES ?= 1000
FUZZ_SEED ?=

BIN := $(VENV)/bin

# Our own runs tell nobody about themselves, and do not ask for news.
export CDK_DISABLE_CLI_TELEMETRY := true
export CDK_DISABLE_VERSION_CHECK := true

# The CDK needs Node 22 or later. Where PATH has none, the one among the Python packages serves.
SYSTEM_NODE := $(shell command -v npm >/dev/null && \
	node -p 'process.versions.node.split(".")[0] >= 22 ? process.execPath : ""' 2>/dev/null)
in_venv := PATH="$(CURDIR)/$(BIN):$$PATH" JSII_NODE="$(or $(SYSTEM_NODE),node)"
node := $(or $(SYSTEM_NODE),$(BIN)/node)
npm := $(if $(SYSTEM_NODE),npm,$(in_venv) npm)

# Python compiles the few CDK modules that it imports; compiling all of them here takes a minute.
pip_install := $(BIN)/pip install -qq --no-compile --disable-pip-version-check

# An installation is named after what it was made from: another branch's lock file installs again,
# a new time of an unchanged file does not.
PYTHON_READY := $(VENV)/.installed-$(shell \
	{ $(PYTHON) -V; cat pyproject.toml requirements-dev.lock; } 2>/dev/null | cksum | tr ' ' '-')
CDK_READY := node_modules/.installed-$(shell cat package.json package-lock.json | cksum | tr ' ' '-')

# The local AWS and what talks to it: apart, for functions that run there see all that is installed there.
E2E_VENV := .venv-e2e
E2E_LOCKS := $(addprefix tests/e2e/,requirements.txt package.json package-lock.json)
E2E_READY := $(E2E_VENV)/.installed-$(shell { $(PYTHON) -V; cat $(E2E_LOCKS); } | cksum | tr ' ' '-')

# What only the fuzzing needs, beside the development tools.
FUZZ_READY := $(VENV)/.installed-fuzz-$(shell { $(PYTHON) -V; cat tests/fuzz/requirements.txt; } | cksum | tr ' ' '-')

# What only the site of the documentation needs, beside the development tools.
DOCS_READY := $(VENV)/.installed-docs-$(shell { $(PYTHON) -V; cat docs/requirements.txt; } | cksum | tr ' ' '-')

# The rooms of the adapter, whose branches the tests must cover, each by the tests of its own name.
ADAPTER := document event_pattern config references tree json_schema graph cli
comma := ,
empty :=
ADAPTER_FILES := $(subst $(empty) ,$(comma),$(patsubst %,stacktape_constructs/%/*,$(ADAPTER)))

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup synth test fuzz nag e2e images docs bench lint types format build lock clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

setup: $(PYTHON_READY) $(CDK_READY) ## install what the other targets need (they do it themselves)

synth: setup ## print an example's template (CONFIG=, STAGE=, PROJECT=, CODE=project|placeholder)
	@$(in_venv) $(node) node_modules/aws-cdk/bin/cdk synth --ci=false --no-notices --no-version-reporting \
		-c "config=$(CONFIG)" -c "stage=$(STAGE)" -c "code=$(CODE)" \
		$(if $(PROJECT),-c "projectName=$(PROJECT)")

test: setup lint ## run every check: lint, types, the tests of the adapter with their branch coverage, all others
	@$(BIN)/mypy --no-error-summary & types=$$!; \
	$(in_venv) $(BIN)/pytest -q -n 2 --dist loadfile --cov --cov-report= $(addprefix tests/,$(ADAPTER)); tests=$$?; \
	wait $$types && exit $$tests
	@$(BIN)/coverage report --include='$(ADAPTER_FILES)' --fail-under=95
	@$(in_venv) $(BIN)/pytest -q -n 2 --dist loadfile $(addprefix --ignore=tests/,$(ADAPTER))

fuzz: setup $(FUZZ_READY) ## try thirty thousand configs and texts, the same each time (FUZZ_EXAMPLES=, FUZZ_SEED=)
	@CDK_VALIDATION=true FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) FUZZ_SEED=$(FUZZ_SEED) $(in_venv) \
		$(BIN)/pytest -q -n 2 --dist worksteal tests/fuzz/guided.py tests/fuzz

nag: setup ## try four validators on all examples, golden cases and the app in Python, and what they report (CONFIGS=folder)
	@CDK_VALIDATION=true $(in_venv) $(BIN)/pytest -q -n 2 --dist load tests/nag

e2e: setup $(E2E_READY) ## deploy the examples to a local AWS, use them, and try all their grants (two minutes)
	@$(in_venv) $(E2E_VENV)/bin/pytest -q tests/e2e

images: setup $(E2E_READY) ## build images of all languages, deploy them to a local AWS, and run them (needs Docker)
	@$(in_venv) $(E2E_VENV)/bin/pytest -q tests/images

docs: $(PYTHON_READY) $(DOCS_READY) ## build the documentation as a site in site/; links that lead nowhere stop it
	@$(BIN)/python -m tools.site

bench: setup ## print how long things take, beside the tools and the CDK alone (six minutes)
	@$(in_venv) $(BIN)/python -m benchmarks.reading
	@$(in_venv) $(BIN)/python -m benchmarks.packaging
	@$(in_venv) $(BIN)/python -m benchmarks.synthesis

lint: $(PYTHON_READY) ## check the style
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

types: $(PYTHON_READY) ## check the types of the package (the first run reads the CDK's: half a minute)
	@$(BIN)/mypy --no-error-summary

format: $(PYTHON_READY) ## correct the style, as far as ruff can
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

build: $(PYTHON_READY) ## build the wheel and the source distribution in dist/
	@$(BIN)/hatchling build

lock: $(PYTHON_READY) ## choose new versions of the development tools and write the lock files (needs uv)
	@uv pip compile --quiet --upgrade --universal --python-version 3.10 --group dev pyproject.toml \
		--custom-compile-command 'make lock' --output-file requirements-dev.lock
	@uv pip compile --quiet --upgrade --universal --python-version 3.11 --group docs \
		--constraints requirements-dev.lock --custom-compile-command 'make lock' --output-file docs/requirements.txt
	@$(npm) install --package-lock-only --ignore-scripts --loglevel=error
	@$(npm) install --package-lock-only --ignore-scripts --loglevel=error --prefix tests/e2e \
		--omit-lockfile-registry-resolved

clean: ## remove everything that make made
	@rm -rf $(VENV) $(E2E_VENV) node_modules cdk.out dist site .site .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PYTHON_READY):
	@echo 'installing the Python packages in $(VENV)' >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or later is needed, got %d.%d; name one with PYTHON=" % sys.version_info[:2])'
	@test "$$($(BIN)/python -V 2>/dev/null)" = "$$($(PYTHON) -V)" || $(PYTHON) -m venv --clear $(VENV)
	@$(pip_install) -r requirements-dev.lock
	@$(pip_install) --no-build-isolation --no-deps -e .
	@rm -f $(VENV)/.installed-*
	@touch $@

$(FUZZ_READY): | $(PYTHON_READY)
	@echo 'installing the fuzzer in $(VENV)' >&2
	@$(pip_install) -r tests/fuzz/requirements.txt
	@touch $@

$(DOCS_READY): | $(PYTHON_READY)
	@echo 'installing the site generator in $(VENV)' >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "the site needs Python 3.11 or later, got %d.%d; name one with PYTHON=" % sys.version_info[:2])'
	@$(pip_install) -r docs/requirements.txt
	@touch $@

$(E2E_READY): | $(PYTHON_READY)
	@echo 'installing the local AWS in $(E2E_VENV)' >&2
	@$(PYTHON) -m venv --clear $(E2E_VENV)
	@$(E2E_VENV)/bin/pip install -qq --no-compile --disable-pip-version-check -r tests/e2e/requirements.txt
	@cp tests/e2e/package.json tests/e2e/package-lock.json $(E2E_VENV)
	@$(npm) ci --prefix $(E2E_VENV) --ignore-scripts --loglevel=error >/dev/null
	@touch $@

$(CDK_READY): | $(PYTHON_READY)
	@echo 'installing the CDK CLI in node_modules' >&2
	@$(npm) ci --ignore-scripts --loglevel=error >/dev/null
	@touch $@
