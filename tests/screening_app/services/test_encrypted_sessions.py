"""Sessions whose files only their own key opens: written, corrected, learnt from, brought back, deleted for good."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from first_user import OF_BACKUPS, PASSPHRASE, sign_in_first

from screening_app.crypto.encrypted_file import MAGIC, EncryptedWriter
from screening_app.crypto.keys import Key, new_key
from screening_app.crypto.sealed_lines import seal_line, unseal_line
from screening_app.domain import Recording, Source
from screening_app.errors import PutThereError, ScreeningError, StorageError, WrongKeyError
from screening_app.jobs.child import ChildProcess
from screening_app.paths import AppPaths
from screening_app.services.backups import back_up, list_backups, open_backups, set_up_backups, whole_backup
from screening_app.services.export_features import newest_features
from screening_app.services.former_files import encrypt_former_files
from screening_app.services.interviews import keep_cues, remove_interview, start_interview, type_text
from screening_app.services.master_key import order_new_master
from screening_app.services.patients import add_patient, remove_patient
from screening_app.services.reports import report_of
from screening_app.services.restoring import restore
from screening_app.services.samples import read_cues
from screening_app.services.scoring import ScoringService
from screening_app.services.sessions import write_notes
from screening_app.services.sign_in import SignedIn, keep_first_user, make_first_user, sign_in
from screening_app.services.transcript_draft import change_between
from screening_app.services.transcripts import (
    existing_transcript,
    is_corrected,
    listen_again,
    read_changes,
    read_transcript,
    restore_transcript,
    save_corrections,
)
from screening_app.services.workspace import Workspace, open_workspace
from screening_app.storage.interview_file import InterviewFile, RecordingFile
from screening_app.storage.interview_keys import InterviewKeys
from selfmm.data.files import read_features, write_features, write_transcript
from selfmm.data.files import read_transcript as read_file
from selfmm.errors import DataError, KnownError
from selfmm.media import open_media
from selfmm.types import Cue, Features, FeatureSequence, no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from screening_app.domain import Interview
    from screening_app.settings import Settings

pytestmark = pytest.mark.usefixtures("quick_passphrases")

PHRASE, SECOND = "I have not slept for weeks 我很久没有睡好了", "Nobody knows of the lighthouse"

FEATURES = Features("ab12", audio=FeatureSequence(np.ones((70_000, 1), np.float32), 0.1, "loudness"))


@pytest.fixture
def signed(app_paths: AppPaths) -> SignedIn:
    return sign_in_first(app_paths)


@pytest.fixture
def workspace(app_paths: AppPaths, signed: SignedIn) -> Iterator[Workspace]:
    opened = open_workspace(app_paths, signed)
    yield opened
    opened.close()


@pytest.fixture
def typed(workspace: Workspace) -> Interview:
    return type_text(workspace, add_patient(workspace, code="P-1"), f"{PHRASE}\n\nSecond.", "en")


def correct(workspace: Workspace, interview: Interview, text: str) -> None:
    before = existing_transcript(workspace, interview)
    after = replace(before, answers=(before.answers[0], replace(before.answers[1], text=text)))
    save_corrections(workspace, interview, after, [change_between("text", before, after)], "Dr. 王")


def said(workspace: Workspace, interview: Interview) -> list[str]:
    return [answer.text for answer in existing_transcript(workspace, interview).answers]


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_that_is_written_of_a_session_can_be_read_without_its_key(
    workspace: Workspace, typed: Interview
) -> None:
    for number in range(3):
        correct(workspace, typed, f"{SECOND} {number}")
    keep_cues(workspace, typed.id, [Cue("sleep", 0.0, 4.0)])
    found = bytes_below(workspace.paths.data)
    for words in (PHRASE, SECOND, "lighthouse", "selfmm-transcript", "selfmm-cues"):
        assert words.encode() not in found
    names = sorted(path.name for path in workspace.media.files(typed.id))
    assert names == ["cues.json", "transcript-changes.jsonl", "transcript-original.json", "transcript.json"]
    assert said(workspace, typed) == [PHRASE, f"{SECOND} 2"]
    assert [one.change.after[0].text for one in read_changes(workspace, typed)] == [f"{SECOND} {n}" for n in range(3)]
    assert read_cues(workspace, typed) == (Cue("sleep", 0.0, 4.0),)
    assert restore_transcript(workspace, typed, "Dr. 王").answers[1].text == "Second."
    assert not is_corrected(workspace, typed)
    assert said(workspace, typed) == [PHRASE, "Second."]


def test_after_a_whole_session_no_file_and_no_temporary_one_holds_what_was_said(
    workspace: Workspace, tiny_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed, corrected, scored in another process, read as a report, backed up, with notes; then closed."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "disk").mkdir()
    patient = add_patient(workspace, code="P-ZQ91", name="Zebulon Quastenflosse", notes="quince jelly")
    session = type_text(workspace, patient, f"{PHRASE}\n\nSecond.", "en")
    correct(workspace, session, SECOND)
    keep_cues(workspace, session.id, [Cue("lighthouse card", 0.0, 4.0)])
    write_notes(workspace, session.id, "spoke of umbrellas")
    child = ChildProcess()
    scoring = ScoringService(workspace, lambda: tiny_settings, child)
    assessment = scoring.score_interview(session)
    assert report_of(workspace, assessment.id, tiny_settings).patient.name == patient.name
    child.end()
    encrypt_former_files(workspace, no_report)
    set_up_backups(workspace, tmp_path / "disk", OF_BACKUPS, "Dr. 王")
    back_up(workspace, no_report)
    looked_for = (PHRASE, SECOND, "lighthouse", "Quastenflosse", "ZQ91", "quince jelly", "umbrellas")
    for when in ("open", "closed"):
        for folder in (workspace.paths.data, temporary, tmp_path / "disk"):
            for path in (one for one in folder.rglob("*") if one.is_file()):
                content = path.read_bytes()
                for words in looked_for:
                    found = [
                        coding for coding in ("utf-8", "utf-16-le", "utf-16-be") if words.encode(coding) in content
                    ]
                    assert found == [], (when, path.name, words)
        workspace.close()


def test_each_session_has_a_key_of_its_own_that_stays(
    workspace: Workspace, typed: Interview, signed: SignedIn, app_paths: AppPaths
) -> None:
    other = type_text(workspace, add_patient(workspace, code="P-2"), "Other.", "en")
    keys = [workspace.media.key_of(one.id) for one in (typed, other)]
    assert len({*keys, signed.master, workspace.database.key}) == 4
    path, its = (workspace.media.transcript_path(one.id) for one in (typed, other))
    its.write_bytes(path.read_bytes())
    with pytest.raises(ScreeningError, match="damaged"):
        read_transcript(workspace, other)
    workspace.close()
    again = open_workspace(app_paths, signed)
    assert [again.media.key_of(one.id) for one in (typed, other)] == keys
    assert said(again, typed) == [PHRASE, "Second."]
    again.close()


def test_a_session_has_its_key_from_the_beginning(workspace: Workspace) -> None:
    start_interview(workspace, add_patient(workspace, code="P-1"), Source.TYPED, "en")
    with workspace.database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM interview_key").scalar() == 1


def test_with_the_session_its_key_is_destroyed(workspace: Workspace, typed: Interview) -> None:
    """Copies of the files, and the master key, are of no use then."""
    path = workspace.media.transcript_path(typed.id)
    copy = workspace.paths.data.parent / "copy.json"
    shutil.copy(path, copy)
    key = workspace.media.key_of(typed.id)
    assert read_file(InterviewFile(copy, key)).answers[0].text == PHRASE
    remove_interview(workspace, typed.id)
    with pytest.raises(StorageError, match="no longer in the database"):
        workspace.media.key_of(typed.id)
    with workspace.database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM interview_key").scalar() == 0


def test_with_the_patient_all_keys_are_destroyed(workspace: Workspace, typed: Interview) -> None:
    remove_patient(workspace, typed.patient_id)
    with pytest.raises(StorageError):
        workspace.media.key_of(typed.id)


def test_what_was_written_before_there_were_users_is_read_and_encrypted_when_it_is_written_again(
    app_paths: AppPaths,
) -> None:
    before = open_workspace(app_paths)
    interview = type_text(before, add_patient(before, code="P-1"), f"{PHRASE}\n\nSecond.", "en")
    correct(before, interview, "Plain.")
    before.close()
    assert PHRASE.encode() in bytes_below(app_paths.media)
    first = make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)
    opened = open_workspace(app_paths, keep_first_user(app_paths, first))
    assert said(opened, interview) == [PHRASE, "Plain."]
    correct(opened, interview, "Encrypted.")
    assert said(opened, interview) == [PHRASE, "Encrypted."]
    assert [one.change.after[0].text for one in read_changes(opened, interview)] == ["Plain.", "Encrypted."]
    assert opened.media.transcript_path(interview.id).read_bytes().startswith(MAGIC)
    opened.close()


def test_damage_is_told_as_it_is_with_plain_files(workspace: Workspace, typed: Interview) -> None:
    path = workspace.media.transcript_path(typed.id)
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole[:60], whole[:40] + b"!" + whole[41:], MAGIC, b""):
        path.write_bytes(damaged)
        with pytest.raises(ScreeningError, match="damaged"):
            read_transcript(workspace, typed)
    path.write_bytes(whole)
    assert said(workspace, typed)[0] == PHRASE


def test_a_file_that_cannot_be_written_is_as_it_was(workspace: Workspace, typed: Interview, monkeypatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    stored = workspace.media.stored(workspace.media.transcript_path(typed.id))
    before = read_file(stored)
    monkeypatch.setattr("screening_app.crypto.encrypted_file.os.write", full)
    with pytest.raises(DataError):
        write_transcript(stored, replace(before, answers=()))
    monkeypatch.undo()
    assert read_file(stored) == before
    assert [path.name for path in workspace.media.files(typed.id)] == ["transcript.json"]


def test_another_process_gets_the_key_with_the_file_and_no_log_does(workspace: Workspace, typed: Interview) -> None:
    stored = workspace.media.stored(workspace.media.transcript_path(typed.id))
    assert read_file(pickle.loads(pickle.dumps(stored))).answers[0].text == PHRASE
    assert stored == pickle.loads(pickle.dumps(stored))
    secret = workspace.media.key_of(typed.id).secret
    assert secret.hex() not in repr(stored)
    assert repr(secret) not in repr(stored)


def test_a_key_that_another_master_key_wrapped_opens_nothing(workspace: Workspace, typed: Interview) -> None:
    with pytest.raises(WrongKeyError):
        InterviewKeys(workspace.database, new_key()).of(typed.id)
    with workspace.database.writing() as session:  # whoever can write the table puts one key in the place of another
        connection = session.connection()
        other = start_interview(workspace, workspace.patients.all()[0], Source.TYPED, "en")
        workspace.media.key_of(other.id)
        connection.exec_driver_sql(
            "UPDATE interview_key SET wrapped = (SELECT wrapped FROM interview_key WHERE interview_id = ?)", (typed.id,)
        )
    with pytest.raises(WrongKeyError):
        workspace.media.key_of(other.id)


def test_a_backup_brings_sessions_back_that_their_users_can_read(
    workspace: Workspace, typed: Interview, tmp_path: Path, signed: SignedIn
) -> None:
    (tmp_path / "disk").mkdir()
    set_up_backups(workspace, tmp_path / "disk", OF_BACKUPS, "Dr. 王")
    back_up(workspace, no_report)
    workspace.close()
    shutil.rmtree(workspace.paths.data)
    to = open_backups(tmp_path / "disk", OF_BACKUPS)
    restore(to, whole_backup(to, list_backups(to)[0]), tmp_path / "back", no_report)
    assert PHRASE.encode() not in bytes_below(tmp_path / "back")
    paths = AppPaths(tmp_path / "back")
    opened = open_workspace(paths, sign_in(paths, signed.holder_id, PASSPHRASE))
    assert said(opened, typed) == [PHRASE, "Second."]
    opened.close()


def test_a_line_is_read_only_with_its_key_and_at_its_place() -> None:
    key, line = Key(bytes(32)), PHRASE.encode()
    sealed = seal_line(line, key, 3)
    assert sealed.endswith(b"\n")
    assert sealed.count(b"\n") == 1
    assert unseal_line(sealed, key, 3) == unseal_line(sealed.rstrip(b"\n"), key, 3) == line
    assert seal_line(line, key, 3) != sealed
    for changed, its_key, number in (
        (sealed, key, 2),
        (sealed, new_key(), 3),
        (sealed[4:], key, 3),
        (sealed[:-5], key, 3),
        (b"\xff\n", key, 3),
        (b"\n", key, 3),
    ):
        with pytest.raises(WrongKeyError):
            unseal_line(changed, its_key, number)


# Files from before there were users

RECORDED = random.Random(0).randbytes(200_000)


def let_be_former(workspace: Workspace) -> None:
    """As if all sessions were from before there were users, and nobody had looked into their folders."""
    with workspace.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE interview_key SET takes_plain = 1")


@pytest.fixture
def former(app_paths: AppPaths) -> Interview:
    """A session that was typed, corrected and looked through before there were users, and then somebody signed in."""
    before = open_workspace(app_paths)
    interview = type_text(before, add_patient(before, code="P-1"), f"{PHRASE}\n\nSecond.", "en")
    correct(before, interview, SECOND)
    keep_cues(before, interview.id, [Cue("sleep", 0.0, 4.0)])
    write_features(before.media.features_path(interview.id, "ab12"), FEATURES)
    before.media.recording_path(interview.id, ".mp4").write_bytes(RECORDED)
    before.close()
    return interview


def test_what_was_written_before_there_were_users_is_encrypted(
    former: Interview, app_paths: AppPaths, workspace: Workspace
) -> None:
    files = workspace.media.files(former.id)
    assert len(files) == 6
    times = [path.stat().st_mtime_ns for path in files]
    assert encrypt_former_files(workspace, no_report) == 6
    found = bytes_below(app_paths.media)
    assert RECORDED[70_000:70_016] not in found
    for words in (PHRASE, SECOND, "sleep", "selfmm-"):
        assert words.encode() not in found
    assert workspace.media.files(former.id) == files
    assert [path.stat().st_mtime_ns for path in files] == times
    assert encrypt_former_files(workspace, no_report) == 0
    assert said(workspace, former) == [PHRASE, SECOND]
    assert [one.change.after[0].text for one in read_changes(workspace, former)] == [SECOND]
    assert read_cues(workspace, former) == (Cue("sleep", 0.0, 4.0),)
    recording = workspace.media.recorded(workspace.media.recording_path(former.id, ".mp4"))
    assert isinstance(recording, RecordingFile)
    with recording.open() as file:
        assert file.read() == RECORDED
    made = read_features(workspace.media.stored(workspace.media.features_path(former.id, "ab12")))
    assert made.audio.values.tobytes() == FEATURES.audio.values.tobytes()
    assert restore_transcript(workspace, former, "Dr. 王").answers[1].text == "Second."


def test_a_list_with_a_torn_line_and_sealed_ones_keeps_every_line_at_its_place(
    former: Interview, workspace: Workspace
) -> None:
    path = workspace.media.transcript_changes_path(former.id)
    plain = path.read_bytes()
    path.write_bytes(plain + plain[:70])  # the power failed
    correct(workspace, former, "Third.")
    before = read_changes(workspace, former)
    assert len(before) == 2
    encrypt_former_files(workspace, no_report)
    assert b"{" not in path.read_bytes()
    assert len(path.read_bytes().splitlines()) == 3
    assert read_changes(workspace, former) == before


@pytest.mark.parametrize("name", ["transcript.json", "transcript-changes.jsonl"])
def test_a_correction_in_the_midst_of_it_stays(
    former: Interview, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    corrected = []

    def correct_meanwhile(beside: Path, *args: object, **times: object) -> None:
        utime(beside, *args, **times)
        if beside.name.startswith(f".{name}") and not corrected:
            corrected.append(name)
            correct(workspace, former, "Meanwhile.")

    utime = os.utime
    monkeypatch.setattr("screening_app.storage.former_files.os.utime", correct_meanwhile)
    encrypt_former_files(workspace, no_report)
    encrypt_former_files(workspace, no_report)  # of the list, which has grown
    assert corrected == [name]
    assert said(workspace, former) == [PHRASE, "Meanwhile."]
    assert [one.change.after[0].text for one in read_changes(workspace, former)] == [SECOND, "Meanwhile."]
    assert SECOND.encode() not in bytes_below(workspace.paths.media)


def test_corrections_and_encryption_in_two_threads_lose_nothing(app_paths: AppPaths) -> None:
    before = open_workspace(app_paths)
    patient = add_patient(before, code="P-1")
    sessions = [type_text(before, patient, f"{PHRASE}\n\nSecond.", "en") for _ in range(40)]
    for session in sessions:
        correct(before, session, "Plain.")
    before.close()
    signed = sign_in_first(app_paths)
    workspace = open_workspace(app_paths, signed)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(encrypt_former_files, workspace, no_report)
        for session in sorted(sessions, key=lambda one: one.id):
            correct(workspace, session, "Corrected.")
        running.result()
    encrypt_former_files(workspace, no_report)
    for session in sessions:
        assert said(workspace, session) == [PHRASE, "Corrected."]
        assert [one.change.after[0].text for one in read_changes(workspace, session)] == ["Plain.", "Corrected."]
    assert PHRASE.encode() not in bytes_below(app_paths.media)
    workspace.close()


def test_what_is_deleted_in_the_midst_of_it_does_not_come_back(
    former: Interview, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    utime = os.utime

    def remove_meanwhile(beside: Path, *args: object, **times: object) -> None:
        utime(beside, *args, **times)
        if workspace.interviews.has(former.id):
            remove_interview(workspace, former.id)

    monkeypatch.setattr("screening_app.storage.former_files.os.utime", remove_meanwhile)
    encrypt_former_files(workspace, no_report)
    assert [path for path in workspace.paths.media.rglob("*") if path.is_file()] == []


def test_a_file_that_cannot_be_encrypted_stays_and_stops_no_other(
    former: Interview, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace.media.features_path(former.id, "ab12")
    plain = path.read_bytes()
    other = type_text(workspace, add_patient(workspace, code="P-2"), "Other.", "en")
    write_transcript(workspace.media.transcript_path(other.id), existing_transcript(workspace, other))
    let_be_former(workspace)
    write = EncryptedWriter.write

    def broken(self: EncryptedWriter, content: bytes) -> int:
        return write(self, content if "features" not in self.name else content[:-1] + b"!")

    monkeypatch.setattr(EncryptedWriter, "write", broken)
    with pytest.raises(StorageError, match="is as it was"):
        encrypt_former_files(workspace, no_report)
    assert path.read_bytes() == plain
    assert workspace.media.transcript_path(other.id).read_bytes().startswith(MAGIC)
    assert list(workspace.paths.media.rglob("*.part")) == []


def test_a_link_and_a_folder_of_nobody_are_left_alone(former: Interview, workspace: Workspace, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    workspace.media.cues_path(former.id).rename(elsewhere)
    workspace.media.cues_path(former.id).symlink_to(elsewhere)
    nobodys = workspace.paths.media / ("0" * 32) / "transcript.json"
    nobodys.parent.mkdir()
    nobodys.write_text("{}")
    plain = elsewhere.read_bytes()
    assert encrypt_former_files(workspace, no_report) == 5
    assert elsewhere.read_bytes() == plain
    assert nobodys.read_text() == "{}"


def test_without_users_nothing_is_encrypted(former: Interview, tmp_path: Path) -> None:
    opened = open_workspace(AppPaths(tmp_path / "other"))
    assert encrypt_former_files(opened, no_report) == 0
    opened.close()


# Plain files in the place of encrypted ones

NOT_ITS_OWN = "changed or put there by somebody else"
READERS: dict[str, Callable[[Workspace, Interview], object]] = {
    "transcript.json": existing_transcript,
    "transcript-original.json": lambda workspace, former: restore_transcript(workspace, former, "Dr. 王"),
    "transcript-changes.jsonl": read_changes,
    "cues.json": read_cues,
    "features-ab12.safetensors": lambda workspace, former: newest_features(workspace, former.id),
    "recording.mp4": lambda workspace, former: open_media(recording_of(workspace, former)),
}


def recording_of(workspace: Workspace, former: Interview) -> RecordingFile:
    file = workspace.media.recorded(workspace.media.recording_path(former.id, ".mp4"))
    assert isinstance(file, RecordingFile)
    return file


@pytest.mark.parametrize("name", READERS)
def test_a_plain_file_in_the_place_of_an_encrypted_one_is_refused_and_nothing_is_lost(
    former: Interview, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (path,) = (path for path in workspace.media.files(former.id) if path.name == name)
    plain = path.read_bytes()
    if name != "recording.mp4":  # whose bytes are no film
        READERS["transcript-changes.jsonl" if name == "transcript-original.json" else name](workspace, former)
    encrypt_former_files(workspace, no_report)
    encrypted = {each: each.read_bytes() for each in workspace.media.files(former.id)}
    path.write_bytes(plain)
    monkeypatch.setattr("av.open", lambda *_, **__: pytest.fail("the media library was given it"))
    with pytest.raises(KnownError, match=NOT_ITS_OWN) as told:
        READERS[name](workspace, former)
    assert name in str(told.value)
    assert encrypt_former_files(workspace, no_report) == 0  # nor is it made ours
    assert path.read_bytes() == plain
    path.write_bytes(encrypted[path])
    assert {each: each.read_bytes() for each in workspace.media.files(former.id)} == encrypted
    if name != "recording.mp4":
        READERS[name](workspace, former)


def test_of_a_session_that_began_with_users_no_plain_file_is_ever_taken(workspace: Workspace, typed: Interview) -> None:
    path = workspace.media.transcript_path(typed.id)
    write_transcript(path, existing_transcript(workspace, typed))
    with pytest.raises(PutThereError, match=f"{typed.id}/transcript.json"):
        existing_transcript(workspace, typed)
    assert encrypt_former_files(workspace, no_report) == 0
    with pytest.raises(PutThereError):
        existing_transcript(workspace, typed)


def test_a_file_that_could_not_be_encrypted_yet_stays_readable_and_others_are_closed(
    former: Interview, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = type_text(workspace, add_patient(workspace, code="P-2"), "Other.", "en")
    let_be_former(workspace)
    write = EncryptedWriter.write

    def full(self: EncryptedWriter, content: bytes) -> int:
        if "features" in self.name:
            raise OSError(28, "No space left on device")
        return write(self, content)

    with monkeypatch.context() as patched:
        patched.setattr(EncryptedWriter, "write", full)
        with pytest.raises(StorageError):
            encrypt_former_files(workspace, no_report)
    assert newest_features(workspace, former.id) is not None
    plain = workspace.media.transcript_path(other.id)
    write_transcript(plain, existing_transcript(workspace, other))
    with pytest.raises(PutThereError):
        existing_transcript(workspace, other)
    encrypt_former_files(workspace, no_report)
    assert newest_features(workspace, former.id) is not None
    assert workspace.media.features_path(former.id, "ab12").read_bytes().startswith(MAGIC)


def test_a_folder_that_is_made_for_a_session_that_had_none_is_not_taken_for_a_former_one(
    former: Interview, workspace: Workspace
) -> None:
    path = workspace.media.transcript_path(former.id)
    plain = path.read_bytes()
    shutil.rmtree(path.parent)
    encrypt_former_files(workspace, no_report)
    path.parent.mkdir()
    path.write_bytes(plain)
    assert encrypt_former_files(workspace, no_report) == 0
    with pytest.raises(PutThereError):
        existing_transcript(workspace, former)


def test_what_was_closed_stays_so_after_a_start_and_under_another_master_key(
    former: Interview, app_paths: AppPaths, signed: SignedIn
) -> None:
    opened = open_workspace(app_paths, signed)
    path = opened.media.transcript_path(former.id)
    plain = path.read_bytes()
    encrypt_former_files(opened, no_report)
    order_new_master(opened)
    opened.close()
    again = open_workspace(app_paths, sign_in(app_paths, signed.holder_id, PASSPHRASE))
    assert said(again, former) == [PHRASE, SECOND]
    path.write_bytes(plain)
    with pytest.raises(PutThereError):
        existing_transcript(again, former)
    again.close()


def test_a_text_that_somebody_put_there_can_be_made_anew_from_the_recording(
    former: Interview, workspace: Workspace
) -> None:
    path = workspace.media.transcript_path(former.id)
    plain = path.read_bytes()
    encrypt_former_files(workspace, no_report)
    path.write_bytes(plain)
    heard = replace(former, recording=Recording(workspace.media.recording_path(former.id, ".mp4"), 1.0, True, False))
    listen_again(workspace, heard, "en", "Dr. 王")
    assert not path.exists()
    assert read_changes(workspace, former)[-1].change.kind == "heard_again"
