"""What was changed in a transcript, when and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from screening_app.ui import theme
from screening_app.ui.formats import format_date
from screening_app.ui.widgets import Button, EmptyState
from selfmm.types import Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtWidgets import QStyleOptionViewItem

    from screening_app.services.transcript_draft import Said
    from screening_app.services.transcripts import RecordedChange

_KINDS = {
    "text": QT_TRANSLATE_NOOP("changes", "Words corrected"),
    "split": QT_TRANSLATE_NOOP("changes", "Answer split"),
    "merge": QT_TRANSLATE_NOOP("changes", "Answers merged"),
    "speaker": QT_TRANSLATE_NOOP("changes", "Speaker changed"),
    "part": QT_TRANSLATE_NOOP("changes", "Speaker of some words changed"),
    "restored": QT_TRANSLATE_NOOP("changes", "All corrections taken back"),
    "heard_again": QT_TRANSLATE_NOOP("changes", "Written down again"),
}
_LOWEST = 40  # pixels of a row
_PADDING = 32  # pixels beside a text, with some to spare
_ENDLESS = 100_000


class _RoomyCell(QStyledItemDelegate):
    """As high as the text in its column; Qt reckons without the padding beside it, which may cost a line."""

    def __init__(self, table: QTableWidget) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 - Qt's name
        """The width that Qt reckons, and the height that the text needs in the width there is."""
        room = QRect(0, 0, max(_PADDING, self._table.columnWidth(index.column()) - _PADDING), _ENDLESS)
        text = self._table.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data()))
        return QSize(super().sizeHint(option, index).width(), text.height() + theme.SPACE_M)


class ChangesDialog(QDialog):
    """A table of all changes, the newest first."""

    def __init__(self, changes: Sequence[RecordedChange], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._changes = tuple(reversed(changes))
        self.table = QTableWidget(len(self._changes), 5)
        self.nothing = EmptyState("text-box-check-outline")
        self.close_button = Button("", kind="primary")
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        self._set_up_table()
        self._lay_out()
        self.retranslate()

    def _set_up_table(self) -> None:
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setItemDelegate(_RoomyCell(self.table))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().setMinimumSectionSize(_LOWEST)
        header = self.table.horizontalHeader()
        for column in range(3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for column in (3, 4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setVisible(bool(self._changes))
        self.nothing.setVisible(not self._changes)

    def _lay_out(self) -> None:
        self.resize(920, 480)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column.addLayout(buttons)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.setWindowTitle(self.tr("What was changed in the transcript"))
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHorizontalHeaderLabels(
            [self.tr("When"), self.tr("By whom"), self.tr("What"), self.tr("Before"), self.tr("After")]
        )
        self.nothing.set_texts(
            self.tr("Nothing has been changed"), self.tr("The transcript is as it was first written down.")
        )
        self.close_button.setText(self.tr("Close"))
        for row, recorded in enumerate(self._changes):
            self._fill(row, recorded)

    def _fill(self, row: int, recorded: RecordedChange) -> None:
        change = recorded.change
        kind = QCoreApplication.translate("changes", str(_KINDS.get(change.kind, change.kind)))
        texts = [
            format_date(recorded.at, with_time=True),
            recorded.who or "–",
            kind,
            self._said(change.before),
            self._said(change.after),
        ]
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, item)

    def _said(self, answers: Sequence[Said]) -> str:
        names = {Speaker.PARTICIPANT: self.tr("Patient"), Speaker.CLINICIAN: self.tr("Clinician")}
        line = self.tr("{speaker}: {text}")
        return "\n".join(line.format(speaker=names[Speaker(said.speaker)], text=said.text) for said in answers)
