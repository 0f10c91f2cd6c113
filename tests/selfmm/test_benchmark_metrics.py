from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfmm import benchmark_metrics, metrics
from selfmm.benchmark_metrics import headline, intervals, measure, paired_difference, summarise_seeds
from selfmm.errors import UnknownChoiceError
from selfmm.scales import HUMOUR, MOSI, PHQ_9, SDS, SIMS

SCALES = {"mosi": MOSI, "sims": SIMS, "depression": PHQ_9, "binary": HUMOUR}
edges = st.sampled_from([-3.5, -3, -2.5, -1.5, -1, -0.7, -0.5, -0.1, -0.0, 0, 0.1, 0.5, 0.7, 1, 1.5, 2.5, 3, 3.5])
numbers = edges | st.floats(-5, 5).map(lambda value: round(value, 2)) | st.sampled_from([-1e4, 1e4])


@st.composite
def pairs(draw, elements=numbers):
    """Labels and predictions (rows,), each varied or constant, float32 or float64."""
    rows = draw(st.integers(1, 25))
    columns = st.lists(elements, min_size=rows, max_size=rows) | elements.map(lambda value: [value] * rows)
    return [np.array(draw(columns), dtype=draw(st.sampled_from([np.float32, np.float64]))) for _ in range(2)]


# --- the published metrics once more, one value at a time


def single(value):
    """The value as the published programs hold it."""
    return float(np.float32(value))


def mean_or_nan(values):
    values = list(values)
    return sum(values) / len(values) if values else math.nan


def plain_mae(labels, said):
    return mean_or_nan(abs(y - p) for y, p in zip(labels, said, strict=True))


def plain_correlation(labels, said):
    if len(set(labels)) == 1 or len(set(said)) == 1:
        return math.nan
    return statistics.correlation(labels, said)


def plain_accuracy(truth, said):
    return mean_or_nan(y == p for y, p in zip(truth, said, strict=True))


def plain_f1(truth, said, positive):
    pairs = list(zip(truth, said, strict=True))
    hits = sum(y == positive and p == positive for y, p in pairs)
    precision = hits / said.count(positive) if said.count(positive) else 0
    recall = hits / truth.count(positive) if truth.count(positive) else 0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def plain_weighted_f1(truth, said):
    if not truth:
        return math.nan
    return sum(truth.count(kind) / len(truth) * plain_f1(truth, said, kind) for kind in set(truth))


def clip(value, end):
    return max(-end, min(end, value))


def plain_mosi(labels, said):
    polar = [(y > 0, p > 0) for y, p in zip(labels, said, strict=True) if y != 0]
    polar_truth, polar_said = [y for y, _ in polar], [p for _, p in polar]
    truth, called = [y >= 0 for y in labels], [p >= 0 for p in said]
    return {
        "mae": plain_mae(labels, said),
        "correlation": plain_correlation(labels, said),
        "acc_7": plain_accuracy([round(clip(y, 3)) for y in labels], [round(clip(p, 3)) for p in said]),
        "acc_5": plain_accuracy([round(clip(y, 2)) for y in labels], [round(clip(p, 2)) for p in said]),
        "acc_2_nonnegative": plain_accuracy(truth, called),
        "f1_nonnegative": plain_weighted_f1(truth, called),
        "acc_2_positive": plain_accuracy(polar_truth, polar_said),
        "f1_positive": plain_weighted_f1(polar_truth, polar_said),
    }


def place(value, cuts):
    """The class of the value among (-inf, cut], (cut, next cut], … in float32."""
    return sum(value > single(cut) for cut in cuts)


def plain_sims(labels, said):
    labels, said = [clip(y, 1) for y in labels], [clip(p, 1) for p in said]
    classes = {
        count: ([place(y, cuts) for y in labels], [place(p, cuts) for p in said])
        for count, cuts in {2: [0], 3: [-0.1, 0.1], 5: [-0.7, -0.1, 0.1, 0.7]}.items()
    }
    return {
        "mae": plain_mae(labels, said),
        "correlation": plain_correlation(labels, said),
        "acc_2": plain_accuracy(*classes[2]),
        "acc_3": plain_accuracy(*classes[3]),
        "acc_5": plain_accuracy(*classes[5]),
        "f1": plain_weighted_f1(*classes[2]),
    }


