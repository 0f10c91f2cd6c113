from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from screening_app.domain import Sex
from screening_app.services.patients import add_patient, find_patients
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

    dialog.save.click()

    assert "Choose another code" in dialog.code_problem.text()
    assert dialog.saved is None


def test_a_patient_is_changed(workspace: Workspace, qtbot: QtBot) -> None:
    patient = add_patient(workspace, code="P-1", name="Old", birth_year=1980, language="en", notes="kept")
    dialog = PatientDialog(workspace, patient)
    qtbot.addWidget(dialog)
    assert dialog.code.text() == "P-1"

    dialog.name.setText("New")
    dialog.save.click()

    (stored,) = find_patients(workspace)
    assert (stored.id, stored.name, stored.birth_year, stored.notes) == (patient.id, "New", 1980, "kept")
