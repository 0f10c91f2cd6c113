"""The history page shows one patient's scores, follows what happens, and leads on from a session."""

from __future__ import annotations

import time
import wave
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from sqlalchemy import event

from screening_app.services.imports import import_file
from screening_app.services.interviews import interviews_of, remove_interview, type_text
from screening_app.services.patients import add_patient, remove_patient
from screening_app.services.ratings import enter_total
from screening_app.services.scoring import add_assessment
from screening_app.storage import assessments as assessments_storage
from screening_app.ui.compare_dialog import CompareDialog
from screening_app.ui.history_page import HistoryPage
from screening_app.ui.history_table import BAND, DATE, INTERVAL, MARKER, MODEL, RATING, SCORE, SOURCE
from screening_app.ui.picture_saving import write_chart
from screening_app.ui.player import Moment
from screening_app.ui.report_dialog import ReportDialog
from screening_app.ui.treatment_dialog import TreatmentDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.domain import Assessment, Interview, Patient
    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation

    ScoredPatient = Callable[..., tuple[Patient, tuple[Assessment, ...]]]


@pytest.fixture
def history_page(app_services: AppServices, qtbot: QtBot) -> HistoryPage:
    page = HistoryPage(app_services)
    qtbot.addWidget(page)
    page.resize(1060, 740)
    page.show()
    qtbot.waitExposed(page)
    return page


def cells(page: HistoryPage, row: int) -> dict[int, str]:
    return {column: page.model.index(row, column).data() for column in range(page.model.columnCount())}


def test_no_patient_no_chart(history_page: HistoryPage) -> None:
    assert not history_page.chart.isVisible()
    assert not history_page.new_session.isVisible()


def test_a_patient_without_sessions_is_offered_one(history_page: HistoryPage, app_services: AppServices) -> None:
    patient = add_patient(app_services.workspace)
    history_page.open_patient(patient.id)
    assert not history_page.chart.isVisible()
    wanted: list[str] = []
    app_services.events.session_wanted.connect(wanted.append)
    history_page.first_session.click()
    assert wanted == [patient.id]


def test_chart_and_table_show_the_patient(history_page: HistoryPage, scored_patient: ScoredPatient) -> None:
    patient, assessments = scored_patient(70.0, None, 40.0)
    history_page.open_patient(patient.id)
    drawn = history_page.chart.points_drawn()
    assert [point.interview_id for point in drawn] == [assessment.interview_id for assessment in assessments]
    assert history_page.model.rowCount() == 3
    newest = cells(history_page, 0)
    assert (newest[SCORE], newest[INTERVAL], newest[BAND]) == ("40.0 SDS", "31.0 – 49.0", "Below the cut-off")
    assert (newest[SOURCE], newest[MODEL]) == ("Typed text", "0123456789ab")
    assert (cells(history_page, 1)[SCORE], cells(history_page, 1)[BAND]) == ("–", "Indeterminate")


def test_a_session_without_score_is_in_the_table_only(history_page: HistoryPage, app_services: AppServices) -> None:
    patient = add_patient(app_services.workspace)
    type_text(app_services.workspace, patient, "I slept well.", "en")
    history_page.open_patient(patient.id)
    assert cells(history_page, 0)[BAND] == "Not scored yet"
    assert history_page.chart.points_drawn() == ()
    history_page.table.selectRow(0)
    assert history_page.sessions.open.isEnabled()
    assert history_page.sessions.report.isEnabled()  # of what was said, and of its questionnaires


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((50.0,), "the first session"),
        ((50.0, 45.0), "−5.0 points, within measurement error (15.2)"),
        ((45.0, 50.0), "+5.0 points, within measurement error (15.2)"),
        ((70.0, 40.0), "−30.0 points, a reliable fall"),
        ((40.0, 70.0), "+30.0 points, a reliable rise"),
        ((40.0, None), "not in both sessions"),
    ],
)
def test_the_change_is_put_into_words(
    history_page: HistoryPage, scored_patient: ScoredPatient, values: tuple[float | None, ...], words: str
) -> None:
    patient, _ = scored_patient(*values)
    history_page.open_patient(patient.id)
    assert words in history_page.card.change.text()


def test_scores_of_two_models_are_not_compared(history_page: HistoryPage, scored_patient: ScoredPatient) -> None:
    patient, _ = scored_patient(70.0, 40.0, bundles=("one", "other"))
    history_page.open_patient(patient.id)
    assert "not to be compared" in history_page.card.change.text()


