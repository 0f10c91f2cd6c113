"""What the caseload asks of all patients at once: each question is one query, however many patients there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CTE, Select, func, or_, select
from sqlalchemy.orm import aliased

from screening_app.domain import CaseloadRow, Measurement, Rise, Step
from screening_app.storage.interviews import is_open
from screening_app.storage.tables import AssessmentRow, InterviewRow, PatientRow, RatingRow, SafetyReviewRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import SQLColumnExpression

    from screening_app.storage.database import Database


class CaseloadRepository:
    """Patients who do not exist are left out everywhere, archived ones wherever nothing is urgent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_safety_reviews(self) -> tuple[CaseloadRow, ...]:
        """One row for each review that nobody has completed, oldest first; archived patients' too."""
        query = _rows(SafetyReviewRow.opened_at).join(SafetyReviewRow, SafetyReviewRow.interview_id == InterviewRow.id)
        query = query.where(SafetyReviewRow.reviewed_at.is_(None))
        return self._found(query.order_by(SafetyReviewRow.opened_at, SafetyReviewRow.id))

    def unsigned(self) -> tuple[CaseloadRow, ...]:
        """The sessions that nobody has signed off, whatever their step, oldest first."""
        query = _rows(InterviewRow.held_at).where(is_open(), _in_care())
        return self._found(query.order_by(InterviewRow.held_at, InterviewRow.id))

    def last_seen_before(self, moment: datetime) -> tuple[CaseloadRow, ...]:
        """The last session of each patient who has had none since, the longest ago first."""
        # SQLite takes the other columns from the row that has the maximum
        query = _rows(func.max(InterviewRow.held_at, type_=InterviewRow.held_at.type)).where(_in_care())
        query = query.group_by(InterviewRow.patient_id).having(func.max(InterviewRow.held_at) < moment)
        return self._found(query.order_by(func.max(InterviewRow.held_at), InterviewRow.patient_id))

    def risen_scores(self, scales: Sequence[str]) -> tuple[Rise, ...]:
        """Whose newest score on one of these scales is higher than an earlier one by the same model.

        Of a session that was scored again the newest score counts; a session without a value is passed over.
        """
        with self._database.reading() as session:
            return tuple(_rise(row) for row in session.execute(_risen_scores(scales)))

    def risen_ratings(self, instruments: Sequence[str]) -> tuple[Rise, ...]:
        """Whose newest total on one of these instruments is higher than an earlier one."""
        with self._database.reading() as session:
            return tuple(_rise(row) for row in session.execute(_risen_ratings(instruments)))

    def _found(self, query: Select[Any]) -> tuple[CaseloadRow, ...]:
        with self._database.reading() as session:
            return tuple(_row(*columns) for columns in session.execute(query))


def _rows(moment: SQLColumnExpression[datetime]) -> Select[Any]:
    """The columns of a `CaseloadRow`, from interviews of patients who exist."""
    columns: list[Any] = [PatientRow.id, PatientRow.code, PatientRow.name, InterviewRow.id, moment, InterviewRow.step]
    return (
        select(*columns)
        .select_from(InterviewRow)
        .join(PatientRow, PatientRow.id == InterviewRow.patient_id)
        .where(~PatientRow.is_demo)
    )


def _in_care() -> SQLColumnExpression[bool]:
    return PatientRow.archived_at.is_(None)


def _row(patient_id: str, code: str, name: str, interview_id: str, moment: datetime, step: str) -> CaseloadRow:
    return CaseloadRow(patient_id, code, name, interview_id, moment, Step(step))


def _over_time(row: Any, measure: Any, *series: SQLColumnExpression[str]) -> Select[Any]:
    """Each session's newest number, beside those of the session before and of the first one that it may be compared to.

    `row` is the table; `series` are the columns that must be the same for that, beside the patient. `place` is 1 for
    the newest session of a patient and `measure`.
    """
    newest = select(func.max(row.number)).group_by(row.interview_id, measure)
    held = InterviewRow.held_at, InterviewRow.id
    newest_first = [column.desc() for column in held]
    place = func.row_number().over(partition_by=(InterviewRow.patient_id, measure), order_by=newest_first)
    query = select(InterviewRow.id.label("interview_id"), measure.label("measure"), place.label("place"))
    for name, column in (("number", row.number), ("value", row.value), ("held_at", InterviewRow.held_at)):
        same = InterviewRow.patient_id, *series
        before = func.lag(column, type_=column.type).over(partition_by=same, order_by=held)
        first = func.first_value(column, type_=column.type).over(partition_by=same, order_by=held)
        query = query.add_columns(column.label(name), before.label(f"{name}_before"), first.label(f"{name}_first"))
    return (
        query.select_from(row)
        .join(InterviewRow, InterviewRow.id == row.interview_id)
        .join(PatientRow, PatientRow.id == InterviewRow.patient_id)
        .where(row.number.in_(newest), row.value.is_not(None), ~PatientRow.is_demo, _in_care())
    )


def _risen(times: CTE, *more: SQLColumnExpression[Any]) -> Select[Any]:
    """The newest sessions whose number is higher than that of the session before or of the first; then `more`."""
    higher = or_(times.c.value > times.c.value_before, times.c.value > times.c.value_first)
    numbers = [times.c[f"{name}{which}"] for which in ("", "_before", "_first") for name in ("held_at", "value")]
    return (
        _rows(InterviewRow.held_at)
        .add_columns(times.c.measure, *numbers, *more)
        .join(times, times.c.interview_id == InterviewRow.id)
        .where(times.c.place == 1, higher)
        .order_by(InterviewRow.held_at.desc(), InterviewRow.id)
    )


def _risen_scores(scales: Sequence[str]) -> Select[Any]:
    scored = _over_time(AssessmentRow, AssessmentRow.scale, AssessmentRow.bundle, AssessmentRow.scale)
    times = scored.where(AssessmentRow.scale.in_(scales)).cte()
    # the errors are read only of the few rows that are left: they lie behind the whole score in the file
    rows = {which: aliased(AssessmentRow) for which in ("number", "number_before", "number_first")}
    errors = [column for row in rows.values() for column in (row.lower, row.upper, row.coverage, row.bundle)]
    query = _risen(times, *errors)
    for which, row in rows.items():
        query = query.join(row, row.number == times.c[which])
    return query


def _risen_ratings(instruments: Sequence[str]) -> Select[Any]:
    rated = _over_time(RatingRow, RatingRow.instrument, RatingRow.instrument)
    return _risen(rated.where(RatingRow.instrument.in_(instruments)).cte())


def _rise(columns: Sequence[Any]) -> Rise:
    """A `Rise` from the columns of `_risen`, with the errors of scores behind them."""
    patient, measure, numbers, errors = _row(*columns[:6]), columns[6], columns[7:13], columns[13:]
    newest, before, first = (
        _measurement(*numbers[2 * place : 2 * place + 2], *errors[4 * place : 4 * place + 4]) for place in range(3)
    )
    return Rise(patient, measure, newest, before, first)


def _measurement(
    held_at: datetime,
    value: float,
    lower: float | None = None,
    upper: float | None = None,
    coverage: float = 0.9,
    bundle: str = "",
) -> Measurement:
    interval = None if lower is None or upper is None else (lower, upper)
    return Measurement(held_at, value, interval, coverage, bundle)
