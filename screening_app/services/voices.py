"""The clinician's own voice, enrolled once, so that only what the participant says is scored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from screening_app.domain import Action
from screening_app.jobs.child import ThisProcess, Worker
from screening_app.services.audit import record
from screening_app.services.decoding_limits import to_prepare
from screening_app.storage.disk import explained, write_whole
from screening_app.storage.encrypted_places import Place
from screening_app.storage.interview_file import InterviewFile, is_encrypted
from selfmm import limited_files
from selfmm.types import Report, no_report

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.crypto.keys import Key
    from screening_app.services.workspace import Workspace
    from selfmm.stored_file import StoredFile
    from selfmm.transcription.speakers import VoicePrint

_LONGEST_SECONDS = 600.0  # of speech to know a voice by; a minute is asked for


def clinician_voice(workspace: Workspace) -> VoicePrint | None:
    """The voice that was enrolled; None where there is none, or none that can be read. Raises `PutThereError`."""
    path = workspace.paths.clinician_voice
    if not path.exists():
        return None
    from selfmm.transcription.speakers import VoicePrint

    try:
        content = limited_files.read_bytes(_stored(workspace), limited_files.SETTINGS)
        return VoicePrint.from_dict(limited_files.parse_json(content))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def enrol_clinician(
    workspace: Workspace, recording: Path | StoredFile, report: Report = no_report, *, worker: Worker | None = None
) -> VoicePrint:
    """Remember the voice that speaks in `recording`; nothing but what tells it from others is kept.

    Raises `SelfMMError` where too little can be heard or several people speak, `StorageError` where it cannot be kept.
    """
    voice = (worker or ThisProcess()).run(_enrol, recording, report=report, limits=to_prepare(_LONGEST_SECONDS))
    record(workspace, Action.VOICE_ENROLLED)
    _keep(workspace, json.dumps(voice.to_dict()))
    return voice


def forget_clinician(workspace: Workspace) -> None:
    """Delete the voice that was enrolled; new recordings are then taken as the participant's throughout."""
    record(workspace, Action.VOICE_FORGOTTEN)
    with explained(workspace.paths.shared):
        workspace.paths.clinician_voice.unlink(missing_ok=True)


def voice_key_of(master: Key) -> Key:
    """What the voice is encrypted with."""
    return master.derived("clinician voice")


def protect_voice(workspace: Workspace) -> None:
    """Encrypt the voice where it was enrolled before there were users. Raises `StorageError`."""
    if workspace.access.master is None or not workspace.encrypted.takes_plain(Place.VOICE):
        return
    voice = clinician_voice(workspace)
    path = workspace.paths.clinician_voice
    with explained(path.parent):
        if voice is not None and not is_encrypted(path):
            _keep(workspace, json.dumps(voice.to_dict()))
        is_encrypted_now = not path.exists() or is_encrypted(path)  # one that was none stays, and counts as none
    if is_encrypted_now:
        workspace.encrypted.take_no_plain(Place.VOICE)


def _keep(workspace: Workspace, text: str) -> None:
    file = _stored(workspace)
    if isinstance(file, InterviewFile):
        with explained(file.path.parent):
            file.write_whole(text.encode())
    else:
        write_whole(file, text)


def _stored(workspace: Workspace) -> Path | InterviewFile:
    path, master = workspace.paths.clinician_voice, workspace.access.master
    if master is None:
        return path
    return InterviewFile(path, voice_key_of(master), workspace.encrypted.takes_plain(Place.VOICE))


def _enrol(recording: Path | StoredFile, report: Report) -> VoicePrint:
    from selfmm.transcription.speakers import enrol

    return enrol(recording, report)
