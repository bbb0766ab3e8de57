#!/usr/bin/env bash
# Rasa's own checks: the data are valid, and the stories in test_*.yml go as written.
set -euo pipefail
export PYTHONWARNINGS=ignore TF_CPP_MIN_LOG_LEVEL=3 RASA_TELEMETRY_ENABLED=false
folder=$(mktemp -d)
out=$folder/out
trap 'rm -rf "$folder"' EXIT

quietly() {
  if ! "$@" >"$out" 2>&1; then
    # 'not used in any story' is expected: our actions say those responses.
    grep -v "is not used in any story or rule" "$out"
    exit 1
  fi
}

quietly .venv/bin/python -m rasa data validate --fail-on-warnings
echo "  data valid"
quietly .venv/bin/python -m rasa test core --stories tests/stories --model models \
  --fail-on-prediction-errors --out "$folder"
echo "  stories go as written"
