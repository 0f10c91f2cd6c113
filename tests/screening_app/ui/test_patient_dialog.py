from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from screening_app.domain import Action, AuditFilter, Sex
from screening_app.services.audit import entries
from screening_app.services.holds import hold_patient
from screening_app.services.patients import add_patient, archive_patient, find_patients, get_patient
from screening_app.services.workspace import Workspace
from screening_app.ui.patient_dialog import PatientDialog


@pytest.fixture
def dialog(workspace: Workspace, qtbot: QtBot) -> PatientDialog:
    made = PatientDialog(workspace, None, "zh")
    qtbot.addWidget(made)
    return made


def test_a_patient_gets_a_code_when_none_is_typed(dialog: PatientDialog, workspace: Workspace) -> None:
    dialog.name.setText("王芳")
    dialog.sex.setCurrentIndex(dialog.sex.findData(Sex.FEMALE))
    dialog.birth_year.setText("1970")
    dialog.notes.setPlainText("first visit")

    dialog.save.click()

    (stored,) = find_patients(workspace)
    assert dialog.saved == stored
    assert stored.code.startswith("P-")
    assert (stored.name, stored.sex, stored.birth_year, stored.language, stored.notes) == (
        "王芳",
        Sex.FEMALE,
        1970,
        "zh",
        "first visit",
    )


@pytest.mark.parametrize(
    ("year", "problem"),
    [("19", "Type a year between"), ("abcd", "Type a year between"), ("9999", "Type a year between")],
)
def test_a_wrong_year_is_pointed_out_beside_the_field(
    dialog: PatientDialog, workspace: Workspace, year: str, problem: str
) -> None:
    dialog.birth_year.setText(year)

    dialog.save.click()

    assert problem in dialog.birth_year_problem.text()
    assert dialog.birth_year.property("wrong")
    assert not find_patients(workspace)
    dialog.birth_year.setText("1970")
    assert dialog.birth_year_problem.isHidden()


def test_people_under_18_are_refused(dialog: PatientDialog, workspace: Workspace) -> None:
    this_year = datetime.now(UTC).year
    dialog.birth_year.setText(str(this_year - 17))
    dialog.save.click()
    assert dialog.birth_year_problem.text() == "This program is not for people under 18."
    assert not find_patients(workspace)

    dialog.birth_year.setText(str(this_year - 18))
    dialog.save.click()
    assert len(find_patients(workspace)) == 1


def test_a_code_that_is_taken_is_pointed_out(dialog: PatientDialog, workspace: Workspace) -> None:
    add_patient(workspace, code="P-7K3Q")

    dialog.code.setText("p-7k3q")
    assert "Another patient already has this code" in dialog.code_problem.text()

    dialog.save.click()
    assert dialog.saved is None
    assert len(find_patients(workspace)) == 1


def test_a_code_that_was_taken_meanwhile_is_pointed_out(dialog: PatientDialog, workspace: Workspace) -> None:
    dialog.code.setText("P-7K3Q")
    patient = add_patient(workspace, code="P-other")
    workspace.patients.update(replace(patient, code="P-7K3Q"))
    dialog._check_code = lambda: True  # as if another window had been quicker

    dialog.accept()

    assert "Choose another code" in dialog.code_problem.text()
    assert dialog.saved is None


@pytest.mark.parametrize(
    ("typed", "is_wrong"), [("1", False), ("198", False), ("3", True), ("19x", True), ("1850", True)]
)
def test_a_year_is_looked_at_while_it_is_typed(dialog: PatientDialog, typed: str, is_wrong: bool) -> None:
    dialog.birth_year.setText(typed)

    assert dialog.birth_year_problem.isHidden() != is_wrong
    assert bool(dialog.birth_year.property("wrong")) == is_wrong
    assert bool(dialog.birth_year.accessibleDescription()) == is_wrong


