"""What a training asks of all rated sessions at once: one query, however many there are, and no score is read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from screening_app.domain import RatedInterview, ScoredBefore, Sex
from screening_app.storage.tables import AssessmentRow, InterviewRow, PatientRow, RatingRow
from selfmm.types import Quality

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ScalarSelect, Select, SQLColumnExpression

    from screening_app.storage.database import Database

_QUALITY = ("words", "voiced_seconds", "signal_to_noise")  # what decides whether a session is good enough


class RatedSessionRepository:
    """All sessions with ratings; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self) -> Mapping[str, int]:
        """How many sessions are rated on each instrument."""
        query = select(RatingRow.instrument, func.count(RatingRow.interview_id.distinct()).label("sessions"))
        with self._database.reading() as session:
            return {row.instrument: row.sessions for row in session.execute(query.group_by(RatingRow.instrument))}

    def on(self, instrument: str) -> tuple[RatedInterview, ...]:
        """Each session with a rating on this instrument, with the newest one, newest session first."""
        with self._database.reading() as session:
            return tuple(map(_rated, session.execute(_query(instrument))))


def _query(instrument: str) -> Select[Any]:
    newest = select(func.max(RatingRow.number)).where(RatingRow.instrument == instrument)
    score = AssessmentRow.score
    columns: list[SQLColumnExpression[Any]] = [
        InterviewRow.id,
        InterviewRow.patient_id,
        PatientRow.code,
        PatientRow.sex,
        PatientRow.birth_year,
        InterviewRow.held_at,
        InterviewRow.language,
        InterviewRow.is_demo,
        InterviewRow.recording_suffix,
        RatingRow.value,
        AssessmentRow.created_at,
        func.json_array_length(score, "$.answers").label("answers"),
        *(func.json_extract(score, f"$.quality.{name}").label(name) for name in _QUALITY),
    ]
    return (
        select(*columns)
        .select_from(RatingRow)
        .join(InterviewRow, InterviewRow.id == RatingRow.interview_id)
        .join(PatientRow, PatientRow.id == InterviewRow.patient_id)
        # a score that cannot be read says nothing, and the session is looked at as if it had none
        .outerjoin(AssessmentRow, and_(AssessmentRow.number == _newest_score(), func.json_valid(score) == 1))
        .where(RatingRow.number.in_(newest.group_by(RatingRow.interview_id)))
        .order_by(InterviewRow.held_at.desc(), InterviewRow.id.desc())
    )


def _newest_score() -> ScalarSelect[int]:
    other = aliased(AssessmentRow)
    return select(func.max(other.number)).where(other.interview_id == InterviewRow.id).scalar_subquery()


def _rated(row: Any) -> RatedInterview:
    scored = None
    if row.words is not None:
        scored = ScoredBefore(row.created_at, bool(row.answers), Quality(*(getattr(row, name) for name in _QUALITY)))
    return RatedInterview(
        id=row.id,
        patient_id=row.patient_id,
        code=row.code,
        sex=Sex(row.sex),
        birth_year=row.birth_year,
        held_at=row.held_at,
        language=row.language,
        is_demo=row.is_demo,
        recording_suffix=row.recording_suffix,
        rating=row.value,
        scored=scored,
    )
