"""Add, find, change and remove patients."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.domain import Patient, Sex, Source
from screening_app.errors import ScreeningError, StorageError
from screening_app.services.imports import import_file
from screening_app.services.interviews import interviews_of, start_interview
from screening_app.services.patients import (
    add_patient,
    archive_patient,
    count_patients,
    edit_patient,
    find_patients,
    get_patient,
    is_code_taken,
    known_tags,
    last_sessions,
    patients_alike,
    remove_patient,
    restore_patient,
    tags_of,
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
    changed = edit_patient(workspace, patient, name=" 李四 ", notes="new")
    assert changed == replace(patient, name="李四", notes="new")
    assert get_patient(workspace, patient.id) == changed
    with pytest.raises(ScreeningError, match="needs a code"):
        edit_patient(workspace, patient, code=" ")


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
    changed = replace(workspace, content=replace(workspace.content, patients=PatientRepository(impatient)))
    with pytest.raises(StorageError, match="in use"):
        remove_patient(changed, patient.id)
    other.rollback()
    other.close()
    impatient.close()
    assert interview.recording is not None
    assert interview.recording.path.read_bytes() == wav.read_bytes()


def test_an_archived_patient_is_out_of_the_way_and_comes_back(workspace: Workspace, patient: Patient) -> None:
    archived = archive_patient(workspace, patient.id)

    assert archived.archived_at is not None
    assert find_patients(workspace) == ()
    assert find_patients(workspace, archived=True) == find_patients(workspace, archived=None) == (archived,)
    assert (count_patients(workspace), count_patients(workspace, archived=None)) == (0, 1)
    assert restore_patient(workspace, patient.id) == patient
    assert find_patients(workspace) == (patient,)


def test_tags_are_found_and_known(workspace: Workspace) -> None:
    one = add_patient(workspace, tags=("Study A", "day clinic", "study a"))
    add_patient(workspace, tags=("研究",))

    assert one.tags == ("Study A", "day clinic")
    assert find_patients(workspace, "DAY study") == (one,)
    assert known_tags(workspace) == ("day clinic", "Study A", "研究")
    with pytest.raises(ScreeningError, match="at most 12 tags"):
        edit_patient(workspace, one, tags=("x" * 41,))


@given(st.lists(st.text(alphabet=st.characters(categories=("L", "N", "P", "Zs")), max_size=8), max_size=6))
def test_tags_are_read_the_same_again(typed: list[str]) -> None:
    tags = tags_of(",".join(typed))
    assert tags_of("，".join(tags)) == tags
    assert len({tag.casefold() for tag in tags}) == len(tags)
    assert all(tag == tag.strip() and tag for tag in tags)


def test_the_same_name_and_year_are_alike(workspace: Workspace) -> None:
    one = add_patient(workspace, name="Wang Fang", birth_year=1970)
    add_patient(workspace, name="Wang Fang", birth_year=1971)
    add_patient(workspace)

    assert patients_alike(workspace, " wang fang ", 1970) == (one,)
    assert patients_alike(workspace, "Wang Fang", 1970, but=one) == ()
    assert patients_alike(workspace, "", None) == ()


def test_a_code_is_taken_by_somebody_else_only(workspace: Workspace) -> None:
    one = add_patient(workspace, code="P-1")

    assert is_code_taken(workspace, " p-1 ")
    assert not is_code_taken(workspace, "p-1", but=one)
    assert not is_code_taken(workspace, "")


def test_last_sessions_leave_out_whom_nobody_has_seen(workspace: Workspace) -> None:
    seen, never = add_patient(workspace), add_patient(workspace)
    interview = start_interview(workspace, seen, Source.TYPED, "en")

    last = last_sessions(workspace, (seen, never))

    assert set(last) == {seen.id}
    assert (last[seen.id].held_at, last[seen.id].band) == (interview.held_at, None)
