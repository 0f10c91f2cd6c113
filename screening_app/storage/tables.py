"""The rows, one class a table; they never leave this room."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import DateTime, ForeignKey, Index, LargeBinary, MetaData, String, Text, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect

_CASCADE = "CASCADE"


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept as UTC and given back aware of it; a naive datetime is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As UTC without its zone, the way it is written."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """With its zone, UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Row(DeclarativeBase):
    """What all tables share; constraints get names, so that a later migration can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class PatientRow(Row):
    """A patient; a search looks at `found_by`, see `storage.patients.search_key`."""

    __tablename__ = "patient"
    __table_args__ = (Index("ix_patient_name_key", "name_key"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    code: Mapped[str] = mapped_column(String(80))
    code_key: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    sex: Mapped[str] = mapped_column(String(16))
    birth_year: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(8))
    notes: Mapped[str] = mapped_column(Text)
    is_demo: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    tags: Mapped[str] = mapped_column(Text, server_default="[]")
    found_by: Mapped[str] = mapped_column(Text, server_default="")  # code, name and tags, a line each
    archived_at: Mapped[datetime | None] = mapped_column(UtcTime)
    hold_reason: Mapped[str] = mapped_column(Text, server_default="")
    held_by: Mapped[str] = mapped_column(String(120), server_default="")
    held_at: Mapped[datetime | None] = mapped_column(UtcTime)  # None where nothing is on hold


class InterviewRow(Row):
    """An interview; of its recording only the suffix is kept, so that the data folder can be moved."""

    __tablename__ = "interview"
    __table_args__ = (
        Index("ix_interview_patient_id_held_at", "patient_id", "held_at"),
        Index("ix_interview_step", "step"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete=_CASCADE))
    held_at: Mapped[datetime] = mapped_column(UtcTime)
    source: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    is_demo: Mapped[bool]
    recording_suffix: Mapped[str | None] = mapped_column(String(9))
    recording_seconds: Mapped[float | None]
    recording_has_sound: Mapped[bool | None]
    recording_has_picture: Mapped[bool | None]
    step: Mapped[str] = mapped_column(String(16), server_default="result")
    script: Mapped[str] = mapped_column(String(80), server_default="")
    notes: Mapped[str] = mapped_column(Text, server_default="")
    origin: Mapped[str] = mapped_column(String(64), server_default="", index=True)
    recording_deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)  # by a rule for keeping
    recording_kept_months: Mapped[int | None]  # what that rule said


class AssessmentRow(Row):
    """An assessment; `score` is the whole score as JSON, the columns beside it are what queries ask for.

    `number` rises with every assessment: which one is the newest does not hang on the machine's clock. The index of
    series holds what the caseload looks through, so that no score is read for that.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        Index("ix_assessment_interview_id_number", "interview_id", "number"),
        Index("ix_assessment_series", "interview_id", "scale", "number", "value", "bundle"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete=_CASCADE))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    scale: Mapped[str] = mapped_column(String(40))
    value: Mapped[float | None]
    band: Mapped[str] = mapped_column(String(40))
    bundle: Mapped[str] = mapped_column(String(200))
    score: Mapped[str] = mapped_column(Text)
    lower: Mapped[float | None]
    upper: Mapped[float | None]
    coverage: Mapped[float] = mapped_column(server_default="0.9")
    cutoff: Mapped[float] = mapped_column(server_default="0")
    markers: Mapped[str] = mapped_column(Text, server_default="{}")


class ConsentRow(Row):
    """A consent to one purpose, and its withdrawal."""

    __tablename__ = "consent"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete=_CASCADE), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    text_version: Mapped[str] = mapped_column(String(40))
    given_at: Mapped[datetime] = mapped_column(UtcTime)
    recorded_by: Mapped[str] = mapped_column(String(120))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_by: Mapped[str] = mapped_column(String(120))


class RatingRow(Row):
    """A rating; `answers` is a list as JSON. `number` rises with every rating, so that the newest is known."""

    __tablename__ = "rating"

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete=_CASCADE), index=True)
    instrument: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    answers: Mapped[str] = mapped_column(Text)
    value: Mapped[float | None]
    is_prorated: Mapped[bool]
    difficulty: Mapped[int | None]
    rated_by: Mapped[str] = mapped_column(String(16))
    rated_at: Mapped[datetime] = mapped_column(UtcTime)


class BegunQuestionnaireRow(Row):
    """The answers so far of a questionnaire that is not finished; at most one row an instrument in a session."""

    __tablename__ = "begun_questionnaire"

    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete=_CASCADE), primary_key=True)
    instrument: Mapped[str] = mapped_column(String(40), primary_key=True)
    answers: Mapped[str] = mapped_column(Text)
    difficulty: Mapped[int | None]


