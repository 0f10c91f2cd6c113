"""A data folder as a clinic has it after years: patients by the thousand, with sessions and all that is beside them.

The rows are those that the program would have written one by one, put in by the thousand; each session has its folder
with its transcript. One in five was recorded: their recordings are one small file of the demonstration, by many names.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from example_data import MARKERS, OLDER_MODEL, made_up_score
from sqlalchemy import insert

from screening_app.domain import Action, Patient, RatedBy, Sex, Source, Step
from screening_app.services.consents import TEXT_VERSION, purposes_for
from screening_app.services.demo import demo_sessions
from screening_app.services.model_registry import active_bundle
from screening_app.services.prompts import prompt_cards
from screening_app.settings import Settings
from screening_app.storage.audit import StoredEntry, fingerprint
from screening_app.storage.disk import write_whole
from screening_app.storage.patients import _columns
from screening_app.storage.score_document import score_to_json
from screening_app.storage.tables import (
    AssessmentRow,
    AuditEntryRow,
    CardRow,
    ConsentRow,
    InterviewRow,
    PatientRow,
    RatingRow,
    SafetyReviewRow,
    SignOffRow,
)
from selfmm.data.files import write_transcript

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace
    from selfmm.types import Score, Transcript

PATIENTS, SESSIONS = 5_000, 20
WAITING = 5  # sessions that were left half way
_AT_ONCE = 100  # patients whose rows are held together
_DAYS_APART = 14
_RECORDED_EVERY, _KEPT_EVERY, _REVIEWED_EVERY = 5, 2, 50  # sessions; of those recorded; sessions
_ARCHIVED_EVERY, _UNSIGNED_EVERY = 10, 10  # patients
_WHO = "Dr. Lin"
_FAMILY_NAMES = ("Adler", "Baker", "陈", "Díaz", "Evans", "Fischer", "高", "Hoang", "Ivanova", "王")
_TAGS = ("inpatient", "study A", "门诊")
_TABLES = (PatientRow, InterviewRow, AssessmentRow, ConsentRow, RatingRow, SafetyReviewRow, SignOffRow, CardRow)
_RECORDING = next(session.recording for session in demo_sessions() if session.recording is not None)


@dataclass(frozen=True, slots=True)
class _Words:
    """What is the same in many sessions, made once."""

    transcripts: tuple[bytes, ...]  # as they lie in a session's folder
    scores: tuple[Score, ...]
    documents: tuple[str, ...]  # of the scores
    markers: str


def fill_clinic(workspace: Workspace, patients: int = PATIENTS, sessions: int = SESSIONS) -> None:
    """Put everybody into an empty folder."""
    actions = _Actions(workspace)
    filler = _Filler(workspace, _words(), actions, sessions)
    for first in range(0, patients, _AT_ONCE):
        for number in range(first, min(patients, first + _AT_ONCE)):
            filler.add_patient(number)
        with workspace.database.writing() as session:
            for table in (*_TABLES, AuditEntryRow):
                if rows := filler.taken(table):
                    session.execute(insert(table.__table__), rows)
    filler.end()
    write_whole(workspace.paths.audit_head, json.dumps({"count": actions.count, "hash": actions.last}))


def _words() -> _Words:
    transcripts = [session.transcript for session in demo_sessions()]
    model = active_bundle(Settings()).id
    scores = tuple(
        made_up_score(transcripts[place % len(transcripts)], 30.0 + 2 * place, bundle, typed=True)
        for bundle in (OLDER_MODEL, model)
        for place in range(30)
    )
    return _Words(tuple(map(_as_file, transcripts)), scores, tuple(map(score_to_json, scores)), json.dumps(MARKERS))


def _as_file(transcript: Transcript) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "transcript.json"
        write_transcript(path, transcript)
        return path.read_bytes()


class _Actions:
    """The record of actions, which goes on where it ends."""

    def __init__(self, workspace: Workspace) -> None:
        head = workspace.audit.last()
        self.count, self.last = head.count, head.hash
        self.rows: list[dict[str, Any]] = []

    def add(
        self, action: Action, at: datetime, patient: Patient, interview: str | None, subject: str | None, **details: Any
    ) -> None:
        """An entry as the program makes it."""
        self.count += 1
        entry = StoredEntry(
            number=self.count,
            at=at.isoformat(timespec="microseconds"),
            who=_WHO,
            action=action.value,
            patient_id=patient.id,
            patient_code=patient.code,
            interview_id=interview,
            subject=subject,
            details=json.dumps(details, ensure_ascii=False, sort_keys=True),
            previous_hash=self.last,
            hash="",
        )
        self.last = fingerprint(entry)
        self.rows.append(entry._replace(hash=self.last)._asdict())


class _Filler:
    """Makes rows, patient by patient."""

    def __init__(self, workspace: Workspace, words: _Words, actions: _Actions, sessions: int) -> None:
        self._media, self._words, self._actions, self._sessions = workspace.paths.media, words, actions, sessions
        self._media.mkdir(mode=0o700)
        self._recording = workspace.paths.data / f"recording{_RECORDING.suffix}"
        self._recording.write_bytes(_RECORDING.read_bytes())
        self._rows: dict[type[Any], list[dict[str, Any]]] = {table: [] for table in _TABLES}
        self._draw = random.Random(1)
        self._now = datetime.now(UTC)
        self._cards = prompt_cards("en", "full")

    def taken(self, table: type[Any]) -> list[dict[str, Any]]:
        """The rows that were made since the last time."""
        if table is AuditEntryRow:
            taken, self._actions.rows = self._actions.rows, []
        else:
            taken, self._rows[table] = self._rows[table], []
        return taken

    def end(self) -> None:
        """Leave only the names that the recording has in the sessions' folders."""
        self._recording.unlink()

    def _new_id(self) -> str:
        return UUID(int=self._draw.getrandbits(128)).hex

    def add_patient(self, number: int) -> None:
        """A patient with all sessions, of which the last ones are still open with one patient in ten."""
        begun = self._now - timedelta(days=_DAYS_APART * self._sessions + number % 700, minutes=number)
        patient = Patient(
            id=self._new_id(),
            code=f"P-{number:05}",
            name=f"{_FAMILY_NAMES[number % 10]} {number}",
            sex=tuple(Sex)[number % 4],
            birth_year=1940 + number % 60,
            language=("en", "zh")[number % 2],
            notes="Referred by the general practitioner." if number % 3 else "",
            is_demo=False,
            created_at=begun,
            tags=(_TAGS[number % 3],),
            archived_at=self._now if number % _ARCHIVED_EVERY == 3 else None,
        )
        self._rows[PatientRow].append({"id": patient.id, **_columns(patient)})
        self._actions.add(Action.PATIENT_ADDED, begun, patient, None, None)
        for place in range(self._sessions):
            held_at = begun + timedelta(days=_DAYS_APART * place, minutes=7 * place)
            self._add_session(patient, number, place, held_at)

    def _add_session(self, patient: Patient, number: int, place: int, held_at: datetime) -> None:
        is_last = place == self._sessions - 1
        is_signed = not (is_last and number % _UNSIGNED_EVERY == 0)
        source = Source.RECORDED if place % _RECORDED_EVERY == 4 else Source.TYPED
        is_kept = source is Source.RECORDED and place % _KEPT_EVERY == 0
        interview = self._new_id()
        self._write_folder(interview, number + place, held_at, is_kept=is_kept)
        if is_last and number < WAITING:
            self._add_interview(interview, patient, held_at, source, Step.INTERVIEW, is_kept=is_kept)
            return
        step = Step.SIGNED if is_signed else Step.RESULT
        self._add_interview(interview, patient, held_at, source, step, is_kept=is_kept)
        self._add_consents(interview, patient, source, held_at)
        assessment = self._add_assessment(interview, patient, number + 3 * place, place, held_at)
        self._add_rating(interview, patient, number + place, held_at)
        if source is Source.RECORDED:
            self._add_cards(interview)
        if is_signed:
            signed = held_at + timedelta(hours=1)
            row = {"interview_id": interview, "assessment_id": assessment, "signed_by": _WHO, "signed_at": signed}
            self._rows[SignOffRow].append(row)
            self._actions.add(Action.SESSION_SIGNED, signed, patient, interview, assessment)
        self._actions.add(Action.SESSION_VIEWED, held_at + timedelta(hours=2), patient, interview, None)

    def _write_folder(self, interview: str, words: int, held_at: datetime, *, is_kept: bool) -> None:
        folder = self._media / interview
        folder.mkdir(mode=0o700)
        transcript = folder / "transcript.json"
        transcript.write_bytes(self._words.transcripts[words % len(self._words.transcripts)])
        os.utime(transcript, (held_at.timestamp(), held_at.timestamp()))  # before it was scored
        if is_kept:
            (folder / self._recording.name).hardlink_to(self._recording)

    def _add_interview(
        self, interview: str, patient: Patient, held_at: datetime, source: Source, step: Step, *, is_kept: bool
    ) -> None:
        row = {
            "id": interview, "patient_id": patient.id, "held_at": held_at, "source": source.value,
            "language": patient.language, "is_demo": False, "step": step.value,
            "script": "full" if source is Source.RECORDED else "", "notes": "Sleep a little better.", "origin": "",
            "recording_suffix": _RECORDING.suffix if is_kept else None, "recording_seconds": 60.0 if is_kept else None,
            "recording_has_sound": True if is_kept else None, "recording_has_picture": False if is_kept else None,
        }  # fmt: skip
        self._rows[InterviewRow].append(row)
        self._actions.add(Action.SESSION_BEGUN, held_at, patient, interview, None, source=source.value)
        done = Action.SESSION_RECORDED if source is Source.RECORDED else Action.SESSION_TYPED
        self._actions.add(done, held_at + timedelta(minutes=20), patient, interview, None)

    def _add_consents(self, interview: str, patient: Patient, source: Source, held_at: datetime) -> None:
        purposes = purposes_for(source)
        for purpose in purposes:
            row = {
                "id": self._new_id(), "interview_id": interview, "purpose": purpose.value, "text_version": TEXT_VERSION,
                "given_at": held_at, "recorded_by": _WHO, "withdrawn_at": None, "withdrawn_by": "",
            }  # fmt: skip
            self._rows[ConsentRow].append(row)
        self._actions.add(Action.CONSENT_GIVEN, held_at, patient, interview, None, purposes=list(purposes))

    def _add_assessment(self, interview: str, patient: Patient, which: int, place: int, held_at: datetime) -> str:
        half = len(self._words.scores) // 2  # the older model made the first half of everybody's scores
        chosen = which % half + (half if place >= self._sessions // 2 else 0)
        score, made = self._words.scores[chosen], self._new_id()
        row = {
            "id": made, "interview_id": interview, "created_at": held_at, "scale": score.scale.name,
            "value": score.value, "band": score.band, "bundle": score.bundle, "score": self._words.documents[chosen],
            "lower": score.interval and score.interval[0], "upper": score.interval and score.interval[1],
            "coverage": score.coverage, "cutoff": score.scale.cutoff, "markers": self._words.markers,
        }  # fmt: skip
        self._rows[AssessmentRow].append(row)
        self._actions.add(Action.SESSION_SCORED, held_at, patient, interview, made, model=score.bundle)
        return made

    def _add_rating(self, interview: str, patient: Patient, which: int, held_at: datetime) -> None:
        reviewed = which % _REVIEWED_EVERY == 0
        answers = [(which + item) % 4 for item in range(8)] + [int(reviewed)]
        made = self._new_id()
        row = {
            "id": made, "interview_id": interview, "instrument": "phq-9", "language": patient.language,
            "answers": json.dumps(answers), "value": float(sum(answers)), "is_prorated": False, "difficulty": 1,
            "rated_by": RatedBy.PATIENT.value, "rated_at": held_at,
        }  # fmt: skip
        self._rows[RatingRow].append(row)
        self._actions.add(Action.RATING_ADDED, held_at, patient, interview, made, instrument="phq-9")
        if reviewed:
            self._add_review(interview, made, held_at, is_open=which % (_REVIEWED_EVERY * 20) == 0)

    def _add_review(self, interview: str, rating: str, held_at: datetime, *, is_open: bool) -> None:
        row = {
            "id": self._new_id(), "interview_id": interview, "rating_id": rating, "opened_at": held_at,
            "assessed_by": "" if is_open else _WHO, "tool": "" if is_open else "C-SSRS",
            "outcome": "" if is_open else "No intent.", "plan": "" if is_open else "Call next week.",
            "reviewed_at": None if is_open else held_at,
        }  # fmt: skip
        self._rows[SafetyReviewRow].append(row)

    def _add_cards(self, interview: str) -> None:
        self._rows[CardRow] += [
            {
                "interview_id": interview, "number": number, "prompt": card.id, "text": card.text, "was_shown": True,
                "skipped_at": None,
            }
            for number, card in enumerate(self._cards, start=1)
        ]  # fmt: skip
