"""Markers of voice and face as a table: under a heading each, a line a marker, whose tool tip says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.marker_words import markers_in_words
from screening_app.ui.widgets.basics import label
from screening_app.ui.widgets.note_row import clear

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QLabel


class MarkerTable(QWidget):
    """In small letters where it stands within other text."""

    def __init__(self, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading, self._name, self._value = ("strong", "small", "small") if small else ("strong", "muted", "")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE_M)
        self._grid.setVerticalSpacing(0 if small else theme.SPACE_XS)
        for column, share in enumerate((3, 2)):  # both may break their lines, so neither decides
            self._grid.setColumnStretch(column, share)

    def show_markers(self, markers: Mapping[str, float]) -> None:
        """Show markers by their codes."""
        clear(self._grid)
        for title, rows in markers_in_words(markers):
            heading = label(title, self._heading)
            heading.setContentsMargins(0, theme.SPACE_XS, 0, 0)
            self._add_row(heading)
            for row in rows:
                name, value = (
                    label(text, role, wrap=True) for text, role in ((row.name, self._name), (row.value, self._value))
                )
                for part in (name, value):
                    part.setToolTip(row.meaning)
                    part.setAccessibleDescription(row.meaning)
                self._add_row(name, value)

    def _add_row(self, *parts: QLabel) -> None:
        row = self._grid.rowCount()
        for column, part in enumerate(parts):
            self._grid.addWidget(part, row, column)
