from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from selfmm.model.base import TASKS
from selfmm.training.unimodal_labels import LabelGenerator

WIDTHS = {"fusion": 3, "text": 2, "audio": 2, "vision": 2}


def _outputs(count, generator, missing=()):
    features = {task: torch.randn(count, width, generator=generator) for task, width in WIDTHS.items()}
    present = {task: torch.full((count,), task not in missing) for task in TASKS}
    return features, present


@settings(deadline=None, max_examples=50)
@given(
    labels=st.lists(st.floats(-1, 1), min_size=2, max_size=12),
    seed=st.integers(0, 1000),
    epochs=st.integers(1, 5),
)
def test_labels_stay_finite_and_in_range_whatever_side_they_are_on(labels, seed, epochs):
    """Depression labels may all lie on one side: the reference's negative centre is then the mean of nothing."""
    generator = torch.Generator().manual_seed(seed)
    fusion = torch.tensor(labels)
    labeller = LabelGenerator(fusion, WIDTHS, 1.0, generator="bounded")
    rows = torch.arange(len(labels))
    for epoch in range(1, epochs + 1):
        features, present = _outputs(len(labels), generator)
        labeller.update(rows, features, present, epoch)
        labeller.remember(rows, features, present)
    for task in TASKS:
        assert torch.isfinite(labeller.labels[task]).all()
        assert labeller.labels[task].abs().max() <= 1.0 + 1e-6
    assert torch.equal(labeller.labels["fusion"], fusion)


def test_one_sided_labels_are_left_as_they_are():
    fusion = torch.tensor([0.2, 0.5, 0.9])
    labeller = LabelGenerator(fusion, WIDTHS, 1.0, generator="bounded")
    features, present = _outputs(3, torch.Generator().manual_seed(0))
    labeller.remember(torch.arange(3), features, present)
    labeller.update(torch.arange(3), features, present, 3)
    assert torch.equal(labeller.labels["text"], fusion)


def test_a_sample_near_the_other_sides_centre_is_moved_towards_it_by_the_formula():
    fusion = torch.tensor([0.5, -0.5])
    labeller = LabelGenerator(fusion, WIDTHS, 1.0, generator="bounded")
    here, there = torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0])
    present = {task: torch.tensor([True, True]) for task in TASKS}
    placed = {task: torch.stack([here, there]) for task in TASKS[1:]} | {"fusion": torch.eye(2, 3)}
    labeller.remember(torch.arange(2), placed, present)
    swapped = placed | {"text": torch.stack([there, here])}
    labeller.update(torch.arange(2), swapped, present, 3)
    # fusion leans +1 at its own centre, text -1 at the other: fresh = 0.5 - 2/2 = -0.5; moved = 2/4*0.5 + 2/4*(-0.5)
    assert labeller.labels["text"].tolist() == pytest.approx([0.0, 0.0], abs=1e-6)
    assert labeller.labels["audio"].tolist() == pytest.approx([0.5, -0.5], abs=1e-6)


def test_a_missing_modality_keeps_its_label():
    fusion = torch.tensor([0.5, -0.5, 0.4, -0.4])
    labeller = LabelGenerator(fusion, WIDTHS, 1.0, generator="bounded")
    features, present = _outputs(4, torch.Generator().manual_seed(0), missing=("vision",))
    labeller.remember(torch.arange(4), features, present)
    labeller.update(torch.arange(4), features, present, 3)
    assert torch.equal(labeller.labels["vision"], fusion)


@settings(deadline=None, max_examples=40)
@given(data=st.data(), seed=st.integers(0, 10**6), generator=st.sampled_from(["published", "bounded"]))
def test_running_sums_are_the_means_made_anew_whatever_came_before(data, seed, generator):
    """Batches of any rows, with any modality missing at any time; labels move in between and change sides."""
    count = data.draw(st.integers(2, 9))
    random = torch.Generator().manual_seed(seed)
    labeller = LabelGenerator(torch.rand(count, generator=random) * 2 - 1, WIDTHS, 1.0, generator=generator)
    kept = {task: torch.zeros(count, width) for task, width in WIDTHS.items()}
    known = {task: torch.zeros(count, dtype=torch.bool) for task in TASKS}
    side = {task: torch.zeros(count) for task in TASKS}
    for epoch in range(1, data.draw(st.integers(2, 30))):
        rows = torch.randperm(count, generator=random)[: int(torch.randint(1, count + 1, (), generator=random))]
        features = {task: torch.randn(len(rows), width, generator=random) * 10 for task, width in WIDTHS.items()}
        present = {task: torch.rand(len(rows), generator=random) < 0.8 for task in TASKS}
        labeller.update(rows, features, present, epoch)
        labeller.remember(rows, features, present)
        for task in TASKS:
            there = rows[present[task]]
            kept[task][there] = features[task][present[task]]
            known[task][there] = True
            labels = labeller.labels[task][there]
            above = labels >= 0 if generator == "bounded" else labels > 0
            side[task][there] = above.float() - (labels < 0).float()
    sums = dict(zip(TASKS, torch.from_numpy(labeller.sums).split(list(WIDTHS.values()), dim=1), strict=True))
    for column, task in enumerate(TASKS):
        for row, sign in enumerate((1, -1)):
            members = known[task] & (side[task] == sign)
            assert labeller.counts[row, column] == members.sum()
            torch.testing.assert_close(sums[task][row], kept[task][members].double().sum(dim=0), atol=1e-9, rtol=0)


def test_what_is_kept_and_restored_goes_on_the_same():
    generator = torch.Generator().manual_seed(0)
    fusion = torch.tensor([0.5, -0.5, 0.4, -0.4])
    first, second = (LabelGenerator(fusion, WIDTHS, 1.0, generator="published") for _ in range(2))
    rows = torch.arange(4)
    for epoch in (1, 2):
        features, present = _outputs(4, generator)
        first.update(rows, features, present, epoch)
        first.remember(rows, features, present)
    second.restore({name: value.clone() for name, value in first.state().items()})
    features, present = _outputs(4, generator)
    for labeller in (first, second):
        labeller.update(rows, features, present, 3)
    for task in TASKS:
        assert torch.equal(first.labels[task], second.labels[task])
    assert torch.equal(first.generated("text"), second.generated("text"))
