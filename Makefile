# Two commands for a bare machine with Python and make: `make run` and `make test`. `make help` lists the others.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

# Some machines forbid it: then each of the hundreds of processes of the tests compiles all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup develop run test quick walks format words assets lock evaluation article method trust package docs mutants pictures fuzz sbom audit pythons release benchmark cohort load fresh clean

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

setup: ## Set up what is missing; leaves the command at .venv/bin/pinprick
	@$(PYTHON) scripts/setup

develop: ## The same with all that the checks need
	@$(PYTHON) scripts/setup --dev

run: setup ## Start the page on this machine and open it in the browser (PORT=8001 for another port)
	$(BIN)/pinprick serve --port $(PORT) --open

test: develop ## Every check: format, lint, types, tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist worksteal

quick: develop ## The same without the browser and without searches of everything, in a few minutes
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist worksteal -m "not exhaustive" --ignore tests/browser

# A browser takes its own language from a variable of that name, which it need not see.
walks: LANGUAGE = en
walks: develop ## What a browser does with the page, all of it in one language (LANGUAGE=zh for Chinese)
	env -u LANGUAGE PINPRICK_WALKS=$(LANGUAGE) $(BIN)/pytest -n auto --dist worksteal tests/browser

format: develop ## Put all code in the one format, and fix what can be fixed
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

words: develop ## Compile the sentences of every language, after a .po file changed
	$(BIN)/pybabel -q compile --input-file src/pinprick/words/en.po --output-file src/pinprick/words/en.mo --locale en
	$(BIN)/python -m scripts.translation compile

assets: ## Compress the style sheet and the scripts of the page, after one of them changed
	gzip -9nkf src/pinprick/web/static/*.css src/pinprick/web/static/*.js

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
EXTRAS := $(addprefix --extra ,authoring batch command hooks mcp page paper search) # all but other people's clusters

lock: develop ## Write the locks anew with the newest versions that pyproject.toml allows
	$(LOCK) --upgrade pyproject.toml $(EXTRAS) --group build --output-file requirements.lock
	$(LOCK) --upgrade pyproject.toml --all-extras --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock

evaluation: setup ## Score the development cases and write docs/evaluation.md, and those gathered later
	$(BIN)/pinprick evaluate evaluation/dev.yaml --write docs/evaluation.md
	$(BIN)/pinprick evaluate evaluation/second.yaml --write docs/evaluation-second.md

article: setup ## Write docs/article.md: the claims of the article pinprick began with, and what is known
	$(BIN)/pinprick guide --article --output docs/article.md

method: setup ## Write the figures of docs/method.md, the model with a worked case
	$(BIN)/python -m scripts.method

trust: setup ## Write the figures of docs/trust.md: one story told in 16 ways, the order of answers, what was not asked
	$(BIN)/python -m scripts.trust

package: setup ## Write docs/package.md, what a package index shows: README.md without links to files
	$(BIN)/python -m scripts.package_page

docs: develop ## Build the documentation as a site, into build/docs/site
	$(BIN)/python -m scripts.site

mutants: develop ## Write docs/safety/mutants.md: which single clinical mistakes `pinprick check` does not notice, in minutes
	$(BIN)/python -m scripts.mutants

fuzz: develop ## Give 100,000 spoilt files and requests to the program, other ones each time, in about half an hour
	@seed=$$(date +%s); status=0; for each in "file 50000" "case 30000" "asgi 15000" "raw 5000" "base 300"; do \
		$(BIN)/python -m tests.fuzzing.run $$each --seed $$seed || status=1; done; exit $$status

sbom: develop ## Write into dist/ what a release is made of, as CycloneDX
	$(BIN)/python -m scripts.sbom

audit: develop ## Ask whether a weakness is known of anything that is locked; says what could not be checked
	$(BIN)/python -m scripts.audit

pythons: develop ## Install it for each Python from 3.11 to 3.14 that is on this machine, and assess a case
	$(BIN)/python -m scripts.pythons

release: sbom ## Build the wheel and the source distribution into dist/, beside the list of what they are made of
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -c 'import uv_build; uv_build.build_sdist("dist"); uv_build.build_wheel("dist")'

pictures: develop ## Take the pictures of README.md from the running page, light and dark
	$(BIN)/python -m scripts.pictures

benchmark: develop ## Measure how fast it is, and write the figures and plots of benchmarks/README.md, in minutes
	$(BIN)/python -m benchmarks.write

cohort: develop ## Measure how fast tables of many cases are assessed, and write benchmarks/cohort.md, in minutes
	$(BIN)/python -m benchmarks.cohort

load: develop ## Attack a server and ask it as twenty people do, kill it, and write benchmarks/load.md, in two minutes
	$(BIN)/python -m benchmarks.load

fresh: evaluation article method trust package ## Write all pages that a command writes, and fail when one of them was stale
	@git diff --exit-code --stat -- docs/evaluation.md docs/evaluation-second.md docs/article.md docs/method.md docs/trust.md docs/package.md || { echo 'These pages were stale: commit them as they are now.' >&2; exit 1; }

clean: ## Remove everything that make and the checks have made
	rm -rf .venv .tools build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov coverage.xml
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
