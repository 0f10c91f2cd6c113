"""The app's nouns: frozen, without Qt and without SQL. Times are aware datetimes in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from selfmm.types import Score


class Sex(StrEnum):
    """Sex as recorded by the clinic."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Where an interview's words come from."""

    RECORDED = "recorded"
    IMPORTED = "imported"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody who is interviewed, known by a pseudonymous code."""

    id: str
    code: str  # unique, such as "P-7K3Q"
    name: str  # may be ""
    sex: Sex
    birth_year: int | None
    language: str  # one of selfmm.types.LANGUAGES
    notes: str
    is_demo: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Recording:
    """A file with sound, picture or both, as it lies in the interview's folder."""

    path: Path
    duration_seconds: float
    has_sound: bool
    has_picture: bool


@dataclass(frozen=True, slots=True)
class Interview:
    """One session with a patient. Its folder is the spine: recording, transcript and features lie there."""

    id: str
    patient_id: str
    held_at: datetime
    source: Source
    language: str  # "en", "zh", or "auto" until the first transcript
    recording: Recording | None
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """A score as it was given: never changed, only followed by others."""

    id: str
    interview_id: str
    score: Score
    created_at: datetime


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """One interview's newest score in a patient's history; `value` is None where it was indeterminate by quality."""

    interview_id: str
    assessment_id: str
    held_at: datetime
    scale: str
    value: float | None
    interval: tuple[float, float] | None
    cutoff: float
    band: str
    bundle: str
