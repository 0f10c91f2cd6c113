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

# beside: what needs no window runs on the second core while all else does; what it said is told after it.
beside() {
    FAILED=()
    check "mypy --strict" mypy
    check "import-linter" lint-imports
    check "pytest, what needs no window" python -m pytest "${WITHOUT_WINDOW[@]}"
    printf '%s\n' "${FAILED[@]}" >"$BESIDE.failed"
}

# all_tests: in two halves beside each other, then what wants to be alone.
all_tests() {
    local other
    rm -f "$BESIDE.failed"
    set -m # in a group of its own, so that all of it ends where the run is broken off
    beside </dev/null >"$BESIDE" 2>&1 &
    other=$!
    set +m
    trap 'kill -- -'"$other"' 2>/dev/null || true' EXIT
    check "pytest, the rest (windows on a virtual screen)" \
        python -m pytest "${WITHOUT_WINDOW[@]/#/--ignore=}" --ignore="$STALLS" # pytest-xvfb starts the screen
    wait "$other" || true
    trap - EXIT
    cat "$BESIDE"
    [[ -f "$BESIDE.failed" ]] || printf 'what ran beside did not come to its end\n' >"$BESIDE.failed"
    while IFS= read -r name; do
        [[ -z "$name" ]] || FAILED+=("$name")
    done <"$BESIDE.failed"
    check "pytest, stalls of the window" python -m pytest "$STALLS"
}

set_up test
cd "$ROOT"
# with one half of the services' tests, so that both parts take as long
WITHOUT_WINDOW=(tests/selfmm tests/crash tests/screening_app/crypto tests/screening_app/storage
    tests/screening_app/test_demo_clinic.py tests/screening_app/services/test_[a-m]*.py)
BESIDE="$VENV/.beside.log"
export PATH="$VENV/bin:$PATH"

check "ruff check" ruff check .
check "ruff format" ruff format --check .
if (($#)); then
    check "mypy --strict" mypy
    check "import-linter" lint-imports
    check "pytest (windows on a virtual screen)" python -m pytest "$@"
else
    all_tests
fi

if ((${#FAILED[@]})); then
    fail "Failed: $(printf '%s; ' "${FAILED[@]}")"
fi
