"""Corrections are saved and recorded, can be taken back, and never touch a session that is signed off."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from screening_app.domain import Source
from screening_app.errors import ScreeningError, StorageError
from screening_app.services.imports import import_file
from screening_app.services.interviews import start_interview, type_text
from screening_app.services.sessions import sign_off
from screening_app.services.transcript_draft import Change, Draft, Said
from screening_app.services.transcripts import (
    existing_transcript,
    is_corrected,
    listen_again,
    read_changes,
    read_transcript,
    restore_transcript,
    save_corrections,
)
from selfmm.data.files import write_transcript
from selfmm.errors import DataError
from selfmm.types import Answer, Speaker, Transcript, Word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.domain import Interview, Patient
    from screening_app.services.workspace import Workspace

HEARD = Transcript(
    (
        Answer("我睡不好。", 0.5, 2.0, (Word("我", 0.5, 0.7, 0.9), Word("睡不好。", 0.7, 2.0, 0.8))),
        Answer("心情很差。", 3.0, 4.0, (Word("心情很差。", 3.0, 4.0, 0.7),)),
    ),
    "zh",
)


@pytest.fixture
def recorded(workspace: Workspace, patient: Patient, wav: Path) -> Interview:
    interview = import_file(workspace, patient, wav, "zh")
    write_transcript(workspace.media.transcript_path(interview.id), HEARD)
    return interview


def save(workspace: Workspace, interview: Interview, *steps: Callable[[Draft], None], who: str = "Dr Li") -> Transcript:
    draft = Draft(existing_transcript(workspace, interview))
    for step in steps:
        step(draft)
    save_corrections(workspace, interview, draft.transcript, draft.changes, who)
    return draft.transcript


def test_corrections_are_saved_beside_the_original_and_taken_back(workspace, recorded):
    assert not is_corrected(workspace, recorded)
    save(workspace, recorded, lambda draft: draft.replace_text(1, "心情很好。"))
    corrected = save(workspace, recorded, lambda draft: draft.switch_speaker(0))
    assert [answer.speaker for answer in corrected.answers] == [Speaker.CLINICIAN, Speaker.PARTICIPANT]
    assert read_transcript(workspace, recorded) == corrected
    assert is_corrected(workspace, recorded)
    assert restore_transcript(workspace, recorded, "Dr Li") == HEARD == read_transcript(workspace, recorded)
    assert not is_corrected(workspace, recorded)
    assert restore_transcript(workspace, recorded, "Dr Li") == HEARD


def test_what_was_changed_is_recorded_with_time_and_name(workspace, recorded):
    before = datetime.now(UTC)
    save(workspace, recorded, lambda draft: draft.replace_text(1, "心情很好。"), lambda draft: draft.split(0, 1))
    restore_transcript(workspace, recorded, "Dr Wu")
    text, split, restored = read_changes(workspace, recorded)
    assert before <= text.at <= datetime.now(UTC)
    assert text.at.utcoffset() == timedelta(0)
    assert [change.who for change in (text, split, restored)] == ["Dr Li", "Dr Li", "Dr Wu"]
    assert text.change == Change("text", 1, (Said("participant", "心情很差。"),), (Said("participant", "心情很好。"),))
    assert split.change.kind == "split"
    assert restored.change.kind == "restored"
    assert restored.change.after == tuple(Said("participant", answer.text) for answer in HEARD.answers)


def test_what_changes_nothing_is_neither_saved_nor_recorded(workspace, recorded):
    save(workspace, recorded, lambda draft: draft.switch_speaker(0), lambda draft: draft.switch_speaker(0))
    assert not is_corrected(workspace, recorded)
    assert read_changes(workspace, recorded) == ()


def test_changes_stay_recorded_when_the_recording_is_written_down_again(workspace, recorded):
    save(workspace, recorded, lambda draft: draft.replace_text(0, "一"))
    heard = listen_again(workspace, recorded, "en", "Dr Li")
    assert heard.language == "en"
    assert (read_transcript(workspace, recorded), is_corrected(workspace, recorded)) == (None, False)
    assert [recorded.change.kind for recorded in read_changes(workspace, recorded)] == ["text", "heard_again"]
    assert read_changes(workspace, recorded)[1].change.before[0].text == "一"


def test_a_torn_line_is_passed_over_and_the_next_one_is_whole(workspace, recorded):
    save(workspace, recorded, lambda draft: draft.replace_text(0, "一"))
    path = workspace.media.transcript_changes_path(recorded.id)
    with path.open("ab") as file:
        file.write(b'{"time": "2026-')
    save(workspace, recorded, lambda draft: draft.replace_text(0, "二"))
    path.write_bytes(path.read_bytes() + b"[]\n{}\n\xff\n")
    assert [recorded.change.after[0].text for recorded in read_changes(workspace, recorded)] == ["一", "二"]


def test_a_transcript_that_cannot_be_saved_is_not_recorded_as_changed(workspace, recorded, monkeypatch):
    save(workspace, recorded, lambda draft: draft.replace_text(0, "一"))

    def refuse(path: Path, transcript: Transcript) -> None:
        raise DataError("{name} was not saved.", name=path.name)

    monkeypatch.setattr("screening_app.services.transcripts.files.write_transcript", refuse)
    with pytest.raises(DataError):
        save(workspace, recorded, lambda draft: draft.replace_text(0, "二"))
    assert [recorded.change.after[0].text for recorded in read_changes(workspace, recorded)] == ["一"]


def test_a_full_disk_leaves_everything_as_it_was(workspace, recorded, monkeypatch):
    save(workspace, recorded, lambda draft: draft.replace_text(0, "一"))
    before = workspace.media.transcript_changes_path(recorded.id).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="full"):
        save(workspace, recorded, lambda draft: draft.replace_text(0, "二"))
    assert workspace.media.transcript_changes_path(recorded.id).read_bytes() == before
    assert read_transcript(workspace, recorded).answers[0].text == "一"


def test_a_session_that_is_signed_off_stays_as_it_is(workspace, scored_interview):
    interview = scored_interview()
    write_transcript(workspace.media.transcript_path(interview.id), HEARD)
    sign_off(workspace, interview, "Dr Li")
    for change in (
        lambda: save(workspace, interview, lambda draft: draft.replace_text(0, "一")),
        lambda: restore_transcript(workspace, interview, "Dr Li"),
        lambda: listen_again(workspace, interview, "en", "Dr Li"),
    ):
        with pytest.raises(ScreeningError, match="signed off"):
            change()
    assert read_transcript(workspace, interview) == HEARD
    assert read_changes(workspace, interview) == ()


def test_without_a_transcript_there_is_nothing_to_correct(workspace, patient):
    interview = start_interview(workspace, patient, Source.RECORDED, "zh")
    for use in (
        lambda: save_corrections(workspace, interview, HEARD, (), ""),
        lambda: restore_transcript(workspace, interview, ""),
    ):
        with pytest.raises(ScreeningError, match="no transcript yet"):
            use()


def test_typed_text_cannot_be_listened_to(workspace, patient):
    interview = type_text(workspace, patient, "I sleep badly.", "en")
    with pytest.raises(ScreeningError, match="nothing to listen to"):
        listen_again(workspace, interview, "zh", "")
    assert read_transcript(workspace, interview) is not None
