"""Options that several commands share, and what they make of them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfmm import api
from selfmm.data.catalogue import DATA_SETS
from selfmm.errors import SelfMMError
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    import argparse

    from selfmm.commands.progress import ProgressLine
    from selfmm.data.data_set import DataSet

GOES_ON = "Stopped. The same command goes on where it stopped."
_MENDED = {
    "not_a_number": "feature values were NaN (set to 0)",
    "infinite": "feature values were infinite (set to 0)",
    "left_padded": "sequences were padded in front (moved)",
    "without_frames": "sequences were empty (they count as missing)",
    "without_label": "samples had no label (left out)",
    "unreadable": "recordings could not be read (they count as missing)",
    "shared_person": "samples were of people in a later split (left out)",
}


def add_data(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Which data set, and where it lies."""
    parser.add_argument("-d", "--data-set", required=required, metavar="NAME", help=f"one of {', '.join(DATA_SETS)}")
    parser.add_argument(
        "--data", type=Path, required=True, metavar="PATH", help="where it lies; “synthetic” makes data of its shape"
    )
    parser.add_argument("--samples", type=int, metavar="N", help="how many synthetic samples (default: 400)")


def add_run(parser: argparse.ArgumentParser) -> None:
    """How to train, and where the results go."""
    parser.add_argument("-o", dest="out", type=Path, required=True, metavar="OUT", help="the folder for the results")
    parser.add_argument("--config", type=Path, metavar="FILE", help="a TOML file with the tables [model] and [train]")
    parser.add_argument(
        "--set",
        dest="changes",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="change an option, such as train.epochs=3 or model.text.tuned_layers=6",
    )
    parser.add_argument(
        "--encoder",
        default=api.ENCODER,
        metavar="NAME",
        help=f"text encoder, a name or a folder (default: {api.ENCODER})",
    )
    parser.add_argument(
        "--teacher",
        action="append",
        default=[],
        metavar="NAME=PATH",
        help="also learn from this data set's training split",
    )
    add_device(parser)


def add_device(parser: argparse.ArgumentParser) -> None:
    """Where the network runs."""
    parser.add_argument("--device", default="auto", metavar="NAME", help="auto (default), cpu, cuda or mps")


def add_seeds(parser: argparse.ArgumentParser) -> None:
    """One or more seeds."""
    parser.add_argument(
        "-s",
        "--seed",
        dest="seeds",
        type=int,
        action="append",
        metavar="N",
        help=f"may be repeated (default: {api.SEED})",
    )


def add_start(parser: argparse.ArgumentParser) -> None:
    """A bundle to begin from."""
    parser.add_argument("--start", type=Path, metavar="BUNDLE", help="begin from this bundle's weights")


def add_language_and_json(parser: argparse.ArgumentParser) -> None:
    """What is spoken, and how to print."""
    parser.add_argument("--language", choices=[*LANGUAGES, "auto"], default="auto", help="spoken (default: detect)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run_arguments(options: argparse.Namespace, progress: ProgressLine) -> dict[str, Any]:
    """What training, tuning and comparing are all told."""
    from selfmm.training.setup import merged, read_assignment

    changes: dict[str, Any] = {}
    for assignment in options.changes:
        changes = merged(changes, read_assignment(assignment))
    return {
        **data_arguments(options, progress),
        "out": options.out,
        "encoder": options.encoder,
        "config": options.config,
        "changes": changes,
        "teachers": dict(_teacher(told) for told in options.teacher),
    }


def data_arguments(options: argparse.Namespace, progress: ProgressLine) -> dict[str, Any]:
    """What everything that reads data is told."""
    return {
        "data": options.data,
        "samples": options.samples,
        "device": options.device,
        "report": progress,
        "on_data": lambda data_set: _tell(data_set, progress),
    }


def chosen_seeds(options: argparse.Namespace, progress: ProgressLine) -> tuple[int, ...]:
    """The seeds that are named, else one, which is said."""
    if options.seeds:
        return tuple(options.seeds)
    progress.say(f"Seed {api.SEED}; name several with -s to see how far they differ.")
    return (api.SEED,)


def _teacher(told: str) -> tuple[str, Path]:
    name, sign, path = told.partition("=")
    if not sign or not path:
        raise SelfMMError("“{text}” names no data set and its place. Write it as --teacher mosei=PATH.", text=told)
    return name, Path(path)


def _tell(data_set: DataSet, progress: ProgressLine) -> None:
    """How large the data are, what was put right in them, and what a user should know."""
    counts = ", ".join(f"{len(samples)} {split}" for split, samples in data_set.splits.items() if samples)
    progress.say(f"{data_set.name}: {counts} samples.")
    for field, count in asdict(data_set.mended).items():
        if count:
            progress.say(f"{data_set.name}: {count} {_MENDED[field]}.")
    for note in data_set.notes:
        progress.say(f"{data_set.name}: {note}")
