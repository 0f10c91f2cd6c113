"""Every measurement on a tiny BERT: figures are there, finite and positive. Nothing here judges how fast it is."""

from __future__ import annotations

import math

import pytest
import torch

from selfmm.benchmarks import label_generation, processes, reference, training_steps
from selfmm.benchmarks.label_generation import measure_labels
from selfmm.benchmarks.material import BertSize, make_workload, write_bert
from selfmm.benchmarks.predicting import error_in_points, measure_int8_error, measure_predictions
from selfmm.benchmarks.suite import PARTS, Sizes, run_bench
from selfmm.benchmarks.training_steps import measure_steps
from selfmm.errors import UnknownChoiceError

TINY = BertSize(layers=12, width=16, heads=2, inner=32, words=300)


@pytest.fixture(scope="module")
def workload(tmp_path_factory):
    return make_workload("mosi", 130, write_bert(tmp_path_factory.mktemp("bench") / "bert", TINY))


class SlowReference:
    """Stands where MMSA would: takes its turns and is timed."""

    def __init__(self, workload):
        self.calls = 0

    def learn(self, steps, after_step):
        for _ in range(steps):
            after_step(100.0)

    def predict_all(self):
        self.calls += 1

    def predict_one(self, row):
        self.calls += 1


def _are_costs(values):
    return len(values) > 0 and all(math.isfinite(value) and value > 0 for value in values)


def test_texts_have_the_lengths_of_the_true_data(workload):
    counts = [len(sample.text) + 2 for sample in workload.samples]
    assert len(counts) == 130
    assert 3 <= min(counts) <= 6
    assert 25 <= max(counts) <= 50
    assert 9 <= sorted(counts)[65] <= 15


def test_steps_are_measured_alone(workload):
    figures = list(measure_steps(workload, None))
    assert len(figures) == len(training_steps.VARIANTS)
    assert all(_are_costs(figure.ours) and len(figure.ours) == 2 for figure in figures)  # 130 samples: two whole steps
    assert all(figure.others == () and figure.met is None and math.isnan(figure.ratio) for figure in figures)


def test_steps_are_measured_in_turns_with_a_reference(workload):
    figures = list(measure_steps(workload, SlowReference))
    assert all(figure.others == (100.0, 100.0) for figure in figures)
    assert all(figure.ratio == pytest.approx(200.0 / sum(figure.ours)) for figure in figures)


def test_predictions_are_measured_in_single_precision_and_in_8_bits(workload):
    figures = list(measure_predictions(workload, SlowReference, repeats=1))
    assert [figure.name.rsplit(", ", 1)[1] for figure in figures] == ["single precision", "8 bits"] * 2
    assert all(_are_costs(figure.ours) and len(figure.others) == len(figure.ours) for figure in figures)


def test_label_generation_is_measured(monkeypatch):
    (figure,) = measure_labels(None, 100, repeats=2)
    assert _are_costs(figure.ours)
    assert len(figure.ours) == 2

    batches = []

    class Counting:
        def __init__(self, name, labels):
            assert (name, len(labels)) == (label_generation.NAME, 100)

        def batch(self, rows, features, epoch):
            batches.append(len(rows))

    (compared,) = measure_labels(Counting, 100, repeats=1)
    assert len(compared.others) == 1
    assert sum(batches) == 2 * 100  # one epoch that is not counted, and one that is


def test_the_error_of_8_bits_is_told_in_points(tiny_bundle):
    difference, spread = measure_int8_error(tiny_bundle)
    assert difference.ours == (0.0,)  # the tiny encoder has no linear layer to round
    assert spread.ours[0] > 0


def test_an_error_is_scaled_and_samples_without_a_value_are_left_out():
    told, rounded = torch.tensor([0.0, 1.0, torch.nan]), torch.tensor([0.5, 1.0, torch.nan])
    error, spread = error_in_points(told, rounded, scale=10.0)
    assert error == pytest.approx(2.5)
    assert spread == pytest.approx(10 * told[:2].std().item())


def test_the_peak_of_a_process_is_seen():
    if not processes._STATUS.exists():
        pytest.skip("the system tells nothing of memory")
    with processes.OwnPeak() as watched:
        taken = torch.ones(20_000_000)  # 80 MB
        before = watched.peak
        while watched.peak == before:
            taken += 1
    assert watched.peak > 80_000_000


@pytest.mark.slow
def test_growth_and_start_up_are_measured_in_processes_of_their_own(tmp_path):
    encoder = write_bert(tmp_path / "bert", TINY)
    figures = list(processes.measure_growth("mosi", 40, encoder, tmp_path / "growth"))
    assert figures[0].compared_with == "40 samples"
    assert all(_are_costs(figure.ours) and _are_costs(figure.others) for figure in figures)
    (start_up,) = processes.measure_start_up(1, reference=False)
    assert _are_costs(start_up.ours)


def test_an_unknown_part_is_refused_before_anything_is_measured(tmp_path):
    with pytest.raises(UnknownChoiceError, match="did you mean “labels”"):
        list(run_bench(["lables"], bundle=tmp_path, reference=False))


def test_parts_are_measured_one_by_one(tiny_bundle):
    threads = torch.get_num_threads()
    try:
        figures = list(run_bench(["labels"], bundle=tiny_bundle, reference=False, sizes=Sizes(labels=64, repeats=1)))
    finally:
        torch.set_num_threads(threads)
    assert [figure.name for figure in figures] == ["label generator and centres, an epoch of 64 samples"]
    assert set(PARTS) == {"steps", "predictions", "int8", "labels", "memory", "start-up", "growth"}


def test_without_mmsa_there_is_no_reference(monkeypatch):
    def absent(name):
        raise ImportError(name)

    monkeypatch.setattr(reference, "import_module", absent)
    assert not reference.is_importable()
