from __future__ import annotations

import random

from selfmm.data.neighbours import NEIGHBOURS, with_neighbours
from selfmm.types import Sample


def clip(number, video="v", start=0.0):
    return Sample(f"{video}_{number}", video, f"{video}{number}", start=start)


def around(samples):
    return {sample.id: (sample.before, sample.after) for sample in with_neighbours(samples)}


def test_a_clip_has_the_two_on_each_side_of_it():
    assert NEIGHBOURS == 2
    told = around([clip(number) for number in range(8, 13)])
    assert told == {
        "v_8": ("", "v9 v10"),
        "v_9": ("v8", "v10 v11"),
        "v_10": ("v8 v9", "v11 v12"),
        "v_11": ("v9 v10", "v12"),
        "v_12": ("v10 v11", ""),
    }


def test_order_is_kept_whatever_it_is_and_other_videos_are_no_neighbours():
    samples = [clip(number, video) for number in range(5) for video in "ab"]
    expected = around(samples)
    random.Random(0).shuffle(samples)
    assert [sample.id for sample in with_neighbours(samples)] == [sample.id for sample in samples]
    assert around(samples) == expected
    assert expected["b_2"] == ("b0 b1", "b3 b4")


def test_times_go_before_numbers():
    told = around([clip(1, start=9.0), clip(2, start=1.0), clip(3, start=5.0)])
    assert told == {"v_2": ("", "v3 v1"), "v_3": ("v2", "v1"), "v_1": ("v2 v3", "")}


def test_a_clip_by_itself_has_nobody():
    assert around([Sample("one", "p", "words")]) == {"one": ("", "")}
    assert with_neighbours([]) == ()
