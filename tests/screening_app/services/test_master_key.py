"""Another master key, after somebody has left: for whom it opens, what it leaves alone, and a start that fails."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from screening_app.domain import Action, AuditFilter, Role
from screening_app.errors import StorageError, WrongKeyError
from screening_app.services import master_key
from screening_app.services.audit import entries
from screening_app.services.audit_check import examine
from screening_app.services.backups import destination_of, set_up_backups
from screening_app.services.former_files import encrypt_former_files
from screening_app.services.interviews import type_text
from screening_app.services.locking import has_pin, set_pin
from screening_app.services.master_key import order_new_master
from screening_app.services.patients import add_patient
from screening_app.services.permissions import NotAllowedError
from screening_app.services.sign_in import keep_first_user, make_first_user, read_keyring, recover, sign_in
from screening_app.services.training_folder import clinic_folder, out_folder, training_key, vectors_folder
from screening_app.services.transcript_draft import change_between
from screening_app.services.transcripts import existing_transcript, read_changes, save_corrections
from screening_app.services.users import add_user, enter, shut_out
from screening_app.services.voices import clinician_voice
from screening_app.services.workspace import Workspace, open_workspace
from screening_app.storage.interview_file import EncryptedFolder
from screening_app.storage.interview_keys import InterviewKeys
from selfmm.transcription.speakers import VoicePrint
from selfmm.types import no_report

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.domain import Interview
    from screening_app.paths import AppPaths
    from screening_app.services.sign_in import FirstUser

pytestmark = pytest.mark.usefixtures("quick_passphrases")

PASSPHRASE, OTHER = "seven lamps under the quiet harbour", "violet tractor hums at dawn"
PHRASE = "I have not slept for weeks 我很久没有睡好了"


class Clinic:
    """A data folder with an administrator, a session of everything that hangs on the master key, and who left."""

    def __init__(self, paths: AppPaths, disk: Path) -> None:
        self.paths = paths
        self.first: FirstUser = make_first_user("Dr. Li", PASSPHRASE, sees_patients=True)
        workspace = open_workspace(paths, keep_first_user(paths, self.first))
        enter(workspace, self.first.signed)
        self.session: Interview = type_text(workspace, add_patient(workspace, code="P-1"), f"{PHRASE}\n\nSecond.", "en")
        before = existing_transcript(workspace, self.session)
        after = replace(before, answers=(before.answers[0],))
        save_corrections(workspace, self.session, after, [change_between("text", before, after)], "Dr. Li")
        self.left = add_user(workspace, "Gone", Role.ADMINISTRATOR, OTHER, sees_patients=True).id
        self.stays = add_user(workspace, "Dr. Nd", Role.CLINICIAN, OTHER).id
        disk.mkdir()
        set_up_backups(workspace, disk, OTHER, "Dr. Li")
        self.backups = destination_of(workspace)
        self.voice = VoicePrint(np.full(256, 1 / 16, np.float32), seconds=8.0, encoder="0" * 64)
        paths.clinician_voice.write_text(json.dumps(self.voice.to_dict()))
        encrypt_former_files(workspace, no_report)
        held = training_key(workspace)
        clinic_folder(paths.training).mkdir(parents=True)
        out_folder(paths.training).mkdir()
        EncryptedFolder(clinic_folder(paths.training), held.key).file("clinic.json").write_whole(PHRASE.encode())
        EncryptedFolder(out_folder(paths.training), held.key).file("checkpoint").write_whole(PHRASE.encode())
        (vectors_folder(paths.training) / "encoder").mkdir(parents=True)
        set_pin(workspace, "294817")
        workspace.close()
        self.old = self.sign_in().master

    def sign_in(self, user_id: str = "", passphrase: str = PASSPHRASE):
        return sign_in(self.paths, user_id or self.first.signed.holder_id, passphrase)

    def open(self) -> Workspace:
        return open_workspace(self.paths, self.sign_in())

    def order(self) -> None:
        workspace = self.open()
        shut_out(workspace, self.left)
        order_new_master(workspace)
        workspace.close()

    def files(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in self.paths.media.rglob("*") if path.is_file()}

    def check(self, workspace: Workspace) -> None:
        """All is read as it was."""
        assert existing_transcript(workspace, self.session).answers[0].text == PHRASE
        assert len(read_changes(workspace, self.session)) == 1
        assert destination_of(workspace) == self.backups
        assert np.array_equal(clinician_voice(workspace).values, self.voice.values)
        key = training_key(workspace).key
        for folder, name in ((clinic_folder, "clinic.json"), (out_folder, "checkpoint")):
            with EncryptedFolder(folder(self.paths.training), key).file(name).open() as file:
                assert file.read() == PHRASE.encode()
        assert examine(workspace).flaw is None


@pytest.fixture
def clinic(app_paths: AppPaths, tmp_path: Path) -> Clinic:
    return Clinic(app_paths, tmp_path / "disk")


def test_until_the_next_sign_in_everything_is_as_it_was(clinic: Clinic) -> None:
    workspace = clinic.open()
    order_new_master(workspace)
    assert clinic.sign_in().master == clinic.old == workspace.access.master
    clinic.check(workspace)
    assert next(iter(entries(workspace, AuditFilter(), count=1))).action == Action.MASTER_KEY_CHANGED
    workspace.close()


def test_everything_opens_with_the_new_key_and_nothing_with_the_old(clinic: Clinic) -> None:
    files = clinic.files()
    clinic.order()
    workspace = clinic.open()
    new = workspace.access.master
    assert new != clinic.old
    clinic.check(workspace)
    assert clinic.files() == files, "no file of a session is written anew"
    assert not vectors_folder(clinic.paths.training).exists()
    assert not has_pin(workspace)
    with pytest.raises(WrongKeyError):
        InterviewKeys(workspace.database, clinic.old).of(clinic.session.id)
    workspace.close()
    old = replace(clinic.first.signed, master=clinic.old, knows_encrypted=True)
    with pytest.raises(StorageError, match="does not open with this account"):
        open_workspace(clinic.paths, old)
    assert clinic.sign_in().master == new
    again = clinic.open()
    clinic.check(again)
    again.close()


def test_it_is_sealed_for_who_stays_and_for_the_recovery_key_and_not_for_who_left(clinic: Clinic) -> None:
    clinic.order()
    clinic.open().close()
    master = clinic.sign_in().master
    assert clinic.sign_in(clinic.stays, OTHER).master == master
    with pytest.raises(WrongKeyError):
        clinic.sign_in(clinic.left, OTHER)
    recovered = recover(clinic.paths, clinic.stays, clinic.first.recovery_key, PASSPHRASE)
    assert recovered.signed.master == master
    assert recovered.signed.knows_encrypted
    assert not read_keyring(clinic.paths).next_master


def test_whoever_signs_in_next_carries_it_out(clinic: Clinic) -> None:
    clinic.order()
    workspace = open_workspace(clinic.paths, clinic.sign_in(clinic.stays, OTHER))
    assert workspace.access.master != clinic.old
    workspace.close()
    workspace = clinic.open()
    clinic.check(workspace)
    workspace.close()


def test_a_passphrase_that_is_changed_in_between_stays(clinic: Clinic) -> None:
    clinic.order()
    recover(clinic.paths, clinic.stays, clinic.first.recovery_key, PASSPHRASE)
    clinic.open().close()
    assert clinic.sign_in(clinic.stays, PASSPHRASE).master == clinic.sign_in().master != clinic.old


@pytest.mark.parametrize(
    "step", ["change_database_key", "rewrap_backup_key", "drop_vectors", "_rewrite", "write_state", "write_keyring"]
)
def test_what_was_stopped_half_way_goes_on_at_the_next_sign_in(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    clinic.order()

    def fail(*_: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(master_key, step, fail)
    for _ in range(2):
        with pytest.raises(StorageError):
            clinic.open()
    assert clinic.sign_in().master == clinic.old
    monkeypatch.undo()
    workspace = clinic.open()
    assert workspace.access.master != clinic.old
    clinic.check(workspace)
    workspace.close()


def test_only_an_administrator_may_order_it(clinic: Clinic) -> None:
    workspace = open_workspace(clinic.paths, clinic.sign_in(clinic.stays, OTHER))
    with pytest.raises(NotAllowedError):
        order_new_master(workspace)
    assert not read_keyring(clinic.paths).next_master
    workspace.close()


def test_a_key_row_that_somebody_changed_does_not_stop_it(clinic: Clinic) -> None:
    workspace = clinic.open()
    other = type_text(workspace, workspace.patients.all()[0], "Other.", "en")
    with workspace.database.writing() as session:
        session.connection().exec_driver_sql(
            "UPDATE interview_key SET wrapped = x'00' WHERE interview_id = ?", (other.id,)
        )
    order_new_master(workspace)
    workspace.close()
    workspace = clinic.open()
    clinic.check(workspace)
    workspace.close()
