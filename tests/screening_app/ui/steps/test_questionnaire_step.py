"""Questionnaires in a session: each answer is stored as it is given, and the step goes on with them after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from screening_app.domain import RatedBy, Source, Step
from screening_app.paths import AppPaths
from screening_app.services.interviews import type_text
from screening_app.services.patients import add_patient
from screening_app.services.ratings import begun_of, rate, ratings_of
from screening_app.services.scoring import add_assessment
from screening_app.services.sessions import go_to_step
from screening_app.services.workspace import open_workspace
from screening_app.ui import patient_questionnaire
from screening_app.ui.session_page import SessionPage
from screening_app.ui.session_state import Stage
from screening_app.ui.widgets import hold_button
from selfmm.scales import SDS
from selfmm.types import Quality, Score

LONG_WAIT = 10_000  # milliseconds
ROOT = Path(__file__).resolve().parents[4]
SCORE = Score(SDS, 40.0, (30.0, 50.0), 0.9, "below_cutoff", 40.0, None, None, (), Quality(8), "0123456789ab")


def session_in(workspace):
    """A session of typed text that has its score and waits at the questionnaire."""
    patient = add_patient(workspace, code="P-7K3Q", language="en")
    interview = type_text(workspace, patient, "I sleep badly.", "en")
    add_assessment(workspace, interview, SCORE)
    return go_to_step(workspace, interview, Step.QUESTIONNAIRE)


@pytest.fixture
def session(workspace):
    return session_in(workspace)


@pytest.fixture
def open_page(qtbot, app_services):
    """Opens a session as the window does, on a page of its own."""
    pages = []

    def open_one(interview, workspace=app_services.workspace) -> SessionPage:
        page = SessionPage(replace(app_services, workspace=workspace))
        pages.append(page)
        page.faces.who.choose(Source.TYPED)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        page.open_interview(interview.id)
        qtbot.waitUntil(lambda: page.state.stage is Stage.QUESTIONNAIRE and not page.faces.progress.active)
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    yield open_one
    for page in pages:
        page.shut_down()


def press(qtbot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def test_each_answer_by_keyboard_is_stored_and_there_again_when_the_session_is_opened(
    qtbot, open_page, workspace, session
):
    step = open_page(session).faces.questionnaire
    step.form.focus_first_open()
    press(qtbot, Qt.Key.Key_2)
    assert begun_of(workspace, session.id)[0].answers == (2, *[None] * 8)
    press(qtbot, Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_3)
    again = open_page(session).faces.questionnaire
    assert again.form.answers == (2, 1, None, 3, *[None] * 5)
    assert not again.has_unsaved
    assert "3/9 answered" in again.list.item(0).text()
    assert ratings_of(workspace, session.id) == ()


def test_a_questionnaire_that_was_begun_is_the_one_that_is_open(qtbot, open_page, workspace, session):
    step = open_page(session).faces.questionnaire
    step.list.setCurrentRow(2)
    step.form.focus_first_open()
    press(qtbot, Qt.Key.Key_1)
    step.list.setCurrentRow(0)
    assert step.form.answers == (None,) * 9
    step.list.setCurrentRow(2)
    assert step.form.answers == (1, *[None] * 6)
    again = open_page(session).faces.questionnaire
    assert again.chosen.id == "gad-7"


def test_a_finished_questionnaire_is_begun_no_longer(qtbot, open_page, workspace, session):
    page = open_page(session)
    page.faces.questionnaire.form.focus_first_open()
    press(qtbot, *[Qt.Key.Key_0] * 9, Qt.Key.Key_Return)
    assert begun_of(workspace, session.id) == ()
    assert [rating.answers for rating in ratings_of(workspace, session.id)] == [(0,) * 9]
    assert page.state.begun == ()
    assert not page.faces.questionnaire.discard.isVisible()


def test_begun_answers_are_discarded_and_brought_back(qtbot, open_page, workspace, session):
    rate(workspace, session.id, "phq-9", (0,) * 9, language="en")
    page = open_page(session)
    step = page.faces.questionnaire
    assert not step.discard.isVisible()
    step.form._rows[0].take_focus()
    press(qtbot, Qt.Key.Key_3)
    step.discard.click()
    assert step.form.answers == (0,) * 9  # those of the rating again
    assert begun_of(workspace, session.id) == ()
    page.banner._action.click()
    assert step.form.answers == (3, *[0] * 8)
    assert begun_of(workspace, session.id)[0].answers == (3, *[0] * 8)
    assert step.discard.isVisible()


def test_a_session_cannot_be_signed_off_over_answers_that_are_not_finished(qtbot, open_page, workspace, session):
    page = open_page(session)
    page.faces.questionnaire.form.focus_first_open()
    press(qtbot, Qt.Key.Key_1)
    page.go(Stage.SIGN_OFF)
    page.faces.sign_off.name.setText("Dr. Li")
    assert not page.faces.sign_off.sign.isEnabled()
    assert "PHQ-9 is not finished" in page.faces.sign_off._problem.text()
    page.go(Stage.QUESTIONNAIRE)
    page.faces.questionnaire.discard.click()
    page.go(Stage.SIGN_OFF)
    assert page.faces.sign_off.sign.isEnabled()


def test_answers_that_could_not_be_stored_are_asked_about(qtbot, open_page, workspace, session, monkeypatch):
    from screening_app.errors import StorageError
    from screening_app.storage.begun_questionnaires import BegunQuestionnaireRepository

    def full(*_: object) -> None:
        raise StorageError("The disk is full, so nothing was saved. Free some space and try again.")

    page = open_page(session)
    page.faces.questionnaire.form.focus_first_open()
    monkeypatch.setattr(BegunQuestionnaireRepository, "keep", full)
    press(qtbot, Qt.Key.Key_1)
    assert "disk is full" in page.banner.text
    assert "could not be stored" in page.work_in_progress()
    monkeypatch.undo()
    press(qtbot, Qt.Key.Key_1)
    assert page.work_in_progress() == ""


def test_what_the_patient_answers_is_stored_and_gone_on_with(qtbot, open_page, workspace, session, monkeypatch):
    monkeypatch.setattr(hold_button, "HOLD_SECONDS", 0.05)
    monkeypatch.setattr(patient_questionnaire, "_SHOWN_MS", 1)
    page = open_page(session)
    step = page.faces.questionnaire
    step.form.focus_first_open()
    press(qtbot, Qt.Key.Key_2)
    step.hand_to_patient()
    window = step._window
    assert "2" in window.dots.accessibleName()  # the second question: the first has its answer
    asked = window.question.text()
    window.options[1].click()
    assert begun_of(workspace, session.id)[0].answers == (2, 1, *[None] * 7)
    qtbot.waitUntil(lambda: window.question.text() != asked)
    window._stop()
    assert step.form.answers == (2, 1, *[None] * 7)
    (rating,) = ratings_of(workspace, session.id)
    assert (rating.answers, rating.rated_by) == ((2, 1, *[None] * 7), RatedBy.PATIENT)
    assert begun_of(workspace, session.id) == ()


ANSWER_AND_DIE = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from screening_app.app import Screening
from screening_app.paths import AppPaths
from screening_app.ui.rail import SESSION
from screening_app.ui.session_state import Stage

data, interview, way = sys.argv[1:]
qt = QApplication([])
screening = Screening(qt, AppPaths(Path(data)))
window = screening.open_window()
page = window.go(SESSION)
page.open_interview(interview)
while page.state.stage is not Stage.QUESTIONNAIRE or page.faces.progress.active:
    qt.processEvents()
step = page.faces.questionnaire
if way == "form":
    for row, key in zip(step.form._rows, (Qt.Key.Key_2, Qt.Key.Key_0, Qt.Key.Key_3)):
        QTest.keyClick(row.choices[0], key)
else:
    step.hand_to_patient()
    for place in (2, 0, 3):
        asked = step._window.question.text()
        step._window.options[place].click()
        while place != 3 and step._window.question.text() == asked:
            qt.processEvents()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("way", ["form", "patient"])
def test_an_app_killed_amid_a_questionnaire_goes_on_with_its_answers(open_page, tmp_path, way):
    paths = AppPaths(tmp_path / "other")
    first = open_workspace(paths)
    interview = session_in(first)
    first.close()
    died = subprocess.run(
        [sys.executable, "-c", ANSWER_AND_DIE, str(paths.data), interview.id, way],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=120,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    again = open_workspace(paths)
    try:
        page = open_page(interview, again)
        assert page.faces.questionnaire.form.answers == (2, 0, 3, *[None] * 6)
        assert page.state.ratings == ()
    finally:
        again.close()
