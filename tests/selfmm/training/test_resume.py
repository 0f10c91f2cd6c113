"""A run that was stopped at any moment goes on and ends bit-equal to one that never was."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tiny_training
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import TINY_TEXT, TinyTextEncoder
from tiny_training import QUICK, child_environment, small_config, small_request, tiny_set, tiny_split, write_tiny_bert

from selfmm.errors import DataError
from selfmm.model.base import TextConfig
from selfmm.model.text_encoders import create_text_encoder
from selfmm.scales import MOSI
from selfmm.training import loop
from selfmm.training.config import TrainConfig
from selfmm.training.label_history import read_labels
from selfmm.training.runs import run_seeds
from selfmm.training.trainer import CHECKPOINT, LABELS, train

# everything that is drawn at random or remembered from step to step
CONFIG = TrainConfig(
    **QUICK | {"epochs": 4},
    accumulate=2,
    average_weights=0.9,
    modality_dropout=0.3,
    schedule="linear",
    warm_up_share=0.2,
    warm_up_epochs=1,
)
SAMPLES, VALIDATION = tiny_split(22, rated=True), tiny_split(9, "valid")
STEPS = 2 * CONFIG.epochs  # four batches an epoch, two a step


class Stop(Exception):
    """Somebody stops the run."""


def _train(folder, *, stop_after=None, text=TINY_TEXT, config=CONFIG, **options):
    """Train; with `stop_after`, until so many steps were done in this go."""
    steps = []

    def report(step, _fraction):
        if step == "training":
            steps.append(step)
            if len(steps) == stop_after:
                raise Stop

    return train(
        SAMPLES,
        VALIDATION,
        scale=MOSI,
        model_config=small_config(dropout=0.2, text=text),
        config=config,
        text_encoder=TinyTextEncoder() if text == TINY_TEXT else create_text_encoder(text),
        folder=folder,
        report=report,
        **options,
    )


def _assert_same(folder, trained, whole_folder, whole):
    assert trained.epoch == whole.epoch
    assert trained.validation_loss == whole.validation_loss
    for name, value in whole.model.state_dict().items():
        assert torch.equal(value, trained.model.state_dict()[name]), name
    told, whole_told = ([replace(epoch, seconds=0.0) for epoch in run.history] for run in (trained, whole))
    assert told == whole_told
    labels, whole_labels = read_labels(folder / LABELS), read_labels(whole_folder / LABELS)
    assert list(labels) == list(whole_labels) == list(range(1, len(whole.history) + 1))
    for epoch, tasks in whole_labels.items():
        for task, values in tasks.items():
            assert np.array_equal(values, labels[epoch][task])


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The folder and the result of a run that nobody stopped."""
    folder = tmp_path_factory.mktemp("whole")
    return folder, _train(folder)


