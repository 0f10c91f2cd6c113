"""The dialogs of the history: treatment is noted with its day checked as typed, two sessions are compared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from screening_app.domain import TreatmentKind
from screening_app.services.history import sessions_of
from screening_app.services.interviews import remove_interview
from screening_app.services.ratings import enter_total
from screening_app.services.treatment import add_event, events_of
from screening_app.ui.compare_dialog import CompareDialog
from screening_app.ui.treatment_dialog import TreatmentDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from screening_app.domain import Assessment, Patient
    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices

    ScoredPatient = Callable[..., tuple[Patient, tuple[Assessment, ...]]]


@pytest.fixture
def patient(app_services: AppServices, scored_patient: ScoredPatient) -> Patient:
    return scored_patient(70.0, 60.0)[0]


@pytest.fixture
def treatment(workspace: Workspace, patient: Patient, qtbot: QtBot) -> TreatmentDialog:
    dialog = TreatmentDialog(workspace, patient.id)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_an_event_is_added_and_removed(
    treatment: TreatmentDialog, workspace: Workspace, patient: Patient, qtbot: QtBot
) -> None:
    treatment.day.setText("2026年1月2日")
    treatment.kind.setCurrentIndex(treatment.kind.findData(TreatmentKind.THERAPY))
    qtbot.keyClicks(treatment.text, "weekly hour")
    with qtbot.waitSignal(treatment.changed):
        qtbot.keyClick(treatment.text, Qt.Key.Key_Return)
    (event,) = events_of(workspace, patient.id)
    assert (event.kind, event.text) == (TreatmentKind.THERAPY, "weekly hour")
    assert event.happened_at.astimezone().strftime("%Y-%m-%d") == "2026-01-02"
    assert treatment.events.item(0).text() == "2 Jan 2026 · Therapy: weekly hour"
    assert not treatment.remove.isEnabled()
    treatment.events.setCurrentRow(0)
    with qtbot.waitSignal(treatment.changed):
        treatment.remove.click()
    assert events_of(workspace, patient.id) == ()


@pytest.mark.parametrize(
    ("day", "reason"), [("2026-02-30", "no such day"), ("2126-01-01", "future"), ("yesterday", "Type a day")]
)
def test_what_is_wrong_with_a_day_is_said_while_it_is_typed(
    treatment: TreatmentDialog, workspace: Workspace, patient: Patient, day: str, reason: str
) -> None:
    treatment.text.setText("sertraline")
    treatment.day.setText(day)
    assert treatment.day_problem.isVisible()
    assert reason in treatment.day_problem.text()
    treatment.add.click()
    assert events_of(workspace, patient.id) == ()
    treatment.day.setText("2026-01-01")
    assert not treatment.day_problem.isVisible()


def test_an_event_needs_words(treatment: TreatmentDialog, workspace: Workspace, patient: Patient) -> None:
    treatment.add.click()
    assert "what changed" in treatment.text_problem.text()
    assert events_of(workspace, patient.id) == ()


def test_the_newest_event_stands_first(workspace: Workspace, patient: Patient, qtbot: QtBot) -> None:
    for days in (30, 3, 300):
        add_event(workspace, patient.id, TreatmentKind.OTHER, f"{days} days", datetime.now(UTC) - timedelta(days=days))
    dialog = TreatmentDialog(workspace, patient.id)
    qtbot.addWidget(dialog)
    texts = [dialog.events.item(row).text() for row in range(dialog.events.count())]
    assert [text.split(": ")[1] for text in texts] == ["3 days", "30 days", "300 days"]


@pytest.fixture
def compared(
    workspace: Workspace, scored_patient: ScoredPatient, qtbot: QtBot
) -> tuple[CompareDialog, tuple[Assessment, ...]]:
    patient, assessments = scored_patient(70.0, 60.0, 40.0)
    for assessment, total in zip(assessments, (20, 15, 9), strict=True):
        enter_total(workspace, assessment.interview_id, "phq-9", total, language="en")
    sessions = sessions_of(workspace, patient.id)
    dialog = CompareDialog(workspace, sessions, assessments[0].interview_id, assessments[1].interview_id)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.numbers.rowCount() > 0)
    return dialog, assessments


def lines(table: object) -> list[list[str]]:
    return [[table.item(row, column).text() for column in range(5)] for row in range(table.rowCount())]


def test_two_sessions_stand_side_by_side(compared: tuple[CompareDialog, tuple[Assessment, ...]]) -> None:
    dialog, _ = compared
    assert lines(dialog.numbers) == [
        ["Score of the model", "", "", "", ""],
        ["SDS", "70.0", "60.0", "−10.0 points", "Within measurement error (15.2 points)"],
        ["Ratings", "", "", "", ""],
        ["PHQ-9", "20", "15", "−5.0 points", "Within measurement error (6.0 points)"],
    ]
    assert lines(dialog.answers)[1] == ["2", "my answer number 1", "70.0", "my answer number 1", "60.0"]


def test_other_sessions_can_be_chosen(
    compared: tuple[CompareDialog, tuple[Assessment, ...]], workspace: Workspace
) -> None:
    dialog, assessments = compared
    dialog.one.setCurrentIndex(dialog.one.findData(assessments[2].interview_id))
    dialog.one.activated.emit(dialog.one.currentIndex())
    assert lines(dialog.numbers)[3] == ["PHQ-9", "15", "9", "−6.0 points", "Reliable fall: beyond measurement error"]
    remove_interview(workspace, assessments[0].interview_id)
    dialog.other.setCurrentIndex(dialog.other.findData(assessments[0].interview_id))
    dialog.other.activated.emit(dialog.other.currentIndex())
    assert "no longer" in dialog.banner.text
