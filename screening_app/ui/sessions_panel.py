"""A patient's sessions below the chart: the table, and what can be done with the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, Signal
from PySide6.QtWidgets import QHBoxLayout, QTableView, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.history_table import DATE, MARKER, HistoryTable
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.rows import make_readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.services.history import Session
    from screening_app.services.series import Series

_ROW_HEIGHT = 36
_MEASURED_ROWS = 30  # that the columns are made as wide as; measuring all would take long where there are hundreds


class SessionsPanel(QWidget):
    """The table with its buttons; `chosen` tells when another session is selected."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = HistoryTable()
        self.table = QTableView()
        self._title = label("", "section")
        self.play = Button("", "play")
        self.open = Button("", "text-box-outline")
        self.compare = Button("", "compare-horizontal")
        self.report, self.export = Button("", "file-pdf-box"), Button("", "export-variant")
        self.remove = Button("", "trash-can-outline", "danger")
        self._set_up_table()
        self._lay_out()
        self.retranslate()

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        make_readable(table)
        table.setMinimumHeight(150)
        table.setColumnHidden(MARKER, True)
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = table.horizontalHeader()
        header.setResizeContentsPrecision(_MEASURED_ROWS)
        header.setStretchLastSection(True)
        table.selectionModel().selectionChanged.connect(self._tell_chosen)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        buttons.addWidget(self._title, 1)
        for button in (self.play, self.open, self.compare, self.report, self.export, self.remove):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addLayout(buttons)
        column.addWidget(self.table, 1)

    def _tell_chosen(self) -> None:
        self.chosen.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._title.setText(self.tr("Sessions"))
        self.open.setText(self.tr("Open session"))
        self.compare.setText(self.tr("Compare…"))
        self.compare.setToolTip(self.tr("See this session beside the reference or any other one."))
        self.export.setText(self.tr("Export…"))
        self.report.setText(self.tr("Report (PDF)…"))
        self.remove.setToolTip(self.tr("Remove session"))
        self.remove.setAccessibleName(self.tr("Remove session"))
        self.table.setAccessibleName(self.tr("Sessions"))
        self.show_playing(False)
        self.model.retranslate()
        self.table.resizeColumnsToContents()

    def show_playing(self, playing: bool) -> None:
        """Name the button for what it does next."""
        self.play.setText(self.tr("Stop") if playing else self.tr("Play"))
        self.play.set_icon_name("stop" if playing else "play")

    def show_sessions(self, sessions: Sequence[Session]) -> None:
        """Show these sessions, given oldest first."""
        self.model.show_sessions(sessions)
        self.table.resizeColumnsToContents()  # once: a header that does so by itself measures at each selection

    def show_marker(self, series: Series | None) -> None:
        """Show the values of the marker that is in the chart; any other series has its column already."""
        if self.model.show_marker(series):
            self.table.setColumnHidden(MARKER, not self.model.has_marker)
            self.table.resizeColumnToContents(MARKER)

    def selected(self) -> Session | None:
        """The session in the selected row."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.session(rows[0].row()) if rows else None

    def select(self, interview_id: str) -> bool:
        """Select a session, if it is there; whether it is."""
        row = self.model.row_of(interview_id)
        if row >= 0:
            flags = QItemSelectionModel.SelectionFlag
            index = self.model.index(row, DATE)
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.table.scrollTo(index)
        return row >= 0

    def neighbour(self, interview_id: str) -> str:
        """The session before one that is shown, or the one after the first; there are at least two."""
        row = self.model.row_of(interview_id)
        other = self.model.session(row + 1) or self.model.session(row - 1)
        return other.interview.id if other else interview_id
