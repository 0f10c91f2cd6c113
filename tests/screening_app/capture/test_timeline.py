from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.capture.timeline import Timeline


def test_nothing_is_kept_before_it_begins() -> None:
    timeline = Timeline()
    assert timeline.place(5) is None
    assert timeline.kept(0, 100) == []
    assert timeline.length_at(1000) == 0


def test_a_pause_is_cut_out() -> None:
    timeline = Timeline()
    timeline.begin(100)
    timeline.end(200)
    timeline.begin(500)
    assert [timeline.place(p) for p in (99, 100, 199, 200, 499, 500, 510)] == [None, 0, 99, None, None, 100, 110]
    assert timeline.kept(150, 400) == [(50, slice(0, 50)), (100, slice(350, 400))]
    assert timeline.length_at(520) == 120
    assert timeline.is_open


def test_ending_twice_keeps_the_first_end() -> None:
    timeline = Timeline()
    timeline.end(7)
    assert timeline.last_end is None
    timeline.begin(10)
    timeline.end(20)
    timeline.end(90)
    assert timeline.last_end == 20


def test_beginning_twice_is_a_mistake_of_the_caller() -> None:
    timeline = Timeline()
    timeline.begin(0)
    with pytest.raises(RuntimeError):
        timeline.begin(5)


@given(st.lists(st.integers(1, 50), min_size=2, max_size=8), st.integers(1, 40))
def test_pieces_of_any_size_give_the_same_recording(steps: list[int], piece: int) -> None:
    timeline, position = Timeline(), 0
    for number, step in enumerate(steps):
        position += step
        (timeline.end if number % 2 else timeline.begin)(position)
    timeline.end(position + 5)
    recorded = []
    for first in range(0, position + 50, piece):
        for place, part in timeline.kept(first, piece):
            assert place == len(recorded)
            recorded += list(range(first, first + piece))[part]
    assert recorded == [p for p in range(position + 50) if timeline.place(p) is not None]
    assert len(recorded) == timeline.length_at(position + 50)
