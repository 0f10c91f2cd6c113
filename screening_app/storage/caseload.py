"""What the caseload asks of all patients at once: each question is one query, however many patients there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    ScalarSelect,
    Select,
    exists,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from screening_app.domain import CaseloadRow, Measurement, Rise, Step
from screening_app.storage.interviews import is_open
from screening_app.storage.tables import AssessmentRow, InterviewRow, PatientRow, RatingRow, SafetyReviewRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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
        later = aliased(InterviewRow)
        is_later = tuple_(later.held_at, later.id) > tuple_(InterviewRow.held_at, InterviewRow.id)
        is_last = ~exists().where(later.patient_id == InterviewRow.patient_id, is_later)
        query = _rows(InterviewRow.held_at).where(_in_care(), InterviewRow.held_at < moment, is_last)
        return self._found(query.order_by(InterviewRow.held_at, InterviewRow.patient_id))

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


def _number(
    table: Any, measure: str, row: Any, interview: Any, *conditions: ColumnElement[bool], newest_first: bool
) -> ScalarSelect[Any]:
    """The number of the last or first session's row for which the conditions hold, by the index of sessions.

    Of a session that was measured again the newest row counts; one without a value is passed over.
    """
    later, order = aliased(table), (interview.held_at, interview.id)
    same = later.interview_id == row.interview_id, getattr(later, measure) == getattr(row, measure)
    return (
        select(row.number)
        .join(interview, interview.id == row.interview_id)
        .where(*conditions, row.value.is_not(None), ~exists().where(*same, later.number > row.number))
        .order_by(*(column.desc() if newest_first else column for column in order))
        .limit(1)
        .scalar_subquery()
    )


def _newest(table: Any, measure: str, measures: Sequence[str]) -> CTE:
    """The number of the newest row of each patient in care on each of these measures."""
    asked = union_all(*(select(literal(name).label("measure")) for name in measures)).subquery()
    row, interview = aliased(table), aliased(InterviewRow)
    theirs = interview.patient_id == PatientRow.id, getattr(row, measure) == asked.c.measure
    number = _number(table, measure, row, interview, *theirs, newest_first=True)
    query = select(asked.c.measure, number.label("number")).select_from(PatientRow).join(asked, true())
    return query.where(~PatientRow.is_demo, _in_care()).cte()


def _over_time(table: Any, measure: str, measures: Sequence[str], series: Sequence[str]) -> CTE:
    """Beside the newest number those of the session before and of the first one that it may be compared to.

    `series` are the columns that must be the same for that, beside the patient. However many sessions there are, only
    the first and the last ones of each patient are read.
    """
    newest, row, held = _newest(table, measure, measures), aliased(table), aliased(InterviewRow)

    def earlier(*conditions: Callable[[Any], ColumnElement[bool]], newest_first: bool) -> ScalarSelect[Any]:
        other, interview = aliased(table), aliased(InterviewRow)
        same = [getattr(other, column) == getattr(row, column) for column in series]
        own = interview.patient_id == held.patient_id, *same, *(condition(interview) for condition in conditions)
        return _number(table, measure, other, interview, *own, newest_first=newest_first)

    def is_before(interview: Any) -> ColumnElement[bool]:
        return tuple_(interview.held_at, interview.id) < tuple_(held.held_at, held.id)

    before, first = earlier(is_before, newest_first=True), earlier(newest_first=False)
    query = select(newest.c.measure, newest.c.number, before.label("before"), first.label("first")).select_from(newest)
    return query.join(row, row.number == newest.c.number).join(held, held.id == row.interview_id).cte()


def _risen(table: Any, times: CTE, *more: str) -> Select[Any]:
    """The newest sessions whose number is higher than that of the session before or of the first.

    With the columns of the table that are named in `more` of all three.
    """
    newest, before, first = (aliased(table) for _ in range(3))
    then, at_first = aliased(InterviewRow), aliased(InterviewRow)
    held = InterviewRow.held_at, then.held_at, at_first.held_at
    numbers = [column for row, at in zip((newest, before, first), held, strict=True) for column in (at, row.value)]
    return (
        _rows(InterviewRow.held_at)
        .add_columns(times.c.measure, *numbers)
        .add_columns(*(getattr(row, name) for row in (newest, before, first) for name in more))
        .join(newest, newest.interview_id == InterviewRow.id)
        .join(times, times.c.number == newest.number)
        .join(before, before.number == times.c.before)
        .join(then, then.id == before.interview_id)
        .join(first, first.number == times.c.first)
        .join(at_first, at_first.id == first.interview_id)
        .where(or_(newest.value > before.value, newest.value > first.value))
        .order_by(InterviewRow.held_at.desc(), InterviewRow.id)
    )


def _risen_scores(scales: Sequence[str]) -> Select[Any]:
    times = _over_time(AssessmentRow, "scale", scales, ("bundle", "scale"))
    return _risen(AssessmentRow, times, "lower", "upper", "coverage", "bundle")


def _risen_ratings(instruments: Sequence[str]) -> Select[Any]:
    return _risen(RatingRow, _over_time(RatingRow, "instrument", instruments, ("instrument",)))


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