def test_somebody_alike_is_named_and_may_be_added_anyway(dialog: PatientDialog, workspace: Workspace) -> None:
    there = add_patient(workspace, code="P-1", name="Wang Fang", birth_year=1970)
    dialog.show()
    dialog.name.setText("wang fang")
    assert dialog.alike.isHidden()

    dialog.birth_year.setText("1970")

    assert "P-1 · Wang Fang has the same name" in dialog.alike.text()
    assert dialog.height() >= dialog.layout().totalHeightForWidth(dialog.width())
    assert dialog.save.text() == "Add anyway"
    dialog.save.click()
    assert len(find_patients(workspace)) == 2
    edited = PatientDialog(workspace, there)
    edited.name.setText("Wang Fei")
    assert edited.save.text() == "Save"


def test_somebody_alike_in_the_archive_is_named_too(dialog: PatientDialog, workspace: Workspace) -> None:
    archive_patient(workspace, add_patient(workspace, code="P-1", name="Wang Fang").id)

    dialog.name.setText("Wang Fang")

    assert "is in the archive" in dialog.alike.text()


def test_tags_are_completed_from_those_in_use(dialog: PatientDialog, workspace: Workspace, qtbot: QtBot) -> None:
    add_patient(workspace, tags=("day clinic", "Study A"))
    dialog = PatientDialog(workspace, None)
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.tags, "new;st")
    assert dialog.tags.offered() == ("Study A",)

    dialog.tags._complete("Study A")

    assert dialog.tags.tags == ("new", "Study A")
    dialog.save.click()
    assert dialog.saved.tags == ("new", "Study A")


def test_too_many_tags_and_notes_are_pointed_out(dialog: PatientDialog, workspace: Workspace) -> None:
    dialog.tags.setText(",".join(f"tag {number}" for number in range(13)))
    dialog.notes.setPlainText("x" * 20_003)
    assert dialog.tags_problem.text().startswith("Use at most 12 tags")
    assert dialog.notes_problem.text() == "The notes are too long by 3 characters."

    dialog.save.click()

    assert not find_patients(workspace)


def test_a_patient_is_changed(workspace: Workspace, qtbot: QtBot) -> None:
    patient = add_patient(workspace, code="P-1", name="Old", birth_year=1980, language="en", notes="kept")
    dialog = PatientDialog(workspace, patient)
    qtbot.addWidget(dialog)
    assert dialog.code.text() == "P-1"

    dialog.name.setText("New")
    dialog.save.click()

    (stored,) = find_patients(workspace)
    assert (stored.id, stored.name, stored.birth_year, stored.notes) == (patient.id, "New", 1980, "kept")


def test_a_patient_is_put_on_hold_and_released_where_it_is_edited(workspace: Workspace, qtbot: QtBot) -> None:
    patient = add_patient(workspace, code="P-1")
    for reason in ("asked for by the court", ""):
        dialog = PatientDialog(workspace, get_patient(workspace, patient.id))
        qtbot.addWidget(dialog)
        dialog.hold.setText(reason)
        dialog.save.click()
        hold = get_patient(workspace, patient.id).hold
        assert (hold.reason if hold else "") == reason
    assert [entry.action for entry in entries(workspace, AuditFilter(), count=4)[::2]] == [
        Action.PATIENT_RELEASED,
        Action.PATIENT_HELD,
    ]


def test_a_hold_that_is_left_as_it_is_is_not_set_anew(workspace: Workspace, qtbot: QtBot) -> None:
    hold = hold_patient(workspace, add_patient(workspace, code="P-1").id, "court")
    (patient,) = find_patients(workspace)
    dialog = PatientDialog(workspace, patient)
    qtbot.addWidget(dialog)
    assert dialog.hold.text() == "court"
    dialog.name.setText("王芳")
    dialog.save.click()
    assert get_patient(workspace, patient.id).hold == hold
    assert entries(workspace, AuditFilter(), count=1)[0].action == Action.PATIENT_CHANGED