class SafetyReviewRow(Row):
    """What followed on item 9 of a rating."""

    __tablename__ = "safety_review"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete=_CASCADE), index=True)
    rating_id: Mapped[str] = mapped_column(String(32))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    assessed_by: Mapped[str] = mapped_column(String(120))
    tool: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(Text)
    plan: Mapped[str] = mapped_column(Text)
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)


class SignOffRow(Row):
    """Who signed a session off; at most one a session."""

    __tablename__ = "sign_off"

    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete=_CASCADE), primary_key=True)
    assessment_id: Mapped[str | None] = mapped_column(String(32))
    signed_by: Mapped[str] = mapped_column(String(120))
    signed_at: Mapped[datetime] = mapped_column(UtcTime)


class AddendumRow(Row):
    """What was added after the sign-off."""

    __tablename__ = "addendum"

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete=_CASCADE), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(String(120))
    written_at: Mapped[datetime] = mapped_column(UtcTime)


class BookmarkRow(Row):
    """A moment of a recording."""

    __tablename__ = "bookmark"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete=_CASCADE), index=True)
    at_seconds: Mapped[float]
    note: Mapped[str] = mapped_column(Text)


class CardRow(Row):
    """A prompt card of an interview's script."""

    __tablename__ = "card"

    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete=_CASCADE), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    prompt: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    was_shown: Mapped[bool]
    skipped_at: Mapped[float | None]


class TreatmentEventRow(Row):
    """A change of a patient's treatment."""

    __tablename__ = "treatment_event"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete=_CASCADE), index=True)
    happened_at: Mapped[datetime] = mapped_column(UtcTime)
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)


class TrainedModelRow(Row):
    """A model of the clinic's own; `summary` and `comparison` are JSON. Rows stay when the model is deleted."""

    __tablename__ = "trained_model"

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    folder: Mapped[str] = mapped_column(String(80))
    origin: Mapped[str] = mapped_column(String(16))
    parent: Mapped[str] = mapped_column(String(12))
    scale: Mapped[str] = mapped_column(String(80))
    depth: Mapped[str] = mapped_column(String(16))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    summary: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(String(40))
    comparison: Mapped[str] = mapped_column(Text)
    confirmed_by: Mapped[str] = mapped_column(String(120))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    deleted_by: Mapped[str] = mapped_column(String(120))
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)


class LessonRow(Row):
    """A session that a model has learnt from. The session may be gone by now, so it is no foreign key."""

    __tablename__ = "lesson"

    model_id: Mapped[str] = mapped_column(ForeignKey("trained_model.id", ondelete=_CASCADE), primary_key=True)
    interview_id: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    patient_id: Mapped[str] = mapped_column(String(32), index=True)


class ActivationRow(Row):
    """That a model was made the one that scores; the default model has no row of its own, so it is no foreign key."""

    __tablename__ = "activation"

    number: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[str] = mapped_column(String(12))
    is_default: Mapped[bool]
    activated_by: Mapped[str] = mapped_column(String(120))
    activated_at: Mapped[datetime] = mapped_column(UtcTime)


class HoldoutRow(Row):
    """A patient who is locked away: never learnt from, only judged on."""

    __tablename__ = "holdout"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete=_CASCADE), primary_key=True)
    locked_at: Mapped[datetime] = mapped_column(UtcTime)


class InterviewKeyRow(Row):
    """The key that an interview's files are encrypted with, wrapped by the master key; it goes with the interview."""

    __tablename__ = "interview_key"

    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete=_CASCADE), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    takes_plain: Mapped[bool] = mapped_column(server_default=true())  # from before there were users, not looked at yet


class EncryptedPlaceRow(Row):
    """What lies beside interviews' folders, such as the clinician's voice, and is encrypted by now."""

    __tablename__ = "encrypted_place"

    place: Mapped[str] = mapped_column(String(16), primary_key=True)


class UserRow(Row):
    """Somebody who works with the program; rows stay, for the record of actions tells of them."""

    __tablename__ = "user"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(120), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    sees_patients: Mapped[bool]
    is_active: Mapped[bool]


class AuditEntryRow(Row):
    """What was done with the program; triggers refuse every change, and each row holds the hash of the one before.

    Nothing of it refers to other tables: the entries stay when patient and session go. `at` is text, for it is hashed.
    """

    __tablename__ = "audit_entry"

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(String(32))
    who: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(40))
    patient_id: Mapped[str | None] = mapped_column(String(32), index=True)
    patient_code: Mapped[str | None] = mapped_column(String(80))
    interview_id: Mapped[str | None] = mapped_column(String(32))
    subject: Mapped[str | None] = mapped_column(String(120))
    details: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
