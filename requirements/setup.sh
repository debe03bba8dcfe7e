#!/usr/bin/env bash
# Makes the virtual environment from the lock. Idempotent: run again after a pull, it brings what is missing.
set -euo pipefail
python=$1 venv=$2
say() { printf '%s\n' "$*" >&2; }

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  say "The palm office needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1 || echo missing)."
  say "Install one, or name it: make setup PYTHON=python3.12"; exit 1; }
# without its pip it is what an earlier try left half made
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear "$venv" || {
  say "No virtual environment could be made. On Debian: apt install python3-venv"; exit 1; }
say "Installing the locked requirements into $venv (a minute the first time) …"
"$venv/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt || {
  say "The packages could not be installed. Is a package index in reach? Behind a mirror: set PIP_INDEX_URL and run make setup again."; exit 1; }
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . || {
  say "The command line could not be installed; the lines above say why."; exit 1; }
touch "$venv/bin/palm"
