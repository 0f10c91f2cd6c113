"""What an interview's score rests on: how good each answer is, and markers of voice and face that can be understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from screening_app.services.samples import read_cues, read_prepared_features
from screening_app.services.transcripts import read_transcript
from selfmm.features.markers import measure_markers
from selfmm.features.quality import answer_quality
from selfmm.quality_limits import answer_warnings
from selfmm.types import Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.types import Cue, Features, Quality, Transcript


@dataclass(frozen=True, slots=True)
class AnswerEvidence:
    """How good one answer is, and its markers by name (`selfmm.features.markers.MARKERS`)."""

    quality: Quality
    warnings: tuple[str, ...]  # codes
    markers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All answers of a transcript, in its order; None for what the clinician said. And markers of the whole."""

    answers: tuple[AnswerEvidence | None, ...] = ()
    markers: Mapping[str, float] = field(default_factory=dict)


def evidence_of(workspace: Workspace, interview: Interview, settings: Settings) -> Evidence:
    """The evidence of an interview; empty where it was typed or has not been prepared yet."""
    transcript = read_transcript(workspace, interview)
    features = read_prepared_features(workspace, interview, settings)
    if transcript is None or features is None:
        return Evidence()
    cues = read_cues(workspace, interview)

    def of_answer(index: int) -> AnswerEvidence | None:
        answer = transcript.answers[index]
        if answer.speaker is not Speaker.PARTICIPANT:
            return None
        quality = answer_quality(answer, features)
        return AnswerEvidence(quality, answer_warnings(quality), measure_markers([answer], features, cues))

    answers = tuple(of_answer(index) for index in range(len(transcript.answers)))
    return Evidence(answers, markers_of(transcript, features, cues))


def markers_of(transcript: Transcript, features: Features, cues: Sequence[Cue]) -> Mapping[str, float]:
    """Markers of all that the participant said."""
    own = [answer for answer in transcript.answers if answer.speaker is Speaker.PARTICIPANT]
    return measure_markers(own, features, cues)
