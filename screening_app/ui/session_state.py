"""Where a session stands: what is known of it, and so what the page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from screening_app.services.interviews import get_interview
from screening_app.services.model_registry import active_bundle
from screening_app.services.patients import get_patient
from screening_app.services.samples import is_corrected, read_transcript
from selfmm.errors import BundleError
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from screening_app.domain import Assessment, Interview, Patient
    from screening_app.services.evidence import Evidence
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.types import Transcript


class Stage(Enum):
    """The three faces of the page."""

    SETUP = auto()  # whom, and how
    WORKING = auto()  # a job runs
    REVIEW = auto()  # transcript and result


@dataclass(frozen=True, slots=True)
class SessionState:
    """A session; an interview without an assessment is kept and can be scored."""

    stage: Stage = Stage.SETUP
    patient: Patient | None = None
    interview: Interview | None = None
    transcript: Transcript | None = None
    corrected: bool = False  # whether the transcript is not as it was first written down
    assessment: Assessment | None = None
    evidence: Evidence | None = None  # None where there is no recording that was prepared
    card: dict[str, str] = field(default_factory=dict)  # language → first line of the card of the model that scored


def review_of(workspace: Workspace, settings: Settings, interview_id: str) -> SessionState:
    """What is known of an interview; for the job thread, since it reads and measures.

    Raises `ScreeningError` when the interview has been removed.
    """
    interview = get_interview(workspace, interview_id)
    assessments = workspace.assessments.of_interview(interview_id)
    assessment = assessments[-1] if assessments else None
    return SessionState(
        Stage.REVIEW,
        get_patient(workspace, interview.patient_id),
        interview,
        read_transcript(workspace, interview),
        is_corrected(workspace, interview),
        assessment,
        _evidence(workspace, settings, interview),
        _card(settings, assessment.score.bundle) if assessment else {},
    )


def _evidence(workspace: Workspace, settings: Settings, interview: Interview) -> Evidence | None:
    if interview.recording is None:
        return None
    from screening_app.services.evidence import evidence_of

    try:
        return evidence_of(workspace, interview, settings)
    except BundleError:  # it is the model that says how recordings are measured
        return None


def _card(settings: Settings, bundle: str) -> dict[str, str]:
    """The first line of the active model's card in each language; none where another model scored, or none is there."""
    try:
        active = active_bundle(settings)
    except BundleError:
        return {}
    return {language: active.card_line(language) for language in LANGUAGES} if active.id == bundle else {}
