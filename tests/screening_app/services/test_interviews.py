"""Interviews are held, imported, typed, finished, recovered and removed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from screening_app.domain import Interview, Patient, Source
from screening_app.errors import ScreeningError, StorageError
from screening_app.jobs.runner import Cancelled
from screening_app.services.imports import import_file
from screening_app.services.interviews import (
    LONGEST_TEXT,
    begin_recording,
    finish_recording,
    get_interview,
    guess_language,
    interviews_of,
    recover_recordings,
    remove_interview,
    split_text,
    start_interview,
    type_text,
    unfinished,
)
from screening_app.services.ratings import rate
from screening_app.services.scoring import add_assessment
from screening_app.services.sessions import write_notes
from screening_app.services.transcripts import read_transcript
from screening_app.services.workspace import open_workspace
from screening_app.storage.media_folder import MediaFolder
from selfmm.errors import MediaError
from selfmm.types import Answer, Score, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.services.workspace import Workspace


def nothing_is_left(workspace: Workspace, patient: Patient) -> bool:
    folders = list(workspace.media.root.iterdir()) if workspace.media.root.exists() else []
    return not folders and not interviews_of(workspace, patient.id)


def fill_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=50_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)


# Recording


def test_a_recording_is_finished_with_what_it_is(workspace: Workspace, patient: Patient, matroska: Path) -> None:
    interview = start_interview(workspace, patient, Source.RECORDED, "auto")
    assert interview.recording is None
    matroska.rename(begin_recording(workspace, interview))
    finished = finish_recording(workspace, interview)
    assert finished.recording is not None
    assert finished.recording.duration_seconds == pytest.approx(2.0, abs=0.15)
    assert (finished.recording.has_sound, finished.recording.has_picture) == (True, True)
    assert get_interview(workspace, interview.id) == finished


def test_nothing_recorded_is_said(workspace: Workspace, patient: Patient) -> None:
    interview = start_interview(workspace, patient, Source.RECORDED, "auto")
    with pytest.raises(ScreeningError, match="Nothing was recorded"):
        finish_recording(workspace, interview)


def test_a_recording_that_cannot_be_played_is_kept(workspace: Workspace, patient: Patient) -> None:
    interview = start_interview(workspace, patient, Source.RECORDED, "auto")
    begin_recording(workspace, interview).write_bytes(b"not media" * 100)
    with pytest.raises(MediaError):
        finish_recording(workspace, interview)
    assert workspace.media.recording_path(interview.id).exists()
    with pytest.raises(ScreeningError, match="has a recording already"):
        begin_recording(workspace, interview)
    assert get_interview(workspace, interview.id) == interview


def test_a_recording_that_cannot_be_stored_is_said_to_be_kept_and_found_at_the_next_start(
    workspace: Workspace, patient: Patient, matroska: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = start_interview(workspace, patient, Source.RECORDED, "auto")
    matroska.rename(begin_recording(workspace, interview))

    def full(*_: object) -> Interview:
        raise StorageError("The disk is full, so nothing was saved.")

    monkeypatch.setattr(workspace.interviews, "set_recording", full)
    with pytest.raises(StorageError, match="recording is kept"):
        finish_recording(workspace, interview)
    monkeypatch.undo()
    (found,) = recover_recordings(workspace)
    assert found.recording is not None


def test_a_recording_is_not_begun_on_a_full_disk(
    workspace: Workspace, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_disk(monkeypatch)
    with pytest.raises(StorageError, match="1000 MB are needed, 50 MB are free"):
        start_interview(workspace, patient, Source.RECORDED, "auto")
    assert nothing_is_left(workspace, patient)


@pytest.mark.parametrize("source", [Source.RECORDED, Source.TYPED])
def test_a_session_that_cannot_be_stored_leaves_no_folder(
    workspace: Workspace, patient: Patient, monkeypatch: pytest.MonkeyPatch, source: Source
) -> None:
    def full(_: Interview) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(workspace.interviews, "add", full)
    with pytest.raises(StorageError):
        start_interview(workspace, patient, source, "en")
    assert nothing_is_left(workspace, patient)


def test_a_session_without_room_for_its_folder_leaves_no_row(
    workspace: Workspace, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: MediaFolder, __: str) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(MediaFolder, "of", full)
    with pytest.raises(StorageError):
        start_interview(workspace, patient, Source.TYPED, "en")
    assert nothing_is_left(workspace, patient)


def test_interviews_of_the_demonstration_patient_are_marked(workspace: Workspace, patient: Patient) -> None:
    held = datetime(2026, 3, 1, tzinfo=UTC)
    interview = start_interview(workspace, replace(patient, is_demo=True), Source.TYPED, "en", held_at=held)
    assert (interview.is_demo, interview.held_at) == (True, held)


# Importing


@pytest.mark.parametrize("name", ["Interview 3.WAV", "采访.wav", "no_suffix", "odd.suffix-that-is-long", "two.tar.gz"])
def test_a_file_is_copied_whatever_its_name(workspace: Workspace, patient: Patient, wav: Path, name: str) -> None:
    source = wav.rename(wav.with_name(name))
    told: list[float] = []
    interview = import_file(workspace, patient, source, "zh", lambda step, fraction: told.append(fraction))
    assert interview.recording is not None
    assert interview.recording.path.read_bytes() == source.read_bytes()
    assert interview.recording.path.parent == workspace.media.root / interview.id
    assert (interview.source, interview.language) == (Source.IMPORTED, "zh")
    assert (interview.recording.has_sound, interview.recording.has_picture) == (True, False)
    assert interviews_of(workspace, patient.id) == (interview,)
    assert told[-1] == 1.0


@pytest.mark.parametrize("content", [b"", b"this is a letter, not a recording\n" * 50])
def test_what_is_not_media_is_refused_and_leaves_nothing(
    workspace: Workspace, patient: Patient, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "letter.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=r"letter\.mp4"):
        import_file(workspace, patient, path, "auto")
    assert nothing_is_left(workspace, patient)


def test_a_missing_file_is_refused_and_leaves_nothing(workspace: Workspace, patient: Patient, tmp_path: Path) -> None:
    with pytest.raises(MediaError):
        import_file(workspace, patient, tmp_path / "gone.wav", "auto")
    assert nothing_is_left(workspace, patient)


def test_an_import_that_is_stopped_leaves_nothing(workspace: Workspace, patient: Patient, wav: Path) -> None:
    def stop(step: str, fraction: float) -> None:
        if fraction > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_file(workspace, patient, wav, "auto", stop)
    assert nothing_is_left(workspace, patient)
    assert wav.exists()


def test_a_full_disk_is_said_before_anything_is_copied(
    workspace: Workspace, patient: Patient, wav: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_disk(monkeypatch)
    with pytest.raises(StorageError, match="Free some space"):
        import_file(workspace, patient, wav, "auto")
    assert nothing_is_left(workspace, patient)


def test_a_disk_that_fills_while_copying_leaves_nothing(
    workspace: Workspace, patient: Patient, wav: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="is full"):
        import_file(workspace, patient, wav, "auto")
    assert nothing_is_left(workspace, patient)


# Typing


def test_typed_text_becomes_a_transcript(workspace: Workspace, patient: Patient) -> None:
    interview = type_text(workspace, patient, "我睡不好。\n心情很差。", "auto")
    assert (interview.source, interview.language, interview.recording) == (Source.TYPED, "zh", None)
    assert read_transcript(workspace, interview) == Transcript((Answer("我睡不好。"), Answer("心情很差。")), "zh")


@pytest.mark.parametrize(
    ("text", "language", "answers"),
    [
        ("One.\nTwo.", "en", ["One.", "Two."]),
        ("One line\ngoes on.\n\nTwo.\n \nThree.", "en", ["One line goes on.", "Two.", "Three."]),
        ("一句\n接着。\r\n\r\n第二。", "zh", ["一句接着。", "第二。"]),
        ("\n\n  One.  \n\n\n\n", "en", ["One."]),
        ("One.\rTwo.", "en", ["One.", "Two."]),
        (" \n\t\n ", "en", []),
        ("", "en", []),
    ],
)
def test_paragraphs_or_else_lines_are_answers(text: str, language: str, answers: list[str]) -> None:
    assert [answer.text for answer in split_text(text, language)] == answers


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I do not sleep well.", "en"),
        ("我睡不好。", "zh"),
        ("我最近在看 Netflix 的电影。", "zh"),
        ("My teacher 王老师 says that I should rest more often.", "en"),
        ("123 !?", "en"),
        ("", "en"),
    ],
)
def test_the_language_that_there_is_more_of_is_guessed(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_no_text_and_too_much_text_are_refused(workspace: Workspace, patient: Patient) -> None:
    with pytest.raises(ScreeningError, match="There is no text yet"):
        type_text(workspace, patient, " \n ", "auto")
    with pytest.raises(ScreeningError, match="The text is too long"):
        type_text(workspace, patient, "x" * (LONGEST_TEXT + 1), "auto")
    assert nothing_is_left(workspace, patient)


# Removing and recovering


def test_nothing_of_a_removed_interview_stays(workspace: Workspace, patient: Patient, wav: Path) -> None:
    interview = import_file(workspace, patient, wav, "zh")
    remove_interview(workspace, interview.id)
    assert nothing_is_left(workspace, patient)
    with pytest.raises(StorageError, match="no longer"):
        get_interview(workspace, interview.id)


def test_what_has_words_or_a_recording_but_no_score_is_unfinished(
    workspace: Workspace, patient: Patient, wav: Path, new_score: Callable[..., Score]
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    imported = import_file(workspace, patient, wav, "zh", held_at=start + timedelta(days=1))
    typed = type_text(workspace, patient, "我睡不好。", "zh", held_at=start)
    scored = type_text(workspace, patient, "我很好。", "zh")
    start_interview(workspace, patient, Source.RECORDED, "zh")
    add_assessment(workspace, scored, new_score())
    assert unfinished(workspace) == (typed, imported)


def test_a_recording_cut_short_by_the_end_of_the_app_is_recovered(
    workspace: Workspace, patient: Patient, matroska: Path
) -> None:
    interview = start_interview(workspace, patient, Source.RECORDED, "zh")
    content = matroska.read_bytes()
    begin_recording(workspace, interview).write_bytes(content[: len(content) * 2 // 3])
    (recovered,) = recover_recordings(workspace)
    assert recovered.recording is not None
    assert 0.5 < recovered.recording.duration_seconds < 1.9
    assert unfinished(workspace) == (recovered,)
    assert recover_recordings(workspace) == ()


def test_only_what_never_held_anything_is_removed_by_recovering(
    workspace: Workspace, patient: Patient, tmp_path: Path
) -> None:
    typed = type_text(workspace, patient, "我睡不好。", "zh")
    broken = start_interview(workspace, patient, Source.RECORDED, "zh")
    begin_recording(workspace, broken).write_bytes(b"not media" * 100)
    half_copied = start_interview(workspace, patient, Source.IMPORTED, "zh")
    begin_recording(workspace, half_copied).with_name("recording.mkv.part").write_bytes(b"half")
    start_interview(workspace, patient, Source.RECORDED, "zh")
    assert recover_recordings(workspace) == ()
    assert set(interviews_of(workspace, patient.id)) == {typed, broken}
    assert workspace.media.recording_path(broken.id).exists()
    assert not (workspace.media.root / half_copied.id).exists()


IMPORT_AND_DIE = """
import os, signal, sys
from pathlib import Path
from screening_app.paths import AppPaths
from screening_app.services.imports import import_file
from screening_app.services.patients import find_patients
from screening_app.services.workspace import open_workspace
workspace = open_workspace(AppPaths(Path(sys.argv[1])))
def die(step, fraction):
    if fraction > 0:
        os.kill(os.getpid(), signal.SIGKILL)
