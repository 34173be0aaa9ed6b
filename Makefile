# The front door. Each target sets up what it needs: `make serve` and `make test` work in a fresh clone.

PYTHON ?= python3
VENV ?= .venv
LOCK ?= requirements.lock
# Older releases of TensorFlow have no wheels for every Python that the project runs on; 3.12 has all of them.
PYTHON312 ?= python3.12
# What is asked for is taken as it was typed, and reaches commands through the environment: neither make nor a shell
# reads it as code of its own.
ASKED := ONLY DATA DEVICE ROUNDS SAVE CASES NAME TITLE PLAN FORCE FRESH REPLACE QUICK BENCH UPGRADE
$(foreach name,$(ASKED),$(eval override $(name) := $$(value $(name))))
# What becomes a part of commands is a plain path.
PATHS := PYTHON VENV LOCK PYTHON312
MARKS := ; & | ` ( ) < > ' " * ? \ ! $$
plain = $(if $(strip $(foreach mark,$(MARKS),$(findstring $(mark),$(value $1)))$(word 2,$(value $1))),$(error $1 is to be a plain path))
$(foreach name,$(PATHS),$(call plain,$(name)))
$(foreach name,$(PATHS),$(eval override $(name) := $$(value $(name))))

BIN := $(VENV)/bin
READY := $(VENV)/.ready

export PYTHONUTF8 := 1
# Material's notice about MkDocs 2, silenced as its makers offer; `mkdocs<2` is pinned in pyproject.toml.
export NO_MKDOCS_2_WARNING := 1
# Same inputs, same bytes: MkDocs takes the time of the build from here. 2020-01-01T00:00:00Z.
export SOURCE_DATE_EPOCH ?= 1577836800

# Tests wait for servers, browsers and locks: one process more than there are cores keeps these at work.
export PYTEST_XDIST_AUTO_NUM_WORKERS ?= $(shell echo $$(($$(nproc 2>/dev/null || echo 2) + 1)))
# A process with no test left takes some from another: shared out beforehand, one may have the long ones to itself.
EACH_CORE := -n auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help install serve site offline pictures cards screens new-guide test test-looks test-builds test-docs test-faults test-downloads \
	test-fuzz test-noise test-long test-bench test-python test-lighthouse lighthouse results facts outputs bench \
	bench-rivals lint format lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-14s %s\n' "$$name" "$$text"; done

install: $(READY) ## set up .venv from the lock file; LOCK=requirements-gpu.lock what experiments on a GPU need alone

$(READY): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || \
		{ echo "make: '$(PYTHON)' is not Python 3.11, 3.12 or 3.13; name one: make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "make: '$(PYTHON)' cannot make an environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing the locked packages into $(VENV) (a minute or two, about 2.5 GB; once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Not from the environment, where LANGUAGE means the user's own.
ifeq ($(origin LANGUAGE),command line)
override LANGUAGE := $(value LANGUAGE)
serve site: export DOCSITE_LANGUAGE := $(LANGUAGE)
endif

serve: $(READY) ## serve the English site on 127.0.0.1:8000, with live reload; LANGUAGE=he another, LANGUAGE=all all
	$(BIN)/mkdocs serve --no-strict --dev-addr 127.0.0.1:8000

site: $(READY) ## build the site into site/, strictly; FRESH=1 refuses stale results and translations; FORCE=1 builds all
	$(if $(FRESH),FRESH=1 )$(if $(FORCE),FORCE=1 )$(BIN)/mkdocs build

# Blocks that passed are remembered in .cache/blocks; with FORCE=1 all run again.
FORCED = $(if $(FORCE),--force-blocks)
without = not $(subst $() $(), and not ,$(1))

test: $(READY) ## run the tests, each documented block among them; FORCE=1 also those blocks that passed before
	$(BIN)/python -m pytest $(EACH_CORE) -m "$(call without,faults downloads bench looks builds lighthouse)" $(FORCED)

test-looks: $(READY) ## look at pages in Chromium, in each language, theme and width that make test leaves out
	$(BIN)/python -m pytest $(EACH_CORE) -m looks

test-builds: $(READY) ## build the whole site again and again: the same bytes, what changed alone, a fifth language
	$(BIN)/python -m pytest $(EACH_CORE) -m builds

# Where nothing has changed one process is enough. No test of these uses Hypothesis, whose plugin takes long to load.
TEST_DOCS := $(BIN)/python -m pytest -p no:hypothesispytest tests/test_blocks.py tests/test_built_blocks.py

test-docs: $(READY) ## test the blocks of all languages, as written and as built: seconds if nothing changed; FORCE=1
	@$(if $(FORCE),false,$(TEST_DOCS) --remembered-only) || $(TEST_DOCS) $(EACH_CORE) $(FORCED)

test-faults: $(READY) ## kill runs and the regeneration of results at random moments, fill the disk, and compare
	$(BIN)/python -m pytest $(EACH_CORE) -m faults

test-fuzz: export FUZZED_CASES := $(or $(CASES),10000)
test-fuzz: $(READY) ## 10,000 odd pages, and as many odd data files, results and figures, made at random; CASES=1000
	$(BIN)/python -m pytest $(EACH_CORE) tests/test_odd_pages.py tests/test_odd_files.py

test-noise: export WANTED := $(ONLY)
test-noise: export WANTED_ROUNDS := $(or $(ROUNDS),1)
test-noise: $(READY) ## loops and blocks with oneDNN on and off, one and many threads, without AVX-512; ONLY=avx2 ROUNDS=20
	$(BIN)/python tests/noise.py $${WANTED:+--only "$$WANTED"} --rounds "$$WANTED_ROUNDS"

test-long: test-faults test-fuzz test-noise ## what takes longer than make test, which holds a sample of it: run on a schedule

test-bench: $(READY) ## run the bench on little data, and sessions of tests that remember their blocks
	$(BIN)/python -m pytest $(EACH_CORE) -m bench

test-downloads: $(READY) ## execute every notebook and script, each in an environment with what it names and nothing else
	$(BIN)/python -m pytest $(EACH_CORE) -m downloads

# Lighthouse comes from npm, by the lock in tests/lighthouse, into a folder of its own.
LIGHTHOUSE := .lighthouse
LIGHTHOUSE_READY := $(LIGHTHOUSE)/.ready
lighthouse: export WANTED_ROUNDS := $(or $(ROUNDS),5)
lighthouse: test-lighthouse ## test pages by Lighthouse, and show how fast they are beside an empty page; ROUNDS=5
	$(BIN)/python tests/lighthouses.py --rounds "$$WANTED_ROUNDS"

test-lighthouse: site $(LIGHTHOUSE_READY) ## test pages by Lighthouse alone
	$(BIN)/python -m pytest -m lighthouse tests/test_lighthouse.py

$(LIGHTHOUSE_READY): tests/lighthouse/package.json tests/lighthouse/package-lock.json
	@command -v npm >/dev/null || { echo "make: Lighthouse needs Node 22 or newer, with npm: https://nodejs.org" >&2; exit 1; }
	@mkdir -p $(LIGHTHOUSE) && cp $^ $(LIGHTHOUSE) && npm ci --prefix $(LIGHTHOUSE) --ignore-scripts --no-audit --no-fund --silent
	@touch $@

test-python: $(READY) ## test loops and blocks alone, as on the other Pythons: make test-python PYTHON=python3.13 VENV=.venv-3.13
	$(BIN)/python -m pytest $(EACH_CORE) -m loops $(FORCED)

# Benches measure PyTorch and JAX too, which `make bench-rivals` sets up; BENCH=no leaves them out.
results bench bench-rivals: export WANTED := $(ONLY)
results: export WANTED_DEVICE := $(DEVICE)
results: export WANTED_DATA := $(DATA)
results: $(READY) ## run the experiments whose results are stale; PLAN=1 FORCE=1 ONLY=a,b DEVICE=cpu|gpu DATA=mnist REPLACE=1 BENCH=no
	$(BIN)/python -m docsite results $(if $(PLAN),--plan) $(if $(FORCE),--force) $(if $(REPLACE),--replace) \
		$(if $(filter no,$(BENCH)),--no-bench) $${WANTED:+--only "$$WANTED"} \
		$${WANTED_DEVICE:+--device "$$WANTED_DEVICE"} $${WANTED_DATA:+--data "$$WANTED_DATA"}

offline: site ## copy the site into offline/, where its pages, their search among them, work without a server
	@$(BIN)/python -m docsite offline

pictures: site ## photograph a page of each kind, in each language and theme, on a wide screen and a phone, into pictures/
	$(BIN)/python tests/pictures.py site pictures --contact docs/readme.png

cards: $(READY) ## draw the picture that stands beside a link to the site elsewhere, one a language
	$(BIN)/python tests/cards.py

new-guide: export GUIDE := $(NAME)
new-guide: export GUIDE_TITLE := $(TITLE)
new-guide: $(READY) ## write the skeleton of a guide: make new-guide NAME=loop-recipes TITLE="Loop recipes"
	@test -n "$$GUIDE" || { echo 'make: name the guide: make new-guide NAME=loop-recipes' >&2; exit 1; }
	@$(BIN)/python -m docsite new-guide "$$GUIDE" --title "$$GUIDE_TITLE"

outputs: $(READY) ## write the printed output of every block back into its page
	$(BIN)/python -m pytest tests/test_blocks.py --update-examples

# PyTorch and JAX live in an environment of their own; where it stands, `make bench` measures them too.
RIVALS := .venv-rivals
RIVALS_READY := $(RIVALS)/.ready
MEASURE := $(BIN)/python -m docsite bench --rounds "$$WANTED_ROUNDS" $(if $(QUICK),--quick) \
	$${WANTED:+--only "$$WANTED"} $${WANTED_FILE:+--save "$$WANTED_FILE"}
bench bench-rivals: export WANTED_ROUNDS := $(or $(ROUNDS),5)
bench bench-rivals: export WANTED_FILE := $(SAVE)

bench: $(READY) ## measure loops and build beside others, as ratios of one run; ONLY=loops,site ROUNDS=5 QUICK=1 SAVE=file
	$(MEASURE) $(if $(wildcard $(RIVALS_READY)),--rivals $(RIVALS)/bin/python)

bench-rivals: $(READY) $(RIVALS_READY) ## the same with PyTorch and JAX, set up in .venv-rivals
	$(MEASURE) --rivals $(RIVALS)/bin/python

$(RIVALS_READY): requirements-rivals.txt
	@test -x $(RIVALS)/bin/python || $(PYTHON) -m venv $(RIVALS)
	@echo "Installing PyTorch and JAX into $(RIVALS) (a minute or two, about 1.5 GB; once)"
	@$(RIVALS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< || \
		{ echo "make: on Linux PyTorch's build for CPUs comes from its own index: name that in PIP_EXTRA_INDEX_URL" >&2; exit 1; }
	@touch $@

facts: $(READY) ## run the proofs under older releases of TensorFlow too (2 GB each, removed afterwards); PYTHON312=path
	@$(BIN)/python -m docsite facts prove --python $(PYTHON312)

screens: $(READY) ## take the pictures of TensorBoard anew, in Chromium
	@$(BIN)/python -m docsite screens

lint: $(READY) ## ruff, types, and the workflows
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/zizmor --offline --quiet .github

format: $(READY) ## let ruff format the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# uv is a tool of this target alone, in an environment of its own. Lock files hold versions and hashes, no addresses:
# where PyTorch's build for CPUs lies is told to uv by UV_EXTRA_INDEX_URL or UV_FIND_LINKS.
LOCKING := .venv-lock
LOCKING_READY := $(LOCKING)/.ready
COMPILE := $(LOCKING)/bin/uv pip compile --universal --generate-hashes --fork-strategy fewest \
	--python-version 3.11 --no-header --no-annotate --quiet

# Each older release with what was the newest beside it at the end of its month, Keras among that.
RELEASES := 2.18=2024-11-01 2.19=2025-04-01 2.20=2025-09-01
define lock-release
echo 'tensorflow==$(word 1,$(1)).*' | $(LOCKING)/bin/uv pip compile - --universal --generate-hashes --python-version 3.12 \
	--exclude-newer $(word 2,$(1))T00:00:00Z --no-header --no-annotate --quiet -o requirements-facts/$(word 1,$(1)).lock

endef

$(LOCKING_READY): requirements-uv.txt
	@test -x $(LOCKING)/bin/python || $(PYTHON) -m venv $(LOCKING)
	@$(LOCKING)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

lock: $(LOCKING_READY) ## resolve the lock files anew; UPGRADE=1 takes newer versions
	$(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements.lock \
		$(foreach extra,results plots site tensorboard test,--extra $(extra))
	$(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml --extra results --extra plots --extra gpu -c requirements.lock -o requirements-gpu.lock
	$(COMPILE) $(if $(UPGRADE),--upgrade) --group rivals -o requirements-rivals.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) --group lock -o requirements-uv.txt

	$(foreach release,$(RELEASES),$(call lock-release,$(subst =, ,$(release))))

clean: ## remove everything that make has made, the environment included
	rm -rf $(VENV) .venv-* .lighthouse .stage .cache site pictures offline