def plain_auc(positive, said):
    above = [p for p, there in zip(said, positive, strict=True) if there]
    below = [p for p, there in zip(said, positive, strict=True) if not there]
    return mean_or_nan((a > b) + 0.5 * (a == b) for a in above for b in below)


def plain_ccc(labels, said):
    if len(set(labels)) == 1 and set(labels) == set(said):
        return math.nan
    y_mean, p_mean = statistics.fmean(labels), statistics.fmean(said)
    shared = mean_or_nan((y - y_mean) * (p - p_mean) for y, p in zip(labels, said, strict=True))
    return 2 * shared / (statistics.pvariance(labels) + statistics.pvariance(said) + (y_mean - p_mean) ** 2)


def plain_depression(labels, said, cutoff):
    truth, called = [y >= cutoff for y in labels], [p >= cutoff for p in said]
    return {
        "mae": plain_mae(labels, said),
        "rmse": math.sqrt(mean_or_nan((y - p) ** 2 for y, p in zip(labels, said, strict=True))),
        "ccc": plain_ccc(labels, said),
        "correlation": plain_correlation(labels, said),
        "auc": plain_auc(truth, said),
        "f1": plain_f1(truth, called, True),
        "sensitivity": mean_or_nan(p for y, p in zip(truth, called, strict=True) if y),
        "specificity": mean_or_nan(not p for y, p in zip(truth, called, strict=True) if not y),
    }


# --- measure


@pytest.mark.parametrize(("kind", "plain"), [("mosi", plain_mosi), ("sims", plain_sims)])
@given(pair=pairs())
def test_sentiment_is_measured_as_published(kind, plain, pair):
    labels, predictions = pair
    expected = plain([single(value) for value in labels], [single(value) for value in predictions])
    found = measure(kind, labels, predictions, scale=SCALES[kind])
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-6, nan_ok=True)


points = st.integers(0, 27) | st.floats(-2, 30).map(lambda value: round(value, 2))


@given(pairs(points))
def test_depression_without_persons_is_measured_row_by_row(pair):
    labels, predictions = pair
    expected = plain_depression(labels.astype(float).tolist(), predictions.astype(float).tolist(), 10)
    found = measure("depression", labels, predictions, scale=PHQ_9)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


@given(pairs(st.integers(0, 27)), st.randoms(use_true_random=False))
def test_depression_is_measured_by_person(pair, random):
    labels, predictions = (column.astype(float) for column in pair)
    persons = [random.choice("abcde") for _ in labels]
    rows = {person: [row for row, name in enumerate(persons) if name == person] for person in persons}
    means = [[float(np.mean(column[found])) for found in rows.values()] for column in (labels, predictions)]
    found = measure("depression", labels, predictions, scale=PHQ_9, persons=persons)
    assert found == pytest.approx(plain_depression(*means, 10), rel=1e-9, abs=1e-9, nan_ok=True)


@given(pairs(st.sampled_from([0.0, 0.2, 0.49, 0.5, 0.51, 1.0, 1.3])))
def test_two_classes_are_measured_at_the_cutoff(pair):
    labels, predictions = pair
    truth, called = (labels >= 0.5).tolist(), (predictions >= 0.5).tolist()
    expected = {
        "accuracy": plain_accuracy(truth, called),
        "f1": plain_weighted_f1(truth, called),
        "auc": plain_auc(truth, predictions.tolist()),
    }
    found = measure("binary", labels, predictions, scale=HUMOUR)
    assert found == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_a_value_on_a_class_edge_is_the_same_from_a_float32_file():
    labels, predictions = np.array([0.1, 0.7, -0.1, -0.7]), np.array([0.05, 0.6, -0.2, -0.9])
    for kept in (labels, labels.astype(np.float32), labels.astype(np.float32).astype(np.float64)):
        found = measure("sims", kept, predictions, scale=SIMS)
        assert (found["acc_3"], found["acc_5"]) == (1.0, 1.0)


def test_halves_are_rounded_to_the_even_side():
    labels = np.array([0.0, 2.0, 2.0, -2.0])
    predictions = np.array([0.5, 1.5, 2.5, -2.5])
    assert measure("mosi", labels, predictions, scale=MOSI)["acc_7"] == 1.0


