# make demo    installs postlint into .venv and lints the posts in examples/posts
# make test    all that continuous integration checks, on every supported Python found here
# make docs    writes the rule reference and the report in the README anew
# make format  formats the code and applies the linter's fixes
# make clean   removes what the others made
#
# Git, make and a Python from 3.11 on must be installed. With Node.js installed as well, the tests
# compare our parser with the reference implementation, and reports with published schemas; with
# Chromium or Chrome, they open the HTML report in it.

SHELL = /bin/sh
VERSIONS := $(shell tools/find-pythons | cut -d " " -f 1)
NEWEST := $(firstword $(VERSIONS))
OLDER := $(wordlist 2,9,$(VERSIONS))
BIN := .venvs/$(NEWEST)/bin
INSTALL := -m pip install --quiet --quiet --disable-pip-version-check --editable
# What the tests use of other people's work: the reference parser, published schemas and validators.
NODE_PACKAGES := $(patsubst %,tests/%/node_modules/.package-lock.json,action conformance reporters)

.PHONY: help demo test docs format clean python
.DELETE_ON_ERROR:

help:
	@sed -n 's/^# \(make.*\)/\1/p' Makefile

demo: .venv/installed
	@echo '$$ postlint examples/posts'
	@.venv/bin/postlint --exit-zero examples/posts

# What is quick comes first, and pytest last, so that its summary is the last line.
test: python $(VERSIONS:%=.venvs/%/installed) $(NODE_PACKAGES)
	@tools/install-chromium
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python tools/build_docs.py --check
	$(BIN)/postlint README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md docs
	@for version in $(OLDER); do \
	    echo "Python $$version"; \
	    .venvs/$$version/bin/pytest -n auto --ignore tests/conformance || exit 1; \
	done
	@echo "Python $(NEWEST)"
	@$(BIN)/pytest -n auto

docs: .venvs/$(NEWEST)/installed
	$(BIN)/python tools/build_docs.py

format: .venvs/$(NEWEST)/installed
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

clean:
	rm -rf .venv .venvs tests/*/node_modules build dist *.egg-info
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache

.venv/installed: pyproject.toml | python
	@echo "Installing postlint into .venv (Python $(NEWEST))"
	@"$$(tools/find-pythons | sed -n 's/^$(NEWEST) //p')" -m venv .venv
	@.venv/bin/python $(INSTALL) .
	@touch $@

.venvs/%/installed: pyproject.toml | python
	@echo "Installing postlint and its tests for Python $*"
	@"$$(tools/find-pythons | sed -n 's/^$* //p')" -m venv .venvs/$*
	@.venvs/$*/bin/python $(INSTALL) '.[$(if $(filter $*,$(NEWEST)),dev,test)]'
	@touch $@

python:
	@test -n "$(NEWEST)" || { \
	    echo "No Python from 3.11 on that can make virtual environments was found." >&2; \
	    echo "On Debian and Ubuntu, the package python3-venv may be what is missing." >&2; \
	    exit 1; }

$(NODE_PACKAGES): tests/%/node_modules/.package-lock.json: tests/%/package-lock.json
	@if command -v npm > /dev/null; then \
	    echo "Installing what tests/$* uses from npm" && cd tests/$* && npm ci --silent; \
	else \
	    echo "Node.js is not installed: tests/$* is not run in full"; \
	fi
