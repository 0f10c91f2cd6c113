"""Everything that a report about one assessment shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening_app.services.history import change, patient_history, point_of
from screening_app.services.model_registry import active_bundle
from selfmm.errors import BundleError

if TYPE_CHECKING:
    from screening_app.domain import Assessment, HistoryPoint, Interview, Patient
    from screening_app.services.history import Change
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.bundle import BundleInfo


@dataclass(frozen=True, slots=True)
class ReportContent:
    """One assessment with all that is needed to read it: whose, of when, how good, how it was before."""

    patient: Patient
    interview: Interview
    assessment: Assessment
    history: tuple[HistoryPoint, ...]  # on this score's scale, up to this interview, oldest first; this one is the last
    change: Change | None  # from the scored interview before; None where this is the first
    model: BundleInfo | None  # None where the model that scored is no longer the active one

    def card_line(self, language: str) -> str:
        """What the model says of itself in one line; "" where its card is not at hand."""
        return self.model.card_line(language) if self.model else ""


def report_of(workspace: Workspace, assessment_id: str, settings: Settings) -> ReportContent:
    """What a report about this assessment shows. Raises `StorageError` when the assessment has been removed."""
    assessment = workspace.assessments.get(assessment_id)
    interview = workspace.interviews.get(assessment.interview_id)
    return ReportContent(
        patient=workspace.patients.get(interview.patient_id),
        interview=interview,
        assessment=assessment,
        history=_history_until(workspace, interview, assessment),
        change=_change_to(workspace, interview, assessment),
        model=_model(settings, assessment.score.bundle),
    )


def _history_until(workspace: Workspace, interview: Interview, assessment: Assessment) -> tuple[HistoryPoint, ...]:
    """The points up to the interview, the last one as this assessment has it: it need not be the newest one."""
    points = [
        point_of(interview, assessment) if point.interview_id == interview.id else point
        for point in patient_history(workspace, interview.patient_id)
    ]
    last = next(place for place, point in enumerate(points) if point.interview_id == interview.id)
    return tuple(point for point in points[: last + 1] if point.scale == assessment.score.scale.name)


def _change_to(workspace: Workspace, interview: Interview, assessment: Assessment) -> Change | None:
    newest = workspace.assessments.newest_of_patient(interview.patient_id)
    place = [other.interview_id for other in newest].index(interview.id)
    return change(newest[place - 1].score, assessment.score) if place else None


def _model(settings: Settings, bundle: str) -> BundleInfo | None:
    """The active model, if it is the one that scored; a report of an older score does without its card."""
    try:
        active = active_bundle(settings)
    except BundleError:
        return None
    return active if active.id == bundle else None
