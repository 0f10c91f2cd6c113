from __future__ import annotations

import math
import tomllib
from dataclasses import replace

import pytest
from tiny_training import QUICK, small_request, tiny_set, write_tiny_bert

from selfmm.bundle import read_info
from selfmm.errors import DataError, SelfMMError
from selfmm.training import tuning
from selfmm.training.loop import DivergedError
from selfmm.training.runs import run_seeds
from selfmm.training.setup import set_up
from selfmm.training.tuning import search_space, tune
from selfmm.types import Modality


class Forbidden(tuple):
    """A split that nobody may look at."""

    __slots__ = ()

    def _refuse(self, *_):
        raise AssertionError("The test split was looked at.")

    __iter__ = __len__ = __getitem__ = __contains__ = __bool__ = _refuse


@pytest.fixture
def request_(tiny_text_encoder):
    data = replace(tiny_set(), test=Forbidden())
    return small_request(data, train={"epochs": 1})


def setup_of(request, start=None):
    return set_up(request.model, request.data_set, encoder=request.encoder, changes=request.changes, start=start)


def test_the_best_options_are_found_on_the_validation_split_alone(request_, tmp_path):
    with pytest.raises(AssertionError, match="looked at"):
        len(request_.data_set.test)
    found = tune(request_, tmp_path / "out", trials=4)
    assert [trial.number for trial in found.trials] == [1, 2, 3, 4]
    assert found.best.loss == min(trial.loss for trial in found.trials)
    assert found.gain == found.trials[0].loss - found.best.loss >= 0
    assert len((tmp_path / "out" / "trials.csv").read_text(encoding="utf-8").splitlines()) == 5


def test_the_first_trial_has_the_options_without_a_search(request_, tmp_path):
    found = tune(request_, tmp_path / "out", trials=1)
    assert found.trials[0].options == search_space(setup_of(request_))[1]
    plain = small_request(tiny_set(), train={"epochs": 1})
    (record,) = run_seeds(plain, tmp_path / "plain")
    assert found.best.loss == pytest.approx(record.epochs[0]["validation_loss"], abs=1e-6)


def test_what_is_written_trains_to_the_same_loss(request_, tmp_path):
    found = tune(request_, tmp_path / "out", trials=3)
    changes = tomllib.loads(found.config.read_text(encoding="utf-8"))
    assert changes["train"]["epochs"] == 1  # the user's own changes are in it too
    (record,) = run_seeds(replace(small_request(tiny_set()), changes=changes), tmp_path / "run")
    assert record.epochs[0]["validation_loss"] == pytest.approx(found.best.loss, abs=1e-6)


def test_a_search_that_was_stopped_goes_on_as_if_it_had_not_been(request_, tmp_path):
    def stop_in_the_third_trial(step, fraction):
        if step == "training" and fraction > 2 / 4:
            raise KeyboardInterrupt

    whole = tune(request_, tmp_path / "whole", trials=4)
    with pytest.raises(KeyboardInterrupt):
        tune(request_, tmp_path / "stopped", trials=4, report=stop_in_the_third_trial)
    new = []
    stopped = tune(request_, tmp_path / "stopped", trials=4, on_trial=new.append)
    assert len(new) == 2
    assert stopped.trials == whole.trials
    assert tune(request_, tmp_path / "stopped", trials=2, on_trial=new.append).trials == whole.trials
    assert len(new) == 2


def test_options_with_which_learning_breaks_down_lose(request_, tmp_path, monkeypatch):
    learn = tuning.learn
    losses = iter([None, DivergedError("It broke down."), None])

    def sometimes(*arguments, **options):
        if (error := next(losses)) is not None:
            raise error
        return learn(*arguments, **options)

    monkeypatch.setattr(tuning, "learn", sometimes)
    found = tune(request_, tmp_path / "out", trials=3)
    assert found.trials[1].loss == math.inf
    assert found.best.number != 2


def test_only_what_is_there_and_learns_is_searched(tiny_text_encoder, tmp_path):
    space, base = search_space(setup_of(small_request()))
    assert base["train.batch_size"] == QUICK["batch_size"]
    assert set(space["train.batch_size"].choices) == {3, 6, 12}
    assert space["train.learning_rate_audio"].log
    assert "model.fusion_head.dropout" in space
    assert not {"train.learning_rate_text", "model.text.tuned_layers"} & space.keys()  # the encoder is frozen

    blind = replace(tiny_set(), dimensions={Modality.AUDIO: 3, Modality.VISION: 0})
    space, _ = search_space(setup_of(small_request(blind)))
    assert not [name for name in space if "vision" in name]

    bert = write_tiny_bert(tmp_path / "bert")
    tuned = small_request(encoder=str(bert), shape={"text": {"tuned_layers": 2, "tuned_embeddings": True}})
    space, _ = search_space(setup_of(tuned))
    layers = space["model.text.tuned_layers"]
    assert (layers.low, layers.high) == (1, 2)
    assert "train.learning_rate_text" in space
    fewer = tuning.to_changes({"model.text.tuned_layers": 1}, setup_of(tuned))
    assert fewer == {"model": {"text": {"tuned_layers": 1, "tuned_embeddings": False}}}


def test_a_search_from_a_bundle_keeps_its_tuned_layers(tmp_path):
    bert = write_tiny_bert(tmp_path / "bert")
    shape = {"text": {"tuned_layers": 2}}
    first = small_request(model="text_only", encoder=str(bert), shape=shape, train={"epochs": 1})
    run_seeds(first, tmp_path / "run")
    start = tmp_path / "run" / "seed-1" / "bundle"
    found = tune(replace(first, start=start), tmp_path / "out", trials=2)
    assert [trial.options["model.text.tuned_layers"] for trial in found.trials] == [2, 2]
    assert read_info(start).model["text"]["tuned_layers"] == 2


def test_a_folder_of_another_search_or_a_damaged_journal_is_refused(request_, tmp_path):
    out = tmp_path / "out"
    tune(request_, out, trials=1)
    with pytest.raises(SelfMMError, match="another model"):
        tune(replace(request_, seeds=(2,)), out, trials=1)
    (out / "journal.log").write_text("{broken\n{broken\n", encoding="utf-8")
    with pytest.raises(DataError, match="damaged"):
        tune(request_, out, trials=1)


def test_several_processes_are_refused(request_, tmp_path, monkeypatch):
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(SelfMMError, match="without torchrun"):
        tune(request_, tmp_path / "out", trials=1)
