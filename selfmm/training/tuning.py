"""The search for better options: many short runs, judged by their loss on the validation split alone.

The test split is not looked at. Every trial's options are drawn by the tree-structured Parzen estimator (Bergstra et
al., NeurIPS 2011) of `optuna`; the first trial has the options as they are without a search.
"""

from __future__ import annotations

import math
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import optuna
import tomli_w
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import TrialState

from selfmm.bundle import read_info
from selfmm.errors import DataError, SelfMMError
from selfmm.tables import csv_table
from selfmm.training.devices import choose_device, derived_seed
from selfmm.training.loop import DivergedError
from selfmm.training.output_folder import claimed, save
from selfmm.training.runs import describe, learn
from selfmm.training.setup import merged, set_up
from selfmm.types import Modality, no_report, part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import torch
    from optuna.distributions import BaseDistribution

    from selfmm.bundle import BundleInfo
    from selfmm.training.runs import RunRequest
    from selfmm.training.setup import Setup
    from selfmm.types import Report

BEST, TRIALS, JOURNAL = "best.toml", "trials.csv", "journal.log"

_STUDY = "tuning"
_FACTOR = 10.0  # by which a learning rate may be lower or higher than it is
_DECAYS = (0.0, 1e-4, 1e-3, 1e-2, 0.1, 0.3)
_LARGEST_DROPOUT = 0.5

Options = dict[str, Any]  # such as "train.batch_size" → 16


@dataclass(frozen=True, slots=True)
class Trial:
    """One set of options that was tried."""

    number: int  # from 1
    loss: float  # on the validation split
    options: Options


@dataclass(frozen=True, slots=True)
class Tuning:
    """What the search has found so far."""

    trials: tuple[Trial, ...]
    best: Trial
    config: Path  # best.toml, for --config

    @property
    def gain(self) -> float:
        """By how much the best loss is lower than that of the options without a search."""
        return self.trials[0].loss - self.best.loss


def tune(
    request: RunRequest,
    out: Path,
    *,
    trials: int,
    report: Report = no_report,
    on_trial: Callable[[Trial], None] = lambda _: None,
) -> Tuning:
    """Try options in `out` until there are `trials` results, with the request's first seed; writes best.toml.

    A search that was stopped goes on, at the cost of the trial in which it was. Raises SelfMMError where `out` holds
    something else or another process is at work there, and what training raises.
    """
    if trials < 1:
        raise SelfMMError("There must be 1 trial or more. Change --trials and try again.")
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        raise SelfMMError("A search runs in one process. Start it without torchrun.")
    start = None if request.start is None else read_info(request.start)
    setup = set_up(request.model, request.data_set, encoder=request.encoder, changes=request.changes, start=start)
    with claimed(out, {"tuning_seed": request.seeds[0], **describe(request, setup, start)}):
        space, base = search_space(setup, fewest_layers=start.model["text"]["tuned_layers"] if start else 1)
        study = _open_study(out / JOURNAL, base)
        search = _Search(request, setup, start, out, choose_device(request.device), study, space)
        while (done := len(search.finished())) < trials:
            on_trial(search.try_once(part(report, done / trials, (done + 1) / trials)))
            search.write()
        return search.write()


def search_space(setup: Setup, *, fewest_layers: int = 1) -> tuple[dict[str, BaseDistribution], Options]:
    """What may be chosen for each option, and the options as they are.

    Learning rates, weight decays, batch size, dropouts, and how many layers of the text encoder learn; options of parts
    that are not there, or do not learn, are left out. At least `fewest_layers` learn: those of a bundle to begin from.
    """
    space: dict[str, BaseDistribution] = {}
    base: Options = {}
    for key, value, choices in (*_train_choices(setup), *_model_choices(setup, fewest_layers)):
        space[key], base[key] = choices, value
    return space, base


def to_changes(options: Mapping[str, Any], setup: Setup) -> dict[str, Any]:
    """Options as the tables of a configuration file."""
    changes: dict[str, Any] = {}
    for key, value in options.items():
        table: Any = value
        for name in reversed(key.split(".")):
            table = {name: table}
        changes = merged(changes, table)
    text = setup.model.text
    if text.tuned_embeddings and options.get("model.text.tuned_layers", text.tuned_layers) < text.tuned_layers:
        # words can learn only where all layers do
        changes = merged(changes, {"model": {"text": {"tuned_embeddings": False}}})
    return changes


