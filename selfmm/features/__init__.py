"""How it is said and how it looks: recording → numbers frame by frame, one extractor a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.errors import UnknownChoiceError
from selfmm.features.face_landmarks import FaceLandmarks
from selfmm.features.librosa_audio import LibrosaAudio

if TYPE_CHECKING:
    from selfmm.features.base import AudioExtractor, VisionExtractor

AUDIO_EXTRACTORS = {LibrosaAudio.name: LibrosaAudio}
VISION_EXTRACTORS = {FaceLandmarks.name: FaceLandmarks}


def create_audio_extractor(name: str) -> AudioExtractor:
    """The extractor of sound with this name; raises `UnknownChoiceError`."""
    if name not in AUDIO_EXTRACTORS:
        raise UnknownChoiceError("sound extractor", name, AUDIO_EXTRACTORS)
    return AUDIO_EXTRACTORS[name]()


def create_vision_extractor(name: str, frames_per_second: float) -> VisionExtractor:
    """The extractor of pictures with this name, at a rate in frames a second; raises `UnknownChoiceError`."""
    if name not in VISION_EXTRACTORS:
        raise UnknownChoiceError("vision extractor", name, VISION_EXTRACTORS)
    return VISION_EXTRACTORS[name](frames_per_second)
