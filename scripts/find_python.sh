#!/usr/bin/env bash
# Prints the path of a Python 3.10: from PATH, pyenv or uv. Rasa runs on no newer one.
set -u

is_310() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; }

candidates=()
for name in python3.10 python3 python; do
  found=$(command -v "$name" 2>/dev/null) && candidates+=("$found")
done
if command -v pyenv >/dev/null 2>&1; then
  for folder in "$(pyenv root)"/versions/3.10*; do candidates+=("$folder/bin/python"); done
fi
for folder in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*; do candidates+=("$folder/bin/python"); done
if command -v uv >/dev/null 2>&1; then
  found=$(uv python find 3.10 --no-python-downloads 2>/dev/null) && candidates+=("$found")
fi

for candidate in "${candidates[@]}"; do
  if [ -x "$candidate" ] && is_310 "$candidate"; then
    # A pyenv shim only works where a version file says so: take the real program behind it.
    "$candidate" -c 'import sys; print(sys.executable)'
    exit 0
  fi
done

cat >&2 <<'TEXT'
Python 3.10 is nodig en staat niet op deze computer. Python 3.10 est nécessaire et manque ici.
Install it in one of these ways, then try again:
  pyenv:   pyenv install 3.10
  uv:      uv python install 3.10
  Debian:  apt-get install python3.10 python3.10-venv   (where the release has it)
  others:  https://www.python.org/downloads/
TEXT
exit 1
