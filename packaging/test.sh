#!/usr/bin/env bash
# Sets the project up with its test tools, then runs every check; all of them, even where an earlier one fails.
# Arguments go to pytest, such as -m "not slow" or a file.
set -euo pipefail
# shellcheck source=packaging/set_up.sh
source "$(dirname "${BASH_SOURCE[0]}")/set_up.sh"

FAILED=()

# check NAME COMMAND…: runs a check under its heading and remembers a failure.
check() {
    local name="$1"
    shift
    printf '\n=== %s\n' "$name"
    "$@" || FAILED+=("$name")
}

set_up test
cd "$ROOT"
export PATH="$VENV/bin:$PATH"

check "ruff check" ruff check .
check "ruff format" ruff format --check .
check "mypy --strict" mypy
check "import-linter" lint-imports
check "pytest (windows on a virtual screen)" python -m pytest "$@" # pytest-xvfb starts the screen

if ((${#FAILED[@]})); then
    fail "Failed: $(printf '%s; ' "${FAILED[@]}")"
fi
