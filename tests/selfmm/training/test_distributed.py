"""Two real processes, as torchrun starts them, learn what one process learns."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import numpy as np
import pytest
import tiny_training
import torch
from tiny_training import SMALL, child_environment, small_feed, small_request, tiny_set, tiny_split

from selfmm.bundle import load_bundle
from selfmm.model.base import FUSION, TASKS
from selfmm.training.distributed import World, average_statistics, gather_rows, joined, mean_over
from selfmm.training.label_history import read_labels
from selfmm.training.runs import run_seeds

HEADS = ("fusion_head", "text_head", "audio_head", "vision_head")
WITHOUT_DROPOUT = SMALL | {head: {"width": 6, "dropout": 0.0} for head in HEADS}
# 19 samples in batches of 6 leave a tail of 1, which is fewer than there are processes
OPTIONS = {
    "train": {"epochs": 4, "accumulate": 2, "modality_dropout": 0.2, "warm_up_epochs": 1, "average_weights": 0.5},
    "data": {"train": 19, "rated": True},
}


def _together(out, processes=2, **options):
    """Train in `out` on so many processes; gives what they print."""
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
    program = [*torchrun, tiny_training.__file__, str(out), json.dumps(options)]
    done = subprocess.run(program, env=child_environment(), capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.split()


def _alone(out, *, data=None, **options):
    return run_seeds(small_request(tiny_set(**(data or {})), **options), out)


def _predictions(folder):
    with (folder / "predictions.csv").open(encoding="utf-8") as file:
        return np.array([[float(row[task] or "nan") for task in TASKS] for row in csv.DictReader(file)])


@pytest.mark.slow
def test_two_processes_learn_what_one_learns(tmp_path, tiny_text_encoder):
    options = OPTIONS | {"shape": WITHOUT_DROPOUT, "train": OPTIONS["train"] | {"averaged_runs": 2}}
    printed = _together(tmp_path / "two", seeds=[1, 2], **options)
    records = _alone(tmp_path / "one", seeds=(1, 2), **options)
    assert printed == ["2", "2"]  # both processes know both records
    for record in records:
        two, one = (tmp_path / name / f"seed-{record.seed}" for name in ("two", "one"))
        np.testing.assert_allclose(_predictions(two), _predictions(one), atol=1e-4)
        kept, alone = read_labels(two / "labels"), read_labels(one / "labels")
        assert list(kept) == list(alone) == [1, 2, 3, 4]
        for task in TASKS:
            np.testing.assert_allclose(kept[4][task], alone[4][task], atol=1e-4)
        told = json.loads((two / "record.json").read_text())
        for epoch, whole in zip(told["epochs"], record.epochs, strict=True):
            assert epoch["loss"] == pytest.approx(whole["loss"], abs=1e-4)
            assert epoch["validation_loss"] == pytest.approx(whole["validation_loss"], abs=1e-4)
        assert sorted(path.name for path in two.iterdir()) == sorted(path.name for path in one.iterdir())
    assert len((tmp_path / "two" / "records.jsonl").read_text().splitlines()) == 2
    assert sorted(path.name for path in (tmp_path / "two").iterdir()) == sorted(
        path.name for path in (tmp_path / "one").iterdir()
    )


@pytest.mark.slow
def test_two_processes_train_a_model_with_batch_normalisation_and_one_with_a_penalty(tmp_path, tiny_text_encoder):
    """What a process counts alone is brought together; a batch may have fewer samples than there are processes."""
    for model in ("lf_dnn", "misa"):
        _together(tmp_path / model, model=model, train={"epochs": 2}, data={"train": 13})
        bundle = load_bundle(tmp_path / model / "seed-1" / "bundle")
        assert all(torch.isfinite(value).all() for value in bundle.model.state_dict().values())


@pytest.mark.slow
def test_a_tuned_encoder_is_shared_too(tmp_path, tiny_text_encoder):
    """The upper layer learns; gradients of batches that share a step are gathered once."""
    folder = str(tiny_training.write_tiny_bert(tmp_path / "bert"))
    shape = WITHOUT_DROPOUT | {"text": {"tuned_layers": 2, "tuned_embeddings": True}}
    config = json.loads((tmp_path / "bert" / "config.json").read_text())
    config |= {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    (tmp_path / "bert" / "config.json").write_text(json.dumps(config))
    options = OPTIONS | {"shape": shape, "encoder": folder}
    _together(tmp_path / "two", **options)
    _alone(tmp_path / "one", **options)
    one, two = (_predictions(tmp_path / name / "seed-1") for name in ("one", "two"))
    # the text layers are kept in half precision, where a difference in the last place is 5e-4 of a weight
    np.testing.assert_allclose(two, one, atol=5e-3)


def test_tensors_in_our_outputs_are_found():
    """Otherwise DistributedDataParallel takes every parameter for one that was not used."""
    from torch.nn.parallel.distributed import _find_tensors

    model, feed = small_feed(tiny_split(4))
    outputs = model(feed.take(range(4)))
    found = {id(tensor) for tensor in _find_tensors(outputs)}
    assert {id(value) for value in outputs.values.values()} <= found
    assert {id(value) for value in outputs.features.values()} <= found
    assert id(outputs.present[FUSION]) in found


def test_rows_are_dealt_and_every_row_is_dealt_once():
    rows = list(range(7))
    shares = [World(rank, 3).share(rows) for rank in range(3)]
    assert shares == [[0, 3, 6], [1, 4], [2, 5]]


def test_a_process_alone_is_a_world_of_one(monkeypatch):
    monkeypatch.delenv("RANK", raising=False)
    with joined(torch.device("cpu")) as world:
        assert world == World(0, 1)
        assert world.leads
        values = torch.arange(6.0).view(3, 2)
        assert torch.equal(gather_rows(values, 3, world), values)


def _with_another_process(monkeypatch, told):
    """From now on a sum over processes is that with another one that tells `told` everywhere."""
    monkeypatch.setattr(torch.distributed, "all_reduce", lambda value: value.add_(told))


def test_what_batch_normalisation_counted_is_averaged_and_nothing_else(monkeypatch):
    _with_another_process(monkeypatch, 3.0)
    model = torch.nn.Sequential(torch.nn.BatchNorm1d(2), torch.nn.Linear(2, 1))
    before = {name: value.clone() for name, value in model.state_dict().items()}
    average_statistics(model, World(0, 2))
    after = model.state_dict()
    assert after["0.running_mean"].tolist() == [1.5, 1.5]
    assert after["0.running_var"].tolist() == [2.0, 2.0]
    same = set(before) - {"0.running_mean", "0.running_var"}
    assert all(torch.equal(after[name], before[name]) for name in same)


def test_the_loss_is_the_mean_of_all_processes(monkeypatch):
    _with_another_process(monkeypatch, 3.0)
    loss = torch.tensor(1.0, requires_grad=True)
    assert mean_over(loss, World(0, 2)) == 2.0
    assert mean_over(loss, World()) == 1.0
