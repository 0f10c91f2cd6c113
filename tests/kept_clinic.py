"""Signed sessions of years ago, for rules by which they are deleted."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import text

from screening_app.capture.clock import SAMPLE_RATE
from screening_app.capture.muxer import Muxer
from screening_app.domain import Source
from screening_app.services.interviews import begin_recording, finish_recording, start_interview, type_text
from screening_app.services.sessions import sign_off
from selfmm.data.files import write_transcript
from selfmm.types import Answer, Transcript

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.domain import Interview, Patient
    from screening_app.paths import AppPaths
    from screening_app.services.workspace import Workspace

LONG_AGO = timedelta(days=5 * 365)
THEN = datetime(2021, 1, 1, tzinfo=UTC)


def recorded_session(workspace: Workspace, patient: Patient, *, signed: bool = True) -> Interview:
    """A session with a recording of a second, its words, and something that stands for measurements."""
    interview = start_interview(workspace, patient, Source.RECORDED, "en", held_at=datetime.now(UTC) - LONG_AGO)
    muxer = Muxer(begin_recording(workspace, interview), with_sound=True, picture_size=None)
    muxer.write_sound(np.zeros(SAMPLE_RATE, np.int16))
    muxer.close()
    interview = finish_recording(workspace, interview)
    write_transcript(workspace.media.transcript_path(interview.id), Transcript((Answer("I sleep badly."),), "en"))
    workspace.media.features_path(interview.id, "0123abcd").write_bytes(b"made up")
    return signed_off(workspace, interview) if signed else interview


def typed_session(workspace: Workspace, patient: Patient, *, signed: bool = True) -> Interview:
    """A session of typed words."""
    interview = type_text(workspace, patient, "I sleep badly.", "en", held_at=datetime.now(UTC) - LONG_AGO)
    return signed_off(workspace, interview) if signed else interview


def signed_off(workspace: Workspace, interview: Interview) -> Interview:
    """The session, signed off."""
    sign_off(workspace, interview, "Dr. Lin")
    return workspace.interviews.get(interview.id)


def make_old(workspace: Workspace) -> None:
    """Let all patients have been added, all sessions been signed and whoever is archived been so years ago."""
    moment = {"moment": THEN.replace(tzinfo=None).isoformat(" ")}
    with workspace.database.writing() as session:
        session.execute(text("UPDATE sign_off SET signed_at = :moment"), moment)
        session.execute(text("UPDATE patient SET created_at = :moment"), moment)
        session.execute(text("UPDATE patient SET archived_at = :moment WHERE archived_at IS NOT NULL"), moment)


def old_file(path: Path, age: timedelta = LONG_AGO) -> Path:
    """A file that was written that long ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"written long ago")
    written = (datetime.now(UTC) - age).timestamp()
    os.utime(path, (written, written))
    return path


def former_folder(paths: AppPaths, stamp: str = "20200101T000000Z") -> Path:
    """What a restored backup has put aside: a database and a recording in a folder."""
    folder = paths.data.absolute().with_name(f"{paths.data.name}.before-restore-{stamp}")
    old_file(folder / "screening.sqlite3")
    old_file(folder / "media" / "1" / "recording.mkv")
    return folder
