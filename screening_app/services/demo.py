"""The demonstration: a patient who does not exist, with six sessions that are scored like any other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from screening_app.errors import ScreeningError
from screening_app.paths import RESOURCES
from screening_app.services.imports import import_file
from screening_app.services.interviews import type_text
from screening_app.services.patients import add_patient, remove_patient
from screening_app.storage.disk import explained
from selfmm.data.files import write_transcript
from selfmm.types import Answer, Transcript, no_report, part

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.domain import Interview, Patient
    from screening_app.services.scoring import ScoringService
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report

DEMO = RESOURCES / "demo"
NAME = "Demonstration · 演示"
_NOTES = (
    "This person does not exist. The texts were written, and the speech was synthesised, for the demonstration.\n"
    "此人并不存在。文本为演示而编写，语音为合成。"
)
_UNREADABLE = "The demonstration cannot be read. Install the program again."
_TYPED_SECONDS = 5.0  # what a session without sound counts in the progress, beside seconds of sound


@dataclass(frozen=True, slots=True)
class DemoSession:
    """One session as `sessions.json` has it."""

    days_ago: int
    recording: Path | None  # None where the session is typed
    transcript: Transcript

    @property
    def weight(self) -> float:
        """Roughly how long it takes to score, against the others."""
        return _TYPED_SECONDS + self.transcript.answers[-1].end


def demo_sessions(folder: Path = DEMO) -> tuple[DemoSession, ...]:
    """The sessions in `folder`, oldest first. Raises `ScreeningError` where they cannot be read."""
    try:
        content = json.loads((folder / "sessions.json").read_text(encoding="utf-8"))
        return tuple(_session(session, folder) for session in content["sessions"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScreeningError(_UNREADABLE) from error


def load_demo(workspace: Workspace, scoring: ScoringService, report: Report = no_report) -> Patient:
    """Add the demonstration patient and score all its sessions, in the place of one that is there.

    Reports as `ScoringService.score_interview` does. Nothing stays behind when it is cancelled or fails; raises
    `ScreeningError`, `BundleError` and `WeightsError`.
    """
    sessions = demo_sessions()
    remove_demo(workspace)
    patient = _add_patient(workspace)
    try:
        _add_sessions(workspace, scoring, patient, sessions, report)
    except BaseException:
        remove_patient(workspace, patient.id)
        raise
    return patient


def remove_demo(workspace: Workspace) -> None:
    """Remove the demonstration with all that belongs to it."""
    for patient in demo_patients(workspace):
        remove_patient(workspace, patient.id)


def has_demo(workspace: Workspace) -> bool:
    """Whether the demonstration is loaded."""
    return bool(demo_patients(workspace))


def demo_patients(workspace: Workspace) -> tuple[Patient, ...]:
    """The patients who do not exist; usually one or none."""
    return workspace.patients.demonstrations()


def _add_patient(workspace: Workspace) -> Patient:
    """The patient, under the first code of DEMO-1, DEMO-2, … that nobody has."""
    code = next(code for number in count(1) if not workspace.patients.has_code(code := f"DEMO-{number}"))
    return add_patient(workspace, code=code, name=NAME, language="en", notes=_NOTES, is_demo=True)


def _add_sessions(
    workspace: Workspace,
    scoring: ScoringService,
    patient: Patient,
    sessions: tuple[DemoSession, ...],
    report: Report,
) -> None:
    now = datetime.now(UTC)
    whole = sum(session.weight for session in sessions)
    done = 0.0
    for session in sessions:
        report("preparing", done / whole)
        interview = _add_interview(workspace, patient, session, now - timedelta(days=session.days_ago))
        scoring.score_interview(interview, part(report, done / whole, (done + session.weight) / whole))
        done += session.weight


def _add_interview(workspace: Workspace, patient: Patient, session: DemoSession, held_at: datetime) -> Interview:
    """Import or type the session; a transcript that is given is not made again."""
    transcript = session.transcript
    if session.recording is None:
        text = "\n\n".join(answer.text for answer in transcript.answers)
        return type_text(workspace, patient, text, transcript.language, held_at=held_at)
    interview = import_file(workspace, patient, session.recording, transcript.language, held_at=held_at)
    with explained(workspace.media.root):
        write_transcript(workspace.media.stored(workspace.media.transcript_path(interview.id)), transcript)
    return interview


def _session(session: dict[str, Any], folder: Path) -> DemoSession:
    answers = tuple(Answer(answer["text"], answer["start"], answer["end"]) for answer in session["answers"])
    return DemoSession(
        days_ago=session["days_ago"],
        recording=folder / session["recording"] if session["recording"] else None,
        transcript=Transcript(answers, session["language"]),
    )
