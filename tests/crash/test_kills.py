"""A few kills and faults of the many that the programs beside make; docs/security.md tells of the long runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from postgres import programs

HERE = Path(__file__).parent
TESTS = HERE.parent

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, and preloads a library")


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(TESTS.parent), str(TESTS)])
    return subprocess.run(
        [sys.executable, str(HERE / program), *arguments],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_work_that_was_killed_leaves_everything_whole() -> None:
    """Killed trainings are tried in tests/selfmm/training."""
    kinds = ("recording", "scoring", "editing", "migrating", "encrypting")
    done = run("kills.py", "5", "--only", *kinds, "--seed", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 kills" in done.stdout


def test_a_deletion_by_rules_that_is_killed_leaves_no_half_behind() -> None:
    done = run("keeping_kills.py", "--every", "6")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 of 5 gone" in done.stdout
    assert "5 of 5 gone" in done.stdout


def test_an_encryption_of_sessions_that_is_killed_leaves_each_file_whole() -> None:
    done = run("former_kills.py", "--every", "7")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "10 of 10 plain" in done.stdout
    assert "0 of 10 plain" in done.stdout


def test_a_change_of_the_master_key_that_is_killed_goes_on_at_the_next_sign_in() -> None:
    done = run("key_kills.py", "--every", "5")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not done.stdout.startswith("0 kills")


@pytest.mark.skipif(programs() is None, reason="PostgreSQL's server is not installed here")
def test_a_move_to_a_server_that_is_killed_leaves_the_clinic_whole_in_one_place() -> None:
    done = run("moving_kills.py", "--every", "9")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "in the data folder" in done.stdout
    assert "on the server" in done.stdout


@pytest.mark.skipif(shutil.which("gcc") is None, reason="faults.c has to be compiled")
def test_a_disk_that_is_full_or_broken_is_told_in_a_sentence_and_loses_nothing() -> None:
    done = run("faults.py", "--every", "80")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "a sentence" in done.stdout
