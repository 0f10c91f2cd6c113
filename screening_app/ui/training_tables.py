"""Tables of a comparison: each figure of the new model beside that of the model in use, and the same for subgroups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem

from screening_app.ui.training_words import (
    LOWER_IS_BETTER,
    METRICS,
    measured_in_words,
    metric_name,
    subgroup_name,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.services.training import Comparison, Measured

_MOST_ROWS_HIGH = 24  # a longer table scrolls


class FactsTable(QTableWidget):
    """A table to read, as high as its rows."""

    def __init__(self, columns: int) -> None:
        super().__init__(0, columns)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def fill(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show these rows."""
        self.setHorizontalHeaderLabels(list(names))
        self.setRowCount(len(rows))
        for number, cells in enumerate(rows):
            for column, text in enumerate(cells):
                self.setItem(number, column, QTableWidgetItem(text))
        self.resizeColumnsToContents()  # at once: a header does it by itself only once it is seen
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as all its rows."""
        rows = sum(self.rowHeight(row) for row in range(min(self.rowCount(), _MOST_ROWS_HIGH)))
        height = self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth() + 2
        if self.horizontalScrollBar().maximum():
            height += self.horizontalScrollBar().sizeHint().height()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as need be, but never cut off below."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


def figure_rows(comparison: Comparison) -> tuple[tuple[str, ...], ...]:
    """A row a figure: name, new, in use, difference, and which is better in words."""
    reference, difference = comparison.reference or {}, comparison.difference or {}
    return tuple(
        (
            metric_name(code),
            measured_in_words(comparison.new[code]),
            measured_in_words(reference.get(code)),
            measured_in_words(difference.get(code), signed=True),
            better_in_words(code, difference.get(code)),
        )
        for code in METRICS
        if code in comparison.new
    )


def subgroup_rows(comparison: Comparison) -> tuple[tuple[str, ...], ...]:
    """A row a group of people: who, how many, and the mean errors."""
    return tuple(
        (
            subgroup_name(group),
            f"{group.people} ({group.sessions})",
            measured_in_words(group.mae),
            measured_in_words(group.reference_mae),
            measured_in_words(group.difference, signed=True),
            better_in_words("mae", group.difference),
        )
        for group in comparison.subgroups
    )


def better_in_words(code: str, difference: Measured | None) -> str:
    """Which model is better by a figure; only where the whole interval lies on one side of zero."""
    if difference is None or code == "coverage":  # the share within the interval is right or wrong, not better
        return ""
    if difference.lower <= 0 <= difference.upper:
        return QCoreApplication.translate("training", "not reliable")
    new_is_lower = difference.upper < 0
    if new_is_lower == (code in LOWER_IS_BETTER):
        return QCoreApplication.translate("training", "▲ better")
    return QCoreApplication.translate("training", "▼ worse")