@settings(deadline=None, max_examples=8)
@given(stops=st.lists(st.integers(1, STEPS), min_size=1, max_size=3), every_step=st.booleans())
def test_a_run_that_was_stopped_ends_as_one_that_was_not(whole, stops, every_step):
    """With a checkpoint after every step, and with one at the end of each epoch alone."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as place:
        patch.setattr(loop, "CHECKPOINT_SECONDS", 0.0 if every_step else 1e9)
        folder = Path(place)
        for stop in stops:
            try:
                _train(folder, stop_after=stop)
            except Stop:
                continue
        _assert_same(folder, _train(folder), *whole)


def test_a_stopped_run_does_not_repeat_what_was_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(loop, "CHECKPOINT_SECONDS", 0.0)
    with pytest.raises(Stop):
        _train(tmp_path, stop_after=6)
    steps = []
    step = torch.optim.AdamW.step
    monkeypatch.setattr(torch.optim.AdamW, "step", lambda self, *given: steps.append(1) or step(self, *given))
    _train(tmp_path)
    assert len(steps) == STEPS - 5  # the sixth step was done, but not yet kept


def test_a_tuned_text_encoder_goes_on_too(tmp_path, monkeypatch):
    monkeypatch.setattr(loop, "CHECKPOINT_SECONDS", 0.0)
    folder = write_tiny_bert(tmp_path / "bert")
    text = TextConfig(str(folder), 16, pooling="first", tuned_layers=1)
    whole = _train(tmp_path / "whole", text=text)
    for stop in (3, 2):
        with pytest.raises(Stop):
            _train(tmp_path / "stopped", text=text, stop_after=stop)
    _assert_same(tmp_path / "stopped", _train(tmp_path / "stopped", text=text), tmp_path / "whole", whole)


def test_a_run_that_was_stopped_between_two_epochs_goes_on(tmp_path, whole):
    def stop(record):
        raise Stop

    for _ in range(3):
        with pytest.raises(Stop):
            _train(tmp_path, on_epoch=stop)
    _assert_same(tmp_path, _train(tmp_path), *whole)


def test_of_runs_that_are_averaged_none_is_trained_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(loop, "CHECKPOINT_SECONDS", 0.0)
    config = replace(CONFIG, averaged_runs=3)
    whole = _train(tmp_path / "whole", config=config)
    stops = (3, STEPS + 2, STEPS + 1)  # in the first run, in the second, in the third
    for stop in stops:
        with pytest.raises(Stop):
            _train(tmp_path / "stopped", config=config, stop_after=stop)
    steps = []
    step = torch.optim.AdamW.step
    monkeypatch.setattr(torch.optim.AdamW, "step", lambda self, *given: steps.append(1) or step(self, *given))
    trained = _train(tmp_path / "stopped", config=config)
    assert len(steps) == 3 * STEPS - sum(stop - 1 for stop in stops)  # each go's last step was not yet kept
    assert trained.validation_loss == whole.validation_loss
    for name, value in whole.model.state_dict().items():
        assert torch.equal(value, trained.model.state_dict()[name]), name


def test_a_finished_run_is_taken_as_it_is(tmp_path, whole, monkeypatch):
    _train(tmp_path)
    monkeypatch.setattr(torch.optim.AdamW, "step", lambda *_: pytest.fail("trained again"))
    _assert_same(tmp_path, _train(tmp_path), *whole)


def test_a_checkpoint_of_another_run_is_refused(tmp_path):
    _train(tmp_path)
    with pytest.raises(DataError, match="other data or another configuration"):
        _train(tmp_path, config=replace(CONFIG, seed=2))


def test_a_damaged_checkpoint_is_refused(tmp_path):
    _train(tmp_path)
    path = tmp_path / CHECKPOINT
    content = path.read_bytes()
    for damaged in (b"", content[:100], b"\xff" * 200, content[: len(content) // 2]):
        path.write_bytes(damaged)
        with pytest.raises(DataError, match=r"checkpoint\.safetensors is damaged. Delete it"):
            _train(tmp_path)


def _start(out, **options):
    program = [sys.executable, tiny_training.__file__, str(out), json.dumps(options)]
    return subprocess.Popen(program, env=child_environment(), stdout=subprocess.DEVNULL)


def _kill_while_it_trains(process, folder, pause):
    """Kill once the process has written a checkpoint of its own, and somewhat later."""
    path = folder / CHECKPOINT
    before = path.stat().st_mtime_ns if path.exists() else 0
    deadline = time.monotonic() + 60
    while not path.exists() or path.stat().st_mtime_ns == before:
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.slow
def test_a_run_that_is_killed_twice_ends_as_one_that_was_not(tmp_path, tiny_text_encoder):
    options = {
        "train": {"epochs": 60, "patience": 60, "accumulate": 2, "average_weights": 0.9, "modality_dropout": 0.3}
    }
    stopped = tmp_path / "stopped"
    for _ in range(2):
        process = _start(stopped, checkpoint_seconds=0.0, **options)
        _kill_while_it_trains(process, stopped / "seed-1", random.uniform(0, 0.5))
    assert not (stopped / "seed-1" / "record.json").exists()
    (record,) = run_seeds(small_request(tiny_set(), **options), stopped)
    (whole,) = run_seeds(small_request(tiny_set(), **options), tmp_path / "whole")
    assert record.metrics == whole.metrics
    assert (record.epoch, len(record.epochs)) == (whole.epoch, 60)
    one, other = stopped / "seed-1", tmp_path / "whole" / "seed-1"
    for file in ("predictions.csv", "bundle/weights.safetensors"):
        assert (one / file).read_bytes() == (other / file).read_bytes()
    kept, whole_kept = read_labels(one / LABELS), read_labels(other / LABELS)
    assert list(kept) == list(range(1, 61))
    assert all(np.array_equal(kept[epoch]["audio"], whole_kept[epoch]["audio"]) for epoch in kept)
    assert sorted(path.name for path in one.iterdir()) == ["bundle", "labels", "predictions.csv", "record.json"]
