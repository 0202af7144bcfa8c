# make run, make test, make check: each does its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
WORKERS ?= 1
MUTATIONS ?= 10000
SEED ?= 1
SECONDS ?= 60
export PORT WORKERS

.PHONY: run demo desk test check embed clients package faults forgeries screenshots soak format fuzz bench beside interop signed-start import-start statement export-sizes views regions search-figures tests-figures annotate-figures sentences page-slices audit sbom lock clean

run: $(VENV)/.run
	@exec $(BIN)/glossary serve

# Every language as if it were finished, in a copy, on this machine only; every page says that nobody has reviewed it.
demo: $(VENV)/.run
	@exec $(BIN)/glossary demo

# The review desk, on this machine; for others a proxy with HTTPS stands in front of it (docs/operating.md).
desk: $(VENV)/.desk
	@exec $(BIN)/glossary desk

# Two processes for each core: tests wait for browsers and servers more than half of the time.
test: $(VENV)/.dev
	@.ci/tools gettext chromium firefox webkit xvfb dbus ssh jq terser nginx varnish systemd h2load wrk node vnu htmlcs ace
	$(BIN)/python -m pytest -n $$((2 * $$(nproc))) --dist worksteal $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/glossary check

# The bytes of the newest version of each script, from their source. Those of a published version never change again.
EMBED := $(lastword $(sort $(wildcard glossary/embed/*.*.*)))
AUTO := $(lastword $(sort $(wildcard glossary/embed/auto/*.*.*)))
embed:
	@.ci/tools terser
	@for script in $(EMBED)/glossary $(AUTO)/glossary-auto; do \
		.venv/terser/node_modules/.bin/terser $$script.js --module --compress passes=3 --mangle --mangle-props regex=/^_/ --ecma 2022 --output $$script.min.js || exit 1; \
		printf '%s: integrity = "sha384-%s"\n' "$$script" "$$(openssl dgst -sha384 -binary $$script.min.js | base64 -w0)"; \
	done

# Clients that others' generators make from the description of the API, compiled, and asked for an entry; the description by
# others' rules; the types of the package.
clients: $(VENV)/clients/.made
	$(BIN)/python -m pytest clients $(ARGS)

# The element as a package of npm's shape. Nobody here publishes it.
package: $(VENV)/.run
	@$(BIN)/glossary package build

# Damages a glossary in many ways, one at a time; the seed and the number of a damage repeat it.
faults: $(VENV)/.dev
	$(BIN)/python -m tests.faults --mutations $(MUTATIONS) --seed $(SEED)

# Content that means something else than what people approved, well-formed, in many kinds; each also with its guard off.
forgeries: $(VENV)/.dev
	$(BIN)/python -m tests.forgeries --forgeries $(MUTATIONS) --seed $(SEED)
	$(BIN)/python -m tests.signing_forgeries --forgeries $(MUTATIONS) --seed $(SEED)

# Coverage-guided fuzzing of every target for so many SECONDS.
fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

bench: $(VENV)/.dev
	@.ci/tools npm gettext chromium firefox webkit xvfb dbus ssh jq terser nginx varnish systemd h2load wrk node vnu htmlcs ace
	@$(BIN)/python -m benchmarks $(ARGS)

# Other people's programs read what goes out, each in an environment of its own: graphs, TBX, Weblate's and OmegaT's glossaries.
interop: $(VENV)/.dev $(VENV)/interop/.made $(VENV)/interop-weblate/.made
	@.ci/tools java omegat
	@$(BIN)/python -m tests.interop

$(VENV)/interop/.made: tests/interop/tools.lock $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/interop
	$(VENV)/interop/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/interop/tools.lock
	@touch $@

$(VENV)/interop-weblate/.made: tests/interop/weblate.lock $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/interop-weblate
	$(VENV)/interop-weblate/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r tests/interop/weblate.lock
	@touch $@

# A start where every record is signed, beside the same glossary unsigned; the time to verify apart.
signed-start: $(VENV)/.dev
	$(BIN)/python -m benchmarks.signed $(ARGS)

# What an import of a made-up table takes, the same import again, and a start of the service over what it made.
import-start: $(VENV)/.dev
	$(BIN)/python -m benchmarks.importing $(ARGS)

# What one signed statement over all texts of a made-up glossary takes, and how large it is.
statement: $(VENV)/.dev
	$(BIN)/python -m benchmarks.stating $(ARGS)

# What an export of a large made-up glossary has, by what is left out of it; ARGS=--plain for less.
export-sizes: $(VENV)/.dev
	$(BIN)/python -m benchmarks.exporting $(ARGS)

# What so many page views a month take of an edge and of instances; ARGS="--concepts 78" for made-up entries, all vetted.
views: $(VENV)/.dev
	@.ci/tools varnish wrk
	@$(BIN)/python -m benchmarks.views $(ARGS)

# Three regions on this machine, each with two instances and Varnish in a network of its own, and what befalls them: five minutes.
regions: $(VENV)/.dev
	@.ci/tools varnish git ip cc
	@$(BIN)/python -m tests.regions

# How often a wrongly typed name finds its entry, by language; ARGS="--seed 2 --wrong" for others, and to see which do not.
search-figures: $(VENV)/.dev
	$(BIN)/python -m benchmarks.search $(ARGS)

# How fast terms are found in prose, beside what else could be used; ARGS=--quick for a glance.
annotate-figures: $(VENV)/.dev
	$(BIN)/python -m benchmarks.annotating $(ARGS)

# How well terms are found in annotate-figures sentences that a reader marked, by language; ARGS="--misses fr" for what is missed or wrong there.
sentences: $(VENV)/.dev
	$(BIN)/python -m tests.annotate.evaluation $(ARGS)

# Searches of this build beside those of REVISION, in one run: make beside REVISION=HEAD~20.
beside: $(VENV)/.dev
	$(BIN)/python -m benchmarks.beside $(REVISION) $(ARGS)

# The tests that an earlier build has, there and as they are here, in turns: half an hour. ARGS="--file test_search.py" for less.
tests-figures: $(VENV)/.dev
	@$(BIN)/python -m benchmarks.testing $(ARGS)

screenshots: $(VENV)/.dev
	@.ci/tools chromium
	$(BIN)/python -m tests.screenshots build/screenshots

# How long the script that links a whole page keeps Chromium, Firefox and WebKit, on a page of 600 paragraphs.
page-slices: $(VENV)/.dev
	@.ci/tools chromium firefox webkit xvfb dbus
	@$(BIN)/python -m tests.slices

# Ten minutes at half of capacity; ARGS="--seconds 60" for less.
soak: $(VENV)/.dev
	@.ci/tools h2load
	$(BIN)/python -m tests.soak $(ARGS)

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Lock files hold names, versions and hashes; uv resolves for every Python that pyproject.toml allows.
lock: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra build --universal --generate-hashes --no-annotate --no-header --quiet --upgrade -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra build --extra desk --universal --generate-hashes --no-annotate --no-header --quiet --upgrade -o requirements-desk.lock
	$(BIN)/uv pip compile pyproject.toml --extra build --extra dev --universal --generate-hashes --no-annotate --no-header --quiet --upgrade -o requirements-dev.lock
	$(BIN)/uv pip compile clients/requirements.in --universal --generate-hashes --no-annotate --no-header --quiet --upgrade -o clients/requirements.lock
	npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund --silent --prefix clients
	$(BIN)/uv pip compile tests/interop/tools.in --python-version 3.11 --universal --generate-hashes --no-annotate --no-header --quiet --upgrade -o tests/interop/tools.lock
	$(BIN)/uv pip compile tests/interop/weblate.in --no-deps --python-version 3.11 --universal --generate-hashes --no-annotate --no-header --quiet -o tests/interop/weblate.lock

# What is deployed, with what the desk needs besides, asked for at PyPI's vulnerability service, and listed as a CycloneDX bill
# of materials. Where the service is out of reach, ADVISORIES is the folder of a clone of github.com/pypa/advisory-database.
audit: $(if $(ADVISORIES),$(VENV)/.dev,$(VENV)/audit/.made)
	@$(if $(ADVISORIES),$(BIN)/python .ci/advisories.py requirements-desk.lock '$(ADVISORIES)',.ci/audit $(VENV)/audit/bin/pip-audit requirements-desk.lock)

sbom: $(VENV)/audit/.made
	@mkdir -p build
	$(VENV)/audit/bin/python -W ignore -m cyclonedx_py requirements requirements-desk.lock --pyproject pyproject.toml --output-reproducible -o build/sbom.json
	@echo "build/sbom.json: $$(grep -c '"purl"' build/sbom.json) components"

$(VENV)/audit/.made: $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1 cyclonedx-bom==7.5.0
	@touch $@

$(VENV)/clients/.made: clients/package-lock.json clients/requirements.lock $(VENV)/.dev
	@rm -rf $(VENV)/clients
	@.ci/tools venv node clients
	$(PYTHON) -m venv $(VENV)/clients/python
	$(VENV)/clients/python/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r clients/requirements.lock
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@.ci/tools venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.desk: requirements-desk.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-desk.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
