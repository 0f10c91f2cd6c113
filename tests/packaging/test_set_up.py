"""The set-up scripts, with programs of our own in the place of dpkg-query, sudo, Python and pip."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the scripts install Debian packages")

DPKG_QUERY = """
for name in $PACKAGES; do
    case " $MISSING " in *" $name "*) ;; *) echo "installed $name" ;; esac
done
"""

# Stands for the system's Python and, copied into .venv by itself, for that of the environment.
PYTHON = """
echo "$(basename "$0") $*" >>"$CALLS"
case "$*" in
    "-m venv "*)
        for folder; do :; done
        mkdir -p "$folder/bin" && cp "$0" "$folder/bin/python" && echo "$folder" >"$folder/bin/activate" ;;
    *"$BREAK"*) [ -z "$BREAK" ] || { echo "it went wrong"; exit 1; } ;;
esac
"""

# Whoever has sudo, and what apt-get is asked for while which settings for PostgreSQL's servers lie there.
SUDO = '[ "$1" = -n ] && shift; exec "$@"'
APT_GET = 'echo "apt-get $* [$(cat "$SYSTEM_ROOT"/etc/postgresql-common/createcluster.d/* 2>/dev/null)]" >>"$CALLS"'


def debian_packages():
    names = "${ESSENTIAL_PACKAGES[*]} ${APP_PACKAGES[*]} ${TEST_PACKAGES[*]}"
    script = f'source {ROOT}/packaging/set_up.sh; echo "{names}"'
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of the scripts in a project with nothing else, and a PATH that begins with our own programs."""
    for folder in ("packaging", "selfmm/pretrained"):
        shutil.copytree(ROOT / folder, tmp_path / "project" / folder)
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "project")
    tools = tmp_path / "tools"
    tools.mkdir()
    programs = {"dpkg-query": DPKG_QUERY, "id": "echo 1000", "sudo": "exit 1", "python3.11": PYTHON}
    for name, body in programs.items():
        (tools / name).write_text(f"#!/bin/sh\n{body}\n")
        (tools / name).chmod(0o755)
    (tmp_path / "os-release").write_text("ID=debian\n")
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("OS_RELEASE", str(tmp_path / "os-release"))
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("SYSTEM_ROOT", str(tmp_path / "system"))
    monkeypatch.setenv("PACKAGES", debian_packages())
    for name, value in {"MISSING": "", "BREAK": "", "DISPLAY": ":7", "WAYLAND_DISPLAY": "", "PYTHON": ""}.items():
        monkeypatch.setenv(name, value)
    return tmp_path / "project"


