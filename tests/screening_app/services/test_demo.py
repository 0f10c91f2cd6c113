"""The demonstration loads whole or not at all, is scored for real, and goes away without a trace."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from screening_app.domain import Assessment, Source
from screening_app.errors import ScreeningError
from screening_app.jobs.runner import Cancelled
from screening_app.services.demo import DEMO, demo_patients, demo_sessions, has_demo, load_demo, remove_demo
from screening_app.services.history import patient_history
from screening_app.services.interviews import interviews_of
from screening_app.services.patients import add_patient, count_patients
from screening_app.services.scoring import ScoringService
from screening_app.services.transcripts import read_transcript
from screening_app.settings import Settings
from selfmm.errors import BundleError
from selfmm.media import open_media
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report, Score

MOST_BYTES = 2_500_000  # that the demonstration's content may take


class QuickScoring(ScoringService):
    """Stores falling scores at once, and fails at the session it is told to."""

    def __init__(self, workspace: Workspace, new_score: Callable[..., Score], fail_at: int = -1) -> None:
        self._workspace, self._new_score, self._fail_at = workspace, new_score, fail_at
        self.scored = 0

    def score_interview(self, interview: Interview, report: Report = no_report) -> Assessment:
        if self.scored == self._fail_at:
            raise BundleError("The model is broken. Choose another one.")
        report("scoring", 1.0)
        self.scored += 1
        made = Assessment(uuid4().hex, interview.id, self._new_score(70.0 - 5 * self.scored), datetime.now(UTC))
        self._workspace.assessments.add(made)
        return made


@pytest.fixture
def quick_scoring(workspace: Workspace, new_score: Callable[..., Score]) -> QuickScoring:
    return QuickScoring(workspace, new_score)


def nothing_is_left(workspace: Workspace) -> bool:
    return not has_demo(workspace) and not list(workspace.media.root.glob("*")) and not count_patients(workspace)


def test_the_content_is_complete() -> None:
    sessions = demo_sessions()
    assert len(sessions) == 6
    assert [session.transcript.language for session in sessions].count("zh") == 3
    assert [session.days_ago for session in sessions] == sorted(
        (session.days_ago for session in sessions), reverse=True
    )
    for session in sessions:
        assert 3 <= len(session.transcript.answers) <= 5
        if session.recording:
            info = open_media(session.recording)
            ends = [answer.end for answer in session.transcript.answers]
            assert ends == sorted(ends)
            assert ends[-1] <= info.duration_seconds
            assert info.has_sound
    assert sum(file.stat().st_size for file in DEMO.iterdir()) <= MOST_BYTES


def test_loading_makes_a_marked_patient_with_a_history(workspace: Workspace, quick_scoring: QuickScoring) -> None:
    reports: list[float] = []
    patient = load_demo(workspace, quick_scoring, lambda _, fraction: reports.append(fraction))
    assert patient.is_demo
    assert patient.code == "DEMO-1"
    assert demo_patients(workspace) == (patient,)
    interviews = interviews_of(workspace, patient.id)
    assert all(interview.is_demo for interview in interviews)
    assert {interview.source for interview in interviews} == {Source.IMPORTED, Source.TYPED}
    points = patient_history(workspace, patient.id)
    assert len(points) == 6
    assert (datetime.now(UTC) - points[-1].held_at).days < 7
    assert (points[-1].held_at - points[0].held_at).days > 120
    assert reports == sorted(reports)
    assert reports[-1] == pytest.approx(1.0)


def test_the_transcripts_are_those_that_were_written(workspace: Workspace, quick_scoring: QuickScoring) -> None:
    patient = load_demo(workspace, quick_scoring)
    for session, interview in zip(demo_sessions(), interviews_of(workspace, patient.id), strict=True):
        assert read_transcript(workspace, interview) == session.transcript
        assert (interview.recording is None) == (session.recording is None)


def test_loading_again_replaces_it(workspace: Workspace, quick_scoring: QuickScoring) -> None:
    first = load_demo(workspace, quick_scoring)
    second = load_demo(workspace, quick_scoring)
    assert first.id != second.id
    assert demo_patients(workspace) == (second,)
    assert len(list(workspace.media.root.glob("*"))) == 6


def test_a_code_that_is_taken_is_left_to_its_patient(workspace: Workspace, quick_scoring: QuickScoring) -> None:
    real = add_patient(workspace, code="DEMO-1")
    assert load_demo(workspace, quick_scoring).code == "DEMO-2"
    remove_demo(workspace)
    assert workspace.patients.get(real.id) == real


def test_removing_leaves_nothing(workspace: Workspace, quick_scoring: QuickScoring) -> None:
    load_demo(workspace, quick_scoring)
    remove_demo(workspace)
    assert nothing_is_left(workspace)
    remove_demo(workspace)


def test_cancelling_leaves_no_half_demonstration(workspace: Workspace, quick_scoring: QuickScoring) -> None:
    def stop_late(step: str, fraction: float) -> None:
        if fraction > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        load_demo(workspace, quick_scoring, stop_late)
    assert quick_scoring.scored > 0
    assert nothing_is_left(workspace)


@pytest.mark.parametrize("session", [0, 3, 5])
def test_a_failure_leaves_no_half_demonstration(
    workspace: Workspace, new_score: Callable[..., Score], session: int
) -> None:
    with pytest.raises(BundleError):
        load_demo(workspace, QuickScoring(workspace, new_score, fail_at=session))
    assert nothing_is_left(workspace)


@pytest.mark.parametrize("content", ["{", "[]", '{"sessions": [{}]}', json.dumps({"sessions": [{"answers": 3}]})])
def test_unreadable_content_says_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / "sessions.json").write_text(content, encoding="utf-8")
    with pytest.raises(ScreeningError, match="Install the program again"):
        demo_sessions(tmp_path)


@pytest.mark.slow
def test_the_demonstration_goes_through_features_and_the_bundled_model(workspace: Workspace) -> None:
    import torch

    torch.set_num_threads(1)
    patient = load_demo(workspace, ScoringService(workspace, Settings))
    for interview in interviews_of(workspace, patient.id):
        score = workspace.assessments.of_interview(interview.id)[-1].score
        assert score.value is not None
        assert len(score.answers) == 5
        if interview.recording:
            assert score.quality.voiced_seconds is not None
            assert score.quality.voiced_seconds > 60
        assert score.audio is None  # the bundled model does not score the voice
        assert score.probability is not None
