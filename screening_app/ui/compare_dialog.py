"""Two sessions of a patient side by side: what differs, what is within error, and the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QListView,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from screening_app.errors import ScreeningError
from screening_app.services.comparison import compare_sessions
from screening_app.ui import messages, theme
from screening_app.ui.compare_words import Line, answer_lines, number_lines
from screening_app.ui.formats import format_date
from screening_app.ui.widgets import Banner, Button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.services.comparison import Comparison
    from screening_app.services.history import Session
    from screening_app.services.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()
_WIDTH, _HEIGHT = 940, 640


class _SessionList(QAbstractListModel):
    """Sessions by their dates, the newest first, each with its interview's id; a date is written when it is seen."""

    def __init__(self, sessions: Sequence[Session], parent: QObject) -> None:
        super().__init__(parent)
        self._interviews = [session.interview for session in reversed(sessions)]

    def row_of(self, interview_id: str) -> int:
        """Where an interview stands; -1 where it does not."""
        return next((row for row, interview in enumerate(self._interviews) if interview.id == interview_id), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """How many sessions there are."""
        return 0 if parent.isValid() else len(self._interviews)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The date, or the id where it is asked for as the user's data."""
        interview = self._interviews[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return format_date(interview.held_at, with_time=True)
        return interview.id if role == Qt.ItemDataRole.UserRole else None


def _as_high_as_the_first(rows: QAbstractItemView) -> None:
    """Let a list take all rows to be as high as its first: else it measures 1,000 of them for a change of style."""
    if isinstance(rows, QListView):
        rows.setUniformItemSizes(True)


class CompareDialog(QDialog):
    """Numbers on one tab, what was said on the other; which two sessions is chosen above."""

    def __init__(
        self,
        workspace: Workspace,
        sessions: Sequence[Session],
        one_id: str,
        other_id: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._sessions = sessions
        self._comparison: Comparison | None = None
        self.one, self.other = QComboBox(), QComboBox()
        self.banner = Banner()
        self.tabs = QTabWidget()
        self.numbers, self.answers = _table(5), _table(5)
        self._notice = label("", "small", wrap=True)
        self._close = Button("")
        self._lay_out()
        self._offer((one_id, other_id))
        for box in (self.one, self.other):
            box.activated.connect(self.refresh)
        self._close.clicked.connect(self.accept)
        self._show()
        QTimer.singleShot(0, self, self.refresh)  # the window is seen first

    def _lay_out(self) -> None:
        self.resize(_WIDTH, _HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        choice = QHBoxLayout()
        choice.setSpacing(theme.SPACE_M)
        choice.addWidget(self.one, 1)
        choice.addWidget(self.other, 1)
        column.addLayout(choice)
        column.addWidget(self.banner)
        self.tabs.addTab(self.numbers, "")
        self.tabs.addTab(self.answers, "")
        column.addWidget(self.tabs, 1)
        below = QHBoxLayout()
        below.setSpacing(theme.SPACE_M)
        below.addWidget(self._notice, 1)
        below.addWidget(self._close)
        column.addLayout(below)

    def _offer(self, chosen: tuple[str, str]) -> None:
        """Name all sessions in both boxes, the newest first; one list serves both."""
        listed = _SessionList(self._sessions, self)
        for box, interview_id in zip((self.one, self.other), chosen, strict=True):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setModel(listed)
            _as_high_as_the_first(box.view())
            box.setCurrentIndex(listed.row_of(interview_id))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._offer((str(self.one.currentData()), str(self.other.currentData())))
            self._show()

    def refresh(self) -> None:
        """Read the two sessions that are chosen; says so where one has been removed meanwhile."""
        try:
            chosen = str(self.one.currentData()), str(self.other.currentData())
            self._comparison = compare_sessions(self._workspace, *chosen)
        except ScreeningError as error:
            self.banner.show_error(error)
            return
        self.banner.clear()
        self._show()

    def _show(self) -> None:
        self.setWindowTitle(self.tr("Compare two sessions"))
        self.one.setAccessibleName(self.tr("One session"))
        self.other.setAccessibleName(self.tr("The other session"))
        self.tabs.setTabText(0, self.tr("Numbers"))
        self.tabs.setTabText(1, self.tr("Answers"))
        self.numbers.setAccessibleName(self.tr("Numbers"))
        self.answers.setAccessibleName(self.tr("Answers"))
        self._close.setText(self.tr("Close"))
        self._notice.setText(messages.notice())
        if self._comparison is None:
            return
        sides = self._comparison.earlier, self._comparison.later
        dates = [format_date(side.interview.held_at, with_time=True) for side in sides]
        meaning = self.tr("What it means")
        _fill(self.numbers, ["", *dates, self.tr("Difference"), meaning], number_lines(self._comparison))
        score = self.tr("Score")
        _fill(self.answers, ["", dates[0], score, dates[1], score], answer_lines(self._comparison))
        for column in (1, 3):
            self.answers.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for table in (self.numbers, self.answers):
            table.resizeRowsToContents()


def _table(columns: int) -> QTableWidget:
    table = QTableWidget(0, columns)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(True)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setStretchLastSection(True)
    return table


def _fill(table: QTableWidget, names: Sequence[str], lines: Sequence[Line]) -> None:
    table.setHorizontalHeaderLabels(names)
    table.setRowCount(len(lines))
    for row, told in enumerate(lines):
        for column, text in enumerate(told.cells):
            item = QTableWidgetItem(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            if told.is_heading or not column:
                font = item.font()
                font.setBold(True)
                item.setFont(font)
            table.setItem(row, column, item)
