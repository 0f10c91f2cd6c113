"""Commands that use and judge what was learnt: evaluate, predict, plot-labels."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from selfmm import api
from selfmm.commands.options import add_data, add_device, add_language_and_json, data_arguments
from selfmm.commands.printing import number, put, to_json
from selfmm.commands.progress import ProgressLine
from selfmm.commands.recordings import DEFAULT_BUNDLE, given_words
from selfmm.types import Modality

if TYPE_CHECKING:
    import argparse

    from selfmm.prediction import Predictions


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    evaluate = commands.add_parser("evaluate", help="measure a bundle, also with modalities missing")
    evaluate.add_argument(
        "--bundle", type=Path, metavar="DIR", default=DEFAULT_BUNDLE, help="the model (default: bundled)"
    )
    add_data(evaluate)
    evaluate.add_argument(
        "--split", default="valid", metavar="NAME", help="train, valid, test, all or cross_validation (default: valid)"
    )
    evaluate.add_argument("--json", action="store_true", help="print JSON")
    add_device(evaluate)
    evaluate.set_defaults(run=_evaluate)

    predict = commands.add_parser("predict", help="what a bundle says of recordings or .txt files")
    predict.add_argument("bundle", type=Path, metavar="BUNDLE")
    predict.add_argument("files", type=Path, nargs="+", metavar="FILE")
    predict.add_argument(
        "--transcript",
        dest="transcripts",
        action="append",
        default=[],
        metavar="TEXT_OR_FILE",
        help="what was said; repeat it for each file, in their order",
    )
    add_language_and_json(predict)
    predict.add_argument("--csv", type=Path, metavar="OUT", help="write a CSV table")
    predict.set_defaults(run=_predict)

    plot = commands.add_parser("plot-labels", help="draw how a run's generated labels spread over its epochs")
    plot.add_argument("run_folder", type=Path, metavar="RUN", help="OUT/seed-N, or OUT with one seed")
    plot.add_argument("-o", dest="out", type=Path, metavar="FILE", help="a .png, .svg or .pdf file")
    plot.set_defaults(run=_plot_labels)


def _evaluate(options: argparse.Namespace) -> int:
    with ProgressLine() as progress:
        found = api.evaluate(options.bundle, options.data_set, **data_arguments(options, progress), split=options.split)
    put(to_json(found.document()) if options.json else found.markdown())
    return 0


def _predict(options: argparse.Namespace) -> int:
    with ProgressLine() as progress:
        found = api.predict(
            options.bundle,
            options.files,
            transcripts=[given_words(told) for told in options.transcripts],
            language=options.language,
            report=progress,
        )
        for warning in found.warnings:
            progress.say(warning)
    if options.csv is not None:
        _write_csv(options.csv, found)
    if options.json:
        put(to_json(asdict(found)))
    elif options.csv is None:
        put("\n".join(_lines(found)))
    return 0


def _write_csv(out: Path, found: Predictions) -> None:
    from selfmm.data.feature_store import saving
    from selfmm.tables import csv_table

    header = ["file", "value", *(modality.value for modality in Modality), "words"]
    with saving(out):
        out.write_text(csv_table(header, found.rows), encoding="utf-8", newline="")


def _lines(found: Predictions) -> list[str]:
    return [
        f"{row.file}: {found.scale} {number(row.value)}"
        f" ({', '.join(f'{modality} {number(getattr(row, modality))}' for modality in Modality)})"
        for row in found.rows
    ]


def _plot_labels(options: argparse.Namespace) -> int:
    put(str(api.plot_labels(options.run_folder, options.out)))
    return 0
