"""What an extractor of sound or of pictures has to be able to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from selfmm.types import FeatureSequence, Report

HEARING = "hearing"  # step codes that extractors report
SEEING = "seeing"


class AudioExtractor(Protocol):
    """Turns the sound of a recording into numbers, frame by frame."""

    name: str  # as in the table of extractors
    dimensions: int  # numbers a frame

    def extract(self, path: Path, report: Report) -> FeatureSequence | None:
        """The whole recording as (frames, dimensions); None where it has no sound. Raises `MediaError`."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a vision extractor saw: the features, and how much of the recording they can be trusted for."""

    sequence: FeatureSequence | None  # None where no frame has a face
    face_share: float  # share of the frames with a face, in [0, 1]
    several_faces_share: float  # share of the looks at a whole frame that found two faces or more, in [0, 1]


class VisionExtractor(Protocol):
    """Turns the face in a recording into numbers, frame by frame."""

    name: str  # as in the table of extractors
    dimensions: int  # numbers a frame

    def extract(self, path: Path, report: Report) -> Seen | None:
        """The whole recording as (frames, dimensions) and shares; None where it has no picture. Raises `MediaError`."""
