from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from selfmm.errors import DataError
from selfmm.model.base import TASKS
from selfmm.training.label_history import write_labels
from selfmm.training.label_plot import SHOWN, draw_labels, plot_labels, seed_folder, shown_epochs

COUNT = 50


def history(epochs=12):
    """Fusion labels that stay, and others that move to the right."""
    start = np.round(np.random.default_rng(0).uniform(-1, 1, COUNT), 1).astype(np.float32)
    return {
        epoch: {task: np.clip(start + 0.1 * epoch * (task != "fusion"), -1, 1) for task in TASKS}
        for epoch in range(1, epochs + 1)
    }


def written(folder, **options):
    for epoch, labels in history(**options).items():
        tensors = {task: torch.from_numpy(values) for task, values in labels.items()}
        write_labels(folder / "labels", epoch, [str(row) for row in range(COUNT)], tensors)
    return folder


def bars(panel):
    """Heights of each epoch's histogram, the lowest first."""
    return [patch.get_data().values - patch.get_data().baseline for patch in panel.patches]


def test_every_task_has_a_panel_and_every_shown_epoch_a_histogram():
    figure = draw_labels(history())
    assert [panel.get_title() for panel in figure.axes] == list(TASKS)
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert (len(names), names[0], names[-1]) == (SHOWN, "epoch 1", "epoch 12")
    assert all(len(bars(panel)) == SHOWN for panel in figure.axes)


def test_bars_show_the_labels():
    fusion, text = draw_labels(history()).axes[:2]
    assert all(np.allclose(one, bars(fusion)[0]) for one in bars(fusion))
    last = bars(text)[-1]
    share = last / last.sum()
    expected = np.mean(history()[12]["text"] > 0.95)  # all that piled up at the end
    assert share[-1] == pytest.approx(expected)


def test_a_picture_is_written(tmp_path):
    run = written(tmp_path / "seed-1", epochs=3)
    assert plot_labels(run) == run / "labels.png"
    assert plot_labels(tmp_path, tmp_path / "new" / "figure.pdf").read_bytes().startswith(b"%PDF")


def test_only_the_folder_of_one_seed_will_do(tmp_path):
    with pytest.raises(DataError, match="no generated labels"):
        seed_folder(tmp_path)
    one = written(tmp_path / "seed-1", epochs=1)
    assert seed_folder(tmp_path) == seed_folder(one) == one
    written(tmp_path / "seed-2", epochs=1)
    with pytest.raises(DataError, match="several seeds: seed-1, seed-2"):
        seed_folder(tmp_path)
    with pytest.raises(DataError, match="is no picture"):
        plot_labels(one, tmp_path / "labels.txt")


@given(st.integers(1, 300))
def test_the_first_and_the_last_epoch_are_always_shown(count):
    epochs = list(range(1, count + 1))
    shown = shown_epochs(epochs)
    assert shown == sorted(set(shown))
    assert len(shown) == min(count, SHOWN)
    assert {1, count} <= set(shown)
