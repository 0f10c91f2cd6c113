"""Parse the arguments, start the app."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from screening_app.paths import AppPaths, default_paths
from screening_app.version import program_version


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m screening_app",
        description="Depression screening interviews, scored on this computer.",
    )
    parser.add_argument("--demo", action="store_true", help="load the demonstration patient and open the history")
    parser.add_argument(
        "--headless",
        action="store_true",
        help="with --demo: open no window, make the demonstration's chart and report and print where they lie",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder for patients, recordings and settings")
    parser.add_argument("--version", action="version", version=program_version())
    return parser


def main(arguments: list[str] | None = None) -> int:
    """The command line; its exit status."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.headless and not asked.demo:
        parser.error("--headless needs --demo")
    from screening_app.app import Options, run

    paths = AppPaths(asked.data.absolute()) if asked.data else default_paths()
    return run(paths, Options(demo=asked.demo, headless=asked.headless))


if __name__ == "__main__":
    sys.exit(main())
