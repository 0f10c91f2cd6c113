from __future__ import annotations

from pathlib import Path

import pytest
import torch
from mirrored_file import MirroredFile

from selfmm.errors import DataError
from selfmm.stored_file import replace_whole
from selfmm.training.checkpoint import read_checkpoint, write_checkpoint

TENSORS = {
    "single": torch.tensor([[1.5, -2.0]]),
    "double": torch.tensor([1 / 3], dtype=torch.float64),
    "flags": torch.tensor([True, False]),
    "sides": torch.tensor([-1, 0, 1], dtype=torch.int8),
    "step": torch.tensor(7.0),
    "turned": torch.arange(6.0).view(2, 3).T,
}
PROGRESS = {"place": {"epoch": 2, "loss_sum": 0.1 + 0.2}, "history": [], "best": None}


@pytest.mark.parametrize("kept_by", [Path, MirroredFile])
def test_what_was_kept_comes_back_exactly(tmp_path, kept_by):
    file = kept_by(tmp_path / "c")
    write_checkpoint(file, TENSORS, PROGRESS, run="one")
    tensors, progress = read_checkpoint(file, run="one")
    assert progress == PROGRESS
    assert set(tensors) == set(TENSORS)
    for name, value in TENSORS.items():
        assert tensors[name].dtype == value.dtype
        assert torch.equal(tensors[name], value)
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


def test_nothing_was_kept_yet(tmp_path):
    assert read_checkpoint(tmp_path / "c", run="one") is None


def test_another_run_is_refused(tmp_path):
    write_checkpoint(tmp_path / "c", TENSORS, PROGRESS, run="one")
    with pytest.raises(DataError, match="other data or another configuration"):
        read_checkpoint(tmp_path / "c", run="two")


def test_what_was_kept_before_stays_where_the_new_one_cannot_be_written(tmp_path, monkeypatch):
    import safetensors.torch

    write_checkpoint(tmp_path / "c", TENSORS, PROGRESS, run="one")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(safetensors.torch, "save_file", full)
    with pytest.raises(DataError, match="the disk is full"):
        write_checkpoint(tmp_path / "c", {}, {}, run="one")
    assert read_checkpoint(tmp_path / "c", run="one")[1] == PROGRESS


@pytest.mark.parametrize("kept_by", [Path, MirroredFile])
@pytest.mark.parametrize("content", [b"", b"{}", b"\x00" * 64, b"\xff" * 4096, b"\x02" + bytes(7) + b"[]"])
def test_a_damaged_file_is_refused(tmp_path, content, kept_by):
    replace_whole(kept_by(tmp_path / "c"), content)
    with pytest.raises(DataError, match="is damaged"):
        read_checkpoint(kept_by(tmp_path / "c"), run="one")


def test_a_file_of_another_program_is_refused(tmp_path):
    from safetensors.torch import save_file

    save_file(TENSORS | {"turned": torch.zeros(1)}, tmp_path / "c", {"format": "pt"})
    with pytest.raises(DataError, match="is damaged"):
        read_checkpoint(tmp_path / "c", run="one")
