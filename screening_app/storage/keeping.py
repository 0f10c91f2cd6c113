"""What rules for keeping go by, in the database: few facts of each patient and session, in one query each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from screening_app.domain import PatientFacts, SessionFacts
from screening_app.storage.tables import (
    AddendumRow,
    InterviewRow,
    PatientRow,
    SafetyReviewRow,
    SignOffRow,
    TreatmentEventRow,
)

if TYPE_CHECKING:
    from screening_app.storage.database import Database

_OPEN_REVIEW = exists().where(SafetyReviewRow.interview_id == InterviewRow.id, SafetyReviewRow.reviewed_at.is_(None))
_NEWEST_ADDENDUM = (
    select(func.max(AddendumRow.written_at)).where(AddendumRow.interview_id == InterviewRow.id).scalar_subquery()
)
_NEWEST_TREATMENT = (
    select(func.max(TreatmentEventRow.happened_at))
    .where(TreatmentEventRow.patient_id == PatientRow.id)
    .scalar_subquery()
)


class KeepingRepository:
    """Facts of all patients and sessions, or of those of one patient; only read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def patients(self, patient_id: str = "") -> tuple[PatientFacts, ...]:
        """All patients, oldest first; or the one."""
        query = select(PatientRow, _NEWEST_TREATMENT).order_by(PatientRow.created_at, PatientRow.id)
        if patient_id:
            query = query.where(PatientRow.id == patient_id)
        with self._database.reading() as session:
            return tuple(
                PatientFacts(row.id, row.code, row.created_at, row.archived_at, treated, _hold_reason(row))
                for row, treated in session.execute(query)
            )

    def anybody_held(self) -> bool:
        """Whether there is a patient of whom nothing may be deleted."""
        with self._database.reading() as session:
            return bool(session.scalar(select(exists().where(PatientRow.held_at.is_not(None)))))

    def sessions(self, patient_id: str = "") -> tuple[SessionFacts, ...]:
        """The sessions of all patients, oldest first; or those of one."""
        columns = (
            InterviewRow.id,
            InterviewRow.patient_id,
            InterviewRow.held_at,
            SignOffRow.signed_at,
            _NEWEST_ADDENDUM,
            InterviewRow.recording_suffix.is_not(None),
            _OPEN_REVIEW,
        )
        query = select(*columns).outerjoin(SignOffRow, SignOffRow.interview_id == InterviewRow.id)
        query = query.order_by(InterviewRow.held_at, InterviewRow.id)
        if patient_id:
            query = query.where(InterviewRow.patient_id == patient_id)
        with self._database.reading() as session:
            return tuple(SessionFacts(*row) for row in session.execute(query))


def _hold_reason(row: PatientRow) -> str:
    """Why the patient is on hold; a dash where nobody has said, so that a hold without a reason is one, too."""
    return "" if row.held_at is None else row.hold_reason or "–"
