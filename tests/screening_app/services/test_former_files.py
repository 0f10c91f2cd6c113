"""What was written before there were users, beside sessions: the clinician's voice, and what training keeps."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING

import numpy as np
import pytest
from first_user import sign_in_first

from screening_app.crypto.encrypted_file import MAGIC
from screening_app.crypto.keys import Key
from screening_app.errors import PutThereError
from screening_app.services.former_files import encrypt_former_files
from screening_app.services.training_folder import (
    clinic_folder,
    out_folder,
    run_lock,
    stored,
    training_key,
    vectors_folder,
)
from screening_app.services.voices import clinician_voice, forget_clinician
from screening_app.services.workspace import Workspace, open_workspace
from screening_app.storage.interview_file import EncryptedFolder
from selfmm.transcription.speakers import VoicePrint
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening_app.paths import AppPaths

pytestmark = pytest.mark.usefixtures("quick_passphrases")


@pytest.fixture
def signed_in(app_paths: AppPaths) -> Iterator[Workspace]:
    signed = sign_in_first(app_paths)
    opened = open_workspace(app_paths, signed)
    yield opened
    opened.close()


def test_a_voice_from_before_is_encrypted_and_still_known(signed_in: Workspace) -> None:
    voice = VoicePrint(np.full(256, 1 / 16, np.float32), seconds=8.0, encoder="0" * 64)
    path = signed_in.paths.clinician_voice
    path.write_text(json.dumps(voice.to_dict()))
    encrypt_former_files(signed_in, no_report)
    encrypted = path.read_bytes()
    assert encrypted.startswith(MAGIC)
    known = clinician_voice(signed_in)
    assert known is not None
    assert np.array_equal(known.values, voice.values)
    encrypt_former_files(signed_in, no_report)
    assert path.read_bytes() == encrypted


def test_a_training_from_before_is_encrypted_unless_somebody_is_at_it_and_read_texts_go(signed_in: Workspace) -> None:
    training = signed_in.paths.training
    kept = clinic_folder(training) / "sessions" / "00000" / "transcript.json"
    read = vectors_folder(training) / "encoder" / "text.safetensors"
    for path in (kept, read):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"I sleep badly")
    with run_lock(training):
        encrypt_former_files(signed_in, no_report)
        assert kept.read_bytes() == b"I sleep badly"
        assert not read.exists()
    encrypt_former_files(signed_in, no_report)
    assert kept.read_bytes().startswith(MAGIC)
    held = training_key(signed_in)
    assert held is not None
    with EncryptedFolder(clinic_folder(training), held.key).file("sessions/00000/transcript.json").open() as file:
        assert file.read() == b"I sleep badly"


def test_a_voice_that_somebody_put_there_is_refused(signed_in: Workspace) -> None:
    voice = VoicePrint(np.full(256, 1 / 16, np.float32), seconds=8.0, encoder="0" * 64)
    encrypt_former_files(signed_in, no_report)
    signed_in.paths.clinician_voice.write_text(json.dumps(voice.to_dict()))
    with pytest.raises(PutThereError, match="put there by somebody else"):
        clinician_voice(signed_in)
    encrypt_former_files(signed_in, no_report)
    with pytest.raises(PutThereError):
        clinician_voice(signed_in)
    forget_clinician(signed_in)
    assert clinician_voice(signed_in) is None


def test_of_a_voice_that_was_none_before_nothing_is_said(signed_in: Workspace) -> None:
    signed_in.paths.clinician_voice.write_text("{")
    encrypt_former_files(signed_in, no_report)
    assert clinician_voice(signed_in) is None


def test_a_training_that_somebody_put_there_is_refused(signed_in: Workspace) -> None:
    training = signed_in.paths.training
    checkpoint = out_folder(training) / "final" / "checkpoint.safetensors"
    bundle = out_folder(training) / "bundle" / "bundle.json"
    for path in (checkpoint, bundle):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"I sleep badly")
    assert checkpoint_of(signed_in) == b"I sleep badly"
    encrypt_former_files(signed_in, no_report)
    assert checkpoint.read_bytes().startswith(MAGIC)
    assert checkpoint_of(signed_in) == bundle.read_bytes() == b"I sleep badly"
    checkpoint.write_bytes(b"Somebody else's")
    encrypt_former_files(signed_in, no_report)
    with pytest.raises(PutThereError):
        checkpoint_of(signed_in)


def checkpoint_of(workspace: Workspace) -> bytes:
    out = stored(out_folder(workspace.paths.training), training_key(workspace))
    assert isinstance(out, EncryptedFolder)
    with out.folder("final").file("checkpoint.safetensors").open() as file:
        return file.read()


def test_a_folder_of_encrypted_files_goes_to_another_process_with_its_key(app_paths: AppPaths) -> None:
    folder = EncryptedFolder(app_paths.training, Key(bytes(range(32))))
    again = pickle.loads(pickle.dumps(folder))
    assert again == folder
    assert bytes(range(32)).hex() not in repr(folder)
    app_paths.training.mkdir(parents=True)
    folder.file("words").write_whole(b"I sleep badly")
    assert b"sleep" not in (app_paths.training / "words").read_bytes()
    with again.file("words").open() as file:
        assert file.read() == b"I sleep badly"
