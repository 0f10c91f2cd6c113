"""Add, find, change and remove patients."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from screening_app.domain import Patient, Sex, Source
from screening_app.errors import ScreeningError, StorageError
from screening_app.services.imports import import_file
from screening_app.services.interviews import interviews_of, start_interview
from screening_app.services.patients import (
    add_patient,
    count_patients,
    edit_patient,
    find_patients,
    get_patient,
    remove_patient,
)

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.services.workspace import Workspace


def test_a_patient_without_a_code_gets_one_that_says_nothing(workspace: Workspace) -> None:
    patients = [add_patient(workspace, name="张三") for _ in range(20)]
    codes = {patient.code for patient in patients}
    assert len(codes) == 20
    assert all(re.fullmatch(r"P-[2-9A-HJKMNP-Z]{4}", code) for code in codes)


def test_what_was_said_of_a_patient_is_kept(workspace: Workspace) -> None:
    patient = add_patient(
        workspace, code=" K-1 ", name=" Zhang ", sex=Sex.MALE, birth_year=1990, language="zh", notes="a\nb"
    )
    assert (patient.code, patient.name) == ("K-1", "Zhang")
    assert get_patient(workspace, patient.id) == patient
    assert find_patients(workspace, "k-1") == (patient,)
    assert (count_patients(workspace), count_patients(workspace, "nobody")) == (1, 0)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "p-7k3q"}, "Another patient already has the code"),
        ({"code": "x" * 41}, "The code is too long"),
        ({"name": "x" * 121}, "The name is too long"),
        ({"birth_year": 1850}, "The year of birth must lie between 1900 and"),
        ({"birth_year": 3000}, "The year of birth must lie between 1900 and"),
    ],
)
def test_what_cannot_be_is_refused(
    workspace: Workspace, patient: Patient, fields: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ScreeningError, match=sentence):
        add_patient(workspace, **fields)  # type: ignore[arg-type]
    assert find_patients(workspace) == (patient,)


def test_a_patient_can_be_changed(workspace: Workspace, patient: Patient) -> None:
    changed = edit_patient(workspace, replace(patient, name=" 李四 ", notes="new"))
    assert changed == replace(patient, name="李四", notes="new")
    assert get_patient(workspace, patient.id) == changed
    with pytest.raises(ScreeningError, match="needs a code"):
        edit_patient(workspace, replace(patient, code=" "))


def test_nothing_of_a_removed_patient_stays(workspace: Workspace, patient: Patient, wav: Path) -> None:
    import_file(workspace, patient, wav, "zh")
    other = add_patient(workspace)
    kept = start_interview(workspace, other, Source.RECORDED, "zh")
    remove_patient(workspace, patient.id)
    assert find_patients(workspace) == (other,)
    assert interviews_of(workspace, patient.id) == ()
    assert [path.name for path in workspace.media.root.iterdir()] == [kept.id]


def test_a_removal_that_the_database_refuses_keeps_the_recordings(
    workspace: Workspace, patient: Patient, wav: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    from screening_app.storage.database import open_database
    from screening_app.storage.patients import PatientRepository

    interview = import_file(workspace, patient, wav, "zh")
    impatient = open_database(workspace.database.path, busy_seconds=0.05)
    other = sqlite3.connect(workspace.database.path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="in use"):
        remove_patient(replace(workspace, patients=PatientRepository(impatient)), patient.id)
    other.rollback()
    other.close()
    impatient.close()
    assert interview.recording is not None
    assert interview.recording.path.read_bytes() == wav.read_bytes()
