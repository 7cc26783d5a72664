# Two commands for a fresh machine with Python >= 3.11, make and git: `make demo` and `make test`.
# Every step runs only when what it makes is missing or older than what it is made from.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: demo installieren test test-lang lint format bench bilder stueckliste anforderungen sauber
.DEFAULT_GOAL := demo

demo: installieren
	@$(BIN)/python manage.py aktualisieren --ohne-sicherung
	@SITE_URL=http://127.0.0.1:$(PORT) $(BIN)/python manage.py demo
	@SITE_URL=http://127.0.0.1:$(PORT) $(BIN)/gunicorn praeventionsketten.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --log-level warning --no-control-socket

# For a server: everything but the database. Then: manage.py aktualisieren
installieren: $(VENV)/portal .env build/kern
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0

test: $(VENV)/tests build/kern build/vnu
	@$(BIN)/python werkzeuge/alle_tests.py

test-lang: $(VENV)/tests build/kern build/vnu
	@$(BIN)/python werkzeuge/alle_tests.py --lang

lint: $(VENV)/tests build/vnu
	@$(BIN)/python werkzeuge/alle_tests.py --nur-lint

format: $(VENV)/tests
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix --quiet . && $(BIN)/djangofmt templates

bench: $(VENV)/tests build/kern
	@$(BIN)/python -m pytest tests/bench.py

stueckliste: $(VENV)/tests
	@$(BIN)/python werkzeuge/stueckliste.py

bilder: $(VENV)/tests build/kern
	@$(BIN)/python -m pytest tests/browser/bilder.py && $(BIN)/python werkzeuge/handbuchbilder.py

anforderungen: $(BIN)/python
	@$(BIN)/python -m pip install --quiet uv && PATH="$(CURDIR)/$(BIN):$$PATH" werkzeuge/anforderungen

# A secret for this checkout, never committed.
.env:
	@$(PYTHON) -c "import secrets; print('SECRET_KEY=' + secrets.token_urlsafe(50))" > $@

$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Das Portal braucht Python 3.11 oder neuer; $(PYTHON) ist älter. Bitte PYTHON=… angeben."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Es fehlt das Modul venv (unter Debian: apt install python3-venv)."; exit 1; }

$(VENV)/portal: requirements/portal.txt | $(BIN)/python
	@echo "Installiere, was das Portal braucht …"
	@$(PIP) -r $< && touch $@

$(VENV)/tests: requirements/tests.txt | $(BIN)/python
	@echo "Installiere, was die Tests brauchen …"
	@$(PIP) -r $< && touch $@ $(VENV)/portal

# KERN and Fira Sans come from npm; where the machine has no npm, from the one inside a Python package.
$(VENV)/node: requirements/node.txt | $(BIN)/python
	@command -v npm >/dev/null || { echo "Installiere npm …"; $(PIP) -r $<; }
	@touch $@

build/kern: package-lock.json | $(VENV)/node
	@echo "Hole Gestaltung und Schrift …"
	@werkzeuge/npm ci --omit=dev --silent || { echo "npm konnte die Pakete nicht holen; genauer sagt es: werkzeuge/npm ci --omit=dev"; exit 1; }
	@mkdir -p $@
	@cp node_modules/@kern-ux/native/dist/kern.min.css $@/kern.css
	@cp node_modules/@fontsource/fira-sans/files/fira-sans-latin-400-normal.woff2 node_modules/@fontsource/fira-sans/files/fira-sans-latin-600-normal.woff2 $@/
	@mkdir -p build/schrift
	@cp node_modules/@expo-google-fonts/fira-sans/400Regular/FiraSans_400Regular.ttf node_modules/@expo-google-fonts/fira-sans/600SemiBold/FiraSans_600SemiBold.ttf build/schrift/
	@touch $@

build/vnu: package-lock.json | $(VENV)/node build/kern
	@echo "Hole den HTML-Prüfer …"
	@werkzeuge/npm ci --silent
	@mkdir -p $@
	@cp node_modules/vnu-jar/build/dist/vnu.jar $@/
	@touch $@

sauber:
	@rm -rf build node_modules .pytest_cache .ruff_cache .mypy_cache .hypothesis