def test_a_click_in_the_chart_selects_the_session_and_open_leads_to_it(
    history_page: HistoryPage, app_services: AppServices, scored_patient: ScoredPatient, qtbot: QtBot
) -> None:
    patient, assessments = scored_patient(70.0, 60.0, 40.0)
    history_page.open_patient(patient.id)
    newest = history_page.selected()
    assert newest is not None
    assert newest.interview.id == assessments[-1].interview_id
    chart, interview_id = history_page.chart, assessments[1].interview_id
    qtbot.mouseClick(chart.plot_area, Qt.MouseButton.LeftButton, pos=chart.position_of(interview_id))
    selected = history_page.selected()
    assert selected is not None
    assert selected.interview.id == interview_id
    with qtbot.waitSignal(app_services.events.interview_wanted) as wanted:
        history_page.sessions.open.click()
    assert wanted.args == [interview_id]


def test_removing_a_session_asks_first(
    history_page: HistoryPage,
    app_services: AppServices,
    scored_patient: ScoredPatient,
    answer_question: Callable[[str], list[str]],
) -> None:
    patient, _ = scored_patient(70.0, 40.0)
    history_page.open_patient(patient.id)
    history_page.table.selectRow(0)
    answer_question("Keep")
    history_page.sessions.remove.click()
    assert len(history_page.chart.points_drawn()) == 2
    said = answer_question("Remove")
    history_page.sessions.remove.click()
    assert f" {cells(history_page, 0)[DATE]} " not in said[0]  # "1 Oct" stands in "31 Oct", too
    assert len(history_page.chart.points_drawn()) == len(interviews_of(app_services.workspace, patient.id)) == 1


def test_the_page_follows_what_happens_elsewhere(
    history_page: HistoryPage, app_services: AppServices, scored_patient: ScoredPatient
) -> None:
    patient, assessments = scored_patient(70.0, 40.0)
    history_page.open_patient(patient.id)
    workspace, events = app_services.workspace, app_services.events
    interview = workspace.interviews.get(assessments[-1].interview_id)
    add_assessment(workspace, interview, assessments[0].score)
    events.assessment_added.emit(patient.id)
    assert [point.y for point in history_page.chart.points_drawn()] == [70.0, 70.0]
    remove_interview(workspace, interview.id)
    events.interview_changed.emit(interview.id)
    assert len(history_page.chart.points_drawn()) == 1
    remove_patient(workspace, patient.id)
    events.patient_changed.emit(patient.id)
    assert history_page.patient is None
    assert history_page.picker.patient is None


def test_a_refresh_keeps_the_selection(history_page: HistoryPage, scored_patient: ScoredPatient) -> None:
    patient, assessments = scored_patient(70.0, 60.0, 40.0)
    history_page.open_patient(patient.id)
    history_page.select(assessments[0].interview_id)
    history_page.refresh()
    selected = history_page.selected()
    assert selected is not None
    assert selected.interview.id == assessments[0].interview_id


def test_a_patient_who_is_gone_is_told_of(history_page: HistoryPage) -> None:
    history_page.open_patient("0" * 32)
    assert "no longer in the database" in history_page.banner.text


def test_the_demonstration_is_marked(history_page: HistoryPage, scored_patient: ScoredPatient) -> None:
    patient, _ = scored_patient(50.0, is_demo=True)
    history_page.open_patient(patient.id)
    assert "does not exist" in history_page.header.findChildren(type(history_page.card.change))[1].text()


