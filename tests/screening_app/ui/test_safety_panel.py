"""The panel of item 9: nothing gets past it but a complete assessment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from activating import activate
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel

from screening_app.domain import RatedBy, Rating
from screening_app.ui import safety_panel
from screening_app.ui.safety_panel import SafetyPanel

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
RATING = Rating("r", "i", "phq-9", "zh", (1, 1, 0, 0, 0, 0, 0, 0, 2), 4, False, None, RatedBy.PATIENT, NOW)


@pytest.fixture
def panel(qtbot) -> SafetyPanel:
    made = SafetyPanel("Emergency 112")
    qtbot.addWidget(made)
    made.show_open(RATING)
    made.show()
    qtbot.waitExposed(made)
    activate(qtbot, made)
    return made


def texts(widget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget))


def test_it_says_what_was_answered_and_what_a_0_and_the_model_do_not_say(panel):
    shown = texts(panel)
    assert "PHQ-9, item 9: “Thoughts that you would be better off dead" in shown
    assert "2, More than half the days" in shown
    assert "An answer of 0 does not clear risk" in shown
    assert "The model does not assess suicide risk." in shown
    assert "In a crisis: Emergency 112" in shown


def test_without_crisis_numbers_it_says_where_to_enter_them(panel):
    panel.set_crisis_numbers(" ")
    assert "Enter the crisis numbers of your region in Settings." in texts(panel)
    assert "In a crisis" not in texts(panel)


def test_a_complete_assessment_is_recorded_by_keyboard(panel, qtbot):
    panel.assessed_by.setFocus()
    for text in ("Dr A", "C-SSRS", "No plan", "Call tomorrow"):
        qtbot.keyClicks(QApplication.focusWidget(), text)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is panel.save
    with qtbot.waitSignal(panel.reviewed) as told:
        qtbot.keyClick(panel.save, Qt.Key.Key_Return)
    assert told.args == ["Dr A", "C-SSRS", "No plan", "Call tomorrow"]


@pytest.mark.parametrize("empty", range(4))
def test_each_field_is_required_and_says_so_beside_it(panel, qtbot, empty):
    fields = panel._fields()
    panel.assessed_by.setText("Dr A")
    panel.tool.setEditText("ASQ")
    panel.outcome.setPlainText("No plan")
    panel.plan.setPlainText("Call tomorrow")
    blank = (panel.assessed_by.setText, panel.tool.setEditText, panel.outcome.setPlainText, panel.plan.setPlainText)
    blank[empty]("  ")
    with qtbot.assertNotEmitted(panel.reviewed):
        panel.save.click()
    assert [bool(panel.problems[field].text()) for field in fields] == [place == empty for place in range(4)]
    assert fields[empty].accessibleDescription() == panel.problems[fields[empty]].text()
    assert fields[empty].hasFocus() or fields[empty].isAncestorOf(QApplication.focusWidget())
    blank[empty]("something")
    assert not panel.problems[fields[empty]].text()
    with qtbot.waitSignal(panel.reviewed):
        panel.save.click()


def test_it_cannot_be_dismissed(panel, qtbot):
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        qtbot.keyClick(panel, key)
    assert panel.isVisible()
    assert [button.text() for button in panel.findChildren(type(panel.save))] == ["Record the assessment"]


def test_what_was_typed_stays_for_the_same_rating_only(panel):
    panel.outcome.setPlainText("No plan")
    panel.show_open(RATING)
    assert panel.outcome.toPlainText() == "No plan"
    panel.show_open(replace(RATING, id="another"), "Dr B")
    assert panel.outcome.toPlainText() == ""
    assert panel.assessed_by.text() == "Dr B"


def test_a_switch_of_language_keeps_what_was_typed(panel, translation):
    panel.tool.setEditText("our own interview")
    translation.use("zh")
    panel.retranslate()
    assert panel.tool.currentText() == "our own interview"
    assert "有不如死掉或用某种方式伤害自己的念头" in texts(panel)


def test_screen_readers_are_alerted_when_it_opens(panel, monkeypatch):
    events = []
    monkeypatch.setattr(safety_panel.QAccessible, "updateAccessibility", lambda event: events.append(event.type()))
    panel.hide()
    panel.show()
    assert events == [QAccessible.Event.Alert, QAccessible.Event.Announcement]
    assert "suicide" in panel.accessibleName()
    assert all(field.accessibleName() for field in panel._fields())


def test_a_narrow_page_does_not_lay_its_fields_over_each_other(panel, qtbot):
    panel.resize(500, 100)
    QApplication.processEvents()
    panel.save.click()
    QApplication.processEvents()
    boxes = [(field.mapTo(panel, field.rect().topLeft()).y(), field.height()) for field in panel._fields()[1:]]
    for (top, height), (below, _) in pairwise(boxes):
        assert top + height <= below
