"""Interviews in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from screening_app.domain import Interview, Recording, RecordingDeletion, Source, Step
from screening_app.errors import StorageError
from screening_app.storage.tables import AssessmentRow, ConsentRow, InterviewRow

if TYPE_CHECKING:
    from screening_app.domain import Purpose
    from screening_app.storage.database import Database
    from screening_app.storage.media_folder import MediaFolder

_GONE = "This interview is no longer in the database. Go back to the patient's interviews."
_NO_PATIENT = "The patient of this interview is no longer in the database. Go back to the list of patients."


_SCORED = exists().where(AssessmentRow.interview_id == InterviewRow.id)


class InterviewRepository:
    """All interviews; every call is one short transaction. `media` says where a recording's folder lies."""

    def __init__(self, database: Database, media: MediaFolder) -> None:
        self._database = database
        self._media = media

    def add(self, interview: Interview) -> None:
        """Store a new interview. Raises `StorageError` when its patient is gone."""
        row = InterviewRow(
            id=interview.id,
            patient_id=interview.patient_id,
            held_at=interview.held_at,
            source=interview.source.value,
            language=interview.language,
            is_demo=interview.is_demo,
            step=interview.step.value,
            script=interview.script,
            notes=interview.notes,
            origin=interview.origin,
        )
        if interview.recording:
            _fill_recording(row, interview.recording)
        try:
            with self._database.writing() as session:
                session.add(row)
                session.flush()
                self._media.begin_key(interview.id)  # a copy of the database has both or neither
        except IntegrityError as error:
            raise StorageError(_NO_PATIENT) from error

    def get(self, interview_id: str) -> Interview:
        """The interview. Raises `StorageError` when it has been removed."""
        with self._database.reading() as session:
            row = session.get(InterviewRow, interview_id)
            if row is None:
                raise StorageError(_GONE)
            return self._interview(row)

    def has(self, interview_id: str) -> bool:
        """Whether the interview is stored."""
        with self._database.reading() as session:
            return bool(session.scalar(select(exists().where(InterviewRow.id == interview_id))))

    def ids(self) -> frozenset[str]:
        """The ids of all interviews."""
        with self._database.reading() as session:
            return frozenset(session.scalars(select(InterviewRow.id)))

    def all(self) -> tuple[Interview, ...]:
        """The interviews of all patients, oldest first."""
        return self._found(select(InterviewRow))

    def of_patient(self, patient_id: str) -> tuple[Interview, ...]:
        """The patient's interviews, oldest first."""
        return self._found(select(InterviewRow).where(InterviewRow.patient_id == patient_id))

    def count(self) -> int:
        """How many interviews there are, demonstrations not counted."""
        query = select(func.count()).select_from(InterviewRow).where(InterviewRow.is_demo.is_(False))
        with self._database.reading() as session:
            return session.scalar(query) or 0

    def count_of_patient(self, patient_id: str) -> int:
        """How many interviews the patient has."""
        query = select(func.count()).select_from(InterviewRow).where(InterviewRow.patient_id == patient_id)
        with self._database.reading() as session:
            return session.scalar(query) or 0

    def has_recording(self, interview_id: str) -> bool:
        """Whether the interview is stored and has a recording."""
        query = exists().where(InterviewRow.id == interview_id, InterviewRow.recording_suffix.is_not(None))
        with self._database.reading() as session:
            return bool(session.scalar(select(query)))

    def without_assessment(self, patient_id: str = "") -> tuple[Interview, ...]:
        """The interviews that were never scored nor signed off, oldest first; of one patient or of all."""
        return self._found(_of(patient_id).where(is_open(), ~_SCORED))

    def before_result(self, patient_id: str = "") -> tuple[Interview, ...]:
        """The interviews that have not come to their result, oldest first; of one patient or of all."""
        return self._found(_of(patient_id).where(is_open(), InterviewRow.step != Step.RESULT.value))

    def cut_short(self) -> tuple[Interview, ...]:
        """The interviews of all patients that may have been cut short, typed ones too, oldest first.

        They have no recording, and have not come to their result, or were never scored.
        """
        is_unfinished = or_(InterviewRow.step != Step.RESULT.value, ~_SCORED)
        return self._found(
            select(InterviewRow).where(is_open(), InterviewRow.recording_suffix.is_(None), is_unfinished)
        )

    def ids_consenting_to(self, purpose: Purpose) -> tuple[tuple[str, str], ...]:
        """The ids of the interviews with a consent to this purpose that was not withdrawn, and of their patients.

        Oldest first; demonstrations are left out.
        """
        query = select(InterviewRow.id, InterviewRow.patient_id).where(*_consenting_to(purpose))
        with self._database.reading() as session:
            rows = session.execute(query.order_by(InterviewRow.held_at, InterviewRow.id))
            return tuple((interview_id, patient_id) for interview_id, patient_id in rows)

    def count_consenting_to(self, purpose: Purpose) -> tuple[int, int]:
        """How many interviews that are, and of how many patients."""
        people = func.count(InterviewRow.patient_id.distinct())
        with self._database.reading() as session:
            sessions, patients = session.execute(
                select(func.count(), people).select_from(InterviewRow).where(*_consenting_to(purpose))
            ).one()
        return sessions, patients

    def set_recording(self, interview_id: str, recording: Recording, origin: str = "") -> Interview:
        """Say which recording the interview has; it lies in the interview's own folder.

        `origin` is the SHA-256 of the file that it was imported from.
        """
        with self._database.writing() as session:
            row = session.get(InterviewRow, interview_id)
            if row is None:
                raise StorageError(_GONE)
            _fill_recording(row, recording)
            row.origin = origin
            return self._interview(row)

    def forget_recording(self, interview_id: str, deletion: RecordingDeletion | None = None) -> Interview:
        """Say that the interview's recording is no longer kept, and by which rule, where it was one."""
        columns = ("recording_suffix", "recording_seconds", "recording_has_sound", "recording_has_picture")
        values: dict[str, object] = dict.fromkeys(columns)
        if deletion is not None:
            values |= {"recording_deleted_at": deletion.deleted_at, "recording_kept_months": deletion.months}
        return self._set(interview_id, **values)

    def set_language(self, interview_id: str, language: str) -> Interview:
        """Say which language is spoken in the interview."""
        return self._set(interview_id, language=language)

    def set_step(self, interview_id: str, step: Step) -> Interview:
        """Say how far the session has come."""
        return self._set(interview_id, step=step.value)

    def set_notes(self, interview_id: str, notes: str) -> Interview:
        """Keep the clinician's notes."""
        return self._set(interview_id, notes=notes)

    def imported_from(self, origin: str) -> tuple[Interview, ...]:
        """The interviews that were imported from the file with this SHA-256, oldest first."""
        return self._found(select(InterviewRow).where(InterviewRow.origin == origin))

    def _set(self, interview_id: str, **values: object) -> Interview:
        with self._database.writing() as session:
            change = update(InterviewRow).where(InterviewRow.id == interview_id).values(**values)
            row = session.scalar(change.returning(InterviewRow))
            if row is None:
                raise StorageError(_GONE)
            return self._interview(row)

    def remove(self, interview_id: str) -> None:
        """Remove the interview with its assessments; their text does not stay in the file."""
        with self._database.writing() as session:
            session.execute(delete(InterviewRow).where(InterviewRow.id == interview_id))
        self._database.forget_deleted()

    def _found(self, query: Select[InterviewRow]) -> tuple[Interview, ...]:
        with self._database.reading() as session:
            rows = session.scalars(query.order_by(InterviewRow.held_at, InterviewRow.id))
            return tuple(self._interview(row) for row in rows)

    def _interview(self, row: InterviewRow) -> Interview:
        return Interview(
            id=row.id,
            patient_id=row.patient_id,
            held_at=row.held_at,
            source=Source(row.source),
            language=row.language,
            recording=self._recording(row),
            is_demo=row.is_demo,
            step=Step(row.step),
            script=row.script,
            notes=row.notes,
            origin=row.origin,
            deletion=_deletion(row),
        )

    def _recording(self, row: InterviewRow) -> Recording | None:
        if row.recording_suffix is None:
            return None
        return Recording(
            path=self._media.recording_path(row.id, row.recording_suffix),
            duration_seconds=row.recording_seconds or 0.0,
            has_sound=bool(row.recording_has_sound),
            has_picture=bool(row.recording_has_picture),
        )


def is_open() -> ColumnElement[bool]:
    """The condition that a session is not signed off, by the index of steps: in years most of them are."""
    return InterviewRow.step.in_([step.value for step in Step if step is not Step.SIGNED])


def _consenting_to(purpose: Purpose) -> tuple[ColumnElement[bool], ...]:
    given = exists().where(
        ConsentRow.interview_id == InterviewRow.id,
        ConsentRow.purpose == purpose.value,
        ConsentRow.withdrawn_at.is_(None),
    )
    return InterviewRow.is_demo.is_(False), given


def _deletion(row: InterviewRow) -> RecordingDeletion | None:
    if row.recording_deleted_at is None:
        return None
    return RecordingDeletion(row.recording_deleted_at, row.recording_kept_months or 0)


def _of(patient_id: str) -> Select[InterviewRow]:
    query = select(InterviewRow)
    return query.where(InterviewRow.patient_id == patient_id) if patient_id else query


def _fill_recording(row: InterviewRow, recording: Recording) -> None:
    row.recording_suffix = recording.path.suffix
    row.recording_seconds = recording.duration_seconds
    row.recording_has_sound = recording.has_sound
    row.recording_has_picture = recording.has_picture