def test_the_middle_of_the_sentiment_scale_counts_as_each_table_says():
    zeros, signs = np.zeros(2), np.array([0.5, -0.5])
    mosi = measure("mosi", zeros, signs, scale=MOSI)
    assert mosi["acc_2_nonnegative"] == 0.5
    assert math.isnan(mosi["acc_2_positive"])
    assert math.isnan(mosi["f1_positive"])
    assert measure("sims", zeros, signs, scale=SIMS)["acc_2"] == 0.5  # here 0 is on the negative side
    assert measure("sims", zeros, np.full(2, -0.5), scale=SIMS)["acc_2"] == 1.0


@pytest.mark.parametrize("kind", SCALES)
@pytest.mark.parametrize(
    ("labels", "predictions"),
    [([], []), ([1.0, 0.0], [math.nan, 0.0]), ([1.0, 0.0], [math.inf, 0.0]), ([math.nan, 0.0], [1.0, 0.0])],
)
def test_what_cannot_be_judged_is_nan_for_every_metric(kind, labels, predictions):
    found = measure(kind, np.array(labels), np.array(predictions), scale=SCALES[kind])
    assert list(found) == [heading.metric for heading in headline(kind)]
    assert all(map(math.isnan, found.values()))


@pytest.mark.parametrize("kind", SCALES)
def test_perfect_predictions_are_the_best_that_the_headings_know(kind):
    labels = np.array([SCALES[kind].minimum, SCALES[kind].maximum] * 3)
    found = measure(kind, labels, labels, scale=SCALES[kind])
    assert [heading.metric for heading in headline(kind)] == list(found)
    for heading in headline(kind):
        assert found[heading.metric] == pytest.approx(1.0 if heading.higher_is_better else 0.0)


def test_headings_are_printed_as_papers_print_them():
    titles = [heading.title for heading in headline("mosi")]
    assert titles[:3] == ["MAE", "Corr", "Acc-7"]
    assert {"Acc-2 (neg/non-neg)", "Acc-2 (neg/pos)"} <= set(titles)
    assert len(set(titles)) == len(titles)


def test_an_unknown_kind_names_the_one_that_may_be_meant():
    with pytest.raises(UnknownChoiceError, match="did you mean “mosi”"):
        headline("mossi")


@pytest.mark.parametrize(("labels", "predictions"), [((3,), (4,)), ((3,), (3, 1))])
def test_arrays_of_other_shapes_are_refused(labels, predictions):
    with pytest.raises(ValueError, match="same length"):
        measure("mosi", np.ones(labels), np.ones(predictions), scale=MOSI)


# --- intervals and differences


@pytest.fixture
def noisy():
    """Labels, and predictions that miss them by about 3, for 80 people."""
    generator = np.random.default_rng(3)
    labels = generator.integers(0, 28, 80).astype(float)
    return labels, labels + generator.normal(0, 3, 80)


@pytest.mark.parametrize(
    ("metric", "plain"),
    [
        ("mae", metrics.mae),
        ("rmse", metrics.rmse),
        ("ccc", metrics.ccc),
        ("auc", lambda labels, values: metrics.auc(labels >= 10, values)),
        ("specificity", lambda labels, values: metrics.specificity(labels >= 10, values >= 10)),
    ],
)
def test_an_interval_is_that_of_drawing_rows_one_bootstrap_at_a_time(noisy, metric, plain):
    lower, upper = intervals("depression", *noisy, scale=PHQ_9, seed=1)[metric]
    assert lower < plain(*noisy) < upper
    assert (lower, upper) == pytest.approx(metrics.bootstrap_interval(plain, *noisy, seed=2), abs=0.1 * (upper - lower))


def test_an_interval_depends_on_its_seed_alone(noisy, monkeypatch):
    whole = intervals("depression", *noisy, scale=PHQ_9, seed=1)
    assert whole != intervals("depression", *noisy, scale=PHQ_9, seed=2)
    monkeypatch.setattr(benchmark_metrics, "_CELLS", 80 * 300)  # 300 draws at a time: the last time only 200
    in_parts = intervals("depression", *noisy, scale=PHQ_9, seed=1)
    for metric, ends in whole.items():
        assert ends == pytest.approx(in_parts[metric])


def test_less_coverage_is_narrower(noisy):
    wide = intervals("depression", *noisy, scale=PHQ_9, seed=1)["mae"]
    narrow = intervals("depression", *noisy, scale=PHQ_9, seed=1, coverage=0.5)["mae"]
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


