"""Markers of voice and face that a clinician understands, of one answer or of several together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from selfmm.features.face_markers import FACE_MARKERS, face_markers
from selfmm.features.quality import count_words
from selfmm.features.voice_markers import VOICE_MARKERS, Spoken, interview_markers
from selfmm.types import FeatureSequence, Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfmm.features.markers_base import Marker
    from selfmm.types import Answer, Cue, Features

MARKERS: dict[str, Marker] = {**VOICE_MARKERS, **FACE_MARKERS}


def measure_markers(answers: Sequence[Answer], features: Features, cues: Sequence[Cue] = ()) -> dict[str, float]:
    """Markers by name of the participant's part of `answers`; only those that can be measured are there.

    `cues` say when each answer's card was shown, from which on the latency counts: that of its first words.
    """
    own = [answer for answer in answers if answer.speaker is Speaker.PARTICIPANT and answer.end > answer.start]
    return {**_voice(own, features, cues), **_face(own, features)} if own else {}


def _voice(own: Sequence[Answer], features: Features, cues: Sequence[Cue]) -> dict[str, float]:
    if features.voice is None:
        return {}
    spoken = [
        Spoken(answer.start, answer.end, count_words(answer.text) or None, _shown(answer, cues)) for answer in own
    ]
    return interview_markers(features.voice, features.speech, spoken)


def _shown(answer: Answer, cues: Sequence[Cue]) -> float | None:
    """When the answer's card appeared, if these are the first words to it; None where there was no card."""
    return next(
        (cue.start for cue in cues if cue.prompt == answer.prompt and cue.start <= answer.start < cue.end), None
    )


def _face(own: Sequence[Answer], features: Features) -> dict[str, float]:
    if features.vision is None:
        return {}
    vision = features.vision
    frames = np.concatenate([vision.between(answer.start, answer.end).values for answer in own])
    return face_markers(FeatureSequence(frames, vision.frame_seconds, vision.extractor)) if len(frames) else {}
