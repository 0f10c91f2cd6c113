"""The published checkpoint becomes tensors alone, and nothing in it is run."""

from __future__ import annotations

import os
import pickle
from typing import TYPE_CHECKING

import pytest
import torch
from safetensors.torch import load_file

from selfmm.errors import WeightsError
from selfmm.pretrained.speaker_encoder import CHECKPOINT_NAME, MODEL_NAME, convert_speaker_encoder

if TYPE_CHECKING:
    from pathlib import Path


def checkpoint() -> dict[str, object]:
    torch.manual_seed(0)
    state = {"lstm.weight_ih_l0": torch.randn(8, 3), "linear.bias": torch.randn(2), "similarity_weight": torch.ones(1)}
    return {"step": 7, "model_state": state, "optimizer_state": {"state": {0: {"exp_avg": torch.randn(8, 3)}}}}


def test_only_the_network_is_kept_and_its_bytes_are_the_same_every_time(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        torch.save(checkpoint(), folder / CHECKPOINT_NAME)
        convert_speaker_encoder(folder)
        assert [path.name for path in folder.iterdir()] == [MODEL_NAME]
        made.append((folder / MODEL_NAME).read_bytes())
    assert made[0] == made[1]
    tensors = load_file(tmp_path / "one" / MODEL_NAME)
    assert set(tensors) == {"lstm.weight_ih_l0", "linear.bias"}
    torch.manual_seed(0)
    assert torch.equal(tensors["lstm.weight_ih_l0"], torch.randn(8, 3))


class Command:
    """Runs a command when a plain unpickler reads it."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, (self.command,)


@pytest.mark.parametrize("content", [b"", b"no checkpoint at all", pickle.dumps({"step": 1}, protocol=2)])
def test_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / CHECKPOINT_NAME).write_bytes(content)
    with pytest.raises(WeightsError, match="unknown format"):
        convert_speaker_encoder(tmp_path)


def test_code_in_a_checkpoint_is_not_run(tmp_path: Path) -> None:
    torch.save({"model_state": Command(f"touch {tmp_path}/ran")}, tmp_path / CHECKPOINT_NAME)
    with pytest.raises(WeightsError, match="unknown format"):
        convert_speaker_encoder(tmp_path)
    assert not (tmp_path / "ran").exists()
