"""From plain arguments to what is to be run: names checked first, then the data read, then the options put together."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from selfmm import limited_files
from selfmm import recipe as recipes
from selfmm.bundle import read_info
from selfmm.data.benchmarks import read_data_set, synthetic
from selfmm.data.benchmarks.synthetic import SYNTHETIC
from selfmm.data.catalogue import find_data_set
from selfmm.data.data_set import Extraction
from selfmm.errors import SelfMMError
from selfmm.features import AUDIO_EXTRACTORS, VISION_EXTRACTORS
from selfmm.model import find_model
from selfmm.model.text_encoders import describe_encoder
from selfmm.recipe import Recipe
from selfmm.training.devices import choose_device
from selfmm.training.runs import RunRequest
from selfmm.training.setup import merged, read_config
from selfmm.training.teachers import fitted
from selfmm.types import Modality, no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from selfmm.bundle import BundleInfo
    from selfmm.data.data_set import DataSet
    from selfmm.types import Report

SPLIT_SEED = 1111  # deals people into splits where none are published, so that all runs share them


def prepare(
    data_set: str,
    models: Sequence[str],
    *,
    data: Path,
    seeds: tuple[int, ...],
    encoder: str,
    config: Path | None = None,
    changes: Mapping[str, Any] | None = None,
    device: str = "auto",
    teachers: Mapping[str, Path] | None = None,
    start: Path | None = None,
    samples: int | None = None,
    report: Report = no_report,
    on_data: Callable[[DataSet], None] = lambda _: None,
) -> RunRequest:
    """The run of the first of `models`; the names of all are checked before the data are read.

    `changes` win over the file `config`; `samples` is for synthetic data. `on_data` is told of the data set and of each
    teacher as it is read. Raises SelfMMError where anything does not exist or does not fit.
    """
    for name in (data_set, *(teachers or {})):
        find_data_set(name)
    for model in models:
        find_model(model)
    if not seeds or min(seeds) < 0:
        raise SelfMMError("A seed is a whole number from 0. Name one or more, such as 1111.")
    choose_device(device)
    told = merged({} if config is None else read_config_file(config), changes or {})
    if start is None:
        describe_encoder(encoder)
    else:
        read_info(start)
    read = read_named(data_set, data, samples=samples, report=report)
    on_data(read)
    taught = [fitted(read_named(name, path, report=report), read) for name, path in (teachers or {}).items()]
    for teacher in taught:
        on_data(teacher)
    return RunRequest(
        read,
        models[0],
        tuple(dict.fromkeys(seeds)),
        encoder=encoder,
        changes=told,
        device=device,
        teachers=tuple(taught),
        start=start,
    )


def read_named(name: str, path: Path, *, samples: int | None = None, report: Report = no_report) -> DataSet:
    """A data set to learn from, with features as the standard recipe makes them; `samples` in all, where it is made up.

    Raises UnknownChoiceError and DataError, and SelfMMError where `samples` is asked of data that lie on a disk.
    """
    if samples is None:
        return read_data_set(name, path, extract=_extraction(Recipe()), seed=SPLIT_SEED, report=report)
    if str(path) != SYNTHETIC or samples < 1:
        raise SelfMMError("The number of samples can be chosen for synthetic data alone, and must be 1 or more.")
    return synthetic(name, samples=samples, seed=SPLIT_SEED)


def read_for(
    info: BundleInfo, name: str, path: Path, *, samples: int | None = None, report: Report = no_report
) -> DataSet:
    """A data set to judge the bundle on, with features as its recipe makes them, where this program can.

    Where the model reads words alone, no recording is opened. Raises as `read_named`.
    """
    recipe = info.recipe
    if recipe.audio not in AUDIO_EXTRACTORS or recipe.vision not in VISION_EXTRACTORS:
        recipe = Recipe()  # features that only a file of the data set has; recordings would be told of as misfits
    if samples is not None:
        return read_named(name, path, samples=samples)
    wanted = None if set(info.modalities) == {Modality.TEXT} else _extraction(recipe)
    return read_data_set(name, path, extract=wanted, seed=SPLIT_SEED, report=report, to_learn=False)


def _extraction(recipe: Recipe) -> Extraction:
    return Extraction(recipe.fingerprint, partial(recipes.extract, recipe))


def read_config_file(path: Path) -> dict[str, Any]:
    """A configuration file's tables. Raises SelfMMError where it cannot be read or is not TOML."""
    try:
        text = limited_files.read_text(path, limited_files.SETTINGS, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SelfMMError(
            "The configuration file {name} cannot be read. Check its name, and that it is a text in UTF-8.", name=path
        ) from error
    return read_config(text, str(path))


def without_test(data_set: DataSet) -> DataSet:
    """The same data set for work that must not see the test split."""
    return replace(data_set, test=())
