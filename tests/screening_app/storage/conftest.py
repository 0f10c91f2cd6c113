"""A real encrypted database and media folder in tmp_path, and rows to put into them."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from screening_app.crypto.keys import Key
from screening_app.domain import Assessment, Interview, Patient, Sex, Source
from screening_app.storage.assessments import AssessmentRepository
from screening_app.storage.database import Database, open_database
from screening_app.storage.interviews import InterviewRepository
from screening_app.storage.media_folder import MediaFolder
from screening_app.storage.patients import PatientRepository
from selfmm.scales import SDS
from selfmm.types import AnswerScore, Quality, Score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server_databases import KeptDatabase

    from screening_app.storage.server_database import ServerDatabase

NOBODY = 65534
_KEY = Key(bytes(range(32)))


@pytest.fixture
def file_database(tmp_path: Path) -> Iterator[Database]:
    """An encrypted file."""
    opened = open_database(tmp_path / "screening.sqlite3", _KEY, busy_seconds=0.2)
    yield opened
    opened.close()


@pytest.fixture
def server_database(kept_database: KeptDatabase, tmp_path: Path) -> ServerDatabase:
    """A database on the server, without rows."""
    return kept_database.opened(_KEY, tmp_path / "screening.sqlite3")


@pytest.fixture(params=["file_database", "server_database"])
def database(request: pytest.FixtureRequest) -> Database:
    """One of each kind: what holds for a file holds for a server."""
    opened: Database = request.getfixturevalue(request.param)
    return opened


@pytest.fixture
def media(tmp_path: Path) -> MediaFolder:
    return MediaFolder(tmp_path / "media")


@pytest.fixture
def patients(database: Database) -> PatientRepository:
    return PatientRepository(database)


@pytest.fixture
def interviews(database: Database, media: MediaFolder) -> InterviewRepository:
    return InterviewRepository(database, media)


@pytest.fixture
def assessments(database: Database) -> AssessmentRepository:
    return AssessmentRepository(database)


@pytest.fixture
def new_patient() -> Callable[..., Patient]:
    def make(**changes: object) -> Patient:
        fields = {
            "id": uuid4().hex,
            "code": f"P-{uuid4().hex[:8]}",
            "name": "张三 Zhang San",
            "sex": Sex.FEMALE,
            "birth_year": 1980,
            "language": "zh",
            "notes": "",
            "is_demo": False,
            "created_at": datetime.now(UTC),
        }
        return Patient(**{**fields, **changes})

    return make


@pytest.fixture
def patient(patients: PatientRepository, new_patient: Callable[..., Patient]) -> Patient:
    made = new_patient(code="P-7K3Q")
    patients.add(made)
    return made


@pytest.fixture
def new_interview(patient: Patient) -> Callable[..., Interview]:
    def make(**changes: object) -> Interview:
        fields = {
            "id": uuid4().hex,
            "patient_id": patient.id,
            "held_at": datetime.now(UTC),
            "source": Source.RECORDED,
            "language": "auto",
            "recording": None,
            "is_demo": False,
        }
        return Interview(**{**fields, **changes})

    return make


@pytest.fixture
def interview(interviews: InterviewRepository, new_interview: Callable[..., Interview]) -> Interview:
    made = new_interview()
    interviews.add(made)
    return made


@pytest.fixture
def new_assessment(interview: Interview) -> Callable[..., Assessment]:
    def make(value: float | None = 58.25, **changes: object) -> Assessment:
        score = Score(
            scale=SDS,
            value=value,
            interval=None if value is None else (value - 10, value + 10),
            coverage=0.9,
            band="at_or_above_cutoff",
            text=57.0,
            audio=None,
            vision=None,
            answers=(AnswerScore("我睡不好。", 0.0, 4.5, 61.0), AnswerScore("", 5.0, 6.0, None)),
            quality=Quality(words=12, voiced_seconds=95.5, signal_to_noise=21.0),
            bundle="0123456789ab",
            reasons=("interval_spans_cutoff",),
            warnings=("no_face",),
        )
        fields = {"id": uuid4().hex, "interview_id": interview.id, "score": score, "created_at": datetime.now(UTC)}
        return Assessment(**{**fields, **changes})

    return make


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that may be looked into but not written; root, who may write everywhere, becomes nobody meanwhile."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    yield folder
    if is_root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)
