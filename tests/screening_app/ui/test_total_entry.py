"""Totals that are entered, checked while they are typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from screening_app.services.questionnaires import instrument
from screening_app.ui.total_entry import TotalEntry


@pytest.fixture
def entry(qtbot) -> TotalEntry:
    made = TotalEntry()
    qtbot.addWidget(made)
    made.show_instrument(instrument("bdi-ii"))
    made.show()
    return made


def texts(widget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget))


def test_a_total_is_typed_and_entered(entry, qtbot):
    qtbot.keyClicks(entry.field, "20")
    assert "20 of 63 · Moderate" in texts(entry)
    with qtbot.waitSignal(entry.entered) as told:
        qtbot.keyClick(entry.field, Qt.Key.Key_Return)
    assert told.args == [20.0]


def test_an_empty_field_is_not_scolded_and_cannot_be_saved(entry, qtbot):
    assert not entry.problem.isVisibleTo(entry)
    assert not entry.save.isEnabled()
    assert entry.value is None
    with qtbot.assertNotEmitted(entry.entered):
        qtbot.keyClick(entry.field, Qt.Key.Key_Return)


@pytest.mark.parametrize(("typed", "reason"), [("64", "from 0 to 63"), ("x", "from 0 to 63"), ("9.5", "whole number")])
def test_the_reason_stands_beside_a_wrong_one_and_goes_with_it(entry, qtbot, typed, reason):
    qtbot.keyClicks(entry.field, typed)
    assert reason in entry.problem.text()
    assert entry.problem.isVisibleTo(entry)
    assert entry.field.property("wrong")
    assert not entry.save.isEnabled()
    entry.field.setText("9")
    assert not entry.problem.isVisibleTo(entry)
    assert not entry.field.property("wrong")
    assert entry.value == 9


def test_no_cut_off_or_band_is_made_up(entry, qtbot):
    entry.show_instrument(instrument("hamd-17"), 30)
    assert "30 of 52" in texts(entry)
    assert "·" not in texts(entry)


def test_another_instrument_checks_anew(entry, qtbot):
    entry.show_instrument(instrument("sds"), 53.75)
    assert entry.value == 53.75
    assert "At or above the cut-off" in texts(entry)
    assert "Self-Rating Depression Scale" in entry.field.accessibleName()
