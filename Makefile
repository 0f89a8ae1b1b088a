# Two commands matter: `make run` and `make test`.
.PHONY: setup run check test test-faults bench lighthouse lock sbom audit scan

run: ## serve the demo clinic on http://127.0.0.1:8000
	@scripts/run

test: ## everything: checks, the suite on both databases, the journeys in Chromium
	@scripts/test

test-faults: ## kill -9, full disks, silent databases and the like, on both databases; ROUNDS=10 for a short run
	@scripts/test-faults

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

lock: ## requirements*.txt from their .in files, with hashes; needs a package index
	@scripts/lock

sbom: ## var/sbom.json: what a clinic's installation is made of (CycloneDX)
	@scripts/sbom

audit: ## what is known to be wrong with any of it; needs a network, and fails without
	@scripts/audit

scan: ## looks at the code and attacks a demo of its own; proves first that each scanner sees
	@scripts/scan/all
