# What one does with a checkout of Rostra. `make help` lists it.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
BASE := $(VENV)/base.stamp
DEV := $(VENV)/dev.stamp
SYSTEM := chromium-headless-shell:chromium-headless-shell /usr/lib/postgresql/*/bin/initdb:postgresql nginx:nginx
FLAGS ?=
# One more than a small machine has cores: browsers and servers keep tests waiting.
PYTEST := $(BIN)/pytest -q -n 3 --dist loadfile
# What takes no database, or next to none.
UNITS := tests/foundation tests/web tests/news/reading tests/transfer/test_marks.py \
	tests/promises/test_sizes.py tests/promises/test_names.py tests/promises/test_imports.py \
	tests/promises/test_documented.py tests/promises/test_tracked_files.py

.PHONY: help run test check check-all lint types imports test-sqlite test-postgresql \
	system bench wheel rich messages lock clean

help: ## What there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 26

run: $(BASE) ## Run Rostra with a sample community; PORT= and DATA= are honoured
	@exec $(BIN)/python -m rostra serve --sample \
		$(if $(PORT),--port $(PORT)) $(if $(DATA),--data "$(DATA)")

test: $(DEV) system node_modules lint types imports test-sqlite test-postgresql ## Everything, installing what it needs

check: $(DEV) lint types imports ## What takes seconds: lint, types, imports, unit tests
	$(PYTEST) -m "not slow and not server and not browser" \
		$(UNITS) $(FLAGS)

check-all: $(DEV) lint types imports ## Minutes: the same, with all tests that need no server
	$(PYTEST) -m "not slow and not server and not browser" $(FLAGS)

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(DEV)
	$(BIN)/mypy

imports: $(DEV)
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

test-sqlite: $(DEV) ## The tests, on SQLite
	$(PYTEST) $(FLAGS)

test-postgresql: $(DEV) system ## The tests, on a PostgreSQL of their own
	ROSTRA_TEST_ON=postgresql $(PYTEST) $(FLAGS)

bench: $(DEV) ## Measure, side by side with nginx
	@.ci/need nginx:nginx
	$(BIN)/python -m benchmarks $(FLAGS)

wheel: $(DEV) ## A wheel with everything inside, in dist/
	rm -rf dist
	$(BIN)/python -m hatchling build -t wheel -d dist

rich: node_modules ## Make the file of the rich mode anew, from browser/rich
	node browser/build.mjs

messages: $(DEV) ## Gather the words of pages into the catalogues, and make those anew
	$(BIN)/pybabel -q extract -F pyproject.toml -o $(VENV)/rostra.pot --no-wrap \
		--sort-by-file --no-location --add-comments=Translators: \
		-k gettext_lazy -k gettext_noop -k ngettext_lazy:1,2 \
		-k pgettext:1c,2 -k pgettext_noop:1c,2 src/rostra
	$(BIN)/pybabel -q update -i $(VENV)/rostra.pot -d src/rostra/locale -D django \
		--no-wrap --no-fuzzy-matching --ignore-pot-creation-date --ignore-obsolete
	$(BIN)/pybabel -q compile -d src/rostra/locale -D django

lock: $(BASE) ## Choose newer versions of what Rostra depends on
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes \
		--no-emit-index-url --no-header --python-version 3.11 \
		pyproject.toml -o requirements/base.txt
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes \
		--no-emit-index-url --no-header --python-version 3.11 --extra grown \
		-c requirements/base.txt pyproject.toml requirements/dev.in \
		-o requirements/dev.txt

clean: ## Remove what can be made again; the data folder stays
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache node_modules

system:
	@.ci/need $(SYSTEM)

# Node is for checking pages and for making the file of the rich mode; it is not
# needed to run Rostra or to build its wheel.
node_modules: $(wildcard package-lock.json)
	@if [ -f package.json ]; then npm ci --no-fund --no-audit && touch $@; fi

$(BASE): requirements/base.txt | $(BIN)/python
	$(PIP) install --require-hashes -r $<
	@$(BIN)/python -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "rostra.pth").write_text("../../../../src\n")'
	@touch $@

$(DEV): requirements/dev.txt $(BASE)
	$(PIP) install --require-hashes -r $<
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Rostra needs Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
		|| { rm -rf $(VENV) && .ci/need no-venv:python3-venv && $(PYTHON) -m venv $(VENV); }
