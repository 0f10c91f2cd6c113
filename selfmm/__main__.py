"""The command line. `python -m selfmm --help` says how; the commands are in `selfmm.commands`.

Heavy libraries are imported by the command that needs them, so that help answers at once.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from selfmm.commands import bench, judging, learning, recordings, weights
from selfmm.commands.recordings import DEFAULT_BUNDLE, score_document
from selfmm.errors import SelfMMError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DEFAULT_BUNDLE", "main", "score_document"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 where it went well, 2 with one sentence on the error stream where it did not."""
    options = _parser().parse_args(arguments)
    try:
        result: int = options.run(options)
    except SelfMMError as error:
        _say(str(error))
        return 2
    except KeyboardInterrupt:
        if options.stopped:
            _say(options.stopped)
        return 130
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m selfmm", description="Self-MM: from a recording to a score.")
    parser.set_defaults(stopped="")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for group in (recordings, learning, judging, weights, bench):
        group.add_to(commands)
    return parser


def _say(sentence: str) -> None:
    print(f"\n{sentence}" if sys.stderr.isatty() else sentence, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
