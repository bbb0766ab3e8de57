#!/usr/bin/env bash
# Installs a lock file with hashes: into .venv, with this project itself, or into another folder.
set -euo pipefail
lock=$1
venv=${2:-.venv}

if [ ! -x "$venv/bin/python" ]; then
  python=$(bash scripts/find_python.sh)
  echo "- Python: $("$python" --version)"
  "$python" -m venv "$venv"
fi

echo "- packages: installing $lock (the first time this takes a few minutes)"
if command -v uv >/dev/null 2>&1; then
  uv pip install --python "$venv/bin/python" --require-hashes --requirement "$lock"
else
  "$venv/bin/python" -m pip install --disable-pip-version-check --progress-bar on \
    --require-hashes --requirement "$lock" \
    | { grep -v "^Requirement already satisfied" || true; } # no line left is no failure
fi
[ "$venv" = .venv ] || exit 0
.venv/bin/python -m pip install --disable-pip-version-check --quiet \
  --no-deps --no-build-isolation --no-index --editable .
