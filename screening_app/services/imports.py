"""Recordings that come from a file: copied in, known again, and found again where they were moved."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from screening_app.domain import Action, Source
from screening_app.errors import ScreeningError
from screening_app.jobs.child import ThisProcess, Worker
from screening_app.services.audit import recorded
from screening_app.services.decoding_limits import to_look
from screening_app.services.interviews import check_room, recording_in, removed_on_failure, start_interview
from screening_app.storage.disk import copy_beside, explained
from selfmm.media import open_media
from selfmm.types import Report, no_report

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from screening_app.domain import Interview, Patient
    from screening_app.services.workspace import Workspace
    from selfmm.media import MediaInfo

_SAME_LENGTH = 0.5  # seconds by which a recording that is found again may differ from what was stored of it

_ANOTHER = (
    "{name} is another recording: it lasts {found} s, and the one of this session {wanted} s. Choose the right file."
)


def import_file(
    workspace: Workspace,
    patient: Patient,
    path: Path,
    language: str,
    report: Report = no_report,
    *,
    held_at: datetime | None = None,
    worker: Worker | None = None,
) -> Interview:
    """Copy a recording into a new interview, as `import_into` does; nothing stays behind if that fails."""
    found = _look(path, worker)
    check_room(workspace, path.stat().st_size)
    interview = start_interview(workspace, patient, Source.IMPORTED, language, held_at=held_at)
    with removed_on_failure(workspace, interview):
        return _copied(workspace, interview, path, found, report)


def import_into(
    workspace: Workspace, interview: Interview, path: Path, report: Report = no_report, *, worker: Worker | None = None
) -> Interview:
    """Copy a recording into a session that was begun, reporting "copying"; no part of it stays if that is stopped.

    `worker` looks into the file, by default in this process: whatever a broken file does, it does there. Raises
    `MediaError` when the file cannot be played, `StorageError` when the disk is full or cannot be written.
    """
    found = _look(path, worker)
    check_room(workspace, path.stat().st_size)
    return _copied(workspace, interview, path, found, report)


def already_imported(workspace: Workspace, path: Path) -> tuple[Interview, ...]:
    """The sessions that this very file was imported into, oldest first; reads the whole file."""
    return workspace.interviews.imported_from(_origin(path))


def find_recording_again(
    workspace: Workspace, interview: Interview, path: Path, report: Report = no_report, *, worker: Worker | None = None
) -> Interview:
    """Copy a session's recording back into its folder from where it was moved.

    Raises `ScreeningError` when the file lasts another time than the recording did, and as `import_into` does.
    """
    found = _look(path, worker)
    wanted = interview.recording.duration_seconds if interview.recording else found.duration_seconds
    if abs(found.duration_seconds - wanted) > _SAME_LENGTH:
        raise ScreeningError(_ANOTHER, name=path.name, found=round(found.duration_seconds), wanted=round(wanted))
    workspace.media.of(interview.id)
    return _copied(workspace, interview, path, found, report)


def is_moved(interview: Interview) -> bool:
    """Whether the session's recording is not where it was left."""
    return interview.recording is not None and not interview.recording.path.exists()


def _look(path: Path, worker: Worker | None) -> MediaInfo:
    limits = to_look(path) if path.is_file() else None  # what is no file is refused before anything is read
    return (worker or ThisProcess()).run(_look_into, path, report=no_report, limits=limits)


def _look_into(path: Path, report: Report) -> MediaInfo:
    return open_media(path)


def _copied(workspace: Workspace, interview: Interview, path: Path, found: MediaInfo, report: Report) -> Interview:
    copy = workspace.media.recording_path(interview.id, _suffix(path))
    origin = copy_beside(path, copy, report, key=workspace.media.key_of(interview.id))
    with recorded(workspace, Action.SESSION_IMPORTED, interview_id=interview.id, sha256=origin):
        return workspace.interviews.set_recording(interview.id, recording_in(copy, found), origin)


def _origin(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with explained(path.parent), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _suffix(path: Path) -> str:
    """The file's own suffix, or ".media" for one that cannot be part of a name here; nothing depends on it."""
    suffix = path.suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ".media"
