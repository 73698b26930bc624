.PHONY: demo production test test-all fuzz check fix bench nights notebook serve schedule lock
PY := .venv/bin/python
export MARIMO_SKIP_UPDATE_CHECK=1
export DO_NOT_TRACK=1 PREFECT_SERVER_ANALYTICS_ENABLED=false GX_ANALYTICS_ENABLED=false

.venv/ready: requirements.lock pyproject.toml
	python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch .venv/ready

production: requirements-run.lock pyproject.toml   ## the same without the packages of the tests
	python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-run.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	mkdir -p -m 700 .prefect    # the unit names it, and does not start where it is not
	touch .venv/ready

demo: .venv/ready      ## build the invented nation and run the monthly flow on it
	$(PY) -m pipelines.demo

test: .venv/ready      ## the test suite
	$(PY) -m pytest -m "not whole"

.venv/notebook: docs/notebook/requirements.lock .venv/ready
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r docs/notebook/requirements.lock
	touch .venv/notebook

data/demo/earlywarning.duckdb:
	$(MAKE) demo

# A copy, so that what is tried in it changes nothing here.
notebook: .venv/notebook data/demo/earlywarning.duckdb    ## a notebook on the demo, in the browser
	test -e data/demo/notebook.py || cp docs/notebook/places.py data/demo/notebook.py
	.venv/bin/marimo edit data/demo/notebook.py

test-all: test .venv/notebook    ## and what needs more whole runs: early days, the back-test, whole sites
	$(PY) -m pytest -m whole

fuzz: .venv/ready      ## two thousand damaged copies of real files, four thousand of every kind, properties on many examples
	EARLYWARNING_DAMAGED=3400 $(PY) -m pytest -rP tests/pipeline/test_damaged_files.py
	EARLYWARNING_MUTATIONS=2100 $(PY) -m pytest -rP tests/real/test_mutated_files.py
	EARLYWARNING_EXAMPLES=20 $(PY) -m pytest $(shell grep -rl '@given' tests/unit)

check: .venv/ready     ## format, lint, types, import contracts
	.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy && .venv/bin/lint-imports
	$(PY) -m pytest --collect-only -qq >/dev/null    # types are not asked of tests: that each finds what it imports

fix: .venv/ready       ## what a machine can mend
	.venv/bin/ruff format . && .venv/bin/ruff check --fix .

bench: .venv/ready     ## where the time goes, as ratios beside their aims, in about twenty minutes
	$(PY) -m bench.intake
	$(PY) -m bench.cold_run
	$(PY) -m bench.stages_share
	$(PY) -m bench.night_costs
	$(PY) -m bench.as_of_days
	$(PY) -m bench.statistics_many
	$(PY) -m bench.backtest_whole
	$(PY) -m bench.pages_again
	$(PY) -m bench.pages_against_browser
	$(PY) -m bench.growth
	$(PY) -m bench.child_level

nights: .venv/ready    ## three months of nights with faults and 20 readers, some hours; then what a night costs
	$(PY) -m bench.nights --nights 90 --readers 20
	$(PY) -m bench.night_costs

serve: .venv/ready     ## server, schedules and runs as one process, until it is ended
	$(PY) -m pipelines.serve

schedule: .venv/ready  ## deploy what is scheduled to a Prefect server that runs elsewhere
	$(PY) -m pipelines --no-prompt deploy --all --prefect-file pipelines/prefect.yaml

UV_LOCK := uv pip compile -q --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --universal --python-version 3.11
lock:                  ## needs uv; hashes only, no addresses; the second has no packages of the tests, the third is the notebook's
	$(UV_LOCK) --extra dev --extra scale pyproject.toml build-requirements.in -o requirements.lock
	$(UV_LOCK) -c requirements.lock pyproject.toml build-requirements.in -o requirements-run.lock
	$(UV_LOCK) -c requirements.lock docs/notebook/requirements.in -o docs/notebook/requirements.lock
