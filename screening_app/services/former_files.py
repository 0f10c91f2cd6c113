"""Encrypt what was written before there were users: sessions, a clinician's voice, and what training keeps."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from filelock import Timeout

from screening_app.services.training_folder import (
    drop_vectors,
    run_folder,
    run_lock,
    told_of_sessions,
    training_key,
    vectors_folder,
)
from screening_app.services.voices import protect_voice
from screening_app.storage.disk import explained
from screening_app.storage.encrypted_places import Place
from screening_app.storage.former_files import encrypt_former
from screening_app.storage.interview_file import is_encrypted

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report


def encrypt_former_files(workspace: Workspace, report: Report) -> int:
    """Encrypt what lies in plain; of how many files of sessions. For a job.

    What can be made again, as what a text encoder made of words, is removed. Where all is encrypted it is written down,
    and nothing plain is taken there any more. Reports "encrypting". Raises `StorageError` where something could not be
    encrypted and is as it was.
    """
    if workspace.access.master is None:
        return 0
    protect_voice(workspace)
    _protect_training(workspace)
    return workspace.content.media.encrypt_former(report)


def _protect_training(workspace: Workspace) -> None:
    """Unless somebody is at it: then at the next start."""
    training, held = workspace.paths.training, training_key(workspace)
    assert held is not None, "somebody has signed in"
    if not held.takes_plain:
        return
    with explained(training):
        made = (vectors_folder(training), *training.glob("curve-*"))
        if any(not is_encrypted(path) for folder in made for path in folder.rglob("*") if path.is_file()):
            drop_vectors(training)
        if run_folder(training).exists():
            try:
                with run_lock(training).acquire(blocking=False):
                    for path in told_of_sessions(training):
                        if not is_encrypted(path):
                            encrypt_former(path, held.key, nullcontext())
            except Timeout:
                return
    workspace.encrypted.take_no_plain(Place.TRAINING)
