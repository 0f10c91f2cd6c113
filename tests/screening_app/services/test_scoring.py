"""From an interview to its stored score, through the real network with random weights."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pytest

from screening_app.errors import StorageError
from screening_app.jobs.child import ThisProcess
from screening_app.jobs.runner import Cancelled
from screening_app.services.history import patient_history
from screening_app.services.imports import import_file
from screening_app.services.interviews import interviews_of, remove_interview, type_text, unfinished
from screening_app.services.model_registry import active_bundle_folder
from screening_app.services.samples import read_prepared_features, recipe_of
from screening_app.services.scoring import ScoringService, _score
from screening_app.services.transcript_draft import Draft
from screening_app.services.transcripts import read_transcript, save_corrections
from screening_app.settings import Settings
from selfmm import recipe
from selfmm.data.files import write_features, write_transcript
from selfmm.errors import BundleError
from selfmm.types import Answer, Features, FeatureSequence, Transcript, no_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.domain import Interview, Patient
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report, Sample

T = TypeVar("T")

WORDS = "我今天心情很不好，睡觉睡不好。\n工作很难过，家人我不觉得好。"


@pytest.fixture
def scoring(workspace: Workspace, tiny_settings: Settings) -> ScoringService:
    return ScoringService(workspace, lambda: tiny_settings)


def test_typed_text_is_scored_and_stands_in_the_history(
    workspace: Workspace, patient: Patient, scoring: ScoringService
) -> None:
    interview = type_text(workspace, patient, WORDS, "zh")
    told: list[tuple[str, float]] = []
    assessment = scoring.score_interview(interview, lambda step, fraction: told.append((step, fraction)))
    assert workspace.assessments.get(assessment.id) == assessment
    score = assessment.score
    assert score.value is not None
    assert 25.0 <= score.value <= 100.0
    assert score.text is not None
    assert (score.audio, score.vision) == (None, None)
    assert [answer.text for answer in score.answers] == WORDS.split("\n")
    assert [point.assessment_id for point in patient_history(workspace, patient.id)] == [assessment.id]
    assert unfinished(workspace) == ()
    assert told[-1] == ("scoring", 1.0)
    assert [fraction for _, fraction in told] == sorted(fraction for _, fraction in told)


def test_after_a_correction_the_new_score_is_the_newest(
    workspace: Workspace, patient: Patient, scoring: ScoringService
) -> None:
    interview = type_text(workspace, patient, WORDS, "zh")
    first = scoring.score_interview(interview)
    draft = Draft(read_transcript(workspace, interview))
    draft.replace_text(0, "a different story of the day")
    save_corrections(workspace, interview, draft.transcript, draft.changes, "Dr Li")
    second = scoring.score_interview(interview)
    assert first.score.value != second.score.value
    assert workspace.assessments.of_interview(interview.id) == (first, second)
    assert patient_history(workspace, patient.id)[0].assessment_id == second.id


def test_the_model_is_loaded_once_and_again_when_the_settings_name_another(
    workspace: Workspace, patient: Patient, tiny_settings: Settings, tmp_path: Path
) -> None:
    import shutil

    copy = shutil.copytree(tiny_settings.model_folder, tmp_path / "copy")
    current = [tiny_settings]
    scoring = ScoringService(workspace, lambda: current[0])
    interview = type_text(workspace, patient, WORDS, "zh")
    scoring.warm_up()
    shutil.move(tiny_settings.model_folder, tmp_path / "aside")  # what is loaded needs its folder no more
    try:
        scoring.score_interview(interview)
        current[0] = replace(tiny_settings, model_folder=str(tmp_path / "nowhere"))
        with pytest.raises(BundleError, match="There is no model"):
            scoring.score_interview(interview)
    finally:
        shutil.move(tmp_path / "aside", tiny_settings.model_folder)
    current[0] = replace(tiny_settings, model_folder=str(copy))
    scoring.score_interview(interview)
    assert len(workspace.assessments.of_interview(interview.id)) == 2


def test_scoring_that_is_stopped_stores_nothing(
    workspace: Workspace, patient: Patient, scoring: ScoringService
) -> None:
    def stop(step: str, fraction: float) -> None:
        if step == "scoring":
            raise Cancelled

    interview = type_text(workspace, patient, WORDS, "zh")
    with pytest.raises(Cancelled):
        scoring.score_interview(interview, stop)
    assert unfinished(workspace) == (interview,)
    scoring.score_interview(interview)


def test_an_interview_removed_while_it_was_scored_gets_no_score(
    workspace: Workspace, patient: Patient, scoring: ScoringService
) -> None:
    interview = type_text(workspace, patient, WORDS, "zh")

    def remove(step: str, fraction: float) -> None:
        if step == "scoring" and fraction < 1:
            remove_interview(workspace, interview.id)

    with pytest.raises(StorageError, match="no longer in the database"):
        scoring.score_interview(interview, remove)
    assert interviews_of(workspace, patient.id) == ()


def test_several_threads_may_score(workspace: Workspace, patient: Patient, scoring: ScoringService) -> None:
    interview = type_text(workspace, patient, WORDS, "zh")
    with ThreadPoolExecutor(4) as threads:
        assessments = list(threads.map(lambda _: scoring.score_interview(interview), range(4)))
    assert len({assessment.score.value for assessment in assessments}) == 1
    assert len(workspace.assessments.of_interview(interview.id)) == 4


@pytest.mark.slow
def test_a_recording_goes_all_the_way_with_the_real_recipe(
    workspace: Workspace, patient: Patient, matroska: Path, scoring: ScoringService, tiny_settings: Settings
) -> None:
    interview = import_file(workspace, patient, matroska, "en")
    told: list[tuple[str, float]] = []
    assessment = scoring.score_interview(interview, lambda step, fraction: told.append((step, fraction)))
    # two seconds of a tone and grey pictures: nobody speaks, nobody is seen, so there is no number
    assert assessment.score.value is None
    assert assessment.score.band == "indeterminate"
    assert assessment.score.quality.face_share == 0.0
    assert read_transcript(workspace, interview) is not None
    assert {"transcript.json", "recording.mkv"} < {path.name for path in workspace.media.of(interview.id).iterdir()}
    fractions = [fraction for _, fraction in told]
    assert fractions == sorted(fractions)


@pytest.mark.slow
def test_the_model_that_comes_along_scores_typed_text(workspace: Workspace, patient: Patient) -> None:
    scoring = ScoringService(workspace, Settings)
    first, again = (scoring.score_interview(type_text(workspace, patient, WORDS, "zh")).score for _ in range(2))
    assert first.value is not None
    assert first == again


class Onlooker(ThisProcess):
    """A worker that remembers which samples it was given."""

    def __init__(self) -> None:
        self.samples: tuple[Sample, ...] = ()

    def run(self, function: Callable[..., T], *arguments: object, report: Report, limits: object = None) -> T:
        if function is _score:
            self.samples = arguments[1]
        return super().run(function, *arguments, report=report)


@pytest.fixture
def prepared(workspace: Workspace, patient: Patient, matroska: Path) -> Callable[[Settings], Interview]:
    """Imports a recording whose transcript and features are there already."""

    def make(settings: Settings) -> Interview:
        interview = import_file(workspace, patient, matroska, "zh")
        numbers, fingerprint = np.random.default_rng(0), recipe_of(settings).fingerprint
        features = Features(
            fingerprint,
            audio=FeatureSequence(numbers.random((2000, 33), np.float32), 0.032, "librosa_33"),
            vision=FeatureSequence(numbers.random((600, 56), np.float32), 0.1, "face_landmarks_56"),
        )
        answers = tuple(Answer(text, 20.0 * n, 20.0 * n + 18) for n, text in enumerate(WORDS.split("\n")))
        write_features(workspace.media.features_path(interview.id, fingerprint), features)
        write_transcript(workspace.media.transcript_path(interview.id), Transcript(answers, "zh"))
        return interview

    return make


def test_a_model_that_listens_and_looks_is_given_sound_and_face(
    workspace: Workspace, tiny_settings: Settings, prepared: Callable[[Settings], Interview]
) -> None:
    worker = Onlooker()
    score = ScoringService(workspace, lambda: tiny_settings, worker).score_interview(prepared(tiny_settings)).score
    assert score.value is not None
    assert None not in (score.audio, score.vision)
    assert {len(sample.audio.values) for sample in worker.samples} == {562, 563}
    assert {len(sample.vision.values) for sample in worker.samples} == {180}


@pytest.mark.slow
def test_a_model_of_words_is_not_given_hours_of_sound_and_face_and_says_the_same(
    workspace: Workspace, prepared: Callable[[Settings], Interview]
) -> None:
    worker, settings = Onlooker(), Settings()
    interview = prepared(settings)
    score = ScoringService(workspace, lambda: settings, worker).score_interview(interview).score
    assert score.value is not None
    assert {(sample.audio, sample.vision) for sample in worker.samples} == {(None, None)}
    features = read_prepared_features(workspace, interview, settings)
    whole = recipe.samples(read_transcript(workspace, interview), features, person=interview.patient_id)
    assert None not in (whole[0].audio, whole[0].vision)
    assert _score(active_bundle_folder(settings), whole, score.quality, "zh", no_report) == score
