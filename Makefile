# Everything goes through two commands: 'make chat' to talk, 'make test' to check.
SHELL := /bin/bash
PY := .venv/bin/python
RUN := $(PY) -m bot.cli

.PHONY: nlu-report safety-report help setup chat serve telegram test test-telegram train check words words-check words-page transcripts forget counts directory-stats directory-map bench-directory lock clean

help:
	@echo "make chat         set up if needed, then talk in the terminal"
	@echo "make serve        set up if needed, then serve REST on this machine only"
	@echo "make telegram     the same on Telegram, with TELEGRAM_TOKEN set"
	@echo "make setup        only set up: packages, texts, database, model"
	@echo "make test         set up if needed, then lint, contracts, types and all tests"
	@echo "make test-telegram  the Telegram tests in full: twenty power cuts, two hundred people at once"
	@echo "make check        check all content: file, line, field, value"
	@echo "make words        bring the translations up to date, say what is missing"
	@echo "make words-check  only say what is missing, unsure, too long or too hard to read"
	@echo "make words-page   write docs/words.md anew: the talk in every language, and how easy it reads"
	@echo "make nlu-report     how well messages are understood (QUICK=1 leaves out what takes minutes)"
	@echo "make safety-report  how well danger is heard, with every miss"
	@echo "make train        train the model anew"
	@echo "make transcripts  write docs/conversations.md anew"
	@echo "make forget       remove talks that are silent for longer than was agreed"
	@echo "make counts       say how often danger was recognised, per day"
	@echo "make directory-stats  how far the directory can be trusted, and what to check first"
	@echo "make directory-map  draw docs/directory-map.svg: all initiatives by work model"
	@echo "make bench-directory  how long searches and imports take, up to a million initiatives"
	@echo "make lock         lock all versions anew (maintainers; needs uv)"

# A stamp per lock file: packages are installed again only when the lock changes.
.venv/.runtime: requirements.lock scripts/install.sh scripts/find_python.sh
	@bash scripts/install.sh requirements.lock
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	@bash scripts/install.sh requirements-dev.lock
	@touch $@

# What checks the calls to Telegram needs newer versions than Rasa does: an environment of its own.
.venv-botapi/.ready: requirements-botapi.lock scripts/install.sh scripts/find_python.sh
	@bash scripts/install.sh requirements-botapi.lock .venv-botapi
	@touch $@

setup: .venv/.runtime
	@$(RUN) setup

chat: setup
	@$(RUN) chat

serve: setup
	@$(RUN) serve

telegram: setup
	@$(RUN) telegram

train: .venv/.runtime
	@$(RUN) train

check: .venv/.runtime
	@$(RUN) check

words: .venv/.runtime
	@$(RUN) words

words-check: .venv/.runtime
	@$(RUN) words check

words-page: .venv/.dev setup
	@$(RUN) words page

nlu-report: setup
	@$(RUN) nlu-report $(if $(QUICK),--quick)

safety-report: setup
	@$(RUN) safety-report

transcripts: setup
	@$(RUN) transcripts

forget: .venv/.runtime
	@$(RUN) forget

counts: .venv/.runtime
	@$(RUN) counts

directory-stats: .venv/.runtime
	@$(RUN) directory stats

directory-map: .venv/.runtime
	@$(RUN) directory map docs/directory-map.svg

# Search in a thousand to a million made-up initiatives, finding places, and bringing in 100,000 rows.
bench-directory: .venv/.dev setup
	$(PY) benchmarks/directory.py
	$(PY) benchmarks/places.py
	$(PY) benchmarks/imports.py

test: .venv/.dev .venv-botapi/.ready setup
	@echo "- lint" && .venv/bin/ruff check . && .venv/bin/ruff format --check .
	@echo "- import contracts" && .venv/bin/lint-imports --no-cache
	@echo "- types" && .venv/bin/mypy
	@echo "- content" && $(RUN) check
	@echo "- texts" && $(RUN) words check
	@echo "- Rasa's own checks" && bash scripts/rasa_checks.sh
	@echo "- tests" && $(PY) -m pytest --numprocesses auto --maxprocesses 3 --dist loadfile

# Twenty power cuts, and two hundred people at once with one request in twenty going wrong.
test-telegram: .venv/.dev .venv-botapi/.ready setup
	NETWERKWIJZER_KILLS=20 $(PY) -m pytest tests/telegram
	$(PY) benchmarks/telegram.py --chats 200 --faults 0.05 --seed 1

lock:
	@bash scripts/lock.sh

clean:
	rm -rf .venv .venv-botapi var models .rasa
