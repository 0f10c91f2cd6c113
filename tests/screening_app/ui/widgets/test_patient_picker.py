"""Choosing a patient by typing part of the code or name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from screening_app.domain import Patient, Sex
from screening_app.ui.widgets.patient_picker import PatientPicker, name_of


def a_patient(code: str, name: str) -> Patient:
    return Patient(code.lower(), code, name, Sex.UNKNOWN, None, "en", "", False, datetime.now(UTC))


ANNA, BERTA, BEN = a_patient("P-1", "Anna"), a_patient("P-2", "Berta"), a_patient("P-3", "Ben")


def find(search: str) -> tuple[Patient, ...]:
    return tuple(patient for patient in (ANNA, BERTA, BEN) if search.casefold() in name_of(patient).casefold())


@pytest.fixture
def picker(qtbot) -> PatientPicker:
    made = PatientPicker(find)
    qtbot.addWidget(made)
    made.refresh()
    return made


def leave(picker: PatientPicker) -> None:
    picker.completer().popup().hide()
    picker.lineEdit().editingFinished.emit()


def test_the_only_patient_found_is_chosen_when_the_field_is_left(qtbot, picker):
    with qtbot.waitSignal(picker.chosen) as told:
        qtbot.keyClicks(picker.lineEdit(), "anna")
        leave(picker)
    assert told.args == [ANNA]
    assert picker.currentText() == "P-1 · Anna"


def test_an_unclear_name_puts_the_field_back(qtbot, picker):
    picker.choose(ANNA)
    picker.lineEdit().selectAll()
    qtbot.keyClicks(picker.lineEdit(), "be")
    leave(picker)
    assert picker.patient == ANNA
    assert picker.currentText() == "P-1 · Anna"


def test_a_patient_is_chosen_from_the_list_and_from_what_is_found(qtbot, picker):
    picker.activated.emit(1)
    assert picker.patient == BERTA
    picker.lineEdit().selectAll()
    qtbot.keyClicks(picker.lineEdit(), "ben")
    picker.completer().activated.emit("P-3 · Ben")
    assert picker.patient == BEN
