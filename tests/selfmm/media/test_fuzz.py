"""Bytes changed at random neither kill nor hold up the process that reads them; fuzz.py runs as many as one likes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the child's limits are those of Linux")


@pytest.mark.slow
def test_mutated_recordings_are_read_or_refused() -> None:
    from fuzz import fuzz

    found = fuzz(range(200))
    assert found.troubles == []
    assert found.outcomes.total() == 200
    assert found.outcomes["refused"] < 150  # most mutations must leave something to be read, or little is tried
    assert found.memory < 600_000  # kB


def test_a_mutation_is_made_of_its_number(tmp_path: Path) -> None:
    from fuzz import mutated, write_seeds

    write_seeds(tmp_path)
    once = [mutated(tmp_path, number).read_bytes() for number in range(46)]
    assert once == [mutated(tmp_path, number).read_bytes() for number in range(46)]
    assert len(set(once)) == 46