@pytest.mark.parametrize("kind", ["mosi", "depression"])
def test_rows_of_one_person_do_not_pass_for_many_people(kind):
    generator = np.random.default_rng(0)
    labels = generator.normal(0, 1, 60)
    predictions = labels + generator.normal(0, 1, 60)
    often = np.repeat(labels, 9), np.repeat(predictions, 9)
    persons = [str(row // 9) for row in range(540)]
    people = intervals(kind, labels, predictions, scale=MOSI, seed=1)["mae"]
    assert intervals(kind, *often, scale=MOSI, persons=persons, seed=1)["mae"] == pytest.approx(people)
    lower, upper = intervals(kind, *often, scale=MOSI, seed=1)["mae"]
    assert upper - lower == pytest.approx((people[1] - people[0]) / 3, rel=0.15)


def test_one_person_gives_no_interval():
    found = intervals("mosi", np.arange(3.0), np.ones(3), scale=MOSI, persons=["a"] * 3, seed=1)
    assert all(math.isnan(end) for ends in found.values() for end in ends)


def test_draws_without_one_of_the_classes_are_left_out():
    labels, predictions = np.array([1.0, 0, 0, 0, 0, 0]), np.array([0.9, 0.1, 0.2, 0.3, 0.95, 0.4])
    lower, upper = intervals("binary", labels, predictions, scale=HUMOUR, seed=1)["auc"]
    assert 0 < lower < 0.8 < upper <= 1  # the one positive is above four of the five negatives
    assert all(map(math.isnan, intervals("binary", np.zeros(6), predictions, scale=HUMOUR, seed=1)["auc"]))


def test_sixteen_thousand_rows_are_drawn_a_few_hundred_at_a_time():
    most = max(len(weights) for weights in benchmark_metrics._resamples(np.arange(16_000), 1))
    assert most * 16_000 <= benchmark_metrics._CELLS


def test_a_model_does_not_differ_from_itself(noisy):
    labels, predictions = noisy
    found = paired_difference("depression", labels, predictions, predictions, scale=PHQ_9, seed=1)
    assert set(found.values()) == {(0.0, 0.0, 0.0)}


def test_a_difference_is_the_first_model_less_the_second(noisy):
    labels, better = noisy
    worse = labels + 2 * (better - labels)
    found = paired_difference("depression", labels, better, worse, scale=PHQ_9, seed=1)["mae"]
    assert found.difference == pytest.approx(metrics.mae(labels, better) - metrics.mae(labels, worse))
    assert found.lower < found.difference < found.upper < 0


def test_what_both_models_find_hard_cancels_out(noisy):
    labels, first = noisy
    second = first + np.random.default_rng(1).normal(0, 0.1, 80)
    lower, upper = intervals("depression", labels, first, scale=PHQ_9, seed=1)["mae"]
    paired = paired_difference("depression", labels, first, second, scale=PHQ_9, seed=1)["mae"]
    assert paired.upper - paired.lower < (upper - lower) / 5


def test_a_paired_difference_draws_persons():
    labels = np.array([53.0, 53.0, 40.0, 40.0])
    found = paired_difference("depression", labels, labels, labels + 1, scale=SDS, persons=list("aabb"), seed=1)
    assert found["mae"] == (-1.0, -1.0, -1.0)
    alone = paired_difference("depression", labels, labels, labels + 1, scale=SDS, persons=list("aaaa"), seed=1)
    assert alone["mae"] == pytest.approx((-1.0, math.nan, math.nan), nan_ok=True)


# --- seeds


def test_seeds_are_summarised_with_the_sample_deviation():
    found = summarise_seeds([{"mae": 0.7, "auc": math.nan}, {"mae": 0.8, "auc": 0.6}, {"mae": 0.9}])
    assert found["mae"] == pytest.approx((0.8, 0.1, 3))
    assert found["auc"] == pytest.approx((0.6, math.nan, 1), nan_ok=True)


def test_nothing_known_is_nan_of_no_seeds():
    assert summarise_seeds([{"auc": math.nan}])["auc"] == pytest.approx((math.nan, math.nan, 0), nan_ok=True)
    assert summarise_seeds([]) == {}


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=10))
def test_mean_and_deviation_agree_with_the_standard_library(values):
    mean, deviation, seeds = summarise_seeds([{"mae": value} for value in values])["mae"]
    assert mean == pytest.approx(statistics.fmean(values), abs=1e-9)
    assert deviation == pytest.approx(statistics.stdev(values), abs=1e-9)
    assert seeds == len(values)