import_file(workspace, find_patients(workspace)[0], Path(sys.argv[2]), "zh", die)
"""


def test_an_app_killed_while_importing_leaves_nothing_after_its_next_start(
    workspace: Workspace, patient: Patient, wav: Path
) -> None:
    workspace.close()
    arguments = [sys.executable, "-c", IMPORT_AND_DIE, str(workspace.paths.data), str(wav)]
    died = subprocess.run(arguments, cwd=Path(__file__).parents[3], check=False)
    assert died.returncode == -signal.SIGKILL
    again = open_workspace(workspace.paths)
    assert len(interviews_of(again, patient.id)) == 1
    assert recover_recordings(again) == ()
    assert nothing_is_left(again, patient)
    again.close()


def test_a_session_of_which_only_a_score_a_rating_or_notes_are_left_is_kept(
    workspace: Workspace, patient: Patient, new_score: Callable[..., Score]
) -> None:
    scored, rated, noted, _ = (start_interview(workspace, patient, Source.RECORDED, "zh") for _ in range(4))
    add_assessment(workspace, scored, new_score(50.0))
    rate(workspace, rated.id, "phq-9", (0,) * 9, language="zh")
    write_notes(workspace, noted.id, "the recording was withdrawn")
    recover_recordings(workspace)
    left = {interview.id for interview in interviews_of(workspace, patient.id)}
    assert left == {scored.id, rated.id, noted.id}
