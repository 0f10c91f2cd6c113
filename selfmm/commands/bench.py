"""The command that measures what training and prediction cost, beside MMSA where that is at hand: bench."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from selfmm.commands.printing import put, to_json
from selfmm.commands.progress import ProgressLine
from selfmm.commands.recordings import DEFAULT_BUNDLE

if TYPE_CHECKING:
    import argparse

_ALONE = "MMSA cannot be imported here, so only this library's own figures follow. Put it on PYTHONPATH to compare."


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    bench = commands.add_parser(
        "bench",
        help="measure speed and memory, beside MMSA where it is installed",
        description="Measure speed and memory on two threads, with a BERT of the usual size and random weights. "
        "Installs nothing and uses no network.",
    )
    bench.add_argument("--reference", action="store_true", help="measure MMSA too, in turns, where it can be imported")
    bench.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="steps, predictions, int8, labels, memory, start-up or growth; repeat it for several (default: all)",
    )
    bench.add_argument(
        "--bundle",
        type=Path,
        metavar="DIR",
        default=DEFAULT_BUNDLE,
        help="for int8: a trained model (default: bundled)",
    )
    bench.add_argument("--json", action="store_true", help="print JSON")
    bench.set_defaults(run=_bench)


def _bench(options: argparse.Namespace) -> int:
    os.environ.setdefault("TQDM_DISABLE", "1")  # no progress bars between the figures; read as libraries are imported
    from selfmm.benchmarks.figures import to_markdown
    from selfmm.benchmarks.reference import is_importable
    from selfmm.benchmarks.suite import run_bench

    figures = []
    with ProgressLine() as progress:
        compared = options.reference and is_importable()
        if options.reference and not compared:
            progress.say(_ALONE)
        for figure in run_bench(options.only, bundle=options.bundle, reference=compared):
            figures.append(figure)
            progress.say(figure.line())
    put(to_json([figure.document() for figure in figures]) if options.json else to_markdown(figures))
    return 0
