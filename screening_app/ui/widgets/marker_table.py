"""Markers of voice and face as a table: under a heading each, a line a marker, whose tool tips say what it is.

Beside the value of a whole session stands the range that it may be compared with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.marker_range_words import range_in_words, ranges_title
from screening_app.ui.marker_words import markers_in_words
from screening_app.ui.widgets.basics import label
from screening_app.ui.widgets.note_row import clear

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QLabel

    from screening_app.ui.marker_words import MarkerWords


class MarkerTable(QWidget):
    """In small letters where it stands within other text."""

    def __init__(self, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading, self._name, self._value = ("strong", "small", "small") if small else ("strong", "muted", "")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE_M)
        self._grid.setVerticalSpacing(0 if small else theme.SPACE_XS)

    def show_markers(self, markers: Mapping[str, float], language: str | None = None) -> None:
        """Show markers by their codes, beside the usual ranges of one who speaks `language`; None for no ranges."""
        clear(self._grid)
        for column, share in enumerate((3, 2, 0 if language is None else 3)):  # all may break lines, so none decides
            self._grid.setColumnStretch(column, share)
        for title, rows in markers_in_words(markers):
            self._add_row(*self._headings(title, language))
            for row in rows:
                name, value = (
                    self._cell(row.name, self._name, row.meaning),
                    self._cell(row.value, self._value, row.meaning),
                )
                self._add_row(name, value, *self._range(row, markers[row.code], language))

    def _headings(self, title: str, language: str | None) -> list[QLabel]:
        told = [label(title, self._heading)]
        if language is not None:
            told += [label(), label(ranges_title(), "small")]
        for heading in told:
            heading.setContentsMargins(0, theme.SPACE_XS, 0, 0)
        return told

    def _range(self, row: MarkerWords, value: float, language: str | None) -> list[QLabel]:
        if language is None:
            return []
        told = range_in_words(row.code, value, language)
        cell = self._cell(told.text, self._value, told.meaning)
        cell.setAccessibleName(
            QCoreApplication.translate("markers", "{name}, usual range: {range}").format(name=row.name, range=told.text)
        )
        return [cell]

    @staticmethod
    def _cell(text: str, role: str, meaning: str) -> QLabel:
        cell = label(text, role, wrap=True)
        cell.setToolTip(meaning)
        cell.setAccessibleDescription(meaning)
        return cell

    def _add_row(self, *parts: QLabel) -> None:
        row = self._grid.rowCount()
        for column, part in enumerate(parts):
            self._grid.addWidget(part, row, column)
