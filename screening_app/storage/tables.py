"""The rows, one class a table; they never leave this room."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import DateTime, ForeignKey, Index, MetaData, String, Text
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
    """A patient; `code_key` and `name_key` are what a search looks at, see `storage.patients.search_key`."""

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


class InterviewRow(Row):
    """An interview; of its recording only the suffix is kept, so that the data folder can be moved."""

    __tablename__ = "interview"
    __table_args__ = (Index("ix_interview_patient_id_held_at", "patient_id", "held_at"),)

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


class AssessmentRow(Row):
    """An assessment; `score` is the whole score as JSON, the columns beside it are what queries ask for.

    `number` rises with every assessment: which one is the newest does not hang on the machine's clock.
    """

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_interview_id_number", "interview_id", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete=_CASCADE))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    scale: Mapped[str] = mapped_column(String(40))
    value: Mapped[float | None]
    band: Mapped[str] = mapped_column(String(40))
    bundle: Mapped[str] = mapped_column(String(200))
    score: Mapped[str] = mapped_column(Text)