def test_the_report_is_written_where_the_user_says(
    history_page: HistoryPage,
    scored_patient: ScoredPatient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    patient, _ = scored_patient(70.0, 40.0)
    history_page.open_patient(patient.id)
    path = tmp_path / "report.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    def press_save() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReportDialog)
        assert not dialog.with_text.isChecked()
        dialog.save.click()

    QTimer.singleShot(100, press_save)
    history_page.sessions.report.click()
    qtbot.waitUntil(lambda: "report.pdf" in history_page.banner.text)
    assert path.read_bytes().startswith(b"%PDF")


def test_the_picture_is_written_or_said_why_not(
    history_page: HistoryPage, scored_patient: ScoredPatient, tmp_path: Path
) -> None:
    patient, _ = scored_patient(70.0, 40.0)
    history_page.open_patient(patient.id)
    write_chart(history_page, history_page.chart, patient, tmp_path / "chart.png")
    assert "chart.png" in history_page.banner.text
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    write_chart(history_page, history_page.chart, patient, tmp_path / "chart.png" / "chart.png")
    assert "could not be written" in history_page.banner.text


def test_texts_follow_the_language(
    history_page: HistoryPage, scored_patient: ScoredPatient, translation: Translation, qtbot: QtBot
) -> None:
    patient, _ = scored_patient(70.0, 40.0)
    history_page.open_patient(patient.id)
    translation.use("zh")
    qtbot.waitUntil(lambda: history_page.new_session.text() != "New session")
    assert cells(history_page, 0)[BAND] != "Below the cut-off"
    assert "年" in cells(history_page, 0)[DATE]


@pytest.fixture
def typed_and_recorded(
    history_page: HistoryPage, app_services: AppServices, scored_patient: ScoredPatient, tmp_path: Path
) -> tuple[Assessment, Interview]:
    """A patient on the page with a typed session and one of 30 silent seconds, both with the same score."""
    path = tmp_path / "interview.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 16_000 * 30))
    patient, (typed,) = scored_patient(40.0)
    recorded = import_file(app_services.workspace, patient, path, "en")
    add_assessment(app_services.workspace, recorded, typed.score)
    history_page.open_patient(patient.id)
    return typed, recorded


@pytest.mark.usefixtures("quiet_multimedia")
def test_a_point_that_is_clicked_offers_to_play_its_session(
    history_page: HistoryPage, typed_and_recorded: tuple[Assessment, Interview], qtbot: QtBot
) -> None:
    typed, recorded = typed_and_recorded

    history_page.chart.clicked.emit(typed.interview_id)
    assert not history_page.sessions.play.isEnabled()  # there is nothing to hear
    history_page.chart.clicked.emit(recorded.id)
    history_page.sessions.play.click()

    assert history_page.player.moment == Moment(recorded.recording.path)
    assert history_page.sessions.play.text() == "Stop"
    qtbot.waitUntil(lambda: history_page.player.seconds > 0.1, timeout=20_000)
    history_page.services.events.tell_recording(True)
    assert history_page.player.moment is None
    assert history_page.sessions.play.text() == "Play"
    assert not history_page.sessions.play.isEnabled()  # it would be heard in the recording
    history_page.services.events.tell_recording(False)
    assert history_page.sessions.play.isEnabled()


@pytest.mark.usefixtures("quiet_multimedia")
def test_an_answer_of_the_selected_session_is_played_from_its_moment(
    history_page: HistoryPage, typed_and_recorded: tuple[Assessment, Interview], qtbot: QtBot
) -> None:
    typed, recorded = typed_and_recorded
    answers = history_page.answers

    history_page.chart.clicked.emit(typed.interview_id)
    assert len(answers.answers_drawn()) == 3
    assert not answers.can_play
    history_page.chart.clicked.emit(recorded.id)
    assert answers.can_play
    qtbot.mouseClick(answers.plot_area, Qt.MouseButton.LeftButton, pos=answers.position_of(1))
    assert history_page.player.moment == Moment(recorded.recording.path, 10.0, 18.5)
    assert history_page.sessions.play.text() == "Stop"
    qtbot.waitUntil(lambda: answers.heard == 1, timeout=20_000)
    history_page.chart.clicked.emit(typed.interview_id)
    assert answers.heard is None
    history_page.services.events.tell_recording(True)
    assert history_page.player.moment is None


def choose_series(page: HistoryPage, name: str) -> None:
    page.card.shown.setCurrentIndex(page.card.shown.findText(name))
    page.card.shown.activated.emit(page.card.shown.currentIndex())


def test_ratings_are_shown_in_chart_and_table(
    history_page: HistoryPage, app_services: AppServices, scored_patient: ScoredPatient
) -> None:
    patient, assessments = scored_patient(70.0, 60.0, 40.0)
    for assessment, total in zip(assessments[1:], (20, 9), strict=True):
        enter_total(app_services.workspace, assessment.interview_id, "phq-9", total, language="en")
    history_page.open_patient(patient.id)
    assert [cells(history_page, row)[RATING] for row in range(3)] == ["PHQ-9 9", "PHQ-9 20", "–"]
    choose_series(history_page, "PHQ-9")
    assert [point.y for point in history_page.chart.points_drawn()] == [20.0, 9.0]
    assert "−11.0 points, a reliable fall" in history_page.card.change.text()


def test_a_marker_in_the_chart_gets_a_column(
    history_page: HistoryPage, app_services: AppServices, scored_patient: ScoredPatient
) -> None:
    patient, (assessment, _) = scored_patient(70.0, 60.0)
    workspace = app_services.workspace
    interview = workspace.interviews.get(assessment.interview_id)
    add_assessment(workspace, interview, assessment.score, markers={"pitch": 181.0})
    history_page.open_patient(patient.id)
    assert history_page.table.isColumnHidden(MARKER)
    choose_series(history_page, "Pitch, median (Hz)")
    assert not history_page.table.isColumnHidden(MARKER)
    assert [cells(history_page, row)[MARKER] for row in range(2)] == ["–", "181\N{NO-BREAK SPACE}Hz"]
    choose_series(history_page, "Score (SDS)")
    assert history_page.table.isColumnHidden(MARKER)


def test_a_chosen_session_becomes_the_reference_and_the_first_is_it_again(
    history_page: HistoryPage, scored_patient: ScoredPatient
) -> None:
    patient, assessments = scored_patient(70.0, 60.0, 50.0, 40.0)
    history_page.open_patient(patient.id)
    card = history_page.card
    assert card.reference_point.interview_id == assessments[0].interview_id
    assert "−30.0 points, a reliable fall" in card.change.text()
    history_page.select(assessments[1].interview_id)
    card.reference.click()
    assert card.reference_point.interview_id == assessments[1].interview_id
    history_page.select(assessments[3].interview_id)
    assert "−20.0 points, a reliable fall" in card.change.text()
    history_page.select(assessments[1].interview_id)
    card.reference.click()
    assert card.reference_point.interview_id == assessments[0].interview_id
    other, _ = scored_patient(30.0)
    history_page.select(assessments[1].interview_id)
    card.reference.click()
    history_page.open_patient(other.id)
    history_page.open_patient(patient.id)
    assert card.reference_point.interview_id == assessments[0].interview_id


def test_arrows_in_the_chart_move_the_selection(
    history_page: HistoryPage, scored_patient: ScoredPatient, app_services: AppServices, qtbot: QtBot
) -> None:
    patient, assessments = scored_patient(70.0, 60.0, 40.0)
    history_page.open_patient(patient.id)
    qtbot.keyClick(history_page.chart, Qt.Key.Key_Left)
    assert history_page.selected().interview.id == assessments[1].interview_id
    with qtbot.waitSignal(app_services.events.interview_wanted) as wanted:
        qtbot.keyClick(history_page.chart, Qt.Key.Key_Return)
    assert wanted.args == [assessments[1].interview_id]


def test_compare_opens_with_the_reference_and_the_selected_session(
    history_page: HistoryPage, scored_patient: ScoredPatient
) -> None:
    patient, assessments = scored_patient(70.0, 60.0, 40.0)
    history_page.open_patient(patient.id)
    history_page.sessions.compare.click()
    (dialog,) = history_page.window().findChildren(CompareDialog)
    ids = [assessment.interview_id for assessment in assessments]
    assert [dialog.one.currentData(), dialog.other.currentData()] == [ids[0], ids[2]]
    dialog.accept()
    history_page.select(ids[0])
    history_page.sessions.compare.click()
    dialog = history_page.window().findChildren(CompareDialog)[-1]
    assert {dialog.one.currentData(), dialog.other.currentData()} == {ids[0], ids[1]}
    dialog.accept()


def test_treatment_that_is_noted_stands_in_the_chart(
    history_page: HistoryPage, scored_patient: ScoredPatient, qtbot: QtBot
) -> None:
    patient, _ = scored_patient(70.0, 60.0, 40.0)
    history_page.open_patient(patient.id)
    history_page.card.treatment.click()
    (dialog,) = history_page.window().findChildren(TreatmentDialog)
    qtbot.keyClicks(dialog.text, "sertraline")
    dialog.add.click()
    assert "sertraline" in history_page.chart.accessibleDescription()
    dialog.accept()


def test_a_patient_with_500_sessions_opens_without_reading_scores_whole(
    history_page: HistoryPage,
    app_services: AppServices,
    scored_patient: ScoredPatient,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    patient, assessments = scored_patient(*(30.0 + n % 50 for n in range(500)))
    for assessment in assessments[::2]:
        enter_total(app_services.workspace, assessment.interview_id, "phq-9", 12, language="en")
    history_page.open_patient(scored_patient(50.0)[0].id)
    widgets = len(history_page.findChildren(QWidget))
    read: list[str] = []
    asked: list[str] = []
    whole = assessments_storage.score_from_json
    monkeypatch.setattr(assessments_storage, "score_from_json", lambda text: read.append(text) or whole(text))
    event.listen(app_services.workspace.database._engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    begun = time.thread_time()
    history_page.open_patient(patient.id)
    qtbot.waitUntil(lambda: len(history_page.chart.points_drawn()) == 500, timeout=30_000)
    assert time.thread_time() - begun < 3  # about 0.1 s on a quiet machine
    assert len(history_page.chart.points_drawn()) == history_page.model.rowCount() == 500
    assert len(read) <= 2  # the newest one's scale, and the answers of the selected session
    assert len([statement for statement in asked if not statement.startswith("BEGIN")]) <= 12  # four are its entry's
    assert len(history_page.findChildren(QWidget)) <= widgets
