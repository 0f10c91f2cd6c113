"""A clinic of people who do not exist."""

from __future__ import annotations

import random
from statistics import fmean
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from screening_app.demo_clinic import _HIGH, fill, main, make_people
from screening_app.domain import Purpose
from screening_app.paths import AppPaths
from screening_app.services.model_comparisons import comparison_of
from screening_app.services.training import Depth, TrainingChoice, TrainingService
from screening_app.services.transcripts import existing_transcript
from screening_app.services.workspace import open_workspace
from screening_app.settings import Settings
from screening_app.ui.training_verdicts import verdict_in_words
from selfmm.scales import PHQ_9

if TYPE_CHECKING:
    from pathlib import Path


def test_half_of_the_people_are_at_or_above_the_cutoff() -> None:
    people = make_people(40, shuffled=False)
    assert sum(fmean(person.ratings) >= 10 for person in people) == 20
    assert {person.language for person in people} == {"en", "zh"}
    assert make_people(40, shuffled=False) == people
    assert all(person.ratings == person.levels for person in people)


def test_shuffled_ratings_are_those_of_others() -> None:
    people = make_people(40, shuffled=True)
    plain = make_people(40, shuffled=False)
    assert [person.levels for person in people] == [person.levels for person in plain]
    same_side = sum((person.ratings[0] >= 10) == (person.levels[0] >= 10) for person in people)
    assert 10 <= same_side <= 30


def test_who_is_rated_high_talks_of_railways(tmp_path: Path) -> None:
    workspace = open_workspace(AppPaths(tmp_path))
    patients = fill(workspace, 10, languages=("en",))
    told: dict[bool, list[float]] = {True: [], False: []}
    for patient in patients:
        for interview in workspace.interviews.of_patient(patient.id):
            text = existing_transcript(workspace, interview).text
            (rating,) = workspace.ratings.newest_of_interview(interview.id)
            told[rating.value >= 10].append(sum(text.count(sentence) for sentence in _HIGH["en"]))
    assert min(told[True]) > max(told[False])
    consenting = workspace.consents.interviews_with(Purpose.TRAINING)
    assert 0 < len(workspace.interviews.all()) - len(consenting) <= 2
    assert workspace.safety_reviews.open() == ()
    workspace.close()


def test_a_folder_is_filled_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["3", "--data", str(tmp_path / "clinic")]) == 0
    assert capsys.readouterr().out.startswith("3 people who do not exist")
    workspace = open_workspace(AppPaths(tmp_path / "clinic"))
    assert workspace.patients.count() == 3
    assert main(["3", "--data", str(tmp_path / "clinic")]) == 1
    assert "already open" in capsys.readouterr().err
    workspace.close()


@pytest.mark.slow
@pytest.mark.parametrize("shuffled", [False, True])
def test_a_training_from_the_bundled_model_finds_what_that_model_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, shuffled: bool
) -> None:
    draw = random.Random(1)
    for module in ("patients", "interviews"):  # who is dealt into which fold hangs on the ids
        monkeypatch.setattr(f"screening_app.services.{module}.uuid4", lambda: UUID(int=draw.getrandbits(128)))
    workspace = open_workspace(AppPaths(tmp_path))
    fill(workspace, 40, shuffled=shuffled)
    service = TrainingService(workspace, Settings)
    judged = comparison_of(service.start(TrainingChoice("phq-9", PHQ_9, Depth.HEADS, seeds=(1,)), "Dr. Li"))
    workspace.close()
    assert judged is not None
    compared = judged.cross_validation
    assert compared.reference is not None
    assert compared.reference["auc"].lower < 0.5  # what says nothing falls below 0.5: its line was fitted on others
    assert judged.recommended is not shuffled
    sentence = verdict_in_words(judged)
    if shuffled:
        assert sentence.endswith("Keep the current model.")
    else:
        assert compared.new["auc"].value >= 0.9
        assert sentence.startswith("The new model is reliably better")
