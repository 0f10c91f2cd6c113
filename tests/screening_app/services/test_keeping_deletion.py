"""What was agreed to is deleted, with an entry each; what must stay by then stays."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from kept_clinic import former_folder, make_old, old_file, recorded_session, typed_session

from screening_app.domain import Action, AuditFilter, ContentKind, Purpose, Sex, TreatmentKind
from screening_app.errors import ScreeningError, StorageError
from screening_app.jobs.runner import Cancelled
from screening_app.services import keeping_deletion
from screening_app.services.audit import entries
from screening_app.services.audit_check import examine
from screening_app.services.consents import record_consent, withdraw_consent
from screening_app.services.evidence import evidence_of
from screening_app.services.holds import hold_patient
from screening_app.services.interviews import recover_recordings
from screening_app.services.keeping import look
from screening_app.services.keeping_deletion import delete_due
from screening_app.services.keeping_rules import Rule
from screening_app.services.patients import add_patient, archive_patient
from screening_app.services.samples import prepare_interview, recipe_of
from screening_app.services.scoring import add_assessment
from screening_app.services.transcripts import read_transcript
from screening_app.services.treatment import add_event
from screening_app.services.workspace import open_workspace
from screening_app.storage.former_data import former_data
from selfmm.data.files import write_features
from selfmm.features import voice_track
from selfmm.types import Features, FeatureSequence, no_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.domain import AuditEntry, Interview, Patient
    from screening_app.services.keeping import Due
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.types import Score

RECORDINGS, MEASUREMENTS, SESSIONS, PATIENTS, REPORTS, LOGS, FORMER = (Rule(kind, 12) for kind in ContentKind)


def due_by(workspace: Workspace, *rules: Rule) -> tuple[Due, ...]:
    return look(workspace, rules).due


def newest(workspace: Workspace, count: int = 1) -> list[AuditEntry]:
    return list(entries(workspace, AuditFilter(), count=count))


@pytest.fixture
def recorded(workspace: Workspace, patient: Patient) -> Interview:
    session = recorded_session(workspace, patient)
    make_old(workspace)
    return session


def test_a_recording_goes_and_leaves_words_scores_measurements_and_when_it_went(
    workspace: Workspace, recorded: Interview, new_score: Callable[..., Score]
) -> None:
    add_assessment(workspace, recorded, new_score())
    deleted = delete_due(workspace, due_by(workspace, RECORDINGS), no_report)
    assert (deleted.count, deleted.stayed) == (1, 0)
    left = workspace.interviews.get(recorded.id)
    assert left.recording is None
    assert left.deletion is not None
    assert left.deletion.months == 12
    assert abs((datetime.now(UTC) - left.deletion.deleted_at).total_seconds()) < 60
    assert workspace.media.recordings(recorded.id) == ()
    assert not list(workspace.media.of(recorded.id).glob(".*"))
    assert len(workspace.media.features(recorded.id)) == 1
    assert read_transcript(workspace, left) is not None
    assert len(workspace.assessments.of_interview(recorded.id)) == 1
    assert due_by(workspace, RECORDINGS) == ()


def test_every_deletion_has_its_entry_with_the_rule_and_names_no_file(workspace: Workspace, patient: Patient) -> None:
    sessions = [recorded_session(workspace, patient), typed_session(workspace, patient)]
    gone = add_patient(workspace, code="P-GONE", name="secretname", sex=Sex.UNKNOWN)
    archive_patient(workspace, gone.id)
    make_old(workspace)
    old_file(workspace.paths.reports / "secretname.pdf")
    old_file(workspace.paths.logs / "app.log.1")
    former_folder(workspace.paths)
    rules = (RECORDINGS, MEASUREMENTS, PATIENTS, REPORTS, LOGS, FORMER)
    assert delete_due(workspace, due_by(workspace, *rules), no_report).count == len(rules)
    found = newest(workspace, len(rules))
    assert {entry.action: json.loads(entry.details)["rule"] for entry in found} == {
        Action.PATIENT_REMOVED: "patients",
        Action.RECORDING_REMOVED: "recordings",
        Action.MEASUREMENTS_REMOVED: "measurements",
        Action.REPORT_REMOVED: "reports",
        Action.LOG_REMOVED: "logs",
        Action.FORMER_DATA_REMOVED: "former_data",
    }
    assert {json.loads(entry.details)["months"] for entry in found} == {12}
    assert "secretname" not in str(found)
    assert {entry.interview_id for entry in found if entry.interview_id} == {sessions[0].id}
    assert examine(workspace).flaw is None
    assert due_by(workspace, *rules) == ()
    assert former_data(workspace.paths.data) == ()


def test_a_session_goes_with_all_that_belongs_to_it(workspace: Workspace, recorded: Interview) -> None:
    due = due_by(workspace, RECORDINGS, MEASUREMENTS, SESSIONS)
    assert len(due) == 3
    deleted = delete_due(workspace, due, no_report)
    assert deleted.counts == {ContentKind.SESSIONS: 1}
    assert deleted.stayed == 0
    assert not workspace.interviews.has(recorded.id)
    assert not (workspace.media.root / recorded.id).exists()
    assert newest(workspace)[0].action == Action.SESSION_REMOVED


def _held(workspace: Workspace, due: Due) -> None:
    hold_patient(workspace, due.patient_id, "court")


def _treated(workspace: Workspace, due: Due) -> None:
    add_event(workspace, due.patient_id, TreatmentKind.OTHER, "seen again", datetime.now(UTC))


def _gone(workspace: Workspace, due: Due) -> None:
    workspace.interviews.remove(due.id)


@pytest.mark.parametrize("meanwhile", [_held, _treated, _gone])
def test_what_is_due_no_longer_when_its_turn_comes_stays(
    workspace: Workspace, recorded: Interview, meanwhile: Callable[[Workspace, Due], None]
) -> None:
    due = due_by(workspace, SESSIONS)
    meanwhile(workspace, due[0])
    before = newest(workspace)
    deleted = delete_due(workspace, due, no_report)
    assert (deleted.count, deleted.stayed) == (0, 1)
    assert newest(workspace) == before
    assert workspace.media.recordings(recorded.id)


@pytest.mark.parametrize("rule", [RECORDINGS, MEASUREMENTS, SESSIONS])
def test_what_a_training_has_begun_to_learn_from_stays(
    workspace: Workspace, recorded: Interview, rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = due_by(workspace, rule)
    monkeypatch.setattr(keeping_deletion, "in_training", lambda _: frozenset({recorded.id}))
    assert delete_due(workspace, due, no_report).stayed == 1
    assert workspace.media.recordings(recorded.id)
    assert workspace.media.features(recorded.id)


def test_files_that_were_written_anew_or_may_be_of_somebody_on_hold_stay(
    workspace: Workspace, patient: Patient
) -> None:
    anew, held = old_file(workspace.paths.reports / "anew.pdf"), old_file(workspace.paths.reports / "held.pdf")
    log, former = old_file(workspace.paths.logs / "app.log.1"), former_folder(workspace.paths)
    due = due_by(workspace, REPORTS, LOGS, FORMER)
    anew.write_bytes(b"written just now")
    hold_patient(workspace, patient.id, "court")
    deleted = delete_due(workspace, due, no_report)
    assert deleted.counts == {ContentKind.LOGS: 1}
    assert deleted.stayed == 3
    assert anew.exists()
    assert held.exists()
    assert former.exists()
    assert not log.exists()


def test_cancelling_stops_between_two_things(workspace: Workspace, patient: Patient) -> None:
    sessions = [recorded_session(workspace, patient) for _ in range(4)]
    make_old(workspace)

    def report(step: str, fraction: float) -> None:
        assert step == "deleting"
        if fraction >= 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        delete_due(workspace, due_by(workspace, RECORDINGS), report)
    left = [session.id for session in sessions if workspace.media.recordings(session.id)]
    assert len(left) == 2
    assert {one.id for one in due_by(workspace, RECORDINGS)} == set(left)


def test_where_the_database_refuses_the_recording_is_there_as_before(
    workspace: Workspace, recorded: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = due_by(workspace, RECORDINGS)

    def refuse(*_: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(type(workspace.interviews), "forget_recording", refuse)
    before = newest(workspace)
    with pytest.raises(StorageError):
        delete_due(workspace, due, no_report)
    assert workspace.media.recordings(recorded.id) == (workspace.interviews.get(recorded.id).recording.path,)
    assert newest(workspace) == before


def test_a_deleted_recording_is_not_found_again_at_the_next_start(workspace: Workspace, recorded: Interview) -> None:
    path = workspace.media.recordings(recorded.id)[0]
    content = path.read_bytes()
    delete_due(workspace, due_by(workspace, RECORDINGS), no_report)
    aside = workspace.media.root / f".going-{recorded.id}-{path.name}"
    aside.write_bytes(content)  # as a kill after the commit leaves it
    workspace.close()
    again = open_workspace(workspace.paths)
    assert not aside.exists()
    assert recover_recordings(again) == ()
    assert again.interviews.get(recorded.id).recording is None
    assert [file.name for file in again.media.files(recorded.id) if "recording" in file.name] == []
    again.close()


def test_a_model_that_asks_for_the_voice_says_that_the_recording_is_gone(
    workspace: Workspace, recorded: Interview, tiny_settings: Settings
) -> None:
    delete_due(workspace, due_by(workspace, RECORDINGS), no_report)
    with pytest.raises(ScreeningError, match="was deleted by a rule"):
        prepare_interview(workspace, workspace.interviews.get(recorded.id), tiny_settings)


def test_measurements_outlive_the_recording_and_are_still_used(
    workspace: Workspace, recorded: Interview, tiny_settings: Settings
) -> None:
    recipe = recipe_of(tiny_settings).fingerprint
    silence = FeatureSequence(np.zeros((100, len(voice_track.COLUMNS)), np.float32), 0.01, voice_track.NAME)
    made = Features(recipe, voice=silence, speech=((0.1, 0.9),))
    write_features(workspace.media.features_path(recorded.id, recipe), made)
    delete_due(workspace, due_by(workspace, RECORDINGS), no_report)
    left = workspace.interviews.get(recorded.id)
    _, features = prepare_interview(workspace, left, tiny_settings)
    assert features is not None
    assert features.speech == made.speech
    assert len(evidence_of(workspace, left, tiny_settings).answers) == 1
    delete_due(workspace, due_by(workspace, MEASUREMENTS), no_report)
    assert evidence_of(workspace, left, tiny_settings).answers == ()


def test_who_withdraws_later_takes_the_measurements_along_that_outlived_the_recording(
    workspace: Workspace, patient: Patient
) -> None:
    session = recorded_session(workspace, patient, signed=False)
    record_consent(workspace, session, {Purpose.SOUND, Purpose.KEEP_MEDIA}, "Dr. Lin")
    with workspace.media.removing_recording(session.id):
        left = workspace.interviews.forget_recording(session.id)
    withdraw_consent(workspace, left, Purpose.KEEP_MEDIA, "Dr. Lin")
    assert workspace.media.features(session.id) == ()


def test_a_path_that_is_a_link_by_then_stays(workspace: Workspace, tmp_path: Path) -> None:
    report = old_file(workspace.paths.reports / "one.pdf")
    due = due_by(workspace, REPORTS)
    report.unlink()
    report.symlink_to(old_file(tmp_path / "elsewhere.pdf"))
    delete_due(workspace, due, no_report)
    assert (tmp_path / "elsewhere.pdf").exists()
    assert [one.id for one in due] == ["reports/one.pdf"]
