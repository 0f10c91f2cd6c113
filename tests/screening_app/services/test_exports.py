"""A patient's sessions come out whole, and identity only where it was asked for."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from screening_app.domain import ScriptCard
from screening_app.errors import ScreeningError, StorageError
from screening_app.jobs.runner import Cancelled
from screening_app.services.exports import ExportOrder, Format, export_patient
from screening_app.services.interviews import keep_cards
from screening_app.services.patients import edit_patient
from screening_app.services.ratings import complete_review, rate
from screening_app.services.scoring import add_assessment
from screening_app.services.sessions import add_addendum, sign_off, write_notes
from selfmm.data.files import write_features
from selfmm.types import AnswerScore, Features, FeatureSequence, Passage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.domain import Interview, Patient
    from screening_app.services.workspace import Workspace
    from selfmm.types import Score

ALL = frozenset(Format)
SECRETS = (
    "张三",
    "Dr. Secret",
    "slept badly",
    "secret note",
    "secret plan",
    "secret addendum",
    "known secret",
    "@tag",
    "secret card",
)
CARDS = (
    ScriptCard(1, "day", "secret card", was_shown=True),
    ScriptCard(2, "sleep", "睡眠？", was_shown=True, skipped_at=31.5),
    ScriptCard(3, "ahead", "今后？", was_shown=False),
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def full(workspace: Workspace, patient: Patient, scored_interview: Callable[..., Interview]) -> Interview:
    """A session with everything that a session can hold."""
    edit_patient(workspace, patient, notes="known secret", tags=("@tag",))
    answers = (
        AnswerScore("=I slept badly. Really.", 1.0, 9.5, 55.0, (Passage("=I slept badly.", 2.0),)),
        AnswerScore("Well enough.", 10.0, 12.0, 45.0),
    )
    interview = scored_interview(50.0, answers=answers, probability=0.4)
    write_notes(workspace, interview.id, "secret note")
    keep_cards(workspace, interview.id, CARDS)
    rate(workspace, interview.id, "phq-9", (1, 1, 0, 2, None, 0, 0, 0, 1), language="zh")
    (review,) = workspace.safety_reviews.of_interview(interview.id)
    complete_review(workspace, review, assessed_by="Dr. Secret", tool="C-SSRS", outcome="none", plan="secret plan")
    sign_off(workspace, interview, "Dr. Secret")
    add_addendum(workspace, interview.id, "secret addendum", "Dr. Secret")
    return workspace.interviews.get(interview.id)


def export(workspace: Workspace, interview: Interview, folder: Path, **changes: object) -> Path:
    return export_patient(workspace, replace(ExportOrder(interview.patient_id, ALL), **changes), folder)


def test_tables_and_document_hold_the_session(workspace: Workspace, full: Interview, tmp_path: Path) -> None:
    folder = export(workspace, full, tmp_path)
    assert folder.name.startswith("P-7K3Q-2")
    (session,) = rows(folder / "sessions.csv")
    assert session["patient"] == "P-7K3Q"
    assert datetime.fromisoformat(session["held_at"]) == full.held_at.replace(microsecond=0)
    assert (float(session["score.value"]), session["score.band"], session["status"]) == (50.0, "below_cutoff", "final")
    assert (session["score.probability"], session["quality.words"]) == ("0.4", "40")
    (rating,) = rows(folder / "questionnaires.csv")
    assert [rating[name] for name in ("instrument", "value", "is_prorated", "items.4", "items.5", "items.9")] == [
        "phq-9", "6.0", "true", "2", "", "1",
    ]  # fmt: skip
    assert [answer["effect"] for answer in rows(folder / "answers.csv")] == ["5.0", "-5.0"]
    document = json.loads((folder / "sessions.json").read_text(encoding="utf-8"))
    assert document["patient"]["code"] == "P-7K3Q"
    (told,) = document["sessions"]
    assert told["questionnaires"][0]["items"]["5"] is None
    assert told["safety_reviews"][0]["status"] == "reviewed"
    cards = [(card["card"], card["prompt"], card["status"], card["skipped_at"]) for card in told["cards"]]
    assert cards == [(1, "day", "asked", None), (2, "sleep", "skipped", 31.5), (3, "ahead", "not_reached", None)]
    assert [card["status"] for card in rows(folder / "cards.csv")] == ["asked", "skipped", "not_reached"]


def everything(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())


def test_identity_and_text_stay_out_unless_asked_for(workspace: Workspace, full: Interview, tmp_path: Path) -> None:
    said = everything(export(workspace, full, tmp_path))
    assert not [secret for secret in SECRETS if secret in said]
    said = everything(export(workspace, full, tmp_path, with_identity=True, with_text=True))
    assert not [secret for secret in SECRETS if secret not in said]


def test_a_text_that_looks_like_a_formula_is_harmless(workspace: Workspace, full: Interview, tmp_path: Path) -> None:
    folder = export(workspace, full, tmp_path, with_text=True)
    assert rows(folder / "answers.csv")[0]["text"] == "'=I slept badly. Really."


def test_one_session_comes_alone(
    workspace: Workspace, scored_interview: Callable[..., Interview], tmp_path: Path
) -> None:
    first, second = scored_interview(60.0), scored_interview(40.0)
    assert len(rows(export(workspace, first, tmp_path) / "sessions.csv")) == 2
    (only,) = rows(export(workspace, first, tmp_path, interview_id=second.id) / "sessions.csv")
    assert only["id"] == second.id


def test_the_score_that_was_signed_is_the_one_that_is_told(
    workspace: Workspace, full: Interview, new_score: Callable[..., Score], tmp_path: Path
) -> None:
    add_assessment(workspace, full, new_score(99.0))
    (session,) = rows(export(workspace, full, tmp_path) / "sessions.csv")
    assert session["score.value"] == "50.0"


def test_features_are_tables_with_seconds(workspace: Workspace, full: Interview, tmp_path: Path) -> None:
    voice = FeatureSequence(np.arange(16, dtype=np.float32).reshape(2, 8), 0.01, "voice_track")
    odd = FeatureSequence(np.ones((1, 3), np.float32), 0.5, "another")
    write_features(workspace.media.features_path(full.id, "0f"), Features("0f", voice=voice, audio=odd))
    folder = export(workspace, full, tmp_path) / "features"
    assert sorted(path.name for path in folder.iterdir()) == [f"{full.id}-audio.csv", f"{full.id}-voice.csv"]
    first, second = rows(folder / f"{full.id}-voice.csv")
    assert (first["seconds"], second["seconds"], second["power"]) == ("0", "0.01", "8")
    assert rows(folder / f"{full.id}-audio.csv")[0]["column_3"] == "1"


def test_broken_features_are_left_out(workspace: Workspace, full: Interview, tmp_path: Path) -> None:
    workspace.media.features_path(full.id, "0f").write_bytes(b"nothing")
    assert list((export(workspace, full, tmp_path) / "features").iterdir()) == []


def test_the_columns_of_the_models_own_features_have_names(
    workspace: Workspace, full: Interview, tmp_path: Path
) -> None:
    audio = FeatureSequence(np.zeros((1, 33), np.float32), 0.032, "librosa_33")
    vision = FeatureSequence(np.zeros((1, 56), np.float32), 0.1, "face_landmarks_56")
    write_features(workspace.media.features_path(full.id, "0f"), Features("0f", audio=audio, vision=vision))
    folder = export(workspace, full, tmp_path) / "features"
    assert "chroma_c_sharp" in rows(folder / f"{full.id}-audio.csv")[0]
    assert "jawOpen" in rows(folder / f"{full.id}-vision.csv")[0]


def test_cancelling_leaves_nothing(workspace: Workspace, full: Interview, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()

    def report(_step: str, fraction: float) -> None:
        if fraction > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_patient(workspace, ExportOrder(full.patient_id, ALL), target, report)
    assert list(target.iterdir()) == []


def test_trouble_is_said(workspace: Workspace, patient: Patient, full: Interview, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is not there"):
        export(workspace, full, tmp_path / "unplugged")
    with pytest.raises(ScreeningError, match="at least one format"):
        export(workspace, full, tmp_path, formats=frozenset())
    with pytest.raises(ScreeningError, match="no session to export"):
        export(workspace, full, tmp_path, interview_id="0" * 32)
