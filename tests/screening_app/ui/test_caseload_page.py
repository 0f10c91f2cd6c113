"""The caseload page lists who needs to be looked at, the most urgent first, and leads there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from screening_app.domain import RatedBy, Rating, Source, Step
from screening_app.services.interviews import start_interview
from screening_app.services.patients import add_patient
from screening_app.services.ratings import rate
from screening_app.services.sessions import sign_off
from screening_app.ui.caseload_model import NAME, PATIENT, WHY
from screening_app.ui.caseload_page import DUE, LISTS, SAFETY, UNFINISHED, WORSENED, CaseloadPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from screening_app.domain import Interview, Patient
    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation

NOW = datetime.now(UTC)


@pytest.fixture
def caseload_page(app_services: AppServices, qtbot: QtBot) -> CaseloadPage:
    page = CaseloadPage(app_services)
    qtbot.addWidget(page)
    page.resize(1060, 740)
    return page


def shown(page: CaseloadPage, qtbot: QtBot) -> CaseloadPage:
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: page.is_up_to_date, timeout=20_000)
    return page


def session(services: AppServices, patient: Patient, weeks_ago: float, total: int | None = None) -> Interview:
    """A signed session, with a PHQ-9 of this total."""
    workspace = services.workspace
    interview = start_interview(
        workspace, patient, Source.TYPED, "en", held_at=NOW - timedelta(weeks=weeks_ago), step=Step.RESULT
    )
    if total is not None:
        answers = tuple(3 if item < total // 3 else total % 3 if item == total // 3 else 0 for item in range(9))
        rating = Rating(
            f"{interview.id}r", interview.id, "phq-9", "en", answers, total, False, None, RatedBy.PATIENT, NOW
        )
        workspace.ratings.add(rating)
    sign_off(workspace, interview, "Dr Li")
    return interview


def whys(page: CaseloadPage) -> list[str]:
    return [page.model.index(row, WHY).data() for row in range(page.model.rowCount())]


def codes(page: CaseloadPage) -> list[str]:
    return [page.model.index(row, PATIENT).data() for row in range(page.model.rowCount())]


def test_nothing_to_do_is_said(caseload_page: CaseloadPage, qtbot: QtBot) -> None:
    page = shown(caseload_page, qtbot)
    for name in LISTS:
        page.cards[name].click()
        assert not page.table.isVisible()
    assert page.cards[SAFETY].text() == "Safety: 0"


def test_each_list_says_who_and_why(caseload_page: CaseloadPage, app_services: AppServices, qtbot: QtBot) -> None:
    worse, gone, begun = (add_patient(app_services.workspace, code=code) for code in ("worse", "gone", "begun"))
    session(app_services, worse, 3, 8)
    session(app_services, worse, 1, 15)
    session(app_services, gone, 20)
    start_interview(app_services.workspace, begun, Source.RECORDED, "en", step=Step.DEVICES)
    page = shown(caseload_page, qtbot)
    assert [page.cards[name].text()[-1] for name in LISTS] == ["0", "1", "1", "1"]
    page.cards[WORSENED].click()
    assert codes(page) == ["worse"]
    assert "PHQ-9: 8 → 15 (+7.0 points)" in whys(page)[0]
    page.cards[DUE].click()
    assert (codes(page), whys(page)) == (["gone"], ["Last session 20 weeks ago"])
    page.cards[UNFINISHED].click()
    assert (codes(page), whys(page)) == (["begun"], ["Begun: microphone and camera are next"])
    assert page.table.isColumnHidden(NAME)


def test_an_open_safety_panel_comes_first_and_a_click_opens_its_session(
    caseload_page: CaseloadPage, app_services: AppServices, qtbot: QtBot
) -> None:
    patient = add_patient(app_services.workspace, name="张三")
    interview = start_interview(app_services.workspace, patient, Source.TYPED, "en", step=Step.QUESTIONNAIRE)
    rate(app_services.workspace, interview.id, "phq-9", (0,) * 8 + (1,), language="en", by=RatedBy.PATIENT)
    caseload_page.cards[DUE].setChecked(True)
    page = shown(caseload_page, qtbot)
    assert page.shown == SAFETY
    assert "Item 9" in whys(page)[0]
    with qtbot.waitSignal(app_services.events.interview_wanted) as wanted:
        place = page.table.visualRect(page.model.index(0, WHY)).center()
        qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.args == [interview.id]


def test_enter_leads_to_the_history_of_who_is_due(
    caseload_page: CaseloadPage, app_services: AppServices, qtbot: QtBot
) -> None:
    patient = add_patient(app_services.workspace)
    session(app_services, patient, 30)
    page = shown(caseload_page, qtbot)
    page.cards[DUE].click()
    page.table.selectRow(0)
    page.table.setFocus()
    with qtbot.waitSignal(app_services.events.history_wanted) as wanted:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert wanted.args == [patient.id]


def test_who_is_due_follows_the_weeks_and_they_are_remembered(
    caseload_page: CaseloadPage, app_services: AppServices, qtbot: QtBot
) -> None:
    session(app_services, add_patient(app_services.workspace), 5)
    page = shown(caseload_page, qtbot)
    assert page.cards[DUE].text() == "Due: 0"
    page.weeks.setCurrentIndex(page.weeks.findData("4"))
    page.weeks.activated.emit(page.weeks.currentIndex())
    qtbot.waitUntil(lambda: page.is_up_to_date and page.cards[DUE].text() == "Due: 1", timeout=20_000)
    assert app_services.settings_store.current.due_weeks == "4"


def test_the_page_follows_what_happens_elsewhere_and_the_language(
    caseload_page: CaseloadPage, app_services: AppServices, translation: Translation, qtbot: QtBot
) -> None:
    page = shown(caseload_page, qtbot)
    session(app_services, add_patient(app_services.workspace), 9)
    app_services.events.interview_changed.emit("")
    qtbot.waitUntil(lambda: page.cards[DUE].text() == "Due: 1", timeout=20_000)
    translation.use("zh")
    qtbot.waitUntil(lambda: page.weeks.count() == len({page.weeks.itemText(row) for row in range(page.weeks.count())}))
    assert page.weeks.currentData() == "6"


def test_an_answer_that_comes_when_the_window_is_closed_is_passed_over(
    caseload_page: CaseloadPage, app_services: AppServices, qtbot: QtBot
) -> None:
    shown(caseload_page, qtbot)
    before, ended = caseload_page.caseload, []
    caseload_page.refresh()
    caseload_page.shut_down()
    app_services.device_jobs.start(lambda _: None, on_done=ended.append, on_error=ended.append)
    qtbot.waitUntil(lambda: len(ended) == 1)
    assert caseload_page.caseload is before
