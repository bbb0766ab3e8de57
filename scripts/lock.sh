#!/usr/bin/env bash
# Locks every version with hashes: what runs, what only checks, and what checks the Bot API calls.
set -euo pipefail
export UV_CUSTOM_COMPILE_COMMAND="make lock"
common=(--python-version 3.10 --no-config --generate-hashes --no-strip-extras --no-emit-index-url --quiet "$@")
uv pip compile pyproject.toml "${common[@]}" --output-file requirements.lock
uv pip compile pyproject.toml "${common[@]}" --group dev --constraint requirements.lock \
  --output-file requirements-dev.lock
uv pip compile requirements-botapi.in "${common[@]}" --output-file requirements-botapi.lock
