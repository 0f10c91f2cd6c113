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

# all_tests: the library's tests need no window, so they run beside the app's, on the second core; told after them.
all_tests() {
    local library rest=0 log="$VENV/.library-tests.log"
    python -m pytest tests/selfmm >"$log" 2>&1 &
    library=$!
    trap 'kill '"$library"' 2>/dev/null || true' EXIT # where the run is broken off
    python -m pytest --ignore tests/selfmm --ignore "$STALLS" || rest=$?
    wait "$library" || rest=$?
    trap - EXIT
    cat "$log"
    return "$rest"
}

set_up test
cd "$ROOT"
export PATH="$VENV/bin:$PATH"

check "ruff check" ruff check .
check "ruff format" ruff format --check .
check "mypy --strict" mypy
check "import-linter" lint-imports
if (($#)); then
    check "pytest (windows on a virtual screen)" python -m pytest "$@" # pytest-xvfb starts the screen
else
    check "pytest, the library and the app beside each other (windows on a virtual screen)" all_tests
    check "pytest, stalls of the window" python -m pytest "$STALLS"
fi

if ((${#FAILED[@]})); then
    fail "Failed: $(printf '%s; ' "${FAILED[@]}")"
fi
