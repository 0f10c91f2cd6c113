# shellcheck shell=bash
# Sets the project up in its own .venv: Debian packages, Python packages, pretrained weights, translations.
# run.sh and test.sh source this file; it only defines variables and functions.
#
# What may be set from outside, all optional:
#   PYTHON            the Python (3.11 or newer) to make .venv with
#   TORCH_INDEX_URL   one more package index for PyTorch alone, such as https://download.pytorch.org/whl/cpu, whose
#                     builds are ten times smaller than the default ones for Linux, which carry libraries for GPUs;
#                     what comes from there is held to its version, not to a hash
#   SELFMM_HOME       where the pretrained weights go, instead of the user's cache folder
# pip follows the machine's own settings (pip.conf, PIP_* variables) in everything else.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$ROOT/.venv"
PACKAGING="$ROOT/packaging"

# Without these Qt does not even load.
ESSENTIAL_PACKAGES=(libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0)
# For the window, the microphone and Chinese letters.
APP_PACKAGES=(
    libxkbcommon-x11-0 libxrandr2 libgssapi-krb5-2 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0
    libxcb-render-util0 libxcb-randr0 libxcb-shape0 libxcb-xkb1 libxcb-util1
    libpulse0 libportaudio2 libasound2-plugins fonts-wqy-microhei fonts-dejavu-core
)
# The tests open windows on a virtual screen, record from a virtual microphone and watch what is sent and written.
TEST_PACKAGES=(xvfb xauth pulseaudio pulseaudio-utils strace)
# They start a PostgreSQL server of their own, with the programs of whichever version there is.
compgen -G "${SYSTEM_ROOT:-}/usr/lib/postgresql/*/bin/initdb" >/dev/null || TEST_PACKAGES+=(postgresql)

LOG=""

# --- Saying what happens ---------------------------------------------------------------------------------------------

say() { printf '%s\n' "$*"; }

fail() {
    printf '\n%s\n' "$@" >&2
    exit 1
}

# attempt WORDS COMMAND…: says WORDS and runs the command quietly; false where it fails.
attempt() {
    local words="$1" started="$SECONDS"
    shift
    printf '%s … ' "$words"
    printf '\n== %s\n' "$words" >>"$LOG"
    if "$@" >>"$LOG" 2>&1; then
        say "done ($((SECONDS - started)) s)"
        return
    fi
    say "failed"
    return 1
}

# step WORDS COMMAND…: the same, but where it fails it shows what the command said and stops.
step() {
    attempt "$@" && return
    tail -n 40 "$LOG" >&2
    fail "This step failed: $1" "All that was said is in $LOG" \
        "Once the cause is gone, run the same command again: it goes on where it can."
}

# --- Debian packages -------------------------------------------------------------------------------------------------

is_debian() {
    [[ -r "${OS_RELEASE:-/etc/os-release}" ]] && command -v dpkg-query >/dev/null &&
        grep -qE '^ID(_LIKE)?=.*debian' "${OS_RELEASE:-/etc/os-release}"
}

# Prints those of its arguments that are not installed. Newer Debians and Ubuntus call some of them …t64.
missing_of() {
    local name installed
    installed=$'\n'"$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null)"$'\n'
    for name in "$@"; do
        [[ "$installed" == *$'\n'"installed $name"$'\n'* || "$installed" == *$'\n'"installed ${name}t64"$'\n'* ]] ||
            printf '%s ' "$name"
    done
}

# Root may, and so may whoever has sudo without a password or a terminal to be asked for it.
may_install() {
    [[ "$(id -u)" == 0 ]] && return
    command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }
}

as_root() {
    if [[ "$(id -u)" == 0 ]]; then "$@"; else sudo "$@"; fi
}

