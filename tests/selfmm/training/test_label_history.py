from __future__ import annotations

import numpy as np
import pytest
import torch

from selfmm.errors import DataError
from selfmm.training.label_history import read_labels, write_labels


def _labels(value):
    return {"fusion": torch.tensor([0.5, -0.5]), "audio": torch.tensor([value, -0.25])}


def test_labels_come_back_epoch_by_epoch(tmp_path):
    for epoch in (1, 2, 10, 1000):
        write_labels(tmp_path / "labels", epoch, ["a", "b"], _labels(epoch / 8))
    found = read_labels(tmp_path / "labels")
    assert list(found) == [1, 2, 10, 1000]
    assert found[2]["audio"].tolist() == [0.25, -0.25]
    assert set(found[1]) == {"fusion", "audio"}
    with np.load(tmp_path / "labels" / "epoch-001.npz") as file:
        assert file["ids"].tolist() == ["a", "b"]


def test_an_epoch_that_is_repeated_replaces_its_labels(tmp_path):
    write_labels(tmp_path, 1, ["a", "b"], _labels(0.5))
    write_labels(tmp_path, 1, ["a", "b"], _labels(0.75))
    assert read_labels(tmp_path)[1]["audio"].tolist() == [0.75, -0.25]
    assert [path.name for path in tmp_path.iterdir()] == ["epoch-001.npz"]


def test_a_folder_without_labels_is_refused(tmp_path):
    with pytest.raises(DataError, match="no generated labels"):
        read_labels(tmp_path)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_file_that_was_cut_off_is_refused(tmp_path, share):
    write_labels(tmp_path, 1, ["a", "b"], _labels(0.5))
    path = tmp_path / "epoch-001.npz"
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(DataError, match=r"epoch-001\.npz is damaged"):
        read_labels(tmp_path)


def test_a_file_with_changed_bytes_is_refused(tmp_path):
    write_labels(tmp_path, 1, ["a", "b"], {"fusion": torch.arange(500.0)})
    path = tmp_path / "epoch-001.npz"
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40] = b"\xff" * 40
    path.write_bytes(bytes(content))
    with pytest.raises(DataError, match=r"epoch-001\.npz is damaged"):
        read_labels(tmp_path)


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path):
    (tmp_path / "labels").write_text("a file")
    with pytest.raises(DataError, match="was not saved"):
        write_labels(tmp_path / "labels", 1, ["a", "b"], _labels(0.5))
