"""The list of changes shows the newest first, says who and what, and says it where there is none."""

from __future__ import annotations

from datetime import UTC, datetime

from screening_app.services.transcript_draft import Change, Said
from screening_app.services.transcripts import RecordedChange
from screening_app.ui.changes_dialog import ChangesDialog

CHANGES = (
    RecordedChange(
        datetime(2026, 5, 1, 10, 0, tzinfo=UTC),
        "Dr Li",
        Change("text", 1, (Said("participant", "<b>bad</b>"),), (Said("participant", "sad"),)),
    ),
    RecordedChange(
        datetime(2026, 5, 2, 10, 0, tzinfo=UTC),
        "",
        Change("speaker", 0, (Said("participant", "Why?"),), (Said("clinician", "Why?"),)),
    ),
)


def cells(dialog: ChangesDialog) -> list[list[str]]:
    return [
        [dialog.table.item(row, column).text() for column in range(1, dialog.table.columnCount())]
        for row in range(dialog.table.rowCount())
    ]


def test_changes_are_told_the_newest_first(qtbot):
    dialog = ChangesDialog(CHANGES)
    qtbot.addWidget(dialog)
    dialog.show()
    assert cells(dialog) == [
        ["–", "Speaker changed", "Patient: Why?", "Clinician: Why?"],
        ["Dr Li", "Words corrected", "Patient: <b>bad</b>", "Patient: sad"],
    ]
    assert "2 May 2026" in dialog.table.item(0, 0).text()
    assert not dialog.nothing.isVisible()
    assert dialog.table.accessibleName() == "What was changed in the transcript"


def test_a_transcript_that_nobody_changed_says_so(qtbot):
    dialog = ChangesDialog(())
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.nothing.isVisible()
    assert not dialog.table.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        dialog.close_button.click()


def test_a_long_text_has_the_height_that_it_needs(qtbot):
    long = RecordedChange(CHANGES[0].at, "Dr Li", Change("text", 0, (Said("participant", "word " * 80),), ()))
    dialog = ChangesDialog((CHANGES[1], long))
    qtbot.addWidget(dialog)
    dialog.show()
    lines = dialog.table.rowHeight(0) / dialog.table.fontMetrics().lineSpacing()
    needed = dialog.table.fontMetrics().horizontalAdvance("word " * 80) / dialog.table.columnWidth(3)
    assert lines > needed
    assert dialog.table.rowHeight(1) < dialog.table.rowHeight(0)
