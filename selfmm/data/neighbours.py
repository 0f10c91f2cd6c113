"""What is said around a clip of a video: the clips before and after it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfmm.types import Sample

NEIGHBOURS = 2  # clips on each side

_NUMBER = re.compile(r"\d+$")


def with_neighbours(samples: Sequence[Sample]) -> tuple[Sample, ...]:
    """The samples in their order, each with what its neighbours in the same video say.

    `person` names the video. Its clips follow one another by their start, where there are times, and else by the
    number that their ids end with.
    """
    videos: dict[str, list[int]] = defaultdict(list)
    for row in sorted(range(len(samples)), key=lambda row: _time(samples[row])):
        videos[samples[row].person].append(row)
    around = {row: _around(rows, place) for rows in videos.values() for place, row in enumerate(rows)}
    texts = [sample.text for sample in samples]
    return tuple(
        replace(
            sample,
            before=" ".join(texts[other] for other in around[row][0]),
            after=" ".join(texts[other] for other in around[row][1]),
        )
        for row, sample in enumerate(samples)
    )


def _time(sample: Sample) -> tuple[float, int]:
    number = _NUMBER.search(sample.id)
    return sample.start, int(number[0]) if number else 0


def _around(rows: Sequence[int], place: int) -> tuple[Sequence[int], Sequence[int]]:
    return rows[max(0, place - NEIGHBOURS) : place], rows[place + 1 : place + 1 + NEIGHBOURS]
