from __future__ import annotations

import json
import math

import pytest

from selfmm.benchmarks.figures import Figure, Goal, in_turns, to_markdown

FASTER, SMALLER = Goal(2.5, times=True), Goal(0.6, times=False)


def test_a_goal_of_so_many_times_is_met_from_there_on():
    assert Figure("step", "s", (1.0,), (2.5,), goal=FASTER).met is True
    assert Figure("step", "s", (1.0,), (2.49,), goal=FASTER).met is False


def test_a_goal_of_a_share_is_met_up_to_there():
    assert Figure("memory", "MB", (6.0,), (10.0,), goal=SMALLER).met is True
    assert Figure("memory", "MB", (6.1,), (10.0,), goal=SMALLER).met is False


def test_the_ratio_is_the_median_of_pairs_or_of_sums_where_their_work_is_uneven():
    ours, others = (1.0, 1.0, 4.0), (3.0, 2.0, 4.0)
    assert Figure("even", "s", ours, others, goal=FASTER).ratio == 2.0
    assert Figure("uneven", "s", ours, others, goal=FASTER, even=False).ratio == pytest.approx(9 / 6)


def test_without_anything_to_compare_with_there_is_no_ratio():
    figure = Figure("alone", "s", (0.0123,), goal=FASTER)
    assert figure.met is None
    assert math.isnan(figure.ratio)
    assert figure.line() == "alone: 12.3 ms"
    assert figure.document()["ratio"] is None
    json.dumps(figure.document(), allow_nan=False)


def test_a_table_has_a_row_a_figure_with_its_unit():
    table = to_markdown([Figure("memory", "MB", (1.5e9,), (3e9,), goal=SMALLER), Figure("points", "", (0.25,))])
    memory, points = table.splitlines()[2:4]
    assert "1500 MB" in memory
    assert "3000 MB (MMSA)" in memory
    assert "≤ 0.6 ×" in memory
    assert memory.rstrip(" |").endswith("yes")
    assert "0.25" in points


def test_works_take_turns_and_the_first_round_is_not_counted():
    calls = []
    first, second = in_turns([lambda: calls.append("a"), lambda: calls.append("b")], 2)
    assert "".join(calls) == "ababab"
    assert len(first) == len(second) == 2
