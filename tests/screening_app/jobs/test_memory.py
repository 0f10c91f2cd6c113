"""What was freed in small pieces goes back to the system."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HOLES = """
import os
from pathlib import Path
from screening_app.jobs.memory import give_back_memory


def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


pieces = [bytes([1]) * (20_000 + number % 7) for number in range(6_000)]
full = resident()
kept = pieces[::2]
del pieces
held = resident()
give_back_memory()
print(full - held, held - resident())
assert all(piece[-1] == 1 for piece in kept)
"""


@pytest.mark.skipif(sys.platform != "linux" or not os.confstr("CS_GNU_LIBC_VERSION"), reason="it is glibc's")
def test_holes_between_what_is_used_are_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", HOLES], capture_output=True, text=True, check=True)
    freed_by_itself, given_back = map(int, done.stdout.split())
    assert freed_by_itself < 5e6
    assert given_back > 30e6
