"""Opening the data folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from screening_app.domain import Patient, Source
from screening_app.errors import ScreeningError, StorageError
from screening_app.paths import AppPaths
from screening_app.services.interviews import begin_recording, start_interview
from screening_app.services.patients import add_patient, find_patients
from screening_app.services.workspace import Workspace, open_workspace, sweep_left_over

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
HOLD = """
import sys
from pathlib import Path
from screening_app.paths import AppPaths
from screening_app.services.workspace import open_workspace
workspace = open_workspace(AppPaths(Path(sys.argv[1])))
print("open", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def closed_data() -> Iterator[AppPaths]:
    """A data folder that may not be written; root, who may write everywhere, becomes nobody meanwhile."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    yield AppPaths(folder)
    if is_root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_what_is_stored_is_there_the_next_time(app_paths: AppPaths) -> None:
    first = open_workspace(app_paths)
    patient = add_patient(first, name="张三")
    first.close()
    second = open_workspace(app_paths)
    assert find_patients(second) == (patient,)
    second.close()


def test_a_second_copy_of_the_app_is_refused_until_the_first_ends(app_paths: AppPaths) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(app_paths.data)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    with pytest.raises(ScreeningError, match="already open"):
        open_workspace(app_paths)
    holder.kill()  # a copy that crashed must not lock the user out
    holder.communicate()
    open_workspace(app_paths).close()


def test_it_may_be_closed_from_another_thread(app_paths: AppPaths) -> None:
    workspace = open_workspace(app_paths)
    closing = Thread(target=workspace.close)
    closing.start()
    closing.join()
    open_workspace(app_paths).close()


def test_a_damaged_database_is_said_to_be_so_and_leaves_the_folder_unlocked(app_paths: AppPaths) -> None:
    open_workspace(app_paths).close()
    whole = app_paths.database.read_bytes()
    app_paths.database.write_bytes(b"nonsense" * 1000)
    with pytest.raises(StorageError, match="is damaged"):
        open_workspace(app_paths)
    app_paths.database.write_bytes(whole)
    open_workspace(app_paths).close()


def test_a_folder_that_cannot_be_written_is_named(closed_data: AppPaths) -> None:
    with pytest.raises(StorageError, match="cannot be written") as caught:
        open_workspace(closed_data)
    assert str(closed_data.data) in str(caught.value)


def test_removals_that_were_interrupted_are_finished(app_paths: AppPaths) -> None:
    left = app_paths.media / f".trash-{'0' * 32}"
    left.mkdir(parents=True)
    open_workspace(app_paths).close()
    assert not left.exists()


def test_what_was_half_written_before_this_start_is_swept_and_what_is_written_since_is_not(
    workspace: Workspace, patient: Patient
) -> None:
    interview = start_interview(workspace, patient, Source.RECORDED, "zh")
    begin_recording(workspace, interview)
    being_recorded = workspace.media.being_recorded_path(interview.id)
    sweep_left_over(workspace)
    assert being_recorded.exists()
    workspace.close()
    time.sleep(0.02)  # a disk's clock has steps of some milliseconds
    again = open_workspace(workspace.paths)
    sweep_left_over(again)
    assert not being_recorded.exists()
    again.close()


def test_importing_the_services_loads_nothing_heavy() -> None:
    code = """
import sys
import screening_app.services.history, screening_app.services.interviews, screening_app.services.model_registry
import screening_app.services.patients, screening_app.services.samples, screening_app.services.scoring
heavy = {"torch", "transformers", "librosa", "ai_edge_litert", "faster_whisper", "cv2", "av", "PySide6", "psycopg"}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_recording_whose_removal_was_not_committed_is_put_back(workspace: Workspace, patient: Patient) -> None:
    interview = start_interview(workspace, patient, Source.RECORDED, "zh")
    begin_recording(workspace, interview).write_bytes(b"recorded")
    workspace.media.of(interview.id).rename(workspace.media.root / f".trash-{interview.id}")
    workspace.close()
    again = open_workspace(workspace.paths)
    assert again.media.recording_path(interview.id).read_bytes() == b"recorded"
    again.close()
