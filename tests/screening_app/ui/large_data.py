"""A data folder as large as any clinic's: 10,000 patients, of whom one has held 1,000 sessions.

All of it is written in one transaction through the repositories themselves, in a few seconds.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from example_data import MARKERS, OLDER_MODEL, made_up_score

from screening_app.domain import Assessment, Interview, Patient, Recording, Sex, Source
from screening_app.services.demo import demo_sessions
from screening_app.services.model_registry import active_bundle
from screening_app.settings import Settings
from screening_app.storage.assessments import AssessmentRepository
from screening_app.storage.interviews import InterviewRepository
from screening_app.storage.patients import PatientRepository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from screening_app.services.workspace import Workspace

PATIENTS, SESSIONS = 10_000, 1_000
_FAMILY_NAMES = ("Adler", "Baker", "陈", "Díaz", "Evans", "Fischer", "高", "Hoang", "Ivanova", "王")
_OTHERS_SESSIONS = 1  # of every tenth patient


@dataclass(frozen=True, slots=True)
class Large:
    """Whom to open."""

    patient: Patient  # with 1,000 sessions
    newest: Interview


class _OneTransaction:
    """In the place of a `Database`, so that many additions become one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """The transaction that is open anyway."""
        yield self._session


def fill_large(workspace: Workspace) -> Large:
    """Put everybody into an empty folder."""
    patients = [_patient(number) for number in range(PATIENTS)]
    interviews = [_interview(workspace, patients[-1], number) for number in range(SESSIONS)]
    others = [
        _interview(workspace, patient, 10 * number)
        for patient in patients[:-1:10]
        for number in range(_OTHERS_SESSIONS)
    ]
    with workspace.database.writing() as session:
        database = _OneTransaction(session)
        for patient in patients:
            PatientRepository(database).add(patient)
        session.flush()
        for interview in interviews + others:
            InterviewRepository(database, workspace.media).add(interview)
        session.flush()
        for assessment in _assessments(interviews + others):
            AssessmentRepository(database).add(assessment)
    return Large(patients[-1], interviews[0])


def _patient(number: int) -> Patient:
    return Patient(
        id=uuid4().hex,
        code=f"P-{number:05}",
        name=f"{_FAMILY_NAMES[number % 10]} {number}",
        sex=tuple(Sex)[number % 4],
        birth_year=1940 + number % 60,
        language=("en", "zh")[number % 2],
        notes="",
        is_demo=False,
        created_at=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
    )


def _interview(workspace: Workspace, patient: Patient, days_ago: int) -> Interview:
    held_at = datetime.now(UTC) - timedelta(days=days_ago, hours=1)
    name = uuid4().hex
    # the file is not there, as on a clinic's disk that is not connected; an interview with nothing would be removed
    recording = Recording(workspace.media.recording_path(name, ".mka"), 240.0, has_sound=True, has_picture=False)
    return Interview(name, patient.id, held_at, Source.IMPORTED, patient.language, recording, is_demo=False)


def _assessments(interviews: list[Interview]) -> Iterator[Assessment]:
    transcripts, model = [session.transcript for session in demo_sessions()], active_bundle(Settings()).id
    scores = [
        made_up_score(transcripts[place % len(transcripts)], 30.0 + 2 * place, bundle, typed=True)
        for bundle in (model, OLDER_MODEL)
        for place in range(30)
    ]
    for place, interview in enumerate(interviews):
        score = scores[place % 30 + (30 if place > len(interviews) // 2 else 0)]
        markers = {name: value * (1 + place % 7 / 10) for name, value in MARKERS.items()}
        yield replace(Assessment(uuid4().hex, interview.id, score, datetime.now(UTC)), markers=markers)
