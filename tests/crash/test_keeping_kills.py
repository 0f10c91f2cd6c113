"""A deletion by the rules that is killed at a step of its own choosing leaves everything whole, or wholly gone."""

from __future__ import annotations

import sys

import pytest
from test_kills import run

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks")


def test_a_deletion_that_is_killed_leaves_no_half_behind() -> None:
    done = run("keeping_kills.py", "--every", "6")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 of 5 gone" in done.stdout
    assert "5 of 5 gone" in done.stdout
