"""Encrypt what was written before there were users: sessions, a clinician's voice, and what training keeps."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

from filelock import Timeout

from screening_app.services.training_folder import clinic_folder, drop_vectors, run_lock, training_key, vectors_folder
from screening_app.services.voices import protect_voice
from screening_app.storage.disk import PARTIAL, explained
from screening_app.storage.former_files import encrypt_former
from screening_app.storage.interview_file import is_encrypted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from screening_app.services.workspace import Workspace
    from selfmm.types import Report


def encrypt_former_files(workspace: Workspace, report: Report) -> int:
    """Encrypt what lies in plain; of how many files of sessions. For a job.

    What can be made again, as what a text encoder made of words, is removed. Reports "encrypting". Raises
    `StorageError` where something could not be encrypted and is as it was.
    """
    if workspace.access.master is None:
        return 0
    protect_voice(workspace)
    _protect_training(workspace)
    return workspace.content.media.encrypt_former(report)


def _protect_training(workspace: Workspace) -> None:
    training, key = workspace.paths.training, training_key(workspace.access)
    assert key is not None, "somebody has signed in"
    with explained(training):
        if any(_plain_files(vectors_folder(training))):
            drop_vectors(training)
        plain = list(_plain_files(clinic_folder(training)))
        if plain:
            with suppress(Timeout), run_lock(training).acquire(blocking=False):  # else it goes on: at the next start
                for path in plain:
                    encrypt_former(path, key, nullcontext())


def _plain_files(folder: Path) -> Iterator[Path]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(PARTIAL))
    return (path for path in files if not is_encrypted(path))
