"""Interviews in a real SQLite file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from database_kinds import ONLY_FILES
from query_plans import plan_of

from screening_app.domain import Assessment, Interview, Recording, Source, Step
from screening_app.errors import StorageError
from screening_app.storage.interviews import InterviewRepository
from screening_app.storage.media_folder import MediaFolder

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.storage.assessments import AssessmentRepository
    from screening_app.storage.database import Database

NewInterview = Callable[..., Interview]


def test_an_interview_comes_back_as_it_was_stored(
    interviews: InterviewRepository, media: MediaFolder, new_interview: NewInterview
) -> None:
    bare = new_interview(source=Source.TYPED, language="zh", is_demo=True)
    whole = new_interview()
    whole = replace(whole, recording=Recording(media.recording_path(whole.id, ".wav"), 12.5, True, False))
    for interview in (bare, whole):
        interviews.add(interview)
        assert interviews.get(interview.id) == interview


def test_a_recording_is_found_after_the_data_folder_was_moved(
    interviews: InterviewRepository, media: MediaFolder, database: Database, interview: Interview, tmp_path: Path
) -> None:
    recording = Recording(media.recording_path(interview.id), 60.0, True, True)
    stored = interviews.set_recording(interview.id, recording)
    assert stored == replace(interview, recording=recording)
    moved = InterviewRepository(database, MediaFolder(tmp_path / "elsewhere")).get(interview.id)
    assert moved.recording is not None
    assert moved.recording.path == tmp_path / "elsewhere" / interview.id / "recording.mkv"


def test_the_language_is_stored(interviews: InterviewRepository, interview: Interview) -> None:
    assert interviews.set_language(interview.id, "zh") == replace(interview, language="zh")
    assert interviews.get(interview.id).language == "zh"


def test_the_interviews_of_a_patient_come_oldest_first(
    interviews: InterviewRepository, new_interview: NewInterview
) -> None:
    now = datetime.now(UTC)
    stored = [new_interview(held_at=now - timedelta(days=days)) for days in (1, 3, 2)]
    for interview in stored:
        interviews.add(interview)
    expected = sorted(stored, key=lambda interview: interview.held_at)
    assert list(interviews.of_patient(stored[0].patient_id)) == expected
    assert interviews.of_patient("0" * 32) == ()


def test_only_what_was_never_scored_is_without_assessment(
    interviews: InterviewRepository, assessments: AssessmentRepository, interview: Interview,
    new_interview: NewInterview, new_assessment: Callable[..., Assessment],
) -> None:  # fmt: skip
    waiting = new_interview()
    interviews.add(waiting)
    assessments.add(new_assessment())
    assert interviews.without_assessment() == (waiting,)


def test_what_has_a_recording_a_score_or_a_sign_off_was_not_cut_short(
    interviews: InterviewRepository, assessments: AssessmentRepository, media: MediaFolder, interview: Interview,
    new_interview: NewInterview, new_assessment: Callable[..., Assessment],
) -> None:  # fmt: skip
    recorded, scored, signed = new_interview(), new_interview(), new_interview(step=Step.SIGNED)
    asked = new_interview(step=Step.QUESTIONNAIRE)
    for one in (recorded, scored, signed, asked):
        interviews.add(one)
    interviews.set_recording(recorded.id, Recording(media.recording_path(recorded.id), 1.0, True, False))
    for one in (scored, asked):
        assessments.add(new_assessment(interview_id=one.id))
    assert set(interviews.cut_short()) == {interview, asked}


@ONLY_FILES
@pytest.mark.parametrize("question", ["cut_short", "without_assessment", "before_result"])
def test_sessions_that_are_signed_off_are_not_read_at_the_start(
    interviews: InterviewRepository, database: Database, question: str
) -> None:
    plan = plan_of(database, getattr(interviews, question))
    assert any("USING INDEX ix_interview_step" in step for step in plan)
    assert not any(step.startswith("SCAN interview") for step in plan)


@ONLY_FILES
@pytest.mark.parametrize("question", ["without_assessment", "before_result"])
def test_of_one_patient_only_that_patients_sessions_are_read(
    interviews: InterviewRepository, database: Database, question: str
) -> None:
    plan = plan_of(database, lambda: getattr(interviews, question)("0" * 32))
    assert any("USING INDEX ix_interview_patient_id_held_at" in step for step in plan)


def test_a_removed_interview_is_said_to_be_gone(
    interviews: InterviewRepository, media: MediaFolder, interview: Interview
) -> None:
    assert interviews.has(interview.id)
    interviews.remove(interview.id)
    assert not interviews.has(interview.id)
    recording = Recording(media.recording_path(interview.id), 1.0, True, False)
    for use in (
        lambda: interviews.get(interview.id),
        lambda: interviews.set_language(interview.id, "en"),
        lambda: interviews.set_recording(interview.id, recording),
    ):
        with pytest.raises(StorageError, match="no longer in the database"):
            use()


def test_an_interview_needs_its_patient(interviews: InterviewRepository, new_interview: NewInterview) -> None:
    with pytest.raises(StorageError, match="patient of this interview is no longer"):
        interviews.add(new_interview(patient_id="0" * 32))


def test_reading_makes_no_folders(interviews: InterviewRepository, media: MediaFolder, interview: Interview) -> None:
    interviews.set_recording(interview.id, Recording(media.recording_path(interview.id), 1.0, True, False))
    interviews.get(interview.id)
    assert not media.root.exists()
