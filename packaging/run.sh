#!/usr/bin/env bash
# Sets the program up where that is still to be done, then opens its window.
# Without a display it runs the demonstration without a window and prints where database, chart and report lie.
# Arguments go to the program. See set_up.sh for what may be set from outside.
set -euo pipefail
# shellcheck source=packaging/set_up.sh
source "$(dirname "${BASH_SOURCE[0]}")/set_up.sh"

has_display() {
    [[ "$(uname -s)" != Linux || -n "${DISPLAY:-}" || -n "${WAYLAND_DISPLAY:-}" ]]
}

set_up app
cd "$ROOT"
if has_display; then
    exec "$VENV/bin/python" -m screening_app "$@"
fi
say "There is no display, so the demonstration runs without a window."
exec "$VENV/bin/python" -m screening_app --demo --headless "$@"
