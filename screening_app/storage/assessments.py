"""Assessments in the database: added, never changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from screening_app.domain import Assessment, HistoryPoint, LastSession
from screening_app.errors import StorageError
from screening_app.storage.score_document import score_from_json, score_to_json
from screening_app.storage.tables import AssessmentRow, InterviewRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from screening_app.storage.database import Database

_GONE = "This assessment is no longer in the database. Go back to the patient's history."
_NO_INTERVIEW = "The interview of this assessment is no longer in the database. Go back to the list of patients."
# of a HistoryPoint: not the score, which is long
_POINT_COLUMNS = (
    "id", "interview_id", "scale", "value", "lower", "upper", "cutoff", "band", "bundle", "coverage", "markers"
)  # fmt: skip


class AssessmentRepository:
    """All assessments; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, assessment: Assessment) -> None:
        """Store a new assessment, from now on its interview's newest. Raises `StorageError` without the interview."""
        score = assessment.score
        row = AssessmentRow(
            id=assessment.id,
            interview_id=assessment.interview_id,
            created_at=assessment.created_at,
            scale=score.scale.name,
            value=score.value,
            band=score.band,
            bundle=score.bundle,
            score=score_to_json(score),
            lower=score.interval[0] if score.interval else None,
            upper=score.interval[1] if score.interval else None,
            coverage=score.coverage,
            cutoff=score.scale.cutoff,
            markers=json.dumps(dict(assessment.markers), allow_nan=False),
        )
        try:
            with self._database.writing() as session:
                session.add(row)
        except IntegrityError as error:
            raise StorageError(_NO_INTERVIEW) from error

    def get(self, assessment_id: str) -> Assessment:
        """The assessment. Raises `StorageError` when it has been removed."""
        found = self._found(select(AssessmentRow).where(AssessmentRow.id == assessment_id))
        if not found:
            raise StorageError(_GONE)
        return found[0]

    def of_interview(self, interview_id: str) -> tuple[Assessment, ...]:
        """All assessments of the interview, oldest first."""
        query = select(AssessmentRow).where(AssessmentRow.interview_id == interview_id)
        return self._found(query.order_by(AssessmentRow.number))

    def newest_of_patient(self, patient_id: str) -> tuple[Assessment, ...]:
        """The newest assessment of each of the patient's scored interviews, the oldest interview's first."""
        query = select(AssessmentRow).join(InterviewRow, InterviewRow.id == AssessmentRow.interview_id)
        query = query.where(AssessmentRow.number.in_(_newest_of(patient_id)))
        return self._found(query.order_by(InterviewRow.held_at, InterviewRow.id))

    def points_of_patient(self, patient_id: str) -> tuple[HistoryPoint, ...]:
        """The newest assessment of each scored interview as a point, oldest interview first; no score is read whole."""
        columns = [getattr(AssessmentRow, name) for name in _POINT_COLUMNS]
        query: Select[Any] = (
            select(InterviewRow.held_at, *columns)
            .join(InterviewRow, InterviewRow.id == AssessmentRow.interview_id)
            .where(AssessmentRow.number.in_(_newest_of(patient_id)))
            .order_by(InterviewRow.held_at, InterviewRow.id)
        )
        with self._database.reading() as session:
            return tuple(_point(row) for row in session.execute(query))

    def last_sessions(self, patient_ids: Iterable[str]) -> Mapping[str, LastSession]:
        """When each patient was last seen and how the last scored session was scored; nobody without a session."""
        patient = InterviewRow.patient_id
        last_held = func.max(InterviewRow.held_at, type_=InterviewRow.held_at.type).over(partition_by=patient)
        order = (AssessmentRow.number.is_(None), InterviewRow.held_at.desc(), AssessmentRow.number.desc())
        ranked = (
            select(
                patient,
                last_held.label("held_at"),
                AssessmentRow.number,
                func.row_number().over(partition_by=patient, order_by=order).label("rank"),
            )
            .outerjoin(AssessmentRow, AssessmentRow.interview_id == InterviewRow.id)
            .where(patient.in_(tuple(patient_ids)))
            .subquery()
        )
        # scores are long: of all those that were ranked by their numbers, only the last one's row is read
        query = (
            select(ranked.c.patient_id, ranked.c.held_at, AssessmentRow.scale, AssessmentRow.value, AssessmentRow.band)
            .select_from(ranked)
            .outerjoin(AssessmentRow, AssessmentRow.number == ranked.c.number)
            .where(ranked.c.rank == 1)
        )
        with self._database.reading() as session:
            rows = session.execute(query)
            return {patient_id: LastSession(held_at, *score) for patient_id, held_at, *score in rows}

    def count_of_model(self, bundle: str) -> int:
        """How many assessments this model has made."""
        query = select(func.count()).select_from(AssessmentRow).where(AssessmentRow.bundle == bundle)
        with self._database.reading() as session:
            return session.scalar(query) or 0

    def newest_models(self) -> Mapping[str, str]:
        """Each scored interview's id, and the id of the model that made its newest assessment."""
        newest = select(func.max(AssessmentRow.number)).group_by(AssessmentRow.interview_id)
        query = select(AssessmentRow.interview_id, AssessmentRow.bundle).where(AssessmentRow.number.in_(newest))
        with self._database.reading() as session:
            return {row.interview_id: row.bundle for row in session.execute(query)}

    def _found(self, query: Select[AssessmentRow]) -> tuple[Assessment, ...]:
        with self._database.reading() as session:
            return tuple(_assessment(row) for row in session.scalars(query))


def _newest_of(patient_id: str) -> Select[int]:
    """The number of the newest assessment of each of the patient's scored interviews."""
    return (
        select(func.max(AssessmentRow.number))
        .join(InterviewRow, InterviewRow.id == AssessmentRow.interview_id)
        .where(InterviewRow.patient_id == patient_id)
        .group_by(AssessmentRow.interview_id)
    )


def _point(row: Any) -> HistoryPoint:
    return HistoryPoint(
        interview_id=row.interview_id,
        assessment_id=row.id,
        held_at=row.held_at,
        scale=row.scale,
        value=row.value,
        interval=None if row.lower is None or row.upper is None else (row.lower, row.upper),
        cutoff=row.cutoff,
        band=row.band,
        bundle=row.bundle,
        coverage=row.coverage,
        markers=json.loads(row.markers),
    )


def _assessment(row: AssessmentRow) -> Assessment:
    return Assessment(
        id=row.id,
        interview_id=row.interview_id,
        score=score_from_json(row.score),
        created_at=row.created_at,
        markers=json.loads(row.markers),
    )
