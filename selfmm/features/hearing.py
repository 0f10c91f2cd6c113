"""Let several listeners hear a recording, all in one reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.features.base import HEARING
from selfmm.media import SAMPLE_RATE, Length, waveform_blocks
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfmm.features.base import Ear
    from selfmm.media import Source
    from selfmm.types import Report


def hear(path: Source, ears: Iterable[Ear], report: Report = no_report) -> None:
    """Feed the sound of a recording to each of `ears`; work is told as step "hearing".

    Raises `MediaError` where there is no sound.
    """
    ears = tuple(ears)
    length = Length(path)
    report(HEARING, 0.0)  # librosa's first call ever may stay here for long: numba compiles
    heard = 0
    for block in waveform_blocks(path):
        for ear in ears:
            ear.feed(block)
        heard += len(block)
        report(HEARING, length.share(heard / SAMPLE_RATE))
    report(HEARING, 1.0)
