"""Kill a child with SIGKILL before one single step of its work.

A step is whatever the child asks of the system: opening, renaming or deleting a file, or removing a folder.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable
    from pathlib import Path

STEPS = {  # audit events of Python; "open" is one where it is in the folder
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.utime",
}


def killed_before(folder: Path, work: Callable[[], object], step: int) -> bool:
    """Let a child work in the folder, and kill it before its step of this number; whether it came to an end before."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            steps = count()

            def look_out(event: str, args: tuple[object, ...]) -> None:
                here = event in STEPS or (event == "open" and str(folder) in str(args[0]))
                if here and next(steps) == step:
                    os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(look_out)
            work()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0, "the work itself failed"
    return not os.WIFSIGNALED(status)


def tell(about: str | None, kill_at_every_step: Callable[[int], tuple[Counter[str], list[str]]]) -> int:
    """Kill as the command line asks, and print how often each outcome was and what went wrong; the exit status."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    begun = time.monotonic()
    outcomes, troubles = kill_at_every_step(parser.parse_args().every)
    print(f"{outcomes.total()} kills in {time.monotonic() - begun:.0f} s")  # noqa: T201
    print(json.dumps(dict(outcomes), indent=1))  # noqa: T201
    for trouble in troubles:
        print(trouble)  # noqa: T201
    return bool(troubles)
