"""The verbs of the command line for programs: plain arguments in, plain results out.

    from selfmm import api
    result = api.train("mosi", "self_mm", data="unaligned_50.pkl", out="runs/mosi", seeds=(1111, 1112))
    print(result.table)
    print(api.evaluate(result.bundles[0], "mosi", data="unaligned_50.pkl").markdown())

Every verb raises `SelfMMError`, whose text is a sentence for people, where something that it is given does not exist or
does not fit. Importing this module takes no time: the libraries are imported by the verb that needs them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from selfmm.data.data_set import DataSet
    from selfmm.prediction import Predictions
    from selfmm.training.bundle_evaluation import Evaluation
    from selfmm.training.comparison import Comparison
    from selfmm.training.records import SeedRecord
    from selfmm.training.runs import RunRequest
    from selfmm.training.trainer import EpochRecord
    from selfmm.training.tuning import Trial, Tuning
    from selfmm.types import Report

    Place = str | Path

ENCODER = "multilingual-e5-small"
SEED = 1111  # the first that was published


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """How a run went: a record and a bundle a seed, and the summary as a Markdown table."""

    records: tuple[SeedRecord, ...]
    bundles: tuple[Path, ...]
    table: str


def train(
    data_set: str,
    model: str = "self_mm",
    *,
    data: Place,
    out: Place,
    seeds: Sequence[int] = (SEED,),
    encoder: str = ENCODER,
    config: Place | None = None,
    changes: Mapping[str, Any] | None = None,
    device: str = "auto",
    teachers: Mapping[str, Place] | None = None,
    start: Place | None = None,
    samples: int | None = None,
    report: Report = no_report,
    on_data: Callable[[DataSet], None] = lambda _: None,
    on_epoch: Callable[[int, EpochRecord], None] = lambda _seed, _record: None,
) -> TrainingResult:
    """Train a model on a data set with each seed, in the folder `out`; called again, it goes on where it stopped.

    `data` is where the data set lies, in any of its layouts, or "synthetic" (then `samples` says how many).
    `config` is a TOML file, `changes` the same as tables, such as {"train": {"epochs": 3}}; both change the published
    options, `changes` last. `teachers` are other data sets, name → place, whose training splits are learnt from too;
    `start` is a bundle to begin from. `report` is told of reading and of training, each from 0 to 1; `on_data` of each
    data set with its notes; `on_epoch` of each seed's epochs. Raises SelfMMError.
    """
    from selfmm.training.records import summary_table
    from selfmm.training.runs import run_seeds

    request = _request(
        data_set,
        [model],
        data=data,
        seeds=seeds,
        encoder=encoder,
        config=config,
        changes=changes,
        device=device,
        teachers=teachers,
        start=start,
        samples=samples,
        report=report,
        on_data=on_data,
    )
    records = run_seeds(request, Path(out), report=report, on_epoch=on_epoch)
    bundles = tuple(Path(out) / f"seed-{record.seed}" / "bundle" for record in records)
    return TrainingResult(tuple(records), bundles, summary_table(records, request.data_set.metrics))


def evaluate(
    bundle: Place,
    data_set: str,
    *,
    data: Place,
    split: str = "valid",
    device: str = "auto",
    samples: int | None = None,
    report: Report = no_report,
    on_data: Callable[[DataSet], None] = lambda _: None,
) -> Evaluation:
    """Measure a bundle on a split, "valid" or "test": metrics with 95 % intervals, and for all seven modality subsets.

    Features of recordings are made by the bundle's own recipe. Raises SelfMMError, also where the data's features or
    scale are not those that the bundle learnt from: the sentence says what differs.
    """
    from selfmm.bundle import read_info
    from selfmm.training.bundle_evaluation import evaluate_bundle
    from selfmm.training.devices import choose_device
    from selfmm.training.requests import read_for

    info = read_info(Path(bundle))
    choose_device(device)
    read = read_for(info, data_set, Path(data), samples=samples, report=report)
    on_data(read)
    return evaluate_bundle(Path(bundle), read, split=split, device=device, report=report)


def tune(
    data_set: str,
    model: str = "self_mm",
    *,
    data: Place,
    out: Place,
    trials: int = 20,
    seed: int = SEED,
    encoder: str = ENCODER,
    config: Place | None = None,
    changes: Mapping[str, Any] | None = None,
    device: str = "auto",
    teachers: Mapping[str, Place] | None = None,
    start: Place | None = None,
    samples: int | None = None,
    report: Report = no_report,
    on_data: Callable[[DataSet], None] = lambda _: None,
    on_trial: Callable[[Trial], None] = lambda _: None,
) -> Tuning:
    """Search options that make the validation loss small; the test split is put aside before the search begins.

    Writes best.toml, for `config`, and trials.csv into `out`; called again, it goes on there until there are `trials`
    results. The other arguments are those of `train`. Raises SelfMMError.
    """
    from selfmm.training import tuning
    from selfmm.training.requests import without_test

    request = _request(
        data_set,
        [model],
        data=data,
        seeds=(seed,),
        encoder=encoder,
        config=config,
        changes=changes,
        device=device,
        teachers=teachers,
        start=start,
        samples=samples,
        report=report,
        on_data=on_data,
    )
    request = replace(request, data_set=without_test(request.data_set))
    return tuning.tune(request, Path(out), trials=trials, report=report, on_trial=on_trial)


def compare(
    data_set: str,
    models: Sequence[str],
    *,
    data: Place,
    out: Place,
    seeds: Sequence[int] = (SEED,),
    encoder: str = ENCODER,
    config: Place | None = None,
    changes: Mapping[str, Any] | None = None,
    device: str = "auto",
    teachers: Mapping[str, Place] | None = None,
    samples: int | None = None,
    report: Report = no_report,
    on_data: Callable[[DataSet], None] = lambda _: None,
    on_epoch: Callable[[str, int, EpochRecord], None] = lambda _model, _seed, _record: None,
) -> Comparison:
    """Train several models with the same seeds in folders of `out`, and set them side by side.

    Writes comparison.md and comparison.csv; differences are to the first model, with a paired bootstrap interval.
    `changes` and `config` go for all models; the other arguments are those of `train`. Raises SelfMMError.
    """
    from selfmm.training import comparison

    request = _request(
        data_set,
        models,
        data=data,
        seeds=seeds,
        encoder=encoder,
        config=config,
        changes=changes,
        device=device,
        teachers=teachers,
        start=None,
        samples=samples,
        report=report,
        on_data=on_data,
    )
    return comparison.compare(request, models, Path(out), report=report, on_epoch=on_epoch)


def predict(
    bundle: Place,
    files: Sequence[Place],
    *,
    transcripts: Sequence[str] = (),
    language: str = "auto",
    report: Report = no_report,
) -> Predictions:
    """What a bundle says of recordings or .txt files, on its scale; each file is one sample, whole and unpadded.

    `transcripts`, where given, are what is said in each file; else it is transcribed, in `language` ("en", "zh" or
    "auto"). Features that this program cannot make are done without, with a warning, where the model reads words.
    Raises SelfMMError.
    """
    from selfmm.prediction import predict_files

    return predict_files(
        Path(bundle), [Path(file) for file in files], transcripts=transcripts, language=language, report=report
    )


def plot_labels(run: Place, out: Place | None = None) -> Path:
    """Draw how a run's generated labels spread over its epochs; gives the picture's place. Raises SelfMMError.

    `run` is a seed's folder, or a run with one seed; `out` ends in .png, .svg or .pdf (by default labels.png in the
    seed's folder).
    """
    from selfmm.training import label_plot

    return label_plot.plot_labels(Path(run), _path(out))


def _request(
    data_set: str,
    models: Sequence[str],
    *,
    data: Place,
    seeds: Sequence[int],
    config: Place | None,
    teachers: Mapping[str, Place] | None,
    start: Place | None,
    **options: Any,
) -> RunRequest:
    from selfmm.training.requests import prepare

    return prepare(
        data_set,
        models,
        data=Path(data),
        seeds=tuple(seeds),
        config=_path(config),
        teachers={name: Path(place) for name, place in (teachers or {}).items()},
        start=_path(start),
        **options,
    )


def _path(place: Place | None) -> Path | None:
    return None if place is None else Path(place)
