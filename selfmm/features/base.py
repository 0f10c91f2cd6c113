"""What an extractor of sound or of pictures has to be able to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from selfmm.media import Source
    from selfmm.types import FeatureSequence, Report

HEARING = "hearing"  # step codes that extractors report
SEEING = "seeing"


class Ear(Protocol):
    """Is given one recording piece by piece, so that all ears share one reading of it."""

    def feed(self, samples: NDArray[np.float32]) -> None:
        """The next samples (samples,) at 16 kHz in [-1, 1], as many as there are."""


class Listener(Ear, Protocol):
    """Hears one recording and makes numbers of it."""

    def finish(self) -> FeatureSequence | None:
        """All that was heard as (frames, dimensions); None where the sound is too short for one frame."""


class AudioExtractor(Protocol):
    """Turns the sound of a recording into numbers, frame by frame."""

    name: str  # as in the table of extractors
    dimensions: int  # numbers a frame

    def listen(self) -> Listener:
        """A listener for one recording."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a vision extractor saw: the features, and the track that quality is measured by."""

    sequence: FeatureSequence | None  # None where no frame has a face
    picture: FeatureSequence  # `selfmm.features.picture_track`, frame by frame with the features


class VisionExtractor(Protocol):
    """Turns the face in a recording into numbers, frame by frame."""

    name: str  # as in the table of extractors
    dimensions: int  # numbers a frame

    def extract(self, path: Source, report: Report) -> Seen | None:
        """The whole recording as (frames, dimensions); None where it has no picture. Raises `MediaError`."""
