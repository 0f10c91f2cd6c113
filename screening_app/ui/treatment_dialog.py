"""Changes of a patient's treatment: which there are, and the form in which one is added."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from screening_app.domain import TreatmentKind
from screening_app.errors import ScreeningError
from screening_app.services.treatment import (
    LONGEST_EVENT,
    add_event,
    day_from_text,
    events_of,
    remove_event,
    start_of_day,
)
from screening_app.ui import messages, theme
from screening_app.ui.series_words import event_in_words, kind_name
from screening_app.ui.widgets import Button, label, line
from screening_app.ui.widgets.form_field import form_field, point_out

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace


class TreatmentDialog(QDialog):
    """Adds and removes events; says beside a field what is wrong with it while it is typed."""

    changed = Signal()  # an event was added or removed

    def __init__(self, workspace: Workspace, patient_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._patient_id = workspace, patient_id
        self.events = QListWidget()
        self.remove = Button(self.tr("Remove"), "trash-can-outline", "danger")
        self.day = QLineEdit(f"{self._today():%Y-%m-%d}")
        self.kind = QComboBox()
        self.text = QLineEdit(maxLength=LONGEST_EVENT)
        self.day_problem, self.text_problem = (label("", "problem", wrap=True) for _ in range(2))
        self.add = Button(self.tr("Add"), "plus", "primary")
        for kind in TreatmentKind:
            self.kind.addItem(kind_name(kind), kind)
        self._lay_out()
        self._connect()
        self.refresh()
        self.text.setFocus()

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Treatment"))
        self.setMinimumWidth(600)
        self.day.setPlaceholderText(self.tr("Year-month-day"))
        self.text.setPlaceholderText(self.tr("Such as “sertraline 50 mg” or “weekly psychotherapy”"))
        self.events.setAccessibleName(self.tr("Changes of treatment"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(label(self.tr("Add a change; it stands as a flag in the history."), "strong"))
        pair = QHBoxLayout()
        pair.setSpacing(theme.SPACE_M)
        pair.addLayout(form_field(self.tr("Day"), self.day, self.day_problem), 1)
        pair.addLayout(form_field(self.tr("Kind"), self.kind), 1)
        column.addLayout(pair)
        column.addLayout(form_field(self.tr("What changed"), self.text, self.text_problem))
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(line())
        column.addWidget(self.events, 1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _connect(self) -> None:
        self.day.textChanged.connect(self._check_day)
        self.text.textChanged.connect(lambda: point_out(self.text, self.text_problem, ""))
        self.text.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.events.itemSelectionChanged.connect(self._enable_remove)
        inside = Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence.StandardKey.Delete, self.events, self._remove, context=inside)

    def refresh(self) -> None:
        """Ask the database again; the newest event stands first."""
        self.events.clear()
        for event in reversed(events_of(self._workspace, self._patient_id)):
            item = QListWidgetItem(event_in_words(event))
            item.setData(Qt.ItemDataRole.UserRole, event.id)
            self.events.addItem(item)
        self._enable_remove()

    def _enable_remove(self) -> None:
        self.remove.setEnabled(bool(self.events.selectedItems()))

    def _today(self) -> date:
        return datetime.now().astimezone().date()

    def _check_day(self) -> date | None:
        """The day that is typed; with something wrong, say what, and give None."""
        try:
            typed = day_from_text(self.day.text(), self._today())
        except ScreeningError as error:
            point_out(self.day, self.day_problem, messages.say(error))
            return None
        point_out(self.day, self.day_problem, "")
        return typed

    def _add(self) -> None:
        day = self._check_day()
        if day is None:
            self.day.setFocus()
            return
        try:
            kind = TreatmentKind(self.kind.currentData())
            add_event(self._workspace, self._patient_id, kind, self.text.text(), start_of_day(day))
        except ScreeningError as error:
            point_out(self.text, self.text_problem, messages.say(error))
            self.text.setFocus()
            return
        self.text.clear()
        self.refresh()
        self.changed.emit()

    def _remove(self) -> None:
        for item in self.events.selectedItems():
            remove_event(self._workspace, self._patient_id, str(item.data(Qt.ItemDataRole.UserRole)))
        self.refresh()
        self.changed.emit()
