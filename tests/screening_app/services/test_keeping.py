"""What would go is looked up with its size, and nothing is touched by looking."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kept_clinic import LONG_AGO, former_folder, make_old, old_file, recorded_session, typed_session

from screening_app.domain import ContentKind
from screening_app.services import keeping
from screening_app.services.holds import hold_patient
from screening_app.services.keeping import look, without_parts
from screening_app.services.keeping_rules import Rule
from screening_app.services.patients import archive_patient

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from screening_app.domain import Patient
    from screening_app.services.workspace import Workspace

EVERY_RULE = [Rule(kind, 12) for kind in ContentKind]


def everything_below(folder: Path) -> dict[Path, bytes]:
    left_out = {"screening.sqlite3-wal", "screening.sqlite3-shm"}
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name not in left_out}


def test_a_preview_lists_each_kind_with_count_oldest_and_size(workspace: Workspace, patient: Patient) -> None:
    recorded, _ = recorded_session(workspace, patient), typed_session(workspace, patient)
    archive_patient(workspace, patient.id)
    make_old(workspace)
    old_file(workspace.paths.reports / "one.pdf")
    old_file(workspace.paths.reports / "figures" / "two.png")
    old_file(workspace.paths.logs / "app.log.2")
    former_folder(workspace.paths)
    before = everything_below(workspace.paths.data)
    preview = look(workspace, EVERY_RULE)
    assert everything_below(workspace.paths.data) == before
    found = {summary.kind: summary for summary in preview.kinds}
    counts = {kind: summary.count for kind, summary in found.items()}
    assert counts == {
        ContentKind.RECORDINGS: 1,
        ContentKind.MEASUREMENTS: 1,
        ContentKind.SESSIONS: 2,
        ContentKind.PATIENTS: 1,
        ContentKind.REPORTS: 2,
        ContentKind.LOGS: 1,
        ContentKind.FORMER_DATA: 1,
    }
    media = workspace.media
    assert found[ContentKind.RECORDINGS].size == media.recordings(recorded.id)[0].stat().st_size
    assert found[ContentKind.PATIENTS].size == found[ContentKind.SESSIONS].size > found[ContentKind.RECORDINGS].size
    assert found[ContentKind.FORMER_DATA].size == 2 * len(b"written long ago")
    assert next(one for one in preview.due if one.rule.kind is ContentKind.PATIENTS).sessions == 2
    assert {one.name for one in preview.due if one.patient_id} == {patient.code}


def test_of_what_goes_anyway_the_parts_are_not_counted(workspace: Workspace, patient: Patient) -> None:
    recorded_session(workspace, patient)
    archive_patient(workspace, patient.id)
    make_old(workspace)
    due = look(workspace, EVERY_RULE).due
    assert [one.rule.kind for one in without_parts(due)] == [ContentKind.PATIENTS]
    without_patient = [one for one in due if one.rule.kind is not ContentKind.PATIENTS]
    assert [one.rule.kind for one in without_parts(without_patient)] == [ContentKind.SESSIONS]
    parts = [one for one in due if one.rule.kind in {ContentKind.RECORDINGS, ContentKind.MEASUREMENTS}]
    assert without_parts(parts) == tuple(parts)


def test_while_somebody_is_on_hold_files_of_whom_nobody_knows_stay(workspace: Workspace, patient: Patient) -> None:
    recorded_session(workspace, patient)
    make_old(workspace)
    old_file(workspace.paths.reports / "one.pdf")
    old_file(workspace.paths.logs / "app.log.1")
    former_folder(workspace.paths)
    hold_patient(workspace, patient.id, "court")
    preview = look(workspace, EVERY_RULE)
    assert [one.rule.kind for one in preview.due] == [ContentKind.LOGS]
    assert [(one.code, one.reason) for one in preview.held] == [(patient.code, "court")]


def test_the_log_in_use_links_and_what_is_younger_stay(workspace: Workspace, tmp_path: Path) -> None:
    paths = workspace.paths
    old_file(paths.logs / "app.log")
    old_file(paths.reports / "young.pdf", LONG_AGO - timedelta(days=4 * 365 + 200))
    (paths.reports / "link.pdf").symlink_to(old_file(tmp_path / "elsewhere.pdf"))
    (paths.data.parent / f"{paths.data.name}.before-restore-20200101T000000Z").symlink_to(tmp_path)
    assert look(workspace, EVERY_RULE).due == ()


def test_what_a_training_learns_from_stays(
    workspace: Workspace, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt, other = recorded_session(workspace, patient), recorded_session(workspace, patient)
    make_old(workspace)
    monkeypatch.setattr(keeping, "in_training", lambda _: frozenset({learnt.id}))
    due = look(workspace, [Rule(ContentKind.RECORDINGS, 12)]).due
    assert [one.id for one in due] == [other.id]


def test_how_far_it_is_is_told(workspace: Workspace, patient: Patient) -> None:
    for _ in range(3):
        typed_session(workspace, patient)
    make_old(workspace)
    told: list[tuple[str, float]] = []
    look(workspace, EVERY_RULE, lambda step, fraction: told.append((step, fraction)))
    assert {step for step, _ in told} == {"looking"}
    assert [fraction for _, fraction in told] == sorted(fraction for _, fraction in told)
    assert told[-1][1] == 1.0
