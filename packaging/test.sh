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

STALLS=tests/screening_app/ui/test_stalls.py # measures how long the window is busy, so nothing runs beside it

# most_tests: what only calculates needs no window, so it runs beside all else, on the second core; told after it.
most_tests() {
    local calculating rest=0 log="$VENV/.other-tests.log"
    python -m pytest "${WITHOUT_WINDOW[@]}" >"$log" 2>&1 &
    calculating=$!
    trap 'kill '"$calculating"' 2>/dev/null || true' EXIT # where the run is broken off
    python -m pytest "${WITHOUT_WINDOW[@]/#/--ignore=}" --ignore="$STALLS" || rest=$?
    wait "$calculating" || rest=$?
    trap - EXIT
    cat "$log"
    return "$rest"
}

set_up test
cd "$ROOT"
# with one half of the services' tests, so that both parts take as long
WITHOUT_WINDOW=(tests/selfmm tests/crash tests/screening_app/crypto tests/screening_app/storage
    tests/screening_app/test_demo_clinic.py tests/screening_app/services/test_[a-m]*.py
    tests/screening_app/services/test_training.py tests/screening_app/services/test_training_signals.py)
export PATH="$VENV/bin:$PATH"

check "ruff check" ruff check .
check "ruff format" ruff format --check .
check "mypy --strict" mypy
check "import-linter" lint-imports
if (($#)); then
    check "pytest (windows on a virtual screen)" python -m pytest "$@" # pytest-xvfb starts the screen
else
    check "pytest, in two halves beside each other (windows on a virtual screen)" most_tests
    check "pytest, stalls of the window" python -m pytest "$STALLS"
fi

if ((${#FAILED[@]})); then
    fail "Failed: $(printf '%s; ' "${FAILED[@]}")"
fi
