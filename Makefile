# The house's commands. The two that set everything up: `make run` and `make test`.
SHELL := /bin/bash
PORT ?= 8000
export PORT PYTHON
# What was compiled is kept beside its source: each of a test run's many processes would compile the house anew.
unexport PYTHONDONTWRITEBYTECODE

python := .venv/bin/python
# What make check asks `manage.py check --deploy` with: the shape of a production start, and nothing real in it.
production := env -u DEMO -u DEBUG -u HELPLINE_TEST HELPLINE_DATA=$(CURDIR)/var/check/data KEY_FOLDER=$(CURDIR)/var/check/keys \
	DATABASE_URL=postgresql://house@localhost/house REDIS_URL=redis://localhost PUBLIC_URL=https://www.example.org \
	ALLOWED_HOSTS=www.example.org SECRET_KEY=$$($(python) -c 'import secrets; print(secrets.token_urlsafe(64))')

.DEFAULT_GOAL := help
.PHONY: help run test check audit prove bench pictures lock docs messages format

help: ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1 \t\2/' | expand -t 16

run: ## set up what is missing and start the demo on http://localhost:8000 (another port: make run PORT=8001)
	@tools/run

test: ## set up what is missing and run every test: PostgreSQL and Redis, SQLite, and a browser
	@tools/test

check: ## everything that reads the code without running it, in about a minute
	@tools/check

audit: ## ask the vulnerability service about the locked packages (needs the network)
	@tools/setup dev
	@$(python) tools/audit.py

prove: ## the long proofs: messages through faults, every page in every look, nothing kept of who came, backups that end
	@tools/setup dev && tools/services && $(python) tools/compile_messages.py
	@$(python) -m bench.prove

bench: ## measure the chat against the bare relay and the tutorial chat, in the same run
	@tools/setup dev && tools/services && $(python) tools/compile_messages.py
	@$(python) -m bench.run

pictures: ## make the screenshots in docs/pictures anew
	@tools/setup dev && tools/services && $(python) tools/compile_messages.py
	@PROOF_SIZE=full $(python) -m pytest -q -p no:cacheprovider -m browser --pictures=docs/pictures \
		tests/journeys/test_accessibility.py tests/journeys/test_pages.py tests/journeys/test_advice.py \
		tests/journeys/test_tree_editing.py tests/journeys/test_editors.py tests/journeys/test_selfhelp.py tests/journeys/test_figures.py \
		tests/journeys/test_contacts.py tests/journeys/test_cases.py tests/journeys/test_care.py tests/journeys/test_appointments.py \
		tests/journeys/test_groups.py tests/journeys/test_post.py tests/journeys/test_team.py

docs: ## write the generated pages of docs/ anew
	@tools/setup dev
	@$(python) tools/docs.py

messages: ## compile the translations
	@tools/setup app
	@$(python) tools/compile_messages.py

format: ## let ruff put the code into its form
	@tools/setup dev
	@$(python) -m ruff check --fix-only --quiet . && $(python) -m ruff format .

lock: ## resolve the requirements anew and write them with hashes (uv.txt by the uv that is installed)
	@tools/setup app
	@for name in uv app dev rules; do \
		.venv/bin/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --universal --python-version 3.11 \
			--custom-compile-command 'make lock' requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

check-deploy:
	@$(production) $(python) manage.py check --deploy --fail-level WARNING
.PHONY: check-deploy
