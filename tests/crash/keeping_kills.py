"""Kill a child with SIGKILL before every single step of a deletion by the rules, and look at what it left behind.

    PYTHONPATH=.:tests python tests/crash/keeping_kills.py             before every step
    PYTHONPATH=.:tests python tests/crash/keeping_kills.py --every 5   before each fifth

A step is whatever the child asks of the system: opening, renaming or deleting a file, or removing a folder. After each
kill the data folder is opened as the app opens it. Each thing that was due must then be there as a whole, or gone as a
whole with an entry in the record of actions; what was not due must be there; and a second deletion must come to an end.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from kept_clinic import former_folder, make_old, old_file, recorded_session, typed_session
from step_kills import killed_before, tell

from screening_app.domain import Action, AuditFilter, ContentKind
from screening_app.paths import AppPaths
from screening_app.services.audit import entries
from screening_app.services.audit_check import examine
from screening_app.services.interviews import recover_recordings
from screening_app.services.keeping import look
from screening_app.services.keeping_deletion import delete_due
from screening_app.services.keeping_rules import Rule
from screening_app.services.patients import add_patient, archive_patient
from screening_app.services.workspace import open_workspace
from screening_app.storage.former_data import former_data
from selfmm.types import no_report

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace

KINDS = (  # all but sessions, with which the recordings would go
    ContentKind.PATIENTS,
    ContentKind.RECORDINGS,
    ContentKind.MEASUREMENTS,
    ContentKind.REPORTS,
    ContentKind.LOGS,
    ContentKind.FORMER_DATA,
)
OF_FILES = {
    ContentKind.REPORTS: Action.REPORT_REMOVED,
    ContentKind.LOGS: Action.LOG_REMOVED,
    ContentKind.FORMER_DATA: Action.FORMER_DATA_REMOVED,
}


class Prepared:
    """A data folder with something due of each kind, and a session that is not; copied anew for every kill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        workspace = open_workspace(AppPaths(folder / "data"))
        stays, goes = add_patient(workspace, code="P-STAYS"), add_patient(workspace, code="P-GOES")
        self.recorded = recorded_session(workspace, stays).id
        self.open = recorded_session(workspace, stays, signed=False).id
        self.of_patient = [recorded_session(workspace, goes).id, typed_session(workspace, goes).id]
        self.patient = goes.id
        archive_patient(workspace, goes.id)
        make_old(workspace)
        old_file(workspace.paths.reports / "report.pdf")
        old_file(workspace.paths.logs / "app.log.1")
        former_folder(workspace.paths)
        self.files = {  # of each session, by what they hold
            session: _contents(workspace, session) for session in (self.recorded, self.open, *self.of_patient)
        }
        workspace.close()


def _contents(workspace: Workspace, session: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in workspace.media.files(session)}


def _delete(paths: AppPaths, kinds: tuple[ContentKind, ...]) -> None:
    workspace = open_workspace(paths)
    delete_due(workspace, look(workspace, [Rule(kind, 12) for kind in kinds]).due, no_report)
    workspace.close()


def check(prepared: Prepared, folder: Path) -> str:
    """What must be true after every kill; how much is gone."""
    workspace = open_workspace(AppPaths(folder / "data"))
    assert recover_recordings(workspace) == (), "a deleted recording came back"
    connection = sqlite3.connect(workspace.paths.database)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    assert examine(workspace).flaw is None, "the record of actions is not whole"
    told = Counter(entry.action for entry in entries(workspace, AuditFilter(), count=1000))
    assert _contents(workspace, prepared.open) == prepared.files[prepared.open], "what was not due is not as it was"
    gone = {
        ContentKind.PATIENTS: _patient_gone(workspace, prepared, told),
        ContentKind.RECORDINGS: _recording_gone(workspace, prepared, told),
    } | {kind: _file_gone(workspace, kind, told) for kind in OF_FILES}
    hidden = [path for path in folder.rglob(".*") if path.name.startswith((".going", ".trash"))]
    assert hidden == [], f"{hidden} was left"
    workspace.close()
    return f"{sum(gone.values())} of {len(gone)} gone"


def _patient_gone(workspace: Workspace, prepared: Prepared, told: Counter[str]) -> bool:
    folders = [(workspace.media.root / session).exists() for session in prepared.of_patient]
    rows = [workspace.interviews.has(session) for session in prepared.of_patient]
    known = bool(workspace.keeping.patients(prepared.patient))
    assert {*folders, *rows} == {known}, "half a patient is left"
    assert told[Action.PATIENT_REMOVED] == (not known), "the record of actions tells something else of the patient"
    if known:
        for session in prepared.of_patient:
            assert _contents(workspace, session) == prepared.files[session], "a session is not whole"
    return not known


def _recording_gone(workspace: Workspace, prepared: Prepared, told: Counter[str]) -> bool:
    interview = workspace.interviews.get(prepared.recorded)
    names, before = set(_contents(workspace, prepared.recorded)), set(prepared.files[prepared.recorded])
    is_gone = interview.recording is None
    assert is_gone == (interview.deletion is not None)
    assert is_gone == (not workspace.media.recordings(prepared.recorded)), "row and file do not agree"
    assert told[Action.RECORDING_REMOVED] == is_gone, "the record of actions tells something else of the recording"
    measured = {name for name in before if name.startswith("features-")}
    assert names >= {name for name in before - measured if not name.startswith("recording")}, "too much is gone"
    assert names >= measured or told[Action.MEASUREMENTS_REMOVED], "measurements went without an entry"
    return is_gone


def _file_gone(workspace: Workspace, kind: ContentKind, told: Counter[str]) -> bool:
    paths = workspace.paths
    there = {
        ContentKind.REPORTS: (paths.reports / "report.pdf").exists(),
        ContentKind.LOGS: (paths.logs / "app.log.1").exists(),
        ContentKind.FORMER_DATA: bool(former_data(paths.data)),
    }[kind]
    assert there or told[OF_FILES[kind]] >= 1, f"{kind} went without an entry"
    for former in former_data(paths.data):
        assert {path.name for path in former.rglob("*.*")} == {"screening.sqlite3", "recording.mkv"}, "half is left"
    return not there


def kill_at_every_step(every: int) -> tuple[Counter[str], list[str]]:
    """How often each outcome was, and what went wrong."""
    outcomes: Counter[str] = Counter()
    troubles: list[str] = []
    with tempfile.TemporaryDirectory(prefix="keeping-kills-") as name:
        prepared = Prepared(Path(name) / "prepared")
        for step in count(0, every):
            folder = Path(name) / f"kill-{step}"
            shutil.copytree(prepared.folder, folder)
            ended = killed_before(folder, partial(_delete, AppPaths(folder / "data"), KINDS), step)
            try:
                outcomes[check(prepared, folder)] += 1
                _delete(AppPaths(folder / "data"), (*KINDS, ContentKind.SESSIONS))
                _check_end(prepared, AppPaths(folder / "data"))
            except AssertionError as error:
                troubles.append(f"before step {step}: {error}")
            shutil.rmtree(folder)
            if ended:
                return outcomes, troubles
    raise AssertionError


def _check_end(prepared: Prepared, paths: AppPaths) -> None:
    workspace = open_workspace(paths)
    assert [one.id for one in workspace.interviews.all()] == [prepared.open], "the second deletion left something"
    assert look(workspace, [Rule(kind, 12) for kind in ContentKind]).due == ()
    workspace.close()


if __name__ == "__main__":
    sys.exit(tell(__doc__, kill_at_every_step))
