"""Words, voice and face of people who do not exist: a training finds in each what is there, and nothing else."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
import pytest

from screening_app import demo_clinic
from screening_app.domain import Purpose, Source
from screening_app.paths import AppPaths
from screening_app.services import training_plans
from screening_app.services.consents import consented
from screening_app.services.samples import is_prepared
from screening_app.services.scoring import ScoringService
from screening_app.services.training import Depth, TrainingChoice, Verdict
from screening_app.services.workspace import open_workspace
from screening_app.settings import Settings
from selfmm.scales import PHQ_9
from selfmm.training.retraining import retrain
from selfmm.types import Modality

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from screening_app.services.workspace import Workspace
    from selfmm.training.clinic.nouns import ClinicData, RetrainingPlan, RetrainingResult

pytestmark = pytest.mark.slow

PEOPLE = 24
CHOICE = TrainingChoice("phq-9", PHQ_9, Depth.HEADS, modalities=tuple(Modality), seeds=(1,))


@pytest.fixture(scope="module")
def settings(deaf_bundle: Path, tiny_encoder: Path) -> Iterator[Settings]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SELFMM_MULTILINGUAL_E5_SMALL", str(tiny_encoder))
        yield Settings(model_folder=str(deaf_bundle))


@pytest.fixture(scope="module")
def recorded(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Settings,
    letter_topics: dict[str, dict[str, tuple[str, ...]]],
) -> Iterator[Workspace]:
    """A clinic whose sessions, one a person, are recordings that were looked through."""
    workspace = open_workspace(AppPaths(tmp_path_factory.mktemp("recorded")))
    draw = random.Random(1)
    with pytest.MonkeyPatch.context() as patch:
        for topic, sentences in letter_topics.items():
            patch.setattr(demo_clinic, topic, sentences)
        patch.setattr(demo_clinic, "_MOST_SESSIONS", 1)
        patch.setattr(demo_clinic, "_NO_CONSENT", PEOPLE + 1)
        for module in ("patients", "interviews"):  # who is dealt into which fold hangs on the ids
            patch.setattr(f"screening_app.services.{module}.uuid4", lambda: UUID(int=draw.getrandbits(128)))
        demo_clinic.fill(workspace, PEOPLE, languages=("en",), recorded_for=settings)
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def order(recorded: Workspace, settings: Settings) -> tuple[ClinicData, RetrainingPlan]:
    made = training_plans.order_for(recorded, settings, CHOICE)
    return made.data(tuple(material.whole for material in made.materials)), made.plan


def trained(order: tuple[ClinicData, RetrainingPlan], modalities: tuple[Modality, ...], out: Path) -> RetrainingResult:
    data, plan = order
    return retrain(data, replace(plan, modalities=modalities), out, created="2026-01-01")


def test_recorded_sessions_are_as_the_app_would_have_left_them(recorded: Workspace, settings: Settings) -> None:
    interviews = recorded.interviews.all()
    assert len(interviews) == PEOPLE
    for interview in interviews:
        assert interview.source is Source.RECORDED
        assert interview.recording is not None
        assert interview.recording.has_sound
        assert interview.recording.has_picture
        assert interview.recording.duration_seconds == pytest.approx(6 * 2.3, abs=0.5)
        assert is_prepared(recorded, interview, settings)
        assert {Purpose.SOUND, Purpose.PICTURE, Purpose.TRAINING} <= consented(recorded, interview.id)
    assert not list(recorded.paths.media.rglob("*being*"))
    table = training_plans.training_table(recorded, settings, CHOICE)
    assert len(table.usable) == PEOPLE  # none is of poor quality


def test_a_recorded_session_is_scored_without_complaint(recorded: Workspace, settings: Settings) -> None:
    interview = recorded.interviews.all()[0]
    assessment = ScoringService(recorded, lambda: settings).score_interview(interview)
    score = assessment.score
    assert score.value is not None
    assert score.quality.face_share == 1.0
    assert score.quality.voiced_seconds is not None
    assert score.quality.voiced_seconds > 5.0
    assert {warning.partition(":")[0] for warning in score.warnings} <= {"little_voice", "language_not_trained"}
    assert assessment.markers["pitch"] > 80


@pytest.mark.parametrize("modality", Modality)
def test_the_signal_is_found_in_each_modality_alone(
    order: tuple[ClinicData, RetrainingPlan], modality: Modality, tmp_path: Path
) -> None:
    result = trained(order, (modality,), tmp_path / "out")
    assert result.bundle.modalities == (modality,)
    assert result.cross_validation.people == PEOPLE
    assert result.cross_validation.new["auc"].value >= 0.9
    assert result.verdict is Verdict.BETTER


@pytest.mark.parametrize(
    ("modalities", "seed"),
    [*(((modality,), 1) for modality in Modality), *((tuple(Modality), seed) for seed in (1, 2, 3))],
)
def test_shuffled_ratings_never_lead_to_a_recommendation(
    order: tuple[ClinicData, RetrainingPlan], modalities: tuple[Modality, ...], seed: int, tmp_path: Path
) -> None:
    data, plan = order
    dealt = np.random.default_rng(seed).permutation([session.rating for session in data.sessions])
    sessions = tuple(replace(one, rating=float(rating)) for one, rating in zip(data.sessions, dealt, strict=True))
    result = trained((replace(data, sessions=sessions), plan), modalities, tmp_path / "out")
    assert result.verdict is not Verdict.BETTER
    assert not result.recommended
