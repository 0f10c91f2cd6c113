"""Commands that learn: train, tune, compare."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from selfmm import api
from selfmm.commands import local
from selfmm.commands.options import GOES_ON, add_data, add_run, add_seeds, add_start, chosen_seeds, run_arguments
from selfmm.commands.printing import leads, put
from selfmm.commands.progress import ProgressLine
from selfmm.errors import SelfMMError
from selfmm.model import MODELS

if TYPE_CHECKING:
    import argparse

    from selfmm.training.trainer import EpochRecord

_NAMES = f"one of {', '.join(MODELS)}"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    train = commands.add_parser("train", help="train a model on a data set, a bundle a seed")
    add_data(train, required=False)
    train.add_argument("-m", "--model", default="self_mm", metavar="NAME", help=f"{_NAMES} (default: self_mm)")
    add_seeds(train)
    add_run(train)
    add_start(train)
    train.add_argument(
        "--recipe",
        choices=["default", "local"],
        help="“default” builds the bundled model from EATD, “local” retrains one on sessions that the app exported",
    )
    local.add_to(train)
    train.set_defaults(run=_train, stopped=GOES_ON)

    tune = commands.add_parser("tune", help="search better options, on the validation split alone")
    add_data(tune)
    tune.add_argument("-m", "--model", default="self_mm", metavar="NAME", help=f"{_NAMES} (default: self_mm)")
    tune.add_argument("--trials", type=int, default=20, metavar="N", help="results wanted (default: 20)")
    tune.add_argument("-s", "--seed", type=int, default=api.SEED, metavar="N", help=f"default: {api.SEED}")
    add_run(tune)
    add_start(tune)
    tune.set_defaults(run=_tune, stopped=GOES_ON)

    compare = commands.add_parser("compare", help="train several models and set them side by side")
    add_data(compare)
    compare.add_argument(
        "-m", "--model", dest="models", action="append", required=True, metavar="NAME", help=f"{_NAMES}; repeat it"
    )
    add_seeds(compare)
    add_run(compare)
    compare.set_defaults(run=_compare, stopped=GOES_ON)


def _train(options: argparse.Namespace) -> int:
    if options.recipe == "local":
        return local.run(options)
    if options.recipe:
        return _train_default(options)
    if options.data_set is None:
        raise SelfMMError("Name a data set with -d, or --recipe default to build the bundled model.")
    with ProgressLine() as progress:
        result = api.train(
            options.data_set,
            options.model,
            **run_arguments(options, progress),
            seeds=chosen_seeds(options, progress),
            start=options.start,
            on_epoch=progress.epoch,
        )
    if leads():
        bundles = "".join(f"\nBundle: {bundle}" for bundle in result.bundles)
        put(f"{result.table}{bundles}")
    return 0


def _train_default(options: argparse.Namespace) -> int:
    from selfmm.training.default_model import build_default_model

    with ProgressLine() as progress:
        info = build_default_model(
            options.data, options.out, created=datetime.now(UTC).date().isoformat(), report=progress
        )
    put(info.card["en"])
    return 0


def _tune(options: argparse.Namespace) -> int:
    with ProgressLine() as progress:
        found = api.tune(
            options.data_set,
            options.model,
            **run_arguments(options, progress),
            trials=options.trials,
            seed=options.seed,
            start=options.start,
            on_trial=lambda trial: progress.say(f"trial {trial.number}: validation loss {trial.loss:.4f}"),
        )
    lines = [
        f"Best of {len(found.trials)} trials: number {found.best.number}, validation loss {found.best.loss:.4f}, "
        f"{found.gain:.4f} less than without a search.",
        *(f"  {name} = {value:.3g}" for name, value in found.best.options.items()),
        f"Train with it: --config {found.config}",
    ]
    put("\n".join(lines))
    return 0


def _compare(options: argparse.Namespace) -> int:
    with ProgressLine() as progress:

        def on_epoch(model: str, seed: int, record: EpochRecord) -> None:
            progress.epoch(seed, record, model)

        found = api.compare(
            options.data_set,
            options.models,
            **run_arguments(options, progress),
            seeds=chosen_seeds(options, progress),
            on_epoch=on_epoch,
        )
    if leads():
        put(found.markdown)
    return 0
