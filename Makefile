# Two commands matter: `make run` and `make test`.
.PHONY: setup run check test bench lighthouse

run: ## serve the demo clinic on http://127.0.0.1:8000
	@scripts/run

test: ## everything: checks, the suite on both databases, the journeys in Chromium
	@scripts/test

check: setup ## the fast half: lint, format, types, import contracts, migrations, deploy check
	@scripts/check

bench: setup ## the screening engine beside its peers, and the impact preview
	@.venv/bin/python -m bench
	@.venv/bin/python -m bench.impact

lighthouse: setup ## Lighthouse on the patient's pages, mobile profile; needs node 20 and npm
	@cd scripts/lighthouse && npm ci --silent
	@.venv/bin/python scripts/lighthouse/measure.py

setup: ## .venv with everything development needs
	@scripts/setup dev