def run(project, script="run.sh", *arguments):
    calls = project.parent / "calls"
    calls.write_text("")
    result = subprocess.run(
        ["bash", project / "packaging" / script, *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    result.calls = calls.read_text().splitlines()
    return result


def installs(result):
    return [call for call in result.calls if " pip install " in f" {call} "]


def test_torch_comes_first_then_the_rest_the_weights_and_the_window(project):
    result = run(project, "run.sh", "--language", "zh")
    assert result.returncode == 0, result.stderr
    *locked, project_itself = installs(result)
    assert [call.rpartition("/")[2] for call in locked] == [
        "requirements-torch.txt",
        "requirements.txt",
        "requirements-cuda.txt",
    ]
    assert all("--no-deps --only-binary :all: --require-hashes" in call for call in locked)
    assert "--no-index --find-links" in locked[0]
    assert "--no-deps" in project_itself
    downloads = [call for call in result.calls if " pip download " in call]
    assert [call.rpartition(" ")[2] for call in downloads] == ["torch==2.13.0"]
    assert "python -m selfmm weights --fetch" in result.calls
    assert result.calls[-1] == "python -m screening_app --language zh"


def test_the_second_start_installs_nothing(project):
    run(project)
    result = run(project)
    assert result.returncode == 0
    assert installs(result) == []
    assert result.stdout == ""


@pytest.mark.parametrize("file", ["packaging/requirements.txt", "pyproject.toml", "selfmm/pretrained/catalogue.py"])
def test_the_set_up_is_repeated_where_what_it_depends_on_has_changed(project, file):
    run(project)
    with (project / file).open("a") as changed:
        changed.write("# changed\n")
    assert len(installs(run(project))) == 4


def test_weights_that_went_missing_are_fetched_at_the_next_start(project, monkeypatch):
    run(project)
    monkeypatch.setenv("BREAK", "import WEIGHTS")
    assert "python -m selfmm weights --fetch" in run(project).calls


@pytest.mark.parametrize(
    "step", ["pip download", "requirements-torch", "requirements.txt", "weights --fetch", "warm_up"]
)
def test_a_step_that_fails_shows_its_words_and_is_repeated_at_the_next_start(project, monkeypatch, step):
    monkeypatch.setenv("BREAK", step)
    result = run(project)
    assert result.returncode == 1
    assert "it went wrong" in result.stderr
    assert "This step failed" in result.stderr
    assert not any("screening_app" in call for call in result.calls)
    monkeypatch.setenv("BREAK", "")
    assert len(installs(run(project))) == 4


def test_an_environment_without_pip_is_made_anew(project, monkeypatch):
    run(project)
    (project / ".venv" / ".set-up-app").unlink()
    (project / ".venv" / "bin" / "activate").write_text("another folder, before it was moved")
    assert any(" -m venv --clear " in call for call in run(project).calls)


def test_without_a_display_the_demonstration_runs(project, monkeypatch):
    monkeypatch.setenv("DISPLAY", "")
    result = run(project)
    assert "no display" in result.stdout
    assert result.calls[-1] == "python -m screening_app --demo --headless"


def test_a_faster_index_for_torch_is_handed_to_pip_for_torch_alone(project, monkeypatch):
    monkeypatch.setenv("TORCH_INDEX_URL", "https://example.org/cpu")
    torch, rest, for_gpus, project_itself = installs(run(project))
    assert torch.endswith("--no-deps --extra-index-url https://example.org/cpu torch==2.13.0")
    assert for_gpus.endswith("--extra-index-url https://example.org/cpu torch==2.13.0")
    assert "example.org" not in rest + project_itself


def test_a_torch_that_is_for_processors_alone_brings_nothing_for_gpus(project, monkeypatch):
    monkeypatch.setenv("BREAK", 'm.requires("torch")')
    assert not any("cuda" in call for call in installs(run(project)))


def test_missing_debian_packages_are_named_and_only_essential_ones_stop_the_set_up(project, monkeypatch):
    monkeypatch.setenv("MISSING", "libportaudio2")
    result = run(project)
    assert result.returncode == 0
    assert "sudo apt-get install libportaudio2\n" in result.stdout


def test_a_package_under_its_newer_name_counts_as_installed(project, monkeypatch):
    monkeypatch.setenv("PACKAGES", debian_packages().replace("libglib2.0-0", "libglib2.0-0t64"))
    assert "missing" not in run(project).stdout


def test_a_missing_essential_package_stops_the_set_up(project, monkeypatch):
    monkeypatch.setenv("MISSING", "libegl1 libportaudio2")
    result = run(project)
    assert result.returncode == 1
    assert "sudo apt-get install libegl1 libportaudio2\n" in result.stdout
    assert "Without libegl1 the program cannot start." in result.stderr
    assert installs(result) == []


def test_elsewhere_than_on_debian_it_lists_what_is_needed_and_goes_on(project, monkeypatch):
    (project.parent / "os-release").write_text("ID=fedora\n")
    monkeypatch.setenv("MISSING", "libegl1")
    result = run(project)
    assert result.returncode == 0
    assert "This is not Debian." in result.stdout
    assert "libportaudio2" in result.stdout


@pytest.fixture
def apt_get(project):
    """Somebody who may install; gives what was installed with which settings."""
    for name, body in {"sudo": SUDO, "apt-get": APT_GET}.items():
        (project.parent / "tools" / name).write_text(f"#!/bin/sh\n{body}\n")
        (project.parent / "tools" / name).chmod(0o755)

    def installed(result):
        begin = "apt-get install -y --no-install-recommends "
        return [call.removeprefix(begin) for call in result.calls if call.startswith(begin)]

    return installed


def test_postgresql_comes_with_the_tests_alone_and_sets_up_no_server_of_its_own(project, apt_get, monkeypatch):
    monkeypatch.setenv("MISSING", "libpulse0 strace postgresql")
    result = run(project, "test.sh", "--version")
    assert apt_get(result) == ["libpulse0 []", "libpulse0 strace postgresql [create_main_cluster = false]"]
    assert not (project.parent / "system" / "etc").exists()


def test_settings_for_servers_that_lie_there_are_left(project, apt_get, monkeypatch):
    own = project.parent / "system" / "etc" / "postgresql-common" / "createcluster.d" / "own.conf"
    own.parent.mkdir(parents=True)
    own.write_text("ssl = off")
    monkeypatch.setenv("MISSING", "postgresql")
    run(project, "test.sh", "--version")
    assert [path.name for path in own.parent.iterdir()] == ["own.conf"]


def test_postgresql_of_any_version_will_do(project, apt_get, monkeypatch):
    programs = project.parent / "system" / "usr" / "lib" / "postgresql" / "17" / "bin"
    programs.mkdir(parents=True)
    (programs / "initdb").touch()
    monkeypatch.setenv("MISSING", "strace postgresql")
    assert apt_get(run(project, "test.sh", "--version")) == ["strace []"]


def test_the_checks_all_run_and_one_that_fails_is_named_at_the_end(project, monkeypatch):
    for tool in ("ruff", "mypy", "lint-imports"):
        path = project.parent / "tools" / tool
        path.write_text(f'#!/bin/sh\necho "{tool} $*" >>"$CALLS"; [ {tool} != mypy ]\n')
        path.chmod(0o755)
    result = run(project, "test.sh", "-m", "not slow")
    assert result.returncode == 1
    assert result.stderr.strip().startswith("Failed: mypy --strict;")
    assert result.calls[-5:] == [
        "ruff check .",
        "ruff format --check .",
        "mypy ",
        "lint-imports ",
        "python -m pytest -m not slow",
    ]
    assert any(call.endswith("requirements-test.txt") for call in installs(result))


CALCULATING, REST = "-m pytest tests/selfmm", "-m pytest --ignore=tests/selfmm"
STALLS = "-m pytest tests/screening_app/ui/test_stalls.py"


@pytest.mark.parametrize("broken", ["", "ruff", "mypy", "lint-imports", CALCULATING, REST, STALLS])
def test_what_needs_no_window_runs_beside_the_rest_then_the_stalls_and_each_can_fail(project, monkeypatch, broken):
    for tool in ("ruff", "mypy", "lint-imports"):
        path = project.parent / "tools" / tool
        path.write_text(f'#!/bin/sh\n[ {tool} != "$BREAK" ]\n')
        path.chmod(0o755)
    monkeypatch.setenv("BREAK", broken or "nothing")
    result = run(project, "test.sh")
    (beside,) = (call.split()[3:] for call in result.calls if CALCULATING in call)
    (rest,) = (call.split()[3:] for call in result.calls if REST in call)
    elsewhere = [*beside, STALLS.removeprefix("-m pytest ")]
    assert rest == [f"--ignore={path}" for path in elsewhere]
    assert all(any(ROOT.glob(path)) for path in elsewhere)
    assert result.calls[-1] == f"python {STALLS}"
    assert result.returncode == (1 if broken else 0)
    named = result.stderr.partition("Failed: ")[2].split("; ")[:-1]
    assert len(named) == {"": 0, "ruff": 2}.get(broken, 1)
