"""Everything that a report about one session shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from screening_app.domain import Action
from screening_app.services.audit import record
from screening_app.services.history import change, patient_history, point_of
from screening_app.services.model_registry import active_bundle
from screening_app.services.questionnaires import instrument, needs_safety_review, safety_item_is_open
from screening_app.services.session_records import counting_assessment
from selfmm.errors import BundleError

if TYPE_CHECKING:
    from screening_app.domain import (
        Addendum,
        Assessment,
        HistoryPoint,
        Interview,
        Patient,
        Rating,
        SafetyReview,
        SignOff,
    )
    from screening_app.services.history import Change
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.bundle import BundleInfo
    from selfmm.types import Score


@dataclass(frozen=True, slots=True)
class ReportChoices:
    """What is asked of a report: what names the patient, was said or was noted stays out unless it is wanted."""

    with_name: bool = False
    with_text: bool = False  # what was said, word for word
    with_notes: bool = False  # the clinician's notes on the session
    language: str = ""  # "en", "zh", or "" for the language in force


@dataclass(frozen=True, slots=True)
class ReportContent:
    """One session with all that is needed to read it: whose, of when, how good, how it was before, who signed it."""

    patient: Patient
    interview: Interview
    assessment: Assessment | None  # None where the session was not scored
    history: tuple[HistoryPoint, ...]  # on this score's scale, up to this interview, oldest first; this one is the last
    change: Change | None  # from the scored interview before; None where this is the first
    model: BundleInfo | None  # None where the model that scored is no longer the active one
    ratings: tuple[Rating, ...] = ()  # the newest on each instrument
    safety_reviews: tuple[SafetyReview, ...] = ()
    sign_off: SignOff | None = None
    addenda: tuple[Addendum, ...] = ()

    @property
    def score(self) -> Score | None:
        """The score; None where the session was not scored."""
        return self.assessment.score if self.assessment else None

    @property
    def is_final(self) -> bool:
        """Whether the session was signed off, and with this very score."""
        return self.sign_off is not None and self.sign_off.assessment_id == (
            self.assessment.id if self.assessment else None
        )

    @property
    def unreviewed(self) -> tuple[Rating, ...]:
        """Questionnaires whose item on death and self-harm is above 0 and for which no review was even opened."""
        reviewed = {review.rating_id for review in self.safety_reviews}
        return tuple(
            rating
            for rating in self._with_items
            if rating.id not in reviewed and needs_safety_review(instrument(rating.instrument), rating.answers)
        )

    @property
    def safety_unanswered(self) -> tuple[Rating, ...]:
        """Questionnaires whose item on death and self-harm was left out."""
        return tuple(
            rating for rating in self._with_items if safety_item_is_open(instrument(rating.instrument), rating.answers)
        )

    @property
    def _with_items(self) -> tuple[Rating, ...]:
        return tuple(rating for rating in self.ratings if rating.answers)

    def card_line(self, language: str) -> str:
        """What the model says of itself in one line; "" where its card is not at hand."""
        return self.model.card_line(language) if self.model else ""


def report_of(workspace: Workspace, assessment_id: str, settings: Settings) -> ReportContent:
    """What a report about this assessment shows. Raises `StorageError` when the assessment has been removed."""
    assessment = workspace.assessments.get(assessment_id)
    return _content(workspace, workspace.interviews.get(assessment.interview_id), assessment, settings)


def report_of_session(workspace: Workspace, interview_id: str, settings: Settings) -> ReportContent:
    """What a report about this session shows: the score that was signed, else the newest one, else none.

    Raises `StorageError` when the session has been removed.
    """
    interview = workspace.interviews.get(interview_id)
    signed = workspace.sign_offs.of_interview(interview_id)
    return _content(workspace, interview, counting_assessment(workspace, interview_id, signed), settings)


def record_saving(workspace: Workspace, content: ReportContent, choices: ReportChoices) -> None:
    """Keep that a report is saved as a file; called when it is written and not yet in its place."""
    _record(workspace, Action.REPORT_SAVED, content, choices)


def record_printing(workspace: Workspace, content: ReportContent, choices: ReportChoices) -> None:
    """Keep that a report is printed; called before, for paper cannot be taken back."""
    _record(workspace, Action.REPORT_PRINTED, content, choices)


def record_picture(workspace: Workspace, patient_id: str) -> None:
    """Keep that the picture of a patient's history is saved."""
    record(workspace, Action.PICTURE_SAVED, patient_id=patient_id)


def _record(workspace: Workspace, action: Action, content: ReportContent, choices: ReportChoices) -> None:
    record(workspace, action, interview_id=content.interview.id, **asdict(choices))


def _content(
    workspace: Workspace, interview: Interview, assessment: Assessment | None, settings: Settings
) -> ReportContent:
    return ReportContent(
        patient=workspace.patients.get(interview.patient_id),
        interview=interview,
        assessment=assessment,
        history=_history_until(workspace, interview, assessment) if assessment else (),
        change=_change_to(workspace, interview, assessment) if assessment else None,
        model=_model(settings, assessment.score.bundle) if assessment else None,
        ratings=workspace.ratings.newest_of_interview(interview.id),
        safety_reviews=workspace.safety_reviews.of_interview(interview.id),
        sign_off=workspace.sign_offs.of_interview(interview.id),
        addenda=workspace.sign_offs.addenda_of(interview.id),
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