def _train_choices(setup: Setup) -> Iterator[tuple[str, Any, BaseDistribution]]:
    train = setup.train
    learning = ["other", *(name.value for name in Modality if name in setup.model.modalities)]
    if not setup.model.text.tuned_layers:
        learning = [name for name in learning if name != Modality.TEXT]
    for name in learning:
        rate = getattr(train, f"learning_rate_{name}")
        yield f"train.learning_rate_{name}", rate, FloatDistribution(rate / _FACTOR, rate * _FACTOR, log=True)
        decay = getattr(train, f"weight_decay_{name}")
        yield f"train.weight_decay_{name}", decay, CategoricalDistribution(sorted({decay, *_DECAYS}))
    size = train.batch_size
    sizes = CategoricalDistribution(sorted({max(1, size // 2), size, size * 2}))
    yield "train.batch_size", size, sizes


def _model_choices(setup: Setup, fewest_layers: int) -> Iterator[tuple[str, Any, BaseDistribution]]:
    unused = {f"{name}{end}" for name in Modality if name not in setup.model.modalities for end in ("", "_head")}
    for key, value in _dropouts(asdict(setup.model)):  # type: ignore[call-overload]
        if key.split(".")[0] not in unused:
            yield f"model.{key}", value, FloatDistribution(0.0, max(value, _LARGEST_DROPOUT))
    if layers := setup.model.text.tuned_layers:
        yield "model.text.tuned_layers", layers, IntDistribution(max(1, fewest_layers), layers)


def _dropouts(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, float]]:
    """Every option of the network whose name ends so, tables within tables too."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _dropouts(value, f"{before}{key}.")
        elif key.endswith("dropout"):
            yield before + key, value


def _open_study(journal: Path, base: Options) -> optuna.Study:
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        storage = JournalStorage(JournalFileBackend(str(journal), lock_obj=JournalFileOpenLock(str(journal))))
        study = optuna.create_study(storage=storage, study_name=_STUDY, load_if_exists=True)
    except (OSError, ValueError, KeyError) as error:
        raise DataError("{path} is damaged. Delete it to begin the search anew.", path=journal) from error
    for trial in study.get_trials(states=(TrialState.RUNNING,)):  # of a search that was stopped
        study.tell(trial.number, state=TrialState.FAIL)
    if not study.get_trials(states=(TrialState.COMPLETE, TrialState.WAITING)):
        study.enqueue_trial(base)
    return study


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """A search as it stands in its folder."""

    request: RunRequest
    setup: Setup  # without a search
    start: BundleInfo | None
    out: Path
    device: torch.device
    study: optuna.Study
    space: dict[str, BaseDistribution]

    def finished(self) -> list[Trial]:
        """The trials with a result, in the order in which they were made."""
        complete = self.study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
        results = [(trial.value, trial.params) for trial in complete if trial.value is not None]
        return [Trial(number, value, params) for number, (value, params) in enumerate(results, start=1)]

    def try_once(self, report: Report) -> Trial:
        """Train with options that look promising after the trials so far."""
        request, seed = self.request, self.request.seeds[0]
        # a sampler's seed made of what is finished: so a search that was stopped draws the same as one that was not
        sampler_seed = derived_seed(seed, len(self.finished()))
        self.study.sampler = optuna.samplers.TPESampler(seed=sampler_seed)
        asked = self.study.ask(self.space)
        changes = self._changed(asked.params)
        setup = set_up(request.model, request.data_set, encoder=request.encoder, changes=changes, start=self.start)
        cache = request.cache or self.out / "cache"
        try:
            trained = learn(request, setup, seed, device=self.device, folder=None, cache=cache, report=report)
        except DivergedError:
            loss = math.inf  # as bad as can be
        else:
            assert trained.validation_loss is not None
            loss = trained.validation_loss
        self.study.tell(asked, loss)
        return self.finished()[-1]

    def write(self) -> Tuning:
        """Write best.toml, which holds the user's own changes too, and trials.csv."""
        trials = self.finished()
        best = min(trials, key=lambda trial: trial.loss)
        heading = (
            f"# {self.request.model} on {self.request.data_set.name}: trial {best.number} of {len(trials)}, validation "
            f"loss {best.loss:.4f} (without a search: {trials[0].loss:.4f}).\n\n"
        )
        save(self.out / BEST, heading + tomli_w.dumps(self._changed(best.options)))
        options = list(trials[0].options)
        rows = [[trial.number, trial.loss, *(trial.options[name] for name in options)] for trial in trials]
        save(self.out / TRIALS, csv_table(["trial", "validation_loss", *options], rows))
        return Tuning(tuple(trials), best, self.out / BEST)

    def _changed(self, options: Options) -> dict[str, Any]:
        return merged(self.request.changes or {}, to_changes(options, self.setup))
