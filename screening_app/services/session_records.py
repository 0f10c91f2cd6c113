"""Sessions with all that was found in them, as reports and exports take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening_app.services.session_documents import EXPORTING
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.domain import (
        Addendum,
        Assessment,
        Interview,
        Patient,
        Rating,
        SafetyReview,
        ScriptCard,
        SignOff,
    )
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session: the score that counts, the newest rating on each instrument, and who signed it."""

    patient: Patient
    interview: Interview
    assessment: Assessment | None  # None where the session was not scored, or signed off without its score
    ratings: tuple[Rating, ...] = ()
    safety_reviews: tuple[SafetyReview, ...] = ()
    sign_off: SignOff | None = None
    addenda: tuple[Addendum, ...] = ()
    cards: tuple[ScriptCard, ...] = ()  # none where the interview followed no script, or that was not kept yet

    @property
    def is_final(self) -> bool:
        """Whether the session was signed off."""
        return self.sign_off is not None


def counting_assessment(workspace: Workspace, interview_id: str, signed: SignOff | None) -> Assessment | None:
    """The score that the session was signed off with, else the newest one; None where there is none."""
    assessments = workspace.assessments.of_interview(interview_id)
    if signed is not None:
        assessments = tuple(assessment for assessment in assessments if assessment.id == signed.assessment_id)
    return assessments[-1] if assessments else None


def session_record(workspace: Workspace, patient: Patient, interview: Interview) -> SessionRecord:
    """The session as it stands now."""
    signed = workspace.sign_offs.of_interview(interview.id)
    return SessionRecord(
        patient=patient,
        interview=interview,
        assessment=counting_assessment(workspace, interview.id, signed),
        ratings=workspace.ratings.newest_of_interview(interview.id),
        safety_reviews=workspace.safety_reviews.of_interview(interview.id),
        sign_off=signed,
        addenda=workspace.sign_offs.addenda_of(interview.id) if signed else (),
        cards=workspace.cards.of_interview(interview.id),
    )


def read_records(
    workspace: Workspace, interviews: Sequence[Interview], report: Report = no_report
) -> list[SessionRecord]:
    """The sessions, in the same order. Reports "exporting"; raises `StorageError` where a patient has been removed."""
    patients: dict[str, Patient] = {}
    records = []
    for number, interview in enumerate(interviews):
        report(EXPORTING, number / len(interviews))
        if interview.patient_id not in patients:
            patients[interview.patient_id] = workspace.patients.get(interview.patient_id)
        records.append(session_record(workspace, patients[interview.patient_id], interview))
    return records