apt_install() {
    as_root apt-get update || say "The package lists could not be refreshed; going on with the old ones."
    local install=(as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@")
    if [[ " $* " == *" postgresql "* ]]; then without_cluster "${install[@]}"; else "${install[@]}"; fi
}

# without_cluster COMMAND…: Debian's PostgreSQL sets up a server that starts with the machine, unless a file tells it not
# to; ours lies there only while the command runs.
without_cluster() (
    folder="${SYSTEM_ROOT:-}/etc/postgresql-common/createcluster.d"
    file="$folder/selfmm-tests.conf"
    as_root install -D -m 644 /dev/stdin "$file" <<<"create_main_cluster = false" || exit
    trap 'as_root rm "$file"; as_root rmdir -p --ignore-fail-on-non-empty "$folder"' EXIT
    "$@"
)

# system_packages NAMES…: installs what is missing, or says what is; stops only where it cannot go on without.
system_packages() {
    local wanted=("${ESSENTIAL_PACKAGES[@]}" "$@")
    local essential=("${ESSENTIAL_PACKAGES[@]}")
    if ! find_python >/dev/null; then
        wanted+=(python3 python3-venv)
        essential+=(python3 python3-venv)
    fi
    if ! is_debian; then
        say "This is not Debian. Needed here are the libraries that Debian calls:"
        say "  ${wanted[*]}"
        return
    fi
    local missing
    read -r -a missing <<<"$(missing_of "${wanted[@]}")"
    ((${#missing[@]})) || return 0
    if may_install && attempt "Installing ${#missing[@]} Debian packages" apt_install "${missing[@]}"; then
        return
    fi
    say "These Debian packages are missing and could not be installed from here:"
    say "  ${missing[*]}"
    say "Have an administrator run this, then start again:"
    say "  sudo apt-get install ${missing[*]}"
    read -r -a missing <<<"$(missing_of "${essential[@]}")"
    ((${#missing[@]} == 0)) || fail "Without ${missing[*]} the program cannot start."
    say "Going on without them: the window or the microphone may not work."
}

# --- Python ----------------------------------------------------------------------------------------------------------

# Prints the first Python that is new enough and can make environments.
find_python() {
    local name
    for name in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        if command -v "$name" >/dev/null && "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# A set-up killed early leaves an environment without pip; a moved folder leaves one that points elsewhere.
is_venv_usable() {
    grep -qF "$VENV" "$VENV/bin/activate" 2>/dev/null && "$VENV/bin/python" -m pip --version >/dev/null 2>&1
}

make_venv() {
    local python
    is_venv_usable && return
    python="$(find_python)" ||
        fail "There is no Python 3.11 or newer that can make environments (module ensurepip)." \
            "On Debian: sudo apt-get install python3 python3-venv" \
            "Or name one: PYTHON=/path/to/python3.11 bash $0"
    step "Making .venv with $python" "$python" -m venv --clear "$VENV"
}

pip_install() {
    "$VENV/bin/python" -m pip install --disable-pip-version-check --no-input "$@"
}

# install_locked FILE OPTIONS…: exactly what the file names, which is all that is needed; each wheel is checked against
# its hash.
install_locked() {
    local file="$1"
    shift
    pip_install --no-deps --only-binary :all: --require-hashes "$@" --requirement "$PACKAGING/$file"
}

# pip is asked for the version first and for the hash afterwards: asked for both at once it passes over the builds of
# places that tell no hashes, such as a folder of wheels, and takes the large one for GPUs.
install_torch() {
    local wheel="$VENV/.torch"
    rm -rf "$wheel"
    if [[ -n "${TORCH_INDEX_URL:-}" ]]; then # its builds have hashes of their own
        pip_install --no-deps --extra-index-url "$TORCH_INDEX_URL" "$(pinned_torch)"
        return
    fi
    "$VENV/bin/python" -m pip download --no-input --no-deps --only-binary :all: --dest "$wheel" "$(pinned_torch)" &&
        install_locked requirements-torch.txt --no-index --find-links "$wheel" && rm -rf "$wheel"
}

pinned_torch() { grep -oE '^torch==[^ ]+' "$PACKAGING/requirements-torch.txt"; }

# What a build of PyTorch for GPUs needs besides; its own metadata says whether it is one.
install_gpu_libraries() {
    "$VENV/bin/python" -c "$TORCH_NEEDS_CUDA" || return 0
    if [[ -z "${TORCH_INDEX_URL:-}" ]]; then
        install_locked requirements-cuda.txt
    else
        pip_install --extra-index-url "$TORCH_INDEX_URL" "$(pinned_torch)"
    fi
}

TORCH_NEEDS_CUDA='import importlib.metadata as m, sys; sys.exit("cuda" not in str(m.requires("torch")))'

install_project() {
    pip_install --no-deps --no-build-isolation --editable "$ROOT" && check_dependencies
}

# Whether what is installed fits together and nothing is missing.
check_dependencies() { "$VENV/bin/python" -m pip check; }

# --- Weights and translations ----------------------------------------------------------------------------------------

are_weights_there() {
    "$VENV/bin/python" -c 'from selfmm.pretrained import WEIGHTS, get; [get(name) for name in WEIGHTS]' 2>/dev/null
}

fetch_weights() {
    step "Fetching and checking the pretrained weights (255 MB, 415 MB on disk)" \
        "$VENV/bin/python" -m selfmm weights --fetch
}

compile_translations() {
    local source
    for source in "$ROOT"/resources/translations/*.ts; do
        [[ -e "$source" && ! "${source%.ts}.qm" -nt "$source" ]] || continue
        step "Compiling the translation $(basename "$source")" \
            "$VENV/bin/pyside6-lrelease" "$source" -qm "${source%.ts}.qm"
    done
}

# --- All of it, once -------------------------------------------------------------------------------------------------

# What a finished set-up depends on; where this changes, it is done again.
fingerprint() {
    (
        cd "$ROOT" || exit
        printf '%s\n' "$ROOT" "$@"
        cat pyproject.toml packaging/requirements*.txt packaging/set_up.sh selfmm/pretrained/*.py
    ) | sha256sum | cut -d' ' -f1
}

# is_done KIND, mark_done KIND: the stamp is written last, so a set-up that was killed is repeated.
is_done() { [[ "$(cat "$VENV/.set-up-$1" 2>/dev/null)" == "$(fingerprint "$1")" ]] && [[ -x "$VENV/bin/python" ]]; }
mark_done() { fingerprint "$1" >"$VENV/.set-up-$1"; }

set_up_app() {
    is_done app && return
    system_packages "${APP_PACKAGES[@]}"
    make_venv
    rm -f "$VENV/.set-up-app"
    step "Installing PyTorch (the largest part, minutes on a slow line)" install_torch
    step "Installing the other Python packages (about 400 MB to download)" install_locked requirements.txt
    step "Installing what PyTorch needs besides" install_gpu_libraries
    step "Installing this project" install_project
    fetch_weights
    step "Preparing the sound features for this machine (once, up to a minute)" \
        "$VENV/bin/python" "$PACKAGING/warm_up.py"
    mark_done app
}

set_up_tests() {
    is_done test && return
    system_packages "${APP_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    step "Installing the tools for the checks" install_locked requirements-test.txt
    step "Checking that all fits together" check_dependencies
    mark_done test
}

# Takes the lock on file descriptor 9; where there is no flock (macOS), two set-ups at once are the user's affair.
wait_for_turn() {
    command -v flock >/dev/null || return 0
    flock --nonblock 9 && return
    say "Another set-up is at work; waiting for it."
    flock 9
}

# set_up KIND: app, or test for both. One at a time: two starts at once wait for each other.
set_up() {
    LOG="$(mktemp "${TMPDIR:-/tmp}/set-up-XXXXXX.log")"
    exec 9<"$PACKAGING/set_up.sh"
    wait_for_turn
    set_up_app
    if [[ "$1" == test ]]; then set_up_tests; fi
    are_weights_there || fetch_weights
    compile_translations
    exec 9<&-
    if [[ -s "$LOG" ]]; then mv "$LOG" "$VENV/set-up.log"; else rm "$LOG"; fi
}
